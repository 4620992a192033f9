"""Counts of a question's values, kept for its other pages, orders and languages; true at one change of the index."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from dataclasses import replace
from threading import Lock

from search.query import Page, Query, Sort
from search.results import FacetResult, Results

CAPACITY = 256
"""Questions whose counts one process keeps: most are some kilobytes."""

VALUES = 300_000
"""Values that all these counts may have together: a question may have counted every creator."""

Counted = tuple[FacetResult, ...]


class KeptFacets:
    """The newest counts of each question; those unasked for longest go first."""

    def __init__(self, capacity: int = CAPACITY, values: int = VALUES) -> None:
        self._capacity, self._values = capacity, values
        self._held = 0
        self._kept: OrderedDict[Query, tuple[int, Counted]] = OrderedDict()
        self._lock = Lock()

    def beside(self, query: Query, found: Results, count: Callable[[Query], Results]) -> Counted:
        """The counts that go with what was found by the same query without them."""
        bare = replace(query, page=Page(size=0), sort=Sort(), highlight=False, hot=())
        as_of, counted = self._get(bare)
        if as_of != found.as_of:
            made = count(bare)
            as_of, counted = made.as_of, made.facets
            self._put(bare, as_of, counted)
        return counted

    def _get(self, query: Query) -> tuple[int, Counted]:
        with self._lock:
            if query in self._kept:
                self._kept.move_to_end(query)
            return self._kept.get(query, (-1, ()))

    def _put(self, query: Query, as_of: int, counted: Counted) -> None:
        with self._lock:
            self._held += _size(counted) - _size(self._kept.get(query, (-1, ()))[1])
            self._kept[query] = (as_of, counted)
            self._kept.move_to_end(query)
            while len(self._kept) > self._capacity or self._held > self._values:
                _, (_, gone) = self._kept.popitem(last=False)
                self._held -= _size(gone)


def _size(counted: Counted) -> int:
    return sum(len(one.values) for one in counted)
