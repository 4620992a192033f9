"""The check of a query before any engine is asked: all that is wrong with it, at once, by parameter."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from itertools import islice
from typing import Any

from search.choices import current, is_choice, nearest_choice
from search.errors import QueryError, QueryRefused
from search.fields import FIELDS, KEYWORDS, SCOPES, SORTS, Power, with_power
from search.grammar import MAX_CLAUSES, MAX_DEPTH, MAX_LENGTH, NO_WORDS, too_many_words
from search.nearest import nearest
from search.query import (
    MAX_FACET_VALUES,
    MAX_PAGE_SIZE,
    MOST_HOT,
    WINDOW,
    AllOf,
    AnyOf,
    Box,
    Clause,
    DayRange,
    Every,
    Everything,
    FacetRequest,
    Filter,
    Ids,
    Near,
    Not,
    Phrase,
    Point,
    Prefix,
    Query,
    Terms,
    TimeRange,
    Walk,
    Words,
    YearRange,
)
from search.reasons import Reason
from search.units import phrase, prefix, units

MAX_UNITS = 64
MAX_LEAVES = 2 * MAX_CLAUSES
"""A text and a JSON filter of the most clauses each."""

MAX_NESTING = 3 * MAX_DEPTH + 2
"""Each parenthesis of a text may mean up to three clauses inside each other: not, any of, all of."""

MAX_IDS = 1_000
MAX_VALUES = 1_000
MAX_YEAR = 1_000_000
MAX_RADIUS_KM = 20_016
"""Half the way round the Earth: nothing is farther."""

WALKABLE = ("ordinal", "title", "year", "event", "modified")

Problems = Iterator[QueryError]


def check(query: Query) -> Query:
    """The query as engines take it, regions by today's codes; QueryRefused with every problem there is."""
    found = tuple(problems(query))
    if found:
        raise QueryRefused(found)
    return replace(query, clause=_settled(query.clause), filters=tuple(map(_settled_filter, query.filters)))


def problems(query: Query) -> Problems:
    """Everything that makes a query impossible; none if it can be asked."""
    yield from _clause_problems(query.clause)
    for chosen in query.filters:
        yield from _filter_problems(chosen, "")
    yield from _facet_problems(query.facets)
    if query.origin is not None:
        yield from _point_problems(query.origin, "near")
    yield from _sort_problems(query)
    yield from _page_problems(query)


def _settled_filter(chosen: Filter) -> Filter:
    if not isinstance(chosen, Terms):
        return chosen
    values = dict.fromkeys(current(chosen.field, value) for value in chosen.values)
    return replace(chosen, values=tuple(values))


def _settled(clause: Clause) -> Clause:
    match clause:
        case AllOf() | Every() | AnyOf():
            return type(clause)(tuple(map(_settled, clause.clauses)))
        case Not():
            return Not(_settled(clause.clause))
        case Terms():
            return _settled_filter(clause)
    return clause


# Clauses


def _clause_problems(clause: Clause) -> Problems:
    """Sizes first: nothing deep is walked, nothing long is taken apart."""
    flat = list(islice(_flat(clause), MAX_LEAVES * MAX_NESTING))
    if sum(not _below(part) for part, _ in flat) > MAX_LEAVES:
        yield QueryError("q", f"has more than {MAX_LEAVES} clauses")
        return
    if any(depth > MAX_NESTING for _, depth in flat):
        yield QueryError("q", f"has more than {MAX_NESTING} clauses inside each other")
        return
    texts = [part for part, _ in flat if isinstance(part, Words | Phrase | Prefix)]
    if sum(len(part.text) for part in texts) > MAX_LENGTH:
        yield QueryError("q", Reason("too-long", f"has more than {MAX_LENGTH:,} characters", most=f"{MAX_LENGTH:,}"))
        return
    if sum(map(_count, texts)) > MAX_UNITS:
        yield QueryError("q", too_many_words(MAX_UNITS))
    for part, _ in flat:
        yield from _part_problems(part)


def _flat(clause: Clause) -> Iterator[tuple[Clause, int]]:
    """Every clause with its depth; nothing below what lies too deep."""
    waiting = [(clause, 0)]
    while waiting:
        part, depth = waiting.pop()
        yield part, depth
        if depth <= MAX_NESTING:
            waiting.extend((below, depth + 1) for below in _below(part))


def _below(clause: Clause) -> tuple[Clause, ...]:
    if isinstance(clause, AllOf | Every | AnyOf):
        return clause.clauses
    return (clause.clause,) if isinstance(clause, Not) else ()


def _count(part: Words | Phrase | Prefix) -> int:
    return len(units(part.text)) if isinstance(part, Words) else 1


def _part_problems(part: Clause) -> Problems:
    if isinstance(part, Filter):
        yield from _filter_problems(part, "q")
    elif isinstance(part, Words | Phrase | Prefix):
        yield from _text_problems(part)
    elif not isinstance(part, Everything) and not _below(part):
        yield QueryError("q", "joins no clauses; give at least one")


_SAYS: Mapping[type, Callable[[str], object]] = {Words: units, Phrase: phrase, Prefix: prefix}


def _text_problems(part: Words | Phrase | Prefix) -> Problems:
    if part.field and part.field not in SCOPES:
        yield QueryError("q", f"{part.field} is not a field that words are sought in", nearest(part.field, SCOPES))
    if not _SAYS[type(part)](part.text):
        yield QueryError("q", NO_WORDS)


# Filters


def _filter_problems(chosen: Filter, parameter: str) -> Problems:
    """`parameter` is `q` for a filter inside a clause, empty for one that has a parameter of its own."""
    for problem in _FILTERS[type(chosen)](chosen):
        yield (
            QueryError(parameter, f"{problem.parameter}: {problem.reason}", problem.suggestion)
            if parameter
            else problem
        )


def _terms_problems(chosen: Terms) -> Problems:
    name = f"-{chosen.field}" if chosen.exclude else chosen.field
    yield from _field_problems(chosen.field, name, Power.FILTERED, (field.name for field in KEYWORDS))
    if not 1 <= len(chosen.values) <= MAX_VALUES:
        yield QueryError(name, f"takes 1 to {MAX_VALUES:,} values, not {len(chosen.values):,}")
    elif chosen.field in FIELDS:
        for value in chosen.values:
            if not is_choice(chosen.field, value):
                near = nearest_choice(chosen.field, value)
                told = f"{value[:100]!r} is not a known {chosen.field}"
                yield QueryError(name, Reason("value-unknown", told, field=chosen.field, value=value[:100]), near)


def _field_problems(field: str, parameter: str, power: Power, known: Iterable[str]) -> Problems:
    declared = FIELDS.get(field)
    if declared is None:
        yield QueryError(parameter, f"there is no field {field[:100]!r}", nearest(field, known))
    elif not declared.can(power):
        yield QueryError(parameter, f"{field} cannot be {power.value}", "")


def _in_order(name: str, start: int | None, end: int | None) -> Problems:
    if start is not None and end is not None and start > end:
        yield QueryError(f"{name}_from", Reason("upside-down", f"{start} is later than {name}_to, {end}"))


def _year_problems(chosen: YearRange) -> Problems:
    for end, year in (("year_from", chosen.start), ("year_to", chosen.end)):
        if year is not None and abs(year) > MAX_YEAR:
            yield QueryError(end, f"{year} is outside -{MAX_YEAR:,} to {MAX_YEAR:,}")
    yield from _in_order("year", chosen.start, chosen.end)


def _time_problems(chosen: TimeRange) -> Problems:
    yield from _in_order("modified", chosen.start, chosen.end)


def _day_problems(chosen: DayRange) -> Problems:
    for end, day in (("event_from", chosen.start), ("event_to", chosen.end)):
        if day is not None and not 1 <= day <= date.max.toordinal():
            yield QueryError(end, "is outside the years 1 to 9999")
            return
    if chosen.start is not None and chosen.end is not None and chosen.start > chosen.end:
        first, last = (date.fromordinal(day).isoformat() for day in (chosen.start, chosen.end))
        yield QueryError("event_from", Reason("upside-down", f"{first} is later than event_to, {last}"))


def _box_problems(chosen: Box) -> Problems:
    longitudes = (("west", chosen.west), ("east", chosen.east))
    latitudes = (("south", chosen.south), ("north", chosen.north))
    for named, most in ((longitudes, 180), (latitudes, 90)):
        for side, degrees in named:
            yield from _degrees_problems("bbox", side, degrees, most)
    if chosen.south > chosen.north:
        yield QueryError(
            "bbox", Reason("box-upside-down", "south lies above north; the order is west,south,east,north")
        )


def _degrees_problems(parameter: str, what: str, degrees: float, most: int) -> Problems:
    if not math.isfinite(degrees) or abs(degrees) > most:
        yield QueryError(parameter, f"{what} {degrees} is outside -{most} to {most}")


def _point_problems(point: Point, parameter: str) -> Problems:
    yield from _degrees_problems(parameter, "latitude", point.lat, 90)
    yield from _degrees_problems(parameter, "longitude", point.lon, 180)


def _near_problems(chosen: Near) -> Problems:
    yield from _point_problems(chosen.centre, "near")
    if not 0 < chosen.radius_km <= MAX_RADIUS_KM:
        yield QueryError("radius", f"{chosen.radius_km} is outside 0 to {MAX_RADIUS_KM:,} km")


def _ids_problems(chosen: Ids) -> Problems:
    if not 1 <= len(chosen.ids) <= MAX_IDS:
        yield QueryError("ids", f"takes 1 to {MAX_IDS:,} ids, not {len(chosen.ids):,}")


_FILTERS: Mapping[type, Callable[[Any], Problems]] = {
    Terms: _terms_problems,
    YearRange: _year_problems,
    TimeRange: _time_problems,
    DayRange: _day_problems,
    Box: _box_problems,
    Near: _near_problems,
    Ids: _ids_problems,
}


# The rest


def _facet_problems(facets: tuple[FacetRequest, ...]) -> Problems:
    faceted = [field.name for field in with_power(Power.FACETED)]
    names = [facet.field for facet in facets]
    for facet in facets:
        yield from _field_problems(facet.field, "facets", Power.FACETED, faceted)
        if not 1 <= facet.size <= MAX_FACET_VALUES:
            yield QueryError("facet_size", f"{facet.size} is outside 1 to {MAX_FACET_VALUES:,}")
    for name in sorted({name for name in names if names.count(name) > 1}):
        yield QueryError("facets", f"{name} is asked for twice")


def _sort_problems(query: Query) -> Problems:
    by = query.sort.by
    if by not in (*SORTS, "ordinal"):
        yield QueryError("sort", f"{by[:100]!r} is not a way to sort", nearest(by, SORTS))
    elif by == "distance" and query.origin is None:
        yield QueryError("sort", Reason("place-missing", "distance needs near, the place to measure from"))
    elif len(query.hot) > MOST_HOT:
        yield QueryError("sort", f"hot goes by at most {MOST_HOT} records, not {len(query.hot):,}")
    elif isinstance(query.page, Walk) and by not in WALKABLE:
        yield QueryError("sort", f"a cursor cannot walk by {by}; sort by {', '.join(WALKABLE[1:])}, or leave sort out")


def _page_problems(query: Query) -> Problems:
    page = query.page
    if isinstance(page, Walk):
        yield from _walk_problems(query, page)
        return
    if not 0 <= page.size <= MAX_PAGE_SIZE:
        yield QueryError("page_size", f"{page.size} is outside 0 to {MAX_PAGE_SIZE:,}")
    if page.number < 1:
        yield QueryError("page", f"{page.number} is no page; they begin with 1")
    elif page.number * page.size > WINDOW:
        yield QueryError("page", f"reaches past the first {WINDOW:,} records; a walk goes through all of them")


def _walk_problems(query: Query, walk: Walk) -> Problems:
    if not 1 <= walk.size <= MAX_PAGE_SIZE:
        yield QueryError("page_size", f"{walk.size} is outside 1 to {MAX_PAGE_SIZE:,}")
    if walk.after is None:
        return
    wanted = str if query.sort.by == "title" else int
    if walk.after.value is not None and not isinstance(walk.after.value, wanted):
        yield QueryError("cursor", "belongs to another order of the records")
