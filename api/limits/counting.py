"""How much each caller has used: counted in the process, all limits of a caller looked at and taken from at once.

A window begins with the first request that takes from it, and is whole again when its time is over.
"""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from threading import Lock
from typing import Protocol

from settings import Quota

MOST_BUCKETS = 20_000
"""So many callers are known at the most, in some 15 MB; those who asked longest ago are forgotten first."""


@dataclass(frozen=True, slots=True)
class Left:
    """What is left of a limit, and for how many seconds that must do."""

    quota: Quota
    units: int
    seconds: float


@dataclass(frozen=True, slots=True)
class Taken:
    """Whether a request may be answered, and what is left of each limit after it. A refused one takes nothing."""

    granted: bool
    left: tuple[Left, ...]


class Counting(Protocol):
    """Where use is counted."""

    def take(self, bucket: str, quotas: Sequence[Quota], cost: int) -> Taken:
        """Take the cost from every limit, or from none if it is more than is left of one.

        A cost above a whole limit takes all of it. Zero only looks; less than zero gives back.
        """


@dataclass(slots=True)
class _Window:
    used: int = 0
    until: float = 0.0


class Counts:
    """The counts of one process. The clock is one that nobody can set."""

    def __init__(self, most: int = MOST_BUCKETS, clock: Callable[[], float] = time.monotonic) -> None:
        self._most = most
        self._clock = clock
        self._buckets: OrderedDict[str, dict[str, _Window]] = OrderedDict()
        self._lock = Lock()

    def take(self, bucket: str, quotas: Sequence[Quota], cost: int) -> Taken:
        now = self._clock()
        with self._lock:
            windows = [_running(window, now) for window in self._windows(bucket, quotas)]
            pairs = list(zip(quotas, windows, strict=True))
            granted = cost <= 0 or all(_fits(quota, window, cost) for quota, window in pairs)
            if granted and cost:
                for quota, window in pairs:
                    _add(quota, window, cost, now)
            return Taken(granted, tuple(_left(quota, window, now) for quota, window in pairs))

    def learn(self, bucket: str, lefts: Sequence[Left]) -> None:
        """Take over what another counted, to go on from there where it can no longer be asked."""
        now = self._clock()
        with self._lock:
            windows = self._windows(bucket, [left.quota for left in lefts])
            for left, window in zip(lefts, windows, strict=True):
                window.used = left.quota.units - left.units
                window.until = now + left.seconds if window.used else now

    def _windows(self, bucket: str, quotas: Sequence[Quota]) -> list[_Window]:
        kept = self._buckets.setdefault(bucket, {})
        self._buckets.move_to_end(bucket)
        if len(self._buckets) > self._most:
            self._buckets.popitem(last=False)
        return [kept.setdefault(quota.name, _Window()) for quota in quotas]


def _running(window: _Window, now: float) -> _Window:
    if now >= window.until:
        window.used = 0
    return window


def _fits(quota: Quota, window: _Window, cost: int) -> bool:
    return window.used + min(cost, quota.units) <= quota.units


def _add(quota: Quota, window: _Window, cost: int, now: float) -> None:
    if now >= window.until and cost > 0:
        window.until = now + quota.seconds
    window.used = max(0, window.used + min(cost, quota.units))


def _left(quota: Quota, window: _Window, now: float) -> Left:
    """Of a window that has not begun, the whole of its time: it could begin now. A sum of floats may be a hair more."""
    seconds = window.until - now
    return Left(quota, max(0, quota.units - window.used), min(seconds, quota.seconds) if seconds > 0 else quota.seconds)
