"""What a key has used: asked of the store seldom, since asking this costs its holder nothing."""

from __future__ import annotations

import time
from collections import Counter, OrderedDict
from collections.abc import Callable, Mapping
from datetime import date, timedelta
from threading import Lock

from api.resilience.waiting import PatientStore
from records.errors import StoreUnavailable
from records.keys import Key
from records.store import Store
from records.usage import Kind, Span, today

DAYS = 30
FRESH_S = 30.0
MOST_LINES = 1_000

Days = Mapping[date, int]


class OwnUsage:
    """The good answers of each of thirty days, to a key and those it was rotated from or to; kept for half a minute."""

    def __init__(self, store: PatientStore, clock: Callable[[], float] = time.monotonic) -> None:
        self._store = store
        self._clock = clock
        self._lock = Lock()
        self._told: OrderedDict[str, tuple[float, Days]] = OrderedDict()

    def of(self, key: Key) -> Days | None:
        """Every day of the thirty, oldest first; None while nobody can tell."""
        told = self._told.get(key.line)
        if told is None or self._clock() - told[0] > FRESH_S:
            try:
                told = self._clock(), self._store.ask(lambda store: _days(store, key))
            except StoreUnavailable:
                return told[1] if told else None
            self._keep(key.line, told)
        return told[1]

    def _keep(self, line: str, told: tuple[float, Days]) -> None:
        with self._lock:
            self._told[line] = told
            self._told.move_to_end(line)
            while len(self._told) > MOST_LINES:
                self._told.popitem(last=False)


def _days(store: Store, key: Key) -> Days:
    span = Span.until(today(), DAYS)
    found: Counter[date] = Counter()
    for one in store.keys.line(key.id):
        found.update(store.usage.days(Kind.KEY, span, one.id))
    return {day: found[day] for day in (span.first + timedelta(days=number) for number in range(DAYS))}
