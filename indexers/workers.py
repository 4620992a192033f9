"""Pure work spread over processes: in order, with a bounded number of batches in flight."""

from __future__ import annotations

import multiprocessing
import os
import signal
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from itertools import chain, islice
from multiprocessing import connection, forkserver
from threading import Thread
from types import TracebackType
from typing import TypeVar

from indexers.errors import WorkersLost

T = TypeVar("T")
R = TypeVar("R")

COUNT = max(2, multiprocessing.cpu_count())
IN_FLIGHT = COUNT * 16
"""So many batches that no process waits while an index commits; a few tens of megabytes."""

PRELOADED = ["indexers.preparing", "search.making"]
"""What every process needs, imported once for all of them."""

SERIAL_BATCHES = 4
"""So many batches are done here before a process is started: a small file needs none."""


class Workers:
    """Applies a picklable function to batches; results come back in the order of the batches."""

    def __init__(self, count: int = COUNT) -> None:
        self._count = count
        self._pool: ProcessPoolExecutor | None = None

    def __enter__(self) -> Workers:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._pool is not None:
            self._pool.shutdown(wait=True, cancel_futures=True)

    def map(self, work: Callable[[T], R], batches: Iterable[T]) -> Iterator[R]:
        source = iter(batches)
        if self._pool is None:
            yield from map(work, islice(source, SERIAL_BATCHES))
        for first in source:
            try:
                yield from self._spread(work, chain((first,), source))
            except BrokenProcessPool as error:
                raise WorkersLost from error

    def _spread(self, work: Callable[[T], R], batches: Iterable[T]) -> Iterator[R]:
        pool = self._open()
        pending: deque[Future[R]] = deque()
        for batch in batches:
            pending.append(pool.submit(work, batch))
            if len(pending) >= IN_FLIGHT:
                yield pending.popleft().result()
        while pending:
            yield pending.popleft().result()

    def _open(self) -> ProcessPoolExecutor:
        if self._pool is None:
            # Not forked from here: the engine and the database hold threads that do not survive a fork.
            context = multiprocessing.get_context("forkserver")
            context.set_forkserver_preload(PRELOADED)
            _start_deaf_to_interrupts()
            self._pool = ProcessPoolExecutor(self._count, mp_context=context, initializer=_end_with_starter)
        return self._pool


def _start_deaf_to_interrupts() -> None:
    """Ctrl-C reaches every process of a terminal; only the one that was asked answers it, and ends the others."""
    signal.pthread_sigmask(signal.SIG_BLOCK, (signal.SIGINT,))
    try:
        forkserver.ensure_running()
    finally:
        signal.pthread_sigmask(signal.SIG_UNBLOCK, (signal.SIGINT,))


def _end_with_starter() -> None:
    """A process whose starter was killed would wait for work for ever."""
    starter = multiprocessing.parent_process()
    if starter is not None:
        Thread(target=_outlive, args=(starter.sentinel,), daemon=True).start()


def _outlive(sentinel: int) -> None:
    connection.wait([sentinel])
    os._exit(1)


def batched(values: Iterable[T], size: int) -> Iterator[list[T]]:
    """Lists of at most `size`, in order."""
    source = iter(values)
    while batch := list(islice(source, size)):
        yield batch
