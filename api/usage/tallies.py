"""Counts of this process that were not sent on yet: bounded, whatever is asked."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from threading import Lock

from records.usage import Kind
from records.usage_adding import Count

Mark = tuple[str, str]
"""One thing to count: the kind, and the name."""

MOST_NAMES: Mapping[str, int] = {
    Kind.RECORD: 10_000,
    Kind.FILTER: 2_000,
    Kind.ZERO: 1_000,
    Kind.SLOW: 200,
}
"""Names of the kinds that have no end of them; further ones are counted as one, under the empty name."""

MOST_OTHERS = 5_000


class Tallies:
    """Safe to share between threads."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._counts: dict[Count, int] = {}
        self._names: dict[str, int] = {}

    def add(self, marks: Iterable[Mark], day: int) -> None:
        """Count each once, for a day since 1970."""
        with self._lock:
            counts = self._counts
            for kind, name in marks:
                count = (kind, day, name)
                if count not in counts:
                    count = self._new(count)
                counts[count] = counts.get(count, 0) + 1

    def _new(self, count: Count) -> Count:
        kind, day, _ = count
        known = self._names.get(kind, 0)
        if known >= MOST_NAMES.get(kind, MOST_OTHERS):
            return kind, day, ""
        self._names[kind] = known + 1
        return count

    def taken(self) -> dict[Count, int]:
        """All that was counted since the last time."""
        with self._lock:
            taken, self._counts, self._names = self._counts, {}, {}
            return taken

    def __len__(self) -> int:
        return len(self._counts)
