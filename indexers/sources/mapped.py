"""What a mapper makes of one raw row: its records, and what it had to change to make them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from records.model import JsonMap


@dataclass(frozen=True, slots=True)
class Note:
    """A value that does not stand in the record as its publisher wrote it, by column, and why; counted, not shown."""

    column: str
    reason: str

    def __str__(self) -> str:
        return f"{self.column}: {self.reason}"


@dataclass(frozen=True, slots=True)
class Mapped:
    """The records of one row, in order, and the notes on it."""

    records: tuple[JsonMap, ...]
    notes: tuple[Note, ...] = ()

    def __iter__(self) -> Iterator[JsonMap]:
        return iter(self.records)


def where(*said: tuple[object, Note]) -> tuple[Note, ...]:
    """The notes whose condition holds."""
    return tuple(note for holds, note in said if holds)


MapRow = Callable[[Mapping[str, Any]], Mapped]
"""One raw row to records in the record form; raises RowRejected. It crosses to other processes, so it is picklable."""
