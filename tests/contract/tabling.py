"""Brute force for tables: every record looked at by itself, every cell counted by hand."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from fractions import Fraction
from typing import Any

from records.vocabularies import vocabulary
from search.breakdown import Breakdown, Days, Dimension, Metric, Nodes, Regions, Tiles, Values, Years
from search.fields import FIELDS
from search.query import Query, Terms
from tests.contract.making import Row
from tests.contract.oracle import Oracle, values

WIDTHS = (1, 10, 25, 50, 100, 500, 1_000, 10_000)


@dataclass(frozen=True, slots=True)
class Expected:
    by: tuple[Dimension, ...]
    rows: list[tuple[Any, ...]]
    margins: list[tuple[int, int]]
    total: int


@dataclass(frozen=True, slots=True)
class Side:
    """One dimension over some rows: all values that are listed, in order, and those of one row, listed or not."""

    dimension: Dimension
    listed: Sequence[Any]
    of: Callable[[Row], set[Any]]


def expected(oracle: Oracle, query: Query, breakdown: Breakdown) -> Expected:
    parents = [Terms(each.field, (each.parent,)) for each in breakdown.by if getattr(each, "parent", "")]
    rows = oracle.found(replace(query, filters=(*query.filters, *parents)))
    sides = [side(each, rows, empty=breakdown.empty) for each in breakdown.by]
    return Expected(
        tuple(each.dimension for each in sides),
        list(_lines(sides, rows, breakdown)),
        [margin(each, rows) for each in sides],
        len(rows),
    )


def margin(side: Side, rows: Sequence[Row]) -> tuple[int, int]:
    held = [side.of(row) for row in rows]
    return sum(len(each - set(side.listed)) for each in held), sum(1 for each in held if not each)


def _lines(sides: Sequence[Side], rows: Sequence[Row], breakdown: Breakdown) -> Any:
    tables: dict[tuple[Any, ...], list[Row]] = {}
    for row in rows:
        for key in _combinations(sides, row):
            tables.setdefault(key, []).append(row)
    above: dict[tuple[Any, ...], int] = {(): len(rows)}
    for row in rows if len(sides) > 1 else ():
        for key in _combinations(sides[:-1], row):
            above[key] = above.get(key, 0) + 1
    for key in _all(sides):
        held = tables.get(key, [])
        if held or breakdown.empty:
            told = [measured(metric, held, above.get(key[:-1], 0)) for metric in breakdown.metrics]
            grids = [
                place(value, held) for one, value in zip(sides, key, strict=True) if isinstance(one.dimension, Tiles)
            ]
            yield (*key, *told, *(part for parts in grids for part in parts))


def _combinations(sides: Sequence[Side], row: Row) -> list[tuple[Any, ...]]:
    made: list[tuple[Any, ...]] = [()]
    for one in sides:
        made = [(*key, value) for key in made for value in one.of(row) & set(one.listed)]
    return made


def _all(sides: Sequence[Side]) -> list[tuple[Any, ...]]:
    made: list[tuple[Any, ...]] = [()]
    for one in sides:
        made = [(*key, value) for key in made for value in one.listed]
    return made


def side(dimension: Dimension, rows: Sequence[Row], *, empty: bool) -> Side:
    if isinstance(dimension, Years):
        return _years(dimension, rows, empty=empty)
    of = _readers(dimension)
    counts = Counter(value for row in rows for value in of(row))
    listed = sorted(counts)
    if isinstance(dimension, Values):
        listed = sorted(counts, key=lambda value: (-counts[value], value))[: dimension.top]
        listed = sorted(listed) if dimension.order == "value" else listed
    elif isinstance(dimension, Nodes):
        listed = _in_order(dimension.field, set(_nodes(dimension)) if empty else set(counts))
    elif isinstance(dimension, Regions) and empty:
        now = {term.id for term in vocabulary("regions") if not term.withdrawn}
        listed = sorted(set(counts) | (set(_nodes(dimension)) & now))
    elif isinstance(dimension, Tiles):
        listed = sorted(counts, key=_morton)
    elif isinstance(dimension, Days) and empty:
        listed = _every_part(dimension.part, listed)
    return Side(dimension, listed, of)


def _readers(dimension: Dimension) -> Callable[[Row], set[Any]]:
    match dimension:
        case Values(field):
            return lambda row: set(values(row, field))
        case Regions() | Nodes():
            nodes = set(_nodes(dimension))
            return lambda row: set(values(row, dimension.field)) & nodes
        case Tiles(precision):
            return lambda row: _tile(row, precision)
        case Days(part):
            return lambda row: _part(row, part)
    raise AssertionError(dimension)


def _nodes(dimension: Regions | Nodes) -> list[str]:
    tree = vocabulary(FIELDS[dimension.field].vocabulary)
    found = []
    for term in tree:
        way = list(tree.path(term.id))
        if way[-1] != term.id or (dimension.parent and dimension.parent not in way[:-1]):
            continue
        deep = len(way) - (way.index(dimension.parent) + 1 if dimension.parent else 0)
        if isinstance(dimension, Regions):
            fits = term.level == dimension.level
        else:
            fits = dimension.depth is None or deep == dimension.depth
        if fits:
            found.append(term.id)
    return found


def _in_order(field: str, nodes: set[str]) -> list[str]:
    terms = [term for term in vocabulary(FIELDS[field].vocabulary) if term.id in nodes]
    if field == "period":
        terms.sort(key=lambda term: (term.start, term.end))
    return [term.id for term in terms]


# Years


def _years(dimension: Years, rows: Sequence[Row], *, empty: bool) -> Side:
    spans = [span for span in map(_span, rows) if span]
    if not spans:
        return Side(dimension, [], lambda row: set())
    if dimension.by == "start":
        spans = [(start, start) for start, _ in spans]
    width = dimension.interval or next(one for one in WIDTHS if _is_clear(spans, one))

    def of(row: Row) -> set[int]:
        span = _span(row)
        if span is None:
            return set()
        return set(_stretches(span[0], span[1] if dimension.by == "overlap" else span[0], width))

    held = {value for row in rows for value in of(row)}
    listed = list(range(min(held), max(held) + 1, width)) if empty else sorted(held)
    return Side(replace(dimension, interval=width), listed, of)


def _is_clear(spans: Sequence[tuple[int, int]], width: int) -> bool:
    """At most a hundred stretches but for a record in a hundred at either end, and five thousand with these."""
    starts, ends = sorted(start for start, _ in spans), sorted(end for _, end in spans)
    aside = len(spans) // 100
    most = len(_stretches(starts[aside], ends[-1 - aside], width))
    return most <= 100 and len(_stretches(starts[0], ends[-1], width)) <= 5_000


def _stretches(first: int, last: int, width: int) -> list[int]:
    """Their first years: the largest multiples that are not above the years."""
    begin = first - first % width
    return list(range(begin, last + 1, width))


def _span(row: Row) -> tuple[int, int] | None:
    when = row.content.get("date")
    return (when["start"], when["end"]) if when else None


# Places and days


def _tile(row: Row, precision: int) -> set[str]:
    where = row.content.get("place", {})
    if "lat" not in where:
        return set()
    sine = math.sin(math.radians(where["lat"]))
    side = 2**precision
    north = 0.5 - math.log((1 + sine) / (1 - sine)) / (4 * math.pi) if abs(sine) < 1 else (0 if sine > 0 else 1)
    column = min(side - 1, int((where["lon"] + 180) / 360 * side))
    line = min(side - 1, max(0, math.floor(north * side)))
    return {f"{precision}/{column}/{line}"}


def _morton(tile: str) -> str:
    """Quadrants within quadrants, as a quadkey writes them."""
    precision, column, line = map(int, tile.split("/"))
    return "".join(str((column >> bit & 1) + 2 * (line >> bit & 1)) for bit in reversed(range(precision)))


def place(tile: str, rows: Sequence[Row]) -> tuple[Any, ...]:
    precision, column, line = map(int, tile.split("/"))
    west, east = (-180 + 360 * edge / 2**precision for edge in (column, column + 1))
    north, south = (
        math.degrees(2 * math.atan(math.exp(math.pi * (1 - 2 * edge / 2**precision))) - math.pi / 2)
        for edge in (line, line + 1)
    )
    degrees = [[Fraction(row.content["place"][name]) for row in rows] for name in ("lat", "lon")]
    centre = [float(sum(each) / len(each)) if each else None for each in degrees]
    return (*centre, west, south, east, north)


def _part(row: Row, part: str) -> set[Any]:
    start = row.content.get("event", {}).get("start")
    if not start:
        return set()
    day = date(*map(int, start[:10].split("-")))
    return {{"month": start[:7], "month-of-year": day.month, "weekday": day.weekday() + 1}[part]}


def _every_part(part: str, listed: Sequence[Any]) -> list[Any]:
    if part != "month":
        return list(range(1, {"weekday": 7, "month-of-year": 12}[part] + 1))
    if not listed:
        return []
    day, months = date.fromisoformat(f"{listed[0]}-01"), []
    while day.isoformat()[:7] <= listed[-1]:
        months.append(day.isoformat()[:7])
        day = (day + timedelta(days=32)).replace(day=1)
    return months


# Metrics


def measured(metric: Metric, rows: Sequence[Row], above: int) -> Any:
    if metric.kind == "count":
        return len(rows)
    if metric.kind == "share":
        return len(rows) / above if above else None
    if metric.kind == "count_distinct":
        return len({value for row in rows for value in values(row, metric.field)})
    years = sorted(row.content["date"][metric.field.removeprefix("year_")] for row in rows if row.content.get("date"))
    if not years:
        return None
    if metric.kind == "percentile":
        return years[max(0, math.ceil(Fraction(str(metric.percent)) / 100 * len(years)) - 1)]
    return {"min": years[0], "max": years[-1], "avg": sum(years) / len(years)}[metric.kind]
