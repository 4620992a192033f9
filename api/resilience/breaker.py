"""Leaves alone for a while what has failed; then one caller finds out whether it is back."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from threading import Lock

PAUSE_S = 2.0
"""How long what has failed is left alone."""


@dataclass(frozen=True, slots=True)
class Leave:
    """Leave to try once: `era` counts how often the thing had come back; `trial` says whether it is broken."""

    era: int
    trial: bool


class Breaker:
    """Shared by all threads. `broken_since` is None while the thing is whole."""

    def __init__(self, pause: float = PAUSE_S, clock: Callable[[], float] = time.monotonic) -> None:
        self._pause = pause
        self._clock = clock
        self._lock = Lock()
        self._era = 0
        self._alone_until: float | None = None
        self.broken_since: datetime | None = None

    def leave(self) -> Leave | None:
        """For all while it is whole; once a pause to one caller while it is broken."""
        if self._alone_until is None:
            return Leave(self._era, trial=False)
        with self._lock:
            if self._alone_until is None:
                return Leave(self._era, trial=False)
            now = self._clock()
            if now < self._alone_until:
                return None
            self._alone_until = now + self._pause
            return Leave(self._era, trial=True)

    def failed(self, leave: Leave) -> bool:
        """Whether this is news; a try that was begun before it last came back tells nothing of now."""
        with self._lock:
            if leave.era != self._era:
                return False
            news = self._alone_until is None
            self._alone_until = self._clock() + self._pause
            if news:
                self.broken_since = datetime.now(UTC)
            return news

    def worked(self, leave: Leave) -> bool:
        """Whether this is news; of a broken thing only the trial tells, for others may have begun before it broke."""
        if not leave.trial:
            return False
        with self._lock:
            news = self._alone_until is not None and leave.era == self._era
            if news:
                self._era += 1
                self._alone_until = self.broken_since = None
            return news
