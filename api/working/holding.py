"""A job is held while it is written: its lease renewed beside, in a thread, until the block ends."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import timedelta
from threading import Event, Thread
from types import TracebackType

import structlog

from api.working.errors import NotOurs, Stopping
from records.errors import StoreUnavailable
from records.job_queue import JobQueue
from records.jobs import Claim

LEASE = timedelta(seconds=30)
RENEW_S = 2.0
"""Often, since progress is told and a cancelling seen with it."""

log = structlog.get_logger("wenmai.work")

Going = Callable[[], bool]


class Hold:
    """`done` is how many records are written by now; whoever writes sets it, and calls `check` again and again."""

    def __init__(self, queue: JobQueue, claim: Claim, going: Going, lease: timedelta = LEASE) -> None:
        self.done = claim.job.done
        self._queue = queue
        self._claim = claim
        self._going = going
        self._lease = lease
        self._until = time.monotonic() + lease.total_seconds()
        self._gone = False
        self._over = Event()
        self._thread = Thread(target=self._renew, name="renewing", daemon=True)

    def __enter__(self) -> Hold:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._over.set()
        self._thread.join()

    def check(self) -> None:
        """Raises NotOurs, Stopping."""
        if self._gone or time.monotonic() > self._until:
            raise NotOurs
        if not self._going():
            raise Stopping

    def _renew(self) -> None:
        wait = min(RENEW_S, self._lease.total_seconds() / 4)
        while not self._over.wait(wait) and not self._gone:
            asked = time.monotonic()
            try:
                self._gone = not self._queue.renew(self._claim, self._lease, self.done)
            except StoreUnavailable as error:
                log.warning("the lease could not be renewed", job=self._claim.job.id, error=str(error))
            else:
                self._until = asked + self._lease.total_seconds()
