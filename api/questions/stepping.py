"""The rows of a table a page at a time: none lost, none given twice, or it is said that this cannot be."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from api.errors import CursorRefused
from api.questions.cursors import Cursors, digest
from api.questions.filtering import Asked
from api.schemas.breaking import DEFAULT_ROWS
from search.breakdown import Breakdown
from search.query import Query
from search.results import Table, Value

_CHANGED = "stands in a table whose rows have changed since; start again with cursor=*"

Rows = Sequence[tuple[Value, ...]]


@dataclass(frozen=True, slots=True)
class Step:
    """One page of rows; `cursor` leads to the next one, None on the last."""

    rows: Rows
    size: int
    cursor: str | None


def step(asked: Asked, query: Query, breakdown: Breakdown, found: Table, cursors: Cursors) -> Step:
    """CursorRefused for a cursor of another question, or where rows came, went or moved before its place."""
    bound_to = digest("table", query.clause, query.filters, query.relax, breakdown)
    size, width = asked.get("page_size", DEFAULT_ROWS), len(found.by)
    first = _first(asked.get("cursor", "*"), bound_to, found.rows, width, cursors)
    last = first + size
    more = last < len(found.rows)
    cursor = cursors.seal_bound([last, _before(found.rows, last, width)], bound_to) if more else None
    return Step(found.rows[first:last], size, cursor)


def _first(cursor: str, bound_to: str, rows: Rows, width: int, cursors: Cursors) -> int:
    if cursor == "*":
        return 0
    place, before = cursors.open_bound(cursor, bound_to)
    if before != _before(rows, place, width):
        raise CursorRefused(_CHANGED)
    first: int = place
    return first


def _before(rows: Rows, place: int, width: int) -> str:
    """Which rows were given before a place, whatever their figures."""
    return digest(*(row[:width] for row in rows[:place]))
