"""Waits for what may never answer: not for long, and never in more than so many threads."""

from __future__ import annotations

import time
from collections.abc import Callable
from queue import Empty, SimpleQueue
from threading import BoundedSemaphore, Thread
from typing import Any, TypeVar, cast

T = TypeVar("T")


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
        given, error = answered.get(timeout=max(until - time.monotonic(), 0.001))
    except Empty as late:
        raise TooLong from late
    if error is not None:
        raise error
    return cast(T, given)
