"""What a table asks of an engine: to count records by the values of some fields at once, and nothing else."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import NamedTuple, Protocol

from search.errors import TooManyBuckets
from search.query import Filter

MOST_VALUES = 65_000
"""Values of a field that are told apart in one answer."""

Key = int | str


@dataclass(frozen=True, slots=True)
class Named:
    """The values of a keyword field: those in `only`, or any; with `top` so many of the most frequent alone."""

    field: str
    only: tuple[str, ...] | None = None
    top: int = 0


@dataclass(frozen=True, slots=True)
class Binned:
    """The values of a field of one whole number, by stretches of `width`: a key is the value divided by it, rounded
    down. `first` and `last` are the keys there may be, where they are known; others count only if `cut` is not set."""

    field: str
    width: int = 1
    first: int | None = None
    last: int | None = None
    cut: bool = False


Axis = Named | Binned


@dataclass(frozen=True, slots=True)
class Ask:
    """Count the records for each combination of the values of `axes`; of none: all of them.

    `filters` narrow what is counted. `sums` are fields of whole numbers to add up, `spread` a keyword field of which
    the number of values is to be estimated. `top` stands on an only axis. Where there are no axes, those that have
    no value in each field of `lacking` (`indexed.MISSING_BITS`) may be counted too.
    """

    axes: tuple[Axis, ...] = ()
    filters: tuple[Filter, ...] = ()
    lacking: tuple[str, ...] = ()
    sums: tuple[str, ...] = ()
    spread: str = ""


class Cell(NamedTuple):
    """One combination and the number of records that have it; a key for each axis, a sum for each field asked for."""

    keys: tuple[Key, ...]
    number: int
    sums: tuple[int, ...] = ()
    spread: int = 0


@dataclass(frozen=True, slots=True)
class Told:
    """The cells in no order, those of a `top` by falling count, then by value; `rest` sums the counts left out.

    `lacking` has the records without a value by each field asked for.
    """

    cells: Sequence[Cell] = field(default=())
    rest: int = 0
    lacking: Mapping[str, int] = field(default_factory=dict)

    @property
    def count(self) -> int:
        """Of an ask without axes: the records."""
        return self.cells[0].number if self.cells else 0


class Tally(Protocol):
    """Counts the records of one query, from one view of them."""

    def tell(self, asks: Sequence[Ask]) -> list[Told]:
        """One answer an ask, exact but for `spread`; TooManyBuckets where less must be asked at a time."""

    @property
    def as_of(self) -> int:
        """The last change that is in what was counted; known once something was."""


def told(tally: Tally, asks: Sequence[Ask]) -> list[Told]:
    """The answers, asked for in as many parts as it takes; TooManyBuckets where one value has too many others."""
    if not asks:
        return []
    try:
        return tally.tell(asks)
    except TooManyBuckets:
        if len(asks) > 1:
            return [each for ask in asks for each in told(tally, [ask])]
        halves = _halves(asks[0])
        if not halves:
            raise
        parts = [told(tally, [half])[0] for half in halves]
        return [Told([cell for part in parts for cell in part.cells])]


def _halves(ask: Ask) -> list[Ask]:
    """The ask in two, by the first axis that can be halved."""
    for place, axis in enumerate(ask.axes):
        if halves := _halved(axis):
            return [replace(ask, axes=(*ask.axes[:place], half, *ask.axes[place + 1 :])) for half in halves]
    return []


def _halved(axis: Axis) -> list[Axis]:
    if isinstance(axis, Named):
        only = axis.only or ()
        middle = len(only) // 2
        return [replace(axis, only=part) for part in (only[:middle], only[middle:])] if middle else []
    if axis.first is None or axis.last is None or axis.first == axis.last:
        return []
    middle = (axis.first + axis.last) // 2
    return [replace(axis, last=middle, cut=True), replace(axis, first=middle + 1, cut=True)]
