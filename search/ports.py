"""The ports: what any engine must do. Small on purpose; no engine's dialect crosses them."""

from __future__ import annotations

from collections.abc import Generator, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

from search.breakdown import Breakdown, Links
from search.entries import IndexEntry
from search.query import Filter, Query
from search.results import Health, Hit, Kept, Network, Redirect, Results, Served, Suggestion, Table, Tombstone


class SearchEngine(Protocol):
    """Answers queries from the served build. Queries have been checked (`search.check`) before they come here, and
    breakdowns and links (`search.tables.checking`)."""

    def search(self, query: Query) -> Results: ...

    def aggregate(self, query: Query, breakdown: Breakdown) -> Table:
        """The records of a query, broken down; QueryRefused where only they tell that the table would be too large."""

    def network(self, query: Query, links: Links) -> Network: ...

    def get(self, ids: Sequence[str]) -> list[Served | Tombstone | Redirect | None]:
        """What each id stands for, in the order asked."""

    def suggest(self, text: str, limit: int, filters: Sequence[Filter] = ()) -> list[Suggestion]: ...

    def similar(self, record_id: str, limit: int) -> list[Hit]:
        """Records most like this one, itself left out; none where the id is not a live record."""

    def scan(self, query: Query) -> Iterator[Served]:
        """Every record of the query, in ordinal order, from one frozen view."""

    def kept(self, query: Query, after: int = -1) -> Generator[Sequence[Kept], None, None]:
        """The records of a scan that stand behind the ordinal `after`, some at a time, and nothing but their bytes.

        Closed before its end it frees what it holds.
        """

    def position(self, *, fresh: bool = True) -> tuple[str, int]:
        """Which build answers, and the last change it holds; EngineUnavailable where none does.

        Not `fresh`: as it was when this process last asked anything; what is found now may be newer, never older.
        """

    def health(self) -> Health: ...

    def close(self) -> None: ...


@dataclass(frozen=True, slots=True)
class Build:
    """One whole copy of the index; `served` is whether it answers now."""

    id: str
    records: int
    seq: int
    served: bool


@dataclass(frozen=True, slots=True)
class WriteOutcome:
    """What became of each entry: how many were written, and why each of the others was refused, by id."""

    written: int
    refused: tuple[tuple[str, str], ...] = ()


class IndexWriter(Protocol):
    """Keeps the served build in step, and makes new ones. One writer at a time, in one process.

    A damaged or missing served build is not the writer's end: `position()` is then -1 and a new build is due.
    """

    def begin(self) -> Build:
        """A new, empty build, hidden until promoted."""

    def write(self, build: Build, entries: Sequence[IndexEntry]) -> WriteOutcome: ...

    def fill(self, build: Build, batches: Iterable[Sequence[IndexEntry]]) -> Iterator[WriteOutcome]:
        """What became of each batch, in their order; later ones may be on their way already."""

    def promote(self, build: Build, seq: int) -> None:
        """Commit the build as holding everything up to `seq`, check it, and serve it in place of the old one."""

    def discard(self, build: Build) -> None: ...

    def builds(self) -> list[Build]: ...

    def apply(self, entries: Sequence[IndexEntry], seq: int) -> WriteOutcome:
        """Write to the served build and move its position to `seq`, in one commit."""

    def position(self) -> int:
        """The last change the served build holds; -1 where there is no build that can be served."""

    def foreign(self) -> bool:
        """Whether another version made the served build, which is sound for that one."""

    def close(self) -> None: ...
