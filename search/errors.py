"""Everything search may raise.

SearchError
├── QueryError           the asker's to mend: says which part, why, and the nearest right thing
│   ├── QuerySyntaxError the `q` text does not parse; knows the place
│   └── QueryRefused     everything that is wrong with one query; `problems` has them one by one
└── EngineError
    ├── EngineUnavailable    nothing answers now; try again
    │   └── NoBuild          the engine answers, and has no build that could be searched
    ├── EngineBusy           another process holds the writer
    ├── TooManyBuckets       an engine was asked to count more at once than it does; for the parts of search alone
    └── IndexDamaged         the index cannot be read; it must be built again
"""

from __future__ import annotations

from records.crossing import Crossing


class SearchError(Crossing):
    """Anything that went wrong in search."""


class QueryError(SearchError):
    """A query that cannot be asked; `parameter` names the part, `suggestion` the nearest right thing or is empty."""

    def __init__(self, parameter: str, reason: str, suggestion: str = "") -> None:
        super().__init__(f"{parameter}: {reason}")
        self.parameter = parameter
        self.reason = reason
        self.suggestion = suggestion


class QuerySyntaxError(QueryError):
    """The `q` text does not parse; `position` counts code points from 0."""

    def __init__(self, reason: str, position: int, suggestion: str = "") -> None:
        super().__init__("q", reason, suggestion)
        self.position = position


class QueryRefused(QueryError):
    """A query with everything that is wrong with it in `problems`, of which there is at least one."""

    def __init__(self, problems: tuple[QueryError, ...]) -> None:
        first = problems[0]
        super().__init__(first.parameter, first.reason, first.suggestion)
        self.args = ("; ".join(map(str, problems)),)
        self.problems = problems


class EngineError(SearchError):
    """The engine could not do what was asked; the message is for logs, never for clients."""


class EngineUnavailable(EngineError):
    """Nothing answers now; try again."""


class NoBuild(EngineUnavailable):
    """No build has been promoted yet, or the one that was is gone."""


class EngineBusy(EngineError):
    """Another process holds the writer."""


class IndexDamaged(EngineError):
    """The index cannot be read and must be built again from the store."""


class OtherVersion(IndexDamaged):
    """Another version made the index, and only that can read it."""


class TooManyBuckets(EngineError):
    """More would have to be counted at once than the engine does; asked in parts it can be."""
