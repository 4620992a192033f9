"""One who looks for news on behalf of all who wait for it."""

from __future__ import annotations

import time
from collections.abc import Callable
from threading import Condition, Thread

from records.errors import StoreUnavailable

EVERY_S = 0.5
"""How often is looked while somebody waits; in between many changes come together, and wake who waits once."""


class Watch:
    """Safe among threads; `newest` is asked by a thread of its own, which ends when nobody waits."""

    def __init__(self, newest: Callable[[], int]) -> None:
        self._newest = newest
        self._turned = Condition()
        self._seen = -1
        self._waiting = 0
        self._looking = False
        self._failures = 0
        self._over = False

    def past(self, number: int, until: float) -> None:
        """Return once the newest there is is past `number`, or at `until` (`time.monotonic`).

        StoreUnavailable where looking failed.
        """
        with self._turned:
            self._waiting += 1
            self._begin()
            before, left = self._failures, max(0.0, until - time.monotonic())
            try:
                self._turned.wait_for(lambda: self._over or self._failures > before or self._seen > number, left)
                if self._failures > before:
                    raise StoreUnavailable("the record store went away while it was watched")
            finally:
                self._waiting -= 1

    @property
    def is_over(self) -> bool:
        return self._over

    def close(self) -> None:
        """Nobody waits any more, now or later."""
        with self._turned:
            self._over = True
            self._turned.notify_all()

    def _begin(self) -> None:
        if not self._looking and not self._over:
            self._looking = True
            # What was seen long ago may be more than there is to read now: it would wake everybody at once, for ever.
            self._seen = -1
            Thread(target=self._look, name="watch", daemon=True).start()

    def _look(self) -> None:
        while self._goes_on():
            try:
                self._note(self._newest(), 0)
            except StoreUnavailable:
                self._note(self._seen, 1)
            except BaseException:
                self._end()
                raise

    def _goes_on(self) -> bool:
        with self._turned:
            if self._waiting and not self._over:
                self._turned.wait_for(lambda: self._over, EVERY_S)
            self._looking = self._waiting > 0 and not self._over
            return self._looking

    def _note(self, seen: int, failures: int) -> None:
        with self._turned:
            self._seen = seen
            self._failures += failures
            self._turned.notify_all()

    def _end(self) -> None:
        with self._turned:
            self._looking = False
