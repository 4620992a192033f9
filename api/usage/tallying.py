"""Counts what this process is asked, and sends the counts on beside the requests, which never wait for it."""

from __future__ import annotations

import os
import secrets
import time
from collections.abc import Callable, Iterable, Sequence
from threading import Event, Lock, Thread

import structlog

from api.resilience.redis import Bypassed
from api.usage.pool import UsagePool
from api.usage.tallies import Mark, Tallies
from records.errors import StoreUnavailable
from records.store import Store
from records.usage_adding import Batch

FLUSH_S = 5.0
"""How often counts are sent on: what a process that is killed loses."""

END_S = 5.0
"""How long the last sending of a process may take."""

DAY_S = 86_400

log = structlog.get_logger("wenmai.usage")


class Tallying:
    """One a process; its thread begins with the first count, and `beside` it looks after what is kept of the store.

    `store` opens the node's.

    What could not be sent, or may have been, is sent again under the same name, so that the store adds it once;
    meanwhile counts go on being kept, as many as there is room for.
    """

    def __init__(self, store: Callable[[], Store], pool: UsagePool, beside: Sequence[Callable[[], None]]) -> None:
        self._store = store
        self._pool = pool
        self._beside = beside
        self._starting = Lock()
        self._pid = 0
        self._pruned = 0
        self._begin_anew()

    def _begin_anew(self) -> None:
        """In a process that was forked, what was counted before is its parent's to send."""
        self.tallies = Tallies()
        self._sending = Lock()
        self._ending = Event()
        self._unsent: Batch | None = None
        self._away = False
        self._thread: Thread | None = None

    def note(self, marks: Iterable[Mark]) -> None:
        """Count each once, now."""
        if self._pid != os.getpid():
            self._start()
        self.tallies.add(marks, int(time.time()) // DAY_S)

    def _start(self) -> None:
        with self._starting:
            if self._pid == os.getpid():
                return
            if self._pid:
                self._begin_anew()
            self._thread = Thread(target=self._run, name="usage", daemon=True)
            self._thread.start()
            self._pid = os.getpid()

    def _run(self) -> None:
        while not self._ending.wait(FLUSH_S):
            self._tend()
        self.flush(last=True)

    def _tend(self) -> None:
        self.flush()
        self._look_after()

    def flush(self, *, last: bool = False) -> None:
        """Send on what was counted until now, and what others left in Redis if it is this process's turn.

        The `last` time all goes to the store, since there may be nobody left to bring it there.
        """
        with self._sending:
            if self._unsent is None and (counts := self.tallies.taken()):
                self._unsent = Batch(secrets.token_hex(16), counts)
            if self._unsent is not None:
                self._tell(sent := self._sent(self._unsent, straight=last))
                self._unsent = None if sent else self._unsent
            if self._pool.configured and (last or self._pool.has_turn()):
                self._bring_on()

    def _sent(self, batch: Batch, *, straight: bool) -> bool:
        """A batch that Redis may have got or not may as well go straight to the store: it is added once."""
        ways = (self._to_redis, self._to_store)
        return any(way(batch) for way in (reversed(ways) if straight else ways))

    def _to_redis(self, batch: Batch) -> bool:
        try:
            self._pool.put(batch)
        except Bypassed:
            return False
        return True

    def _to_store(self, batch: Batch) -> bool:
        try:
            self._store().usage.add([batch])
        except StoreUnavailable:
            return False
        return True

    def _bring_on(self) -> None:
        try:
            while batches := self._pool.waiting():
                self._store().usage.add(batches)
                self._pool.remove(batches)
        except (Bypassed, StoreUnavailable):
            pass  # they wait where they are

    def _tell(self, sent: bool) -> None:
        if sent is self._away:
            self._away = not sent
            log.warning("usage counts are sent on again" if sent else "usage counts cannot be sent on; kept meanwhile")

    def _look_after(self) -> None:
        """What is kept of the store, and once a day what is too old in it."""
        today = int(time.time()) // DAY_S
        try:
            for refresh in self._beside:
                refresh()
            if self._pruned != today:
                self._store().usage.prune()
                self._pruned = today
        except StoreUnavailable:
            pass  # at the next turn

    def close(self) -> None:
        """Send what is left, unless that takes too long."""
        self._ending.set()
        if self._thread is not None and self._pid == os.getpid():
            self._thread.join(END_S)
