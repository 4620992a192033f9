"""Waits for what may never answer, the record store first: not for long, and never in more than so many threads."""

from __future__ import annotations

import time
from collections.abc import Callable
from queue import Empty, SimpleQueue
from threading import BoundedSemaphore, Thread
from typing import Any, TypeVar, cast

from api.resilience.breaker import Breaker
from records.errors import StoreUnavailable
from records.store import Store

T = TypeVar("T")

PATIENCE_S = 1.0
"""How long the store is waited for; then the request goes on without it."""

GRACE_S = 0.05
"""More, once the time is over: where the whole process stood still, the answer may be there and not put down yet."""

AT_ONCE = 4
"""Questions to it at a time, so that a store that hangs holds no more threads of a process than these."""


class TooLong(Exception):
    """It did not answer in time, or all places are taken by what does not answer."""


def within(seconds: float, places: BoundedSemaphore, ask: Callable[[], T]) -> T:
    """What `ask` gives, or raises. It takes a place until it ends, however long after the waiting did."""
    until = time.monotonic() + seconds
    if not places.acquire(timeout=seconds):
        raise TooLong
    answered: SimpleQueue[tuple[Any, BaseException | None]] = SimpleQueue()

    def run() -> None:
        try:
            answered.put((ask(), None))
        except BaseException as error:  # noqa: BLE001  raised again by who waits
            answered.put((None, error))
        finally:
            places.release()

    Thread(target=run, name="within", daemon=True).start()
    try:
        given, error = answered.get(timeout=max(until - time.monotonic(), 0) + GRACE_S)
    except Empty as late:
        raise TooLong from late
    if error is not None:
        raise error
    return cast(T, given)


class PatientStore:
    """Asks the record store for what a request can go on without; one that failed is left alone for a moment."""

    def __init__(self, store: Callable[[], Store]) -> None:
        self._store = store
        self._there = Breaker()
        self._places = BoundedSemaphore(AT_ONCE)

    def ask(self, what: Callable[[Store], T]) -> T:
        """What the store gives, asked in a thread of its own, which is left to itself where it takes too long."""
        leave = self._there.leave()
        if leave is None:
            raise StoreUnavailable("the record store is being left alone for a moment")
        try:
            found = within(PATIENCE_S, self._places, lambda: what(self._store()))
        except TooLong as error:
            self._there.failed(leave)
            raise StoreUnavailable("the record store takes too long") from error
        except StoreUnavailable:
            self._there.failed(leave)
            raise
        self._there.worked(leave)
        return found
