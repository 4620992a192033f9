"""The one process that writes the index: it follows the store for as long as a node serves."""

from __future__ import annotations

import time
from collections.abc import Callable

import structlog

from indexers.progress import Advance, silent
from indexers.sync import Synced, build, catch_up
from indexers.workers import Workers
from records.errors import StoreUnavailable
from records.store import Store
from search.engines import open_engine, open_writer
from search.errors import EngineBusy, EngineError
from search.ports import IndexWriter

POLL_S = 0.3
PATIENCE_S = 5.0
"""How long to wait after a fault before trying again."""

log = structlog.get_logger(__name__)


def follow(store: Store, engine_url: str, going: Callable[[], bool]) -> None:
    """Apply changes as they come, until `going` says no; faults are logged and tried again.

    The writer is opened anew after a fault, so that a damaged build is found and built again.
    """
    while going():
        try:
            _follow_with_one_writer(store, engine_url, going)
        except EngineBusy:
            log.warning("another process writes this index; waiting for it")
        except (EngineError, StoreUnavailable) as error:
            log.warning("sync failed; trying again", error=str(error), again_in_s=PATIENCE_S)
        _rest(PATIENCE_S, going)


def _follow_with_one_writer(store: Store, engine_url: str, going: Callable[[], bool]) -> None:
    writer = open_writer(engine_url)
    try:
        while going():
            _step(store, writer)
            time.sleep(POLL_S)
    finally:
        writer.close()


def _step(store: Store, writer: IndexWriter) -> None:
    # The processes end with the work: between bursts a node should be small.
    with Workers() as workers:
        synced = catch_up(store, writer, workers)
    if synced.written:
        log.info("index in step", seq=synced.seq, written=synced.written, built=synced.built)


def _rest(seconds: float, going: Callable[[], bool]) -> None:
    until = time.monotonic() + seconds
    while going() and time.monotonic() < until:
        time.sleep(0.1)


def reach(
    store: Store, engine_url: str, workers: Workers, advance: Advance = silent, *, rebuild: bool = False
) -> Synced:
    """Return once the index holds all the store did: by writing it here, or, where another process writes, by waiting.

    With `rebuild`, a whole new build is made even when the served one is in step; that needs the writer.
    """
    seq = store.last_seq()
    while True:
        try:
            return _write(store, engine_url, workers, advance, rebuild=rebuild)
        except EngineBusy:
            if not rebuild and (standing := _standing(engine_url)) >= seq:
                return Synced(0, (), standing)
            time.sleep(POLL_S)


def _write(store: Store, engine_url: str, workers: Workers, advance: Advance, *, rebuild: bool) -> Synced:
    writer = open_writer(engine_url)
    try:
        return (build if rebuild else catch_up)(store, writer, workers, advance)
    finally:
        writer.close()


def _standing(engine_url: str) -> int:
    engine = open_engine(engine_url)
    try:
        health = engine.health()
        return health.seq if health.ok else -1
    finally:
        engine.close()
