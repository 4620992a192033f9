"""What anyone may know of a node's use: sums of whole days, without what is small; kept for some minutes."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from api.resilience.waiting import PatientStore
from records.store import Store
from records.usage import Kind, Span, Total, today

PERIODS: Mapping[str, int] = {"day": 1, "week": 7, "month": 30}
"""Days of each, of which the last is yesterday: a day that goes on would tell more with each look."""

KINDS = (Kind.ROUTE, Kind.DATASET, Kind.TYPE, Kind.REGION)
TOP_RECORDS = 20
FRESH_S = 600.0


@dataclass(frozen=True, slots=True)
class Told:
    """Of one period: sums by kind and name (0: too small to be told), and the most read records."""

    span: Span
    totals: tuple[Total, ...]
    records: tuple[Total, ...]


class PublicUsage:
    """`store` opens the node's; a request that finds nothing kept asks it through `patient`."""

    def __init__(
        self, store: Callable[[], Store], patient: PatientStore, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._store = store
        self._patient = patient
        self._clock = clock
        self._at = 0.0
        self._day: date | None = None
        self._told: Mapping[str, Told] | None = None

    def told(self) -> Mapping[str, Told]:
        """By period, at most some minutes old while the store is there; StoreUnavailable where nothing is kept."""
        if self._told is None:
            day = today()
            self._keep(day, self._patient.ask(lambda store: _told(store, day)))
        return self._told or {}

    def refresh(self) -> None:
        """Ask the store anew, if what is kept is old and anyone ever wanted it; StoreUnavailable."""
        day = today()
        if self._told is not None and (self._day != day or self._clock() - self._at > FRESH_S):
            self._keep(day, _told(self._store(), day))

    def _keep(self, day: date, told: Mapping[str, Told]) -> None:
        self._at, self._day, self._told = self._clock(), day, told


def _told(store: Store, day: date) -> Mapping[str, Told]:
    """Of the days before this one."""
    yesterday = day - timedelta(days=1)
    spans = {name: Span.until(yesterday, days) for name, days in PERIODS.items()}
    return {name: _of(store, span) for name, span in spans.items()}


def _of(store: Store, span: Span) -> Told:
    return Told(span, tuple(store.usage.told(KINDS, span)), tuple(store.usage.top_records(span, TOP_RECORDS)))
