"""What a worker process holds of its node: engine and store, opened when first needed and after the fork."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from functools import cached_property
from threading import RLock
from typing import Any, Generic, Protocol, TypeVar, cast

from flask import current_app

from api.caching.answers import Position
from api.caching.facets import KeptFacets
from api.caching.keeping import Kept
from api.caching.sharing import SharedAnswers
from api.feeds.changes import Feed
from api.keys.issuing import Issuing
from api.keys.known import KnownKeys
from api.limits.counting import Counting, Counts
from api.limits.shared import SharedCounts
from api.metrics import Metrics
from api.questions.cursors import Cursors, signing_key
from api.resilience.redis import Redis
from api.resilience.waiting import PatientStore
from api.turns.pool import Pool
from api.usage.hot import Hot
from api.usage.own import OwnUsage
from api.usage.pool import UsagePool
from api.usage.public import PublicUsage
from api.usage.tallying import Tallying
from api.version import edition
from exchange.errors import PictureError
from exchange.pictures import Renderer
from exchange.shapes import Shapes, read_shapes
from records.errors import StoreUnavailable
from records.model import Dataset
from records.store import Store
from search.engines import open_engine
from search.engines.moved import Moved
from search.errors import EngineError
from search.ports import SearchEngine
from settings import Settings

AGAIN_S = 2.0
"""How long a failed opening is not tried again, so that a dead store costs a request next to nothing."""

FRESH_S = 5.0
"""How long the kept copy of the data sets is served without asking the store."""


class _Closes(Protocol):
    def close(self) -> None: ...


T = TypeVar("T", bound=_Closes)


class _Opened(Generic[T]):
    """One thing this process opens when it is first needed."""

    def __init__(self, opener: Callable[[], T], failure: type[Exception]) -> None:
        self._opener = opener
        self._failure = failure
        self._lock = RLock()
        self._pid = 0
        self._value: T | None = None
        self._failed: tuple[float, Exception] | None = None

    def get(self) -> T:
        if self._value is None or self._pid != os.getpid():
            with self._lock:
                if self._value is None or self._pid != os.getpid():
                    self._open()
        return cast(T, self._value)

    def _open(self) -> None:
        if self._failed and time.monotonic() - self._failed[0] < AGAIN_S:
            raise self._failed[1]
        try:
            self._value = self._opener()
        except self._failure as error:
            self._failed = (time.monotonic(), error)
            raise
        self._pid = os.getpid()

    def close(self) -> None:
        if self._value is not None and self._pid == os.getpid():
            self._value.close()
        self._value = None


class Node:
    """The engine, the store, Redis, the known keys, the counts, the kept answers and the metrics of one process.

    ShapesInvalid where the operator's file of region shapes is not sound.
    """

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.metrics = Metrics()
        self.turns = Pool(settings.turns, self.metrics)
        self.redis = Redis(settings.redis_url, self._secret)
        self.counts: Counting = SharedCounts(self.redis, self._secret, Counts())
        told = (settings.variants, settings.shapes)
        self.kept = Kept(SharedAnswers(self.redis, self._secret, lambda: edition(*told)))
        self.facets = KeptFacets()
        self.shapes: Shapes | None = read_shapes(settings.shapes) if settings.shapes else None
        self._renderer = _Opened(Renderer, PictureError)
        self._place = Moved(settings.data, settings.engine_url)
        self._engines: dict[str, _Opened[SearchEngine]] = {}
        self._store = _Opened(lambda: Store.open(settings.database_url), StoreUnavailable)
        self.patient = PatientStore(lambda: self.store)
        self.keys = KnownKeys(self.patient, lambda: self.store)
        self.own_usage = OwnUsage(self.patient)
        self.hot = Hot(lambda: self.store)
        self.feed = Feed(lambda: self.store, lambda: self.position(fresh=True)[1])
        self.public_usage = PublicUsage(lambda: self.store, self.patient)
        beside = (self.hot.refresh, self.public_usage.refresh)
        self.tallying = Tallying(lambda: self.store, UsagePool(self.redis), beside)
        self.issuing = Issuing(self.redis, self._secret)
        self._datasets: tuple[float, list[Dataset]] | None = None

    @property
    def engine(self) -> SearchEngine:
        """Raises EngineError where it cannot be opened. One that was moved from stays open for who is still asking."""
        url = self._place.url
        opened = self._engines.get(url)
        if opened is None:
            opened = self._engines.setdefault(url, _Opened(lambda: open_engine(url), EngineError))
        return opened.get()

    @property
    def store(self) -> Store:
        """Raises StoreUnavailable where it cannot be opened."""
        return self._store.get()

    @property
    def renderer(self) -> Renderer:
        """What draws pictures, in a process that it starts with the first one."""
        return self._renderer.get()

    def _secret(self) -> str:
        return signing_key(self.settings)

    @cached_property
    def cursors(self) -> Cursors:
        return Cursors(self._secret())

    def position(self, *, fresh: bool) -> Position:
        """Which build answers and up to which change, now or when it was last asked; EngineError where none does."""
        return self.engine.position(fresh=fresh)

    def datasets(self) -> list[Dataset]:
        """The data sets, from a copy that is refreshed every few seconds and outlives the store."""
        now = time.monotonic()
        if self._datasets is None or now - self._datasets[0] > FRESH_S:
            self._refresh(now)
        return self._datasets[1] if self._datasets else []

    def known_datasets(self) -> list[Dataset]:
        """The same; none while the store does not answer and never did."""
        try:
            return self.datasets()
        except StoreUnavailable:
            return []

    def _refresh(self, now: float) -> None:
        try:
            self._datasets = (now, self.store.datasets())
        except StoreUnavailable:
            if self._datasets is None:
                raise

    def close_pictures(self) -> None:
        """The process that draws ends now; it would by itself, once it saw that this one is gone."""
        self._renderer.close()

    def close(self) -> None:
        self.feed.close()
        self.tallying.close()
        self.keys.close()
        for engine in self._engines.values():
            engine.close()
        self.close_pictures()
        self._store.close()
        self.redis.close()


def here() -> Node:
    """The node of the request being answered."""
    node: Any = current_app.extensions["wenmai"]
    return cast(Node, node)
