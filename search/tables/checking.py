"""The check of a breakdown or a network before any engine is asked: all that is wrong with it, and what it may cost."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from math import prod
from typing import Any

from search.breakdown import (
    INTERVALS,
    MOST_CELLS,
    MOST_DIMENSIONS,
    MOST_NODES,
    MOST_TOP,
    REGION_LEVELS,
    Breakdown,
    Days,
    Dimension,
    Links,
    Metric,
    Nodes,
    Regions,
    Tiles,
    Values,
    Years,
)
from search.choices import choices, current, is_choice, nearest_choice
from search.errors import QueryError, QueryRefused
from search.fields import FIELDS, Kind, Power, with_power
from search.geometry import FINEST
from search.nearest import nearest
from search.query import Query, YearRange
from search.tables.measures import YEARS
from search.tables.named import candidates
from search.tables.numbered import MOST_BY_ITSELF, PARTS

MOST_METRICS = 10

_USUAL_YEARS = 6_000
"""What the years of a query are taken to span where nothing says so: from the first cities to today."""

_USUAL_TILES = 10_000
_USUAL_MONTHS = 120

Problems = Iterator[QueryError]


def check_breakdown(breakdown: Breakdown, query: Query) -> Breakdown:
    """The breakdown with regions by today's codes; QueryRefused with every problem there is. `query` says which years
    it spans."""
    found = list(_problems(breakdown))
    if not found:
        found += _cost_problems(breakdown, query)
    if found:
        raise QueryRefused(tuple(found))
    return replace(breakdown, by=tuple(map(_settled, breakdown.by)))


def check_links(links: Links) -> Links:
    found = (
        *_field_problems("field", links.field, (Kind.KEYWORD,)),
        *_bounds("nodes", links.nodes, 2, MOST_NODES),
        *_bounds("support", links.support, 1, None),
    )
    if found:
        raise QueryRefused(found)
    return links


def cost(breakdown: Breakdown, query: Query) -> int:
    """Cells times metrics, as far as can be known beforehand; of a breakdown that has no other fault."""
    return prod(_size(each, query) for each in breakdown.by) * len(breakdown.metrics)


def aggregatable(*kinds: Kind) -> tuple[str, ...]:
    """The fields that can be broken down by, of these kinds or of any."""
    return tuple(field.name for field in with_power(Power.AGGREGATED) if not kinds or field.kind in kinds)


def _settled(dimension: Dimension) -> Dimension:
    if isinstance(dimension, Regions | Nodes):
        return replace(dimension, parent=current(dimension.field, dimension.parent))
    return dimension


def _problems(breakdown: Breakdown) -> Problems:
    if not 1 <= len(breakdown.by) <= MOST_DIMENSIONS:
        yield QueryError("by", f"takes 1 to {MOST_DIMENSIONS} dimensions, not {len(breakdown.by)}")
    if not 1 <= len(breakdown.metrics) <= MOST_METRICS:
        yield QueryError("metric", f"takes 1 to {MOST_METRICS} metrics, not {len(breakdown.metrics)}")
    for dimension in breakdown.by:
        yield from _DIMENSIONS[type(dimension)](dimension)
    for metric in breakdown.metrics:
        yield from _metric_problems(metric)
    yield from _repeated("by", [dimension.name for dimension in breakdown.by])
    yield from _repeated("metric", [metric.name for metric in breakdown.metrics])


def _cost_problems(breakdown: Breakdown, query: Query) -> Problems:
    told = cost(breakdown, query)
    if told > MOST_CELLS:
        widest = max(breakdown.by, key=lambda each: _size(each, query))
        yield QueryError(
            "by",
            f"may make {told:,} cells, and {MOST_CELLS:,} is the most; "
            f"{_NARROWER[type(widest)].format(widest.name)}, or leave a dimension or metric out",
        )


# Dimensions


def _values_problems(values: Values) -> Problems:
    yield from _field_problems("by", values.field, (Kind.KEYWORD,))
    yield from _bounds("top", values.top, 1, MOST_TOP)
    yield from _one_of("order", values.order, ("count", "value"))


def _regions_problems(regions: Regions) -> Problems:
    yield from _one_of("level", regions.level, REGION_LEVELS)
    yield from _parent_problems(regions)


def _nodes_problems(nodes: Nodes) -> Problems:
    yield from _field_problems("by", nodes.field, (Kind.TREE,))
    if nodes.depth is not None:
        yield from _bounds("depth", nodes.depth, 1, 10)
    if nodes.field in FIELDS:
        yield from _parent_problems(nodes)


def _parent_problems(tree: Nodes | Regions) -> Problems:
    if tree.parent and not is_choice(tree.field, tree.parent):
        near = nearest_choice(tree.field, tree.parent)
        yield QueryError("parent", f"{tree.parent[:100]!r} is not a known {tree.field}", near)


def _years_problems(years: Years) -> Problems:
    if years.interval is not None and years.interval not in INTERVALS:
        told = ", ".join(f"{width:,}" for width in INTERVALS)
        yield QueryError("interval", f"{years.interval} is none of auto, {told}")
    yield from _one_of("counted", years.by, ("overlap", "start"))


def _tiles_problems(tiles: Tiles) -> Problems:
    yield from _bounds("precision", tiles.precision, 0, FINEST)


def _days_problems(days: Days) -> Problems:
    yield from _one_of("by", days.part, PARTS)


_DIMENSIONS: Mapping[type, Callable[[Any], Problems]] = {
    Values: _values_problems,
    Regions: _regions_problems,
    Nodes: _nodes_problems,
    Years: _years_problems,
    Tiles: _tiles_problems,
    Days: _days_problems,
}

_NARROWER: Mapping[type, str] = {
    Values: "ask for fewer of {} by top",
    Regions: "take a higher level of {}, or the regions under one parent",
    Nodes: "take {} at one depth, or those under one parent",
    Years: "take a longer interval of {}, or fewer years by year_from and year_to",
    Tiles: "take a lower precision of {}",
    Days: "leave {} out",
}


def _size(dimension: Dimension, query: Query) -> int:
    """How many values a dimension may have."""
    match dimension:
        case Values(field, top):
            return min(top, len(choices(field)) or top)
        case Regions() | Nodes():
            return len(candidates(dimension))
        case Years(interval):
            return _span(query) // interval + 2 if interval else MOST_BY_ITSELF
        case Tiles(precision):
            return min(1 << 2 * precision, _USUAL_TILES)
        case Days(part):
            return {"weekday": 7, "month-of-year": 12}.get(part, _USUAL_MONTHS)


def _span(query: Query) -> int:
    spans = [
        each.end - each.start
        for each in query.filters
        if isinstance(each, YearRange) and each.start is not None and each.end is not None
    ]
    return min([_USUAL_YEARS, *spans])


# Metrics and what is common


def _metric_problems(metric: Metric) -> Problems:
    yield from _one_of("metric", metric.kind, _METRICS)
    match metric.kind:
        case "count" | "share":
            if metric.field:
                yield QueryError("metric", f"{metric.kind} is of records, not of {metric.field[:100]!r}")
        case "count_distinct":
            yield from _field_problems("metric", metric.field, (Kind.KEYWORD, Kind.TREE))
        case "min" | "max" | "avg" | "percentile":
            yield from _one_of("metric", metric.field, YEARS)
    if metric.kind == "percentile" and not 0 <= metric.percent <= 100:
        yield QueryError("metric", f"{metric.percent} is outside 0 to 100")


_METRICS = ("count", "share", "count_distinct", "min", "max", "avg", "percentile")


def _field_problems(parameter: str, name: str, kinds: tuple[Kind, ...]) -> Problems:
    known = aggregatable(*kinds)
    if name not in known:
        what = "no field" if name not in FIELDS else "not a field of such values"
        yield QueryError(parameter, f"{name[:100]!r} is {what}; take one of {', '.join(known)}", nearest(name, known))


def _one_of(parameter: str, value: str, known: Iterable[str]) -> Problems:
    names = tuple(known)
    if value not in names:
        yield QueryError(parameter, f"{value[:100]!r} is none of {', '.join(names)}", nearest(value, names))


def _bounds(parameter: str, value: int, least: int, most: int | None) -> Problems:
    if value < least or (most is not None and value > most):
        told = f"less than {least}" if most is None else f"outside {least} to {most:,}"
        yield QueryError(parameter, f"{value} is {told}")


def _repeated(parameter: str, names: list[str]) -> Problems:
    for name in sorted({name for name in names if names.count(name) > 1}):
        yield QueryError(parameter, f"{name} is asked for twice")
