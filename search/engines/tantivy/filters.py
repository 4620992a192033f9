"""Filters as tantivy queries; none of them scores."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from tantivy import FieldType, Occur, Query

from search.engines.tantivy import geo
from search.engines.tantivy.snapshot import Snapshot
from search.indexed import RECORD
from search.query import Box, DayRange, Filter, Ids, Near, Terms, TimeRange, YearRange


def filter_query(snapshot: Snapshot, asked: Filter) -> Query:
    """The live records that pass."""
    return _MAKERS[type(asked)](snapshot, asked)


def records(snapshot: Snapshot) -> Query:
    """Every live record; nothing else in an index is one."""
    return Query.term_query(snapshot.schema, "kind", RECORD, "basic")


def whole_range(snapshot: Snapshot, field: str, least: int | None, most: int | None) -> Query:
    """Both ends counted; open where None. Records without the value are not in it."""
    if least is None and most is None:
        return Query.exists_query(field)
    return Query.range_query(snapshot.schema, field, FieldType.Integer, lower_bound=least, upper_bound=most)


def every(parts: list[Query]) -> Query:
    return parts[0] if len(parts) == 1 else Query.boolean_query([(Occur.Must, part) for part in parts])


def _terms(snapshot: Snapshot, asked: Terms) -> Query:
    found = _one_of(snapshot, asked.field, asked.values)
    if not asked.exclude:
        return found
    return Query.boolean_query([(Occur.Must, records(snapshot)), (Occur.MustNot, found)])


def _one_of(snapshot: Snapshot, field: str, values: tuple[str, ...]) -> Query:
    if len(values) == 1:
        return Query.term_query(snapshot.schema, field, values[0], "basic")
    return Query.term_set_query(snapshot.schema, field, list(values))


def _years(snapshot: Snapshot, asked: YearRange) -> Query:
    """A record's years overlap if they begin before the end and end after the beginning."""
    begins = whole_range(snapshot, "year_start", None, asked.end)
    return every([begins, whole_range(snapshot, "year_end", asked.start, None)])


def _times(snapshot: Snapshot, asked: TimeRange) -> Query:
    return whole_range(snapshot, "modified", asked.start, asked.end)


def _days(snapshot: Snapshot, asked: DayRange) -> Query:
    """As years do: an event goes on from its first day to its last."""
    begins = whole_range(snapshot, "event_day", None, asked.end)
    return every([begins, whole_range(snapshot, "event_end", asked.start, None)])


def _ids(snapshot: Snapshot, asked: Ids) -> Query:
    return every([records(snapshot), _one_of(snapshot, "id", asked.ids)])


_MAKERS: Mapping[type, Callable[[Snapshot, Any], Query]] = {
    Terms: _terms,
    YearRange: _years,
    TimeRange: _times,
    DayRange: _days,
    Ids: _ids,
    Box: geo.box_query,
    Near: geo.near_query,
}
