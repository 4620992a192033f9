"""The keys a process knows: asked of the store once a minute each, known on while it is away, those made up never."""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from threading import Lock, Thread

from api.resilience.waiting import PATIENCE_S, PatientStore
from records import keys
from records.errors import StoreUnavailable
from records.keys import Key
from records.store import Store

FRESH_S = 60.0
"""How long what the store said of a key is taken as true."""

MOST_KEYS = 10_000
MOST_UNKNOWN = 1_000


@dataclass(frozen=True, slots=True)
class _Told:
    """What the store said of a text, and when."""

    key: Key | None
    at: float


class KnownKeys:
    """Safe to share between threads; `store` opens the node's, which is asked through `patient`."""

    def __init__(
        self, patient: PatientStore, store: Callable[[], Store], clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._store = patient
        self._clock = clock
        self._lock = Lock()
        self._seal: bytes | None = None
        self._known: OrderedDict[bytes, _Told] = OrderedDict()
        self._unknown: OrderedDict[bytes, _Told] = OrderedDict()
        self._asking: set[bytes] = set()
        self._used = _Used(store)

    def find(self, text: str) -> Key | None:
        """The key with this whole text, None where there is none; StoreUnavailable where nobody can tell now."""
        mark = keys.digest(text)
        told = self._known.get(mark) or self._unknown.get(mark)
        if told and (self._clock() - told.at < FRESH_S or mark in self._asking):
            return told.key
        if not told and self._seal and not keys.is_sealed(text, self._seal):
            return None
        try:
            return self._asked(text, mark)
        except StoreUnavailable:
            if told is None:
                raise
            return told.key

    def _asked(self, text: str, mark: bytes) -> Key | None:
        self._asking.add(mark)
        try:
            key = self._store.ask(lambda store: self._find(store, text))
        finally:
            self._asking.discard(mark)
        self._keep(mark, key)
        if key is not None:
            self._used.note(key)
        return key

    def _find(self, store: Store, text: str) -> Key | None:
        ring = store.keys
        self._seal = ring.seal
        return ring.find(text) if keys.is_sealed(text, self._seal) else None

    def _keep(self, mark: bytes, key: Key | None) -> None:
        kept, other, most = self._known, self._unknown, MOST_KEYS
        if key is None:
            kept, other, most = self._unknown, self._known, MOST_UNKNOWN
        with self._lock:
            other.pop(mark, None)
            kept[mark] = _Told(key, self._clock())
            kept.move_to_end(mark)
            while len(kept) > most:
                kept.popitem(last=False)

    def forget(self, text: str) -> None:
        """Ask the store anew, since this process has just changed it."""
        with self._lock:
            self._known.pop(keys.digest(text), None)

    def close(self) -> None:
        self._used.close()


class _Used:
    """Notes the day a key was last used, beside the request, whose answer does not wait for it."""

    def __init__(self, store: Callable[[], Store]) -> None:
        self._store = store
        self._lock = Lock()
        self._ids: set[str] = set()
        self._writing: Thread | None = None

    def note(self, key: Key) -> None:
        if key.last_used == datetime.now(UTC).date():
            return
        with self._lock:
            self._ids.add(key.id)
            if self._writing is None:
                self._writing = Thread(target=self._write, name="keys-used", daemon=True)
                self._writing.start()

    def close(self) -> None:
        """Wait a little for what is being noted."""
        writing = self._writing
        if writing is not None:
            writing.join(PATIENCE_S)

    def _write(self) -> None:
        while True:
            with self._lock:
                ids, self._ids = self._ids, set()
                if not ids:
                    self._writing = None
                    return
            try:
                self._store().keys.used(ids, datetime.now(UTC).date())
            except StoreUnavailable:
                pass  # noted when it is next used
