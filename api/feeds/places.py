"""Places for those who wait long: so many in all, and so many for each who asks."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock


class Places:
    """Of one process; safe among threads."""

    def __init__(self, most: int, each: int) -> None:
        self._most = most
        self._each = each
        self._taken: Counter[str] = Counter()
        self._lock = Lock()

    @property
    def taken(self) -> int:
        return self._taken.total()

    @contextmanager
    def one(self, asker: str) -> Iterator[bool]:
        """Whether there is a place, held until the block ends."""
        granted = self._take(asker)
        try:
            yield granted
        finally:
            if granted:
                self._leave(asker)

    def _take(self, asker: str) -> bool:
        with self._lock:
            if self._taken.total() >= self._most or self._taken[asker] >= self._each:
                return False
            self._taken[asker] += 1
            return True

    def _leave(self, asker: str) -> None:
        with self._lock:
            self._taken[asker] -= 1
            # Else there would be an entry for everyone who ever waited.
            self._taken += Counter()
