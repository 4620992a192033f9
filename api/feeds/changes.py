"""The changes of the store as far as they can be read of in the index, now or as soon as there are any."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, replace

from api.errors import BadParameters, Fault
from api.feeds.places import Places
from api.feeds.watching import Watch
from api.resilience.waiting import PatientStore
from api.schemas.changes import EACH_WAITING, MOST_WAITING
from records.model import ALL, Change, Wanted
from records.store import Store
from search.errors import EngineError, NoBuild


@dataclass(frozen=True, slots=True)
class Asked:
    """Which changes, at most `limit` of them after `since`."""

    since: int
    limit: int
    wanted: Wanted = ALL


@dataclass(frozen=True, slots=True)
class Told:
    """All that was asked for up to the change `upto`; `newest` is the last there is to tell of.

    `sent_away`: whoever asked would have waited, and there was no place for it.
    """

    changes: tuple[Change, ...]
    upto: int
    newest: int
    sent_away: bool = False

    @property
    def is_last(self) -> bool:
        return self.upto >= self.newest

    @property
    def is_nothing_new(self) -> bool:
        return self.is_last and not self.changes


class Feed:
    """Of one process. `served` tells the last change in the served index; StoreUnavailable where the store is away."""

    def __init__(self, store: Callable[[], Store], served: Callable[[], int]) -> None:
        self._store = PatientStore(store)
        self._served = served
        self._stood: int | None = None
        self._watch = Watch(self.newest)
        self.places = Places(MOST_WAITING, EACH_WAITING)

    def newest(self) -> int:
        """The last change that whoever is told of it can also read; where no index was ever seen, the last there is."""
        served = self._in_index()
        return _readable(self._store.ask(lambda store: store.last_seq()), served)

    def read(self, asked: Asked) -> Told:
        """BadParameters where `since` is a change that never was."""
        served = self._in_index()
        found = self._store.ask(lambda store: store.changes(asked.since, asked.limit, upto=served, wanted=asked.wanted))
        if asked.since > found.last:
            raise BadParameters([Fault("since", _beyond(asked.since, found.last))])
        return Told(found.changes, found.upto, _readable(found.last, served))

    def awaited(self, asked: Asked, seconds: float, asker: str) -> Told:
        """The same, but where there is nothing as soon as there is something, or after so many seconds.

        It is told at once where too many wait already.
        """
        until = time.monotonic() + seconds
        told = self.read(asked)
        if not told.is_nothing_new or seconds <= 0:
            return told
        with self.places.one(asker) as granted:
            return self._waited(asked, told, until) if granted else replace(told, sent_away=True)

    def close(self) -> None:
        """Whoever waits is answered."""
        self._watch.close()

    def _waited(self, asked: Asked, told: Told, until: float) -> Told:
        while told.is_nothing_new and time.monotonic() < until and not self._watch.is_over:
            self._watch.past(told.newest, until)
            told = self.read(replace(asked, since=told.upto))
        return told

    def _in_index(self) -> int | None:
        """Up to where the index is known to stand, though it may not answer just now; None where there is none."""
        try:
            self._stood = self._served()
        except NoBuild:
            self._stood = None
        except EngineError:
            pass  # what it was seen to hold, it holds
        return self._stood


def _readable(stored: int, served: int | None) -> int:
    return stored if served is None else min(stored, served)


def _beyond(since: int, last: int) -> str:
    return (
        f"is {since}, and the last change here is {last}: the store was perhaps restored from an older copy. Begin "
        "with a walk (/v1/records?cursor=*), and go on from its page.since"
    )
