"""Filters as Elasticsearch queries, for a context in which nothing scores."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from search.indexed import RECORD
from search.query import Box, DayRange, Filter, Ids, Near, Terms, TimeRange, YearRange

Compiled = dict[str, Any]

RECORDS: Compiled = {"term": {"kind": RECORD}}
"""Every live record; nothing else in an index is one."""

NOTHING: Compiled = {"match_none": {}}


def filter_query(asked: Filter) -> Compiled:
    """The live records that pass."""
    return _MAKERS[type(asked)](asked)


def every(parts: list[Compiled]) -> Compiled:
    return parts[0] if len(parts) == 1 else {"bool": {"filter": parts}}


def _terms(asked: Terms) -> Compiled:
    found = {"terms": {asked.field: list(asked.values)}}
    return {"bool": {"filter": [RECORDS], "must_not": [found]}} if asked.exclude else found


def _years(asked: YearRange) -> Compiled:
    """A record's years overlap if they begin before the end and end after the beginning."""
    return every([between("year_start", None, asked.end), between("year_end", asked.start, None)])


def _times(asked: TimeRange) -> Compiled:
    return between("modified", asked.start, asked.end)


def _days(asked: DayRange) -> Compiled:
    """As years do: an event goes on from its first day to its last."""
    return every([between("event_day", None, asked.end), between("event_end", asked.start, None)])


def _ids(asked: Ids) -> Compiled:
    """The reserved entry and what is left of records are no records."""
    return every([RECORDS, {"ids": {"values": [each for each in asked.ids if each]}}])


def _box(box: Box) -> Compiled:
    """By the exact degrees, edges counted; a box whose west is east of its east crosses the date line."""
    lat = between("lat", box.south, box.north)
    if box.west <= box.east:
        return every([lat, between("lon", box.west, box.east)])
    sides = [between("lon", box.west, None), between("lon", None, box.east)]
    return every([lat, {"bool": {"should": sides, "minimum_should_match": 1}}])


def _near(near: Near) -> Compiled:
    centre = {"lat": near.centre.lat, "lon": near.centre.lon}
    return {"geo_distance": {"distance": f"{near.radius_km * 1000:.3f}m", "location": centre}}


def between(field: str, least: float | None, most: float | None) -> Compiled:
    """Both ends counted; open where None. Records without the value are not in it."""
    if least is None and most is None:
        return {"exists": {"field": field}}
    bounds = {"gte": least, "lte": most}
    return {"range": {field: {name: bound for name, bound in bounds.items() if bound is not None}}}


_MAKERS: Mapping[type, Callable[[Any], Compiled]] = {
    Terms: _terms,
    YearRange: _years,
    TimeRange: _times,
    DayRange: _days,
    Ids: _ids,
    Box: _box,
    Near: _near,
}
