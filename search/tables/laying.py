"""One dimension of a table: what is asked to know its values, and how the cells of a table are read by them."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from search.breakdown import MOST_CELLS, Dimension
from search.errors import QueryError, QueryRefused
from search.query import Filter
from search.results import Margin
from search.tables.asks import Ask, Axis, Cell, Key, Told


class Amount(NamedTuple):
    """How many records, and the sums of what was added up over them."""

    number: int = 0
    sums: tuple[int, ...] = ()

    def plus(self, other: Amount | Cell) -> Amount:
        sums = tuple(map(sum, zip(self.sums, other.sums, strict=True))) if self.sums else other.sums
        return Amount(self.number + other.number, sums)


Row = int | str
"""A value of a dimension, as a row tells it."""


@dataclass(frozen=True, slots=True)
class Laid:
    """A dimension whose values are known, in the order of the rows, each with all its records.

    `axes` are what the engine counts by to tell the values apart, `read` tells which values the keys of these axes
    stand for. `one_to_one` is whether each key stands for one value, which no other key stands for.
    """

    dimension: Dimension
    amounts: Mapping[Row, Amount]
    margin: Margin
    axes: tuple[Axis, ...]
    read: Callable[[tuple[Key, ...]], Collection[Row]]
    one_to_one: bool = True


@dataclass(frozen=True, slots=True)
class Layer:
    """How one dimension is laid: by the answers to its asks, and by what is told of all records, `lacking` among it.

    `within` narrows the whole table, `sums` are added up.
    """

    asks: tuple[Ask, ...]
    lay: Callable[[Sequence[Told], Told], Laid]
    lacking: str = ""
    within: tuple[Filter, ...] = ()
    sums: tuple[str, ...] = field(default=())


def too_many(parameter: str, count: int, narrower: str) -> QueryRefused:
    """The error where only the records tell that a table would be too large."""
    return QueryRefused((QueryError(parameter, f"makes {count:,} cells, and {MOST_CELLS:,} is the most; {narrower}"),))
