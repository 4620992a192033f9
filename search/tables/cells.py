"""The cells that dimensions make together: what an engine counts by its keys, told by the values of rows."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import product
from math import prod

from search.tables.asks import Ask, Axis, Cell, Key, Tally, told
from search.tables.laying import Amount, Laid, Row, too_many

MOST_SPREAD = 2_000_000
"""Cells that what an engine told may be spread over: spans of years of which each overlaps thousands of stretches."""

Keys = tuple[Row, ...]
Amounts = Mapping[Keys, Amount]
Piles = Mapping[Keys, Mapping[Key, int]]


def amounts(tally: Tally, laid: Sequence[Laid], sums: tuple[str, ...] = ()) -> Amounts:
    """Every cell with a record. One dimension alone is known already."""
    if len(laid) == 1:
        return {(value,): amount for value, amount in laid[0].amounts.items() if amount.number}
    if not laid or not all(each.amounts for each in laid):
        return {}
    found: defaultdict[Keys, Amount] = defaultdict(Amount)
    for key, cell, _ in _spread(laid, _told(tally, laid, (), sums)):
        found[key] = found[key].plus(cell)
    return found


def piles(tally: Tally, laid: Sequence[Laid], by: Axis) -> Piles:
    """For every cell with a record that has a value on one more axis, how often it has which."""
    if not all(each.amounts for each in laid):
        return {}
    found: defaultdict[Keys, Counter[Key]] = defaultdict(Counter)
    for key, cell, rest in _spread(laid, _told(tally, laid, (by,), ())):
        found[key][rest[0]] += cell.number
    return found


def _told(tally: Tally, laid: Sequence[Laid], more: tuple[Axis, ...], sums: tuple[str, ...]) -> Iterable[Cell]:
    axes = tuple(axis for each in laid for axis in each.axes)
    return told(tally, [Ask((*axes, *more), sums=sums)])[0].cells


def spread_estimates(tally: Tally, laid: Sequence[Laid], field: str) -> Mapping[Keys, int]:
    """About how many values of a field the records of each cell have; only where each key stands for one value."""
    axes = tuple(axis for each in laid for axis in each.axes)
    found = told(tally, [Ask(axes, spread=field)])[0].cells
    return {key: cell.spread for key, cell, _ in _spread(laid, found)}


def _spread(laid: Sequence[Laid], cells: Iterable[Cell]) -> Iterator[tuple[Keys, Cell, tuple[Key, ...]]]:
    """Each cell with the rows it counts for, and the keys that are of no dimension."""
    places = _places(laid)
    end = places[-1].stop if places else 0
    made = 0
    for cell in cells:
        read = [each.read(cell.keys[place]) for each, place in zip(laid, places, strict=True)]
        made += prod(map(len, read))
        if made > MOST_SPREAD:
            raise too_many("interval", made, "take a longer interval, or count years by their start")
        for key in product(*read):
            yield key, cell, cell.keys[end:]


def _places(laid: Sequence[Laid]) -> list[slice]:
    """Where the keys of each dimension stand."""
    places: list[slice] = []
    start = 0
    for each in laid:
        places.append(slice(start, start + len(each.axes)))
        start += len(each.axes)
    return places
