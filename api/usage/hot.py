"""The most read records of the last seven days, as one list that all processes of a node have for some minutes."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from threading import BoundedSemaphore, Lock

from api.resilience.waiting import TooLong, within
from records.errors import StoreUnavailable
from records.store import Store
from records.usage import Span
from search.query import MOST_HOT

DAYS = 7
LEAST_READS = 3
"""What fewer have read is not among the most read."""

SLOT_S = 300
"""How long one list holds."""

PATIENCE_S = 1.0
"""How long a request waits for the first list of its process."""


@dataclass(frozen=True, slots=True)
class HotList:
    """Ids, most read first; `version` is the same for the same list."""

    ids: tuple[str, ...] = ()
    version: str = ""


class Hot:
    """`store` opens the node's."""

    def __init__(self, store: Callable[[], Store], clock: Callable[[], float] = time.time) -> None:
        self._store = store
        self._clock = clock
        self._slot = -1
        self._list: HotList | None = None
        self._refreshing = Lock()
        self._places = BoundedSemaphore(1)

    def refresh(self) -> None:
        """Take the list of the present slot, if that is another; StoreUnavailable."""
        with self._refreshing:
            # Looked at once it is our turn: who waited would put an older list over a newer one.
            now = self._clock()
            slot = int(now // SLOT_S)
            if slot == self._slot:
                return
            week = Span.until(datetime.fromtimestamp(now, UTC).date(), DAYS)
            ids = tuple(self._store().usage.hot(slot, week, most=MOST_HOT, least=LEAST_READS))
            self._list = HotList(ids, hashlib.blake2b(repr(ids).encode(), digest_size=6).hexdigest())
            self._slot = slot

    def current(self) -> HotList:
        """The newest list this process has; StoreUnavailable where it never had one and cannot get it."""
        if self._list is None:
            try:
                within(PATIENCE_S, self._places, self.refresh)
            except TooLong as error:
                raise StoreUnavailable("the record store takes too long") from error
        return self._list or HotList()
