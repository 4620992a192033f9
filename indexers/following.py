"""The one process that writes the index: it follows the store for as long as a node serves."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager

import structlog

from indexers.errors import NotInStep, WorkersLost
from indexers.progress import Advance, silent
from indexers.sync import Synced, build, catch_up
from indexers.turn import Turn
from indexers.workers import Workers
from records.errors import StoreUnavailable
from records.store import Store
from search.engines import open_engine, open_writer
from search.engines.moved import Moved
from search.errors import EngineBusy, EngineError
from search.ports import IndexWriter
from settings import Settings

POLL_S = 0.3
PATIENCE_S = 5.0
"""How long to wait after a fault before trying again."""

STANDSTILL_S = 300.0
"""How long to wait for another process that writes the index and does not get on; a large build takes minutes."""

UPGRADED = "another version has built the index while this one was running: restart the service to go on with that one"

log = structlog.get_logger(__name__)


def follow(settings: Settings, going: Callable[[], bool]) -> None:
    """Apply changes as they come, until `going` says no; faults are logged and tried again.

    Store and writer are opened anew after a fault, so that a damaged build is found and built again.
    """
    turn, follower = Turn(settings.data), _Follower(settings)
    while going():
        try:
            follower.follow(lambda: going() and not turn.is_asked())
        except EngineBusy as error:
            log.warning("another process writes this index; waiting for it", error=str(error))
            _rest(PATIENCE_S, going)
        except (EngineError, StoreUnavailable, WorkersLost) as error:
            log.warning("sync failed; trying again", error=str(error), again_in_s=PATIENCE_S)
            _rest(PATIENCE_S, going)
        while going() and turn.is_asked():
            time.sleep(POLL_S)


class _Follower:
    """Follows with one writer after the other; see `follow`."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._place = Moved(settings.data, settings.engine_url)
        self._followed = False

    def follow(self, going: Callable[[], bool]) -> None:
        """Until it is told to stop, or the node was moved to another engine."""
        url = self._place.url
        with closing(Store.open(self._settings.database_url)) as store, closing(open_writer(url)) as writer:
            while going() and self._place.url == url:
                self._leave_alone(writer)
                _step(store, writer)
                self._followed = True
                time.sleep(POLL_S)

    def _leave_alone(self, writer: IndexWriter) -> None:
        """EngineError where another version built the index while this one followed it: an upgrade is under way."""
        if self._followed and writer.position() < 0 and writer.foreign():
            raise EngineError(UPGRADED)


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
    store: Store, settings: Settings, workers: Workers, advance: Advance = silent, *, patience: float = STANDSTILL_S
) -> Synced:
    """Return once the index holds all the store did: by writing it here, or by waiting for the process that does.

    NotInStep when that process has stood still for `patience` seconds.
    """
    seq = store.last_seq()
    place = Moved(settings.data, settings.engine_url)
    last, since = -1, time.monotonic()
    while True:
        try:
            with closing(open_writer(place.url)) as writer:
                return catch_up(store, writer, workers, advance)
        except EngineBusy:
            standing = _standing(place.url)
        if standing >= seq:
            return Synced(0, (), standing)
        if standing != last:
            last, since = standing, time.monotonic()
        if time.monotonic() - since > patience:
            raise NotInStep(standing, seq)
        time.sleep(POLL_S)


def rebuild(store: Store, settings: Settings, workers: Workers, advance: Advance = silent) -> Synced:
    """A whole new build, served when it is whole; a process that follows the store meanwhile stands back."""
    url = Moved(settings.data, settings.engine_url).url
    with Turn(settings.data).asked(), closing(_writer_in_turn(url)) as writer:
        return build(store, writer, workers, advance)


def move(store: Store, settings: Settings, workers: Workers, url: str, advance: Advance = silent) -> Synced:
    """Build the index in another engine, while the one that serves goes on, then serve from the new one.

    At the end nothing else writes to the old engine, so the new one never stands behind what readers saw.
    """
    place = Moved(settings.data, settings.engine_url)
    with ExitStack() as held:
        with closing(open_writer(url)) as writer:
            built = build(store, writer, workers, advance)
            held.enter_context(Turn(settings.data).asked())
            held.enter_context(_nobody_writing(place.url))
            later = catch_up(store, writer, workers, advance)
        place.note(url)
    return Synced(built.written + later.written, built.refused + later.refused, later.seq, built=True)


@contextmanager
def _nobody_writing(engine_url: str) -> Iterator[None]:
    """Hold the writer of an engine; one that does not answer is written to by nobody."""
    try:
        writer = _writer_in_turn(engine_url)
    except EngineError as error:
        log.warning("the engine that is left does not answer", error=str(error))
        yield
        return
    with closing(writer):
        yield


def _writer_in_turn(engine_url: str) -> IndexWriter:
    told = False
    while True:
        try:
            return open_writer(engine_url)
        except EngineBusy as error:
            if not told:
                log.info("waiting for the writer of this index", error=str(error))
            told = True
            time.sleep(POLL_S / 3)


def _standing(engine_url: str) -> int:
    with closing(open_engine(engine_url)) as engine:
        health = engine.health()
        return health.seq if health.ok else -1
