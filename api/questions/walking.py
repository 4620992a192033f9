"""The values of a field a step at a time, in the order of the values themselves, which no count can change."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from api.questions.cursors import Cursors, Mark, digest, opened, sealed
from api.questions.filtering import Asked
from search.query import Place, Query, Read
from search.results import FacetValue


@dataclass(frozen=True, slots=True)
class Values:
    """One step; `cursor` leads to the next, None on the last; `since` is the change as of which the walk began."""

    values: Sequence[FacetValue]
    size: int
    cursor: str | None
    since: int


class ValuesWalk:
    """A walk over the values of one field, of one question."""

    def __init__(self, asked: Asked, field: str, query: Query, cursors: Cursors) -> None:
        """CursorRefused for a cursor of another question."""
        self._bound_to = digest("values", field, asked.get("q", ""), query.clause, query.filters, query.relax)
        self._cursors = cursors
        self._mark = None if asked["cursor"] == "*" else self._open(asked["cursor"])

    @property
    def read(self) -> Read | None:
        """How the words of the question are read; None where that is still to be seen."""
        return self._mark.read if self._mark else None

    def step(self, known: Sequence[FacetValue], size: int, as_of: int, read: Read) -> Values:
        """The next of the `known` values, in whatever order they come."""
        ordered = sorted(known, key=lambda one: one.value)
        first = bisect_right(ordered, self._mark.place.value, key=lambda one: one.value) if self._mark else 0
        since = self._mark.since if self._mark else as_of
        shown = ordered[first : first + size]
        more = first + size < len(ordered)
        cursor = self._seal(Mark(Place(shown[-1].value, 0), since, read)) if more else None
        return Values(shown, size, cursor, since)

    def _seal(self, mark: Mark) -> str:
        return self._cursors.seal_bound([mark.place.value, *sealed(mark)], self._bound_to)

    def _open(self, cursor: str) -> Mark:
        value, *rest = self._cursors.open_bound(cursor, self._bound_to)
        return opened(Place(value, 0), rest)
