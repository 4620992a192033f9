"""A breakdown as a table: the values of each dimension first, then the cells they make together."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import chain, product
from math import prod
from typing import Any

from search.breakdown import MOST_CELLS, Breakdown, Days, Dimension, Nodes, Regions, Tiles, Values, Years
from search.geometry import TINY, tile_box
from search.query import Query
from search.results import Column, Table, Value
from search.tables.asks import Ask, Tally, told
from search.tables.cells import Amounts, Keys, amounts
from search.tables.laying import Amount, Laid, Layer, too_many
from search.tables.measures import Measure, measures
from search.tables.named import nodes, values
from search.tables.numbered import days, tiles, years

_LAYERS: Mapping[type, Callable[[Any, bool], Layer]] = {
    Values: values,
    Regions: nodes,
    Nodes: nodes,
    Years: years,
    Tiles: tiles,
    Days: days,
}

_PLACES = ("lat", "lon", "west", "south", "east", "north")


def layers(breakdown: Breakdown) -> list[Layer]:
    return [_LAYERS[type(dimension)](dimension, breakdown.empty) for dimension in breakdown.by]


def within(query: Query, breakdown: Breakdown) -> Query:
    """The query of the records that are broken down: a dimension's parent narrows them."""
    narrower = chain.from_iterable(layer.within for layer in layers(breakdown))
    return replace(query, filters=(*query.filters, *narrower), facets=())


def tabulate(tally: Tally, breakdown: Breakdown) -> Table:
    """The table of the records of a tally, which must be those of `within`."""
    laid, total = _laid(tally, breakdown)
    sums = tuple(chain.from_iterable(layer.sums for layer in layers(breakdown)))
    found = amounts(tally, laid, sums)
    measured = measures(tally, breakdown.metrics, laid, found, total)
    keys = list(_keys(laid, found, empty=breakdown.empty))
    grids = [place for place, each in enumerate(laid) if isinstance(each.dimension, Tiles)]

    def row(key: Keys) -> tuple[Value, ...]:
        told = [measure.of(key) for measure in measured]
        return (*key, *told, *chain.from_iterable(_place(str(key[grid]), found.get(key)) for grid in grids))

    return Table(
        by=tuple(each.dimension for each in laid),
        columns=tuple(_columns(laid, measured, placed=bool(grids))),
        rows=tuple(map(row, keys)),
        margins=tuple(each.margin for each in laid),
        total=total,
        as_of=tally.as_of,
        exact=all(measure.exact for measure in measured),
    )


def _laid(tally: Tally, breakdown: Breakdown) -> tuple[list[Laid], int]:
    """The dimensions, all asked for at once; QueryRefused where they would make too large a table."""
    waiting = layers(breakdown)
    lacking = tuple(layer.lacking for layer in waiting if layer.lacking)
    whole, *answers = told(tally, [Ask(lacking=lacking), *chain.from_iterable(layer.asks for layer in waiting)])
    laid: list[Laid] = []
    for layer in waiting:
        laid.append(layer.lay(answers[: len(layer.asks)], whole))
        answers = answers[len(layer.asks) :]
    size = prod(len(each.amounts) for each in laid)
    if size > MOST_CELLS:
        raise too_many("by", size, f"narrow {_widest(laid).name}, or leave a dimension out")
    return laid, whole.count


def _widest(laid: Sequence[Laid]) -> Dimension:
    return max(laid, key=lambda each: len(each.amounts)).dimension


def _keys(laid: Sequence[Laid], found: Amounts, *, empty: bool) -> Iterator[Keys]:
    """The rows there are, in the order of the dimensions' values."""
    if empty:
        yield from product(*(each.amounts for each in laid))
        return
    ranks = [{value: rank for rank, value in enumerate(each.amounts)} for each in laid]
    yield from sorted(found, key=lambda key: tuple(rank[value] for rank, value in zip(ranks, key, strict=True)))


def _columns(laid: Sequence[Laid], measured: Sequence[Measure], *, placed: bool) -> Iterator[Column]:
    yield from (Column(each.dimension.name, "dimension") for each in laid)
    yield from (Column(measure.name, "metric") for measure in measured)
    yield from (Column(name, "place") for name in (_PLACES if placed else ()))


def _place(tile: str, amount: Amount | None) -> tuple[Value, ...]:
    """The centre of the records in a cell, nothing where there are none, and the box of its tile."""
    precision, column, row = map(int, tile.split("/"))
    box = tile_box(column, row, precision)
    centre = (None, None) if amount is None else tuple(_mean(each, amount.number) for each in amount.sums)
    return (*centre, box.west, box.south, box.east, box.north)


def _mean(whole: int, count: int) -> float:
    """Of tiny parts of a degree, rounded to one of them by whole numbers, so that all machines do it alike."""
    return ((2 * whole + count) // (2 * count)) / TINY
