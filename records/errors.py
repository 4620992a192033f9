"""Everything the record side may raise.

RecordsError
├── StoreUnavailable     the database cannot be reached or cannot take more; try again, or mend what the message says
├── InvalidRecord        what was sent cannot be kept: knows every problem
├── UnknownRecord        no record ever had that id
├── GoneRecord           the id was withdrawn, or merged into another
├── MergeRefused         a merge that would lead nowhere: into itself
├── InvalidKey           a key cannot be as it is asked for: knows every problem
├── UnknownKey           no key has that id
├── KeyRefused           the key is revoked, replaced or over: nothing more can be done with it
└── TooManyJobs          as many export jobs are open as may be, of one asker or of all
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from records.crossing import Crossing


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong: where (`creators[2].name`; empty for the record as a whole), what and how to mend it.

    `value` shows what stood there, cut short.
    """

    path: str
    reason: str
    value: str | None = None

    def __str__(self) -> str:
        return f"{self.path}: {self.reason}" if self.path else self.reason


class RecordsError(Crossing):
    """Anything that went wrong on the record side."""


class StoreUnavailable(RecordsError):
    """The database does not answer; the message says what to do and never holds SQL."""


class InvalidRecord(RecordsError):
    """A record, or a request to the store, with at least one problem; `id` where it is known."""

    def __init__(self, problems: Iterable[Problem], record_id: str = "") -> None:
        self.problems = tuple(problems)
        self.id = record_id
        told = "; ".join(map(str, self.problems))
        super().__init__(f"{record_id}: {told}" if record_id else told)


class UnknownRecord(RecordsError):
    """No record ever had that id."""

    def __init__(self, record_id: str) -> None:
        super().__init__(f"there is no record {record_id!r}")
        self.id = record_id


class GoneRecord(RecordsError):
    """The id stands for no live record any more; `merged_into` is empty if it was withdrawn."""

    def __init__(self, record_id: str, merged_into: str = "") -> None:
        what = f"was merged into {merged_into!r}; name that one" if merged_into else "was withdrawn"
        super().__init__(f"the record {record_id!r} {what}")
        self.id = record_id
        self.merged_into = merged_into


class MergeRefused(RecordsError):
    """A merge that would lead nowhere."""


class InvalidKey(RecordsError):
    """What is asked of a key cannot be, for at least one problem."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("; ".join(map(str, self.problems)))


class UnknownKey(RecordsError):
    """No key has that id; the text of a key, which may be given by mistake, is not repeated."""

    def __init__(self, key_id: str) -> None:
        told = repr(key_id) if key_id.startswith("key-") and len(key_id) < 40 else "of that name; ids begin with key-"
        super().__init__(f"there is no key {told}")


class KeyRefused(RecordsError):
    """Nothing more can be done with the key; the message says why."""


class TooManyJobs(RecordsError):
    """No more export jobs are taken in until some are finished; `each`: of this asker, else of all."""

    def __init__(self, most: int, each: bool) -> None:
        whose = "you have" if each else "this node has"
        super().__init__(f"{whose} {most} export jobs waiting or running already, and may have no more at once")
        self.most = most
        self.each = each
