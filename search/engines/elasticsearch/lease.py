"""The lease of a prefix: one writer at a time, wherever in the network it runs."""

from __future__ import annotations

import logging
import os
import secrets
import socket
import time
from contextlib import suppress
from pathlib import Path
from threading import Event, Lock, Thread
from typing import Any, NamedTuple

from elasticsearch import BadRequestError, ConflictError, Elasticsearch, NotFoundError

from search.engines.elasticsearch.guard import guarded
from search.errors import EngineBusy, EngineError

LEASE_S = 15.0
"""A holder that did not renew for so long, by the clock of who looks, is taken to be gone."""

RENEW_S = LEASE_S / 5
ENTRY = "writer"

log = logging.getLogger(__name__)


class Mark(NamedTuple):
    """One state of the entry that stands for the lease: it changes each time the holder renews."""

    number: int
    term: int


_seen: dict[str, tuple[Mark, float]] = {}
"""By index: the state seen last, and since when. No clock is compared with another machine's."""

_looking = Lock()

_held: set[str] = set()
"""The leases of this process; one that it left behind, since no cluster answered then, binds it no more."""


class Lease:
    """Held from its making to `release`; renewed meanwhile by a thread of its own."""

    def __init__(self, client: Elasticsearch, prefix: str) -> None:
        self._client = client.options(request_timeout=RENEW_S)
        self._index = f"{prefix}-writer"
        self._holder: dict[str, Any] = {
            "host": _host(),
            "pid": os.getpid(),
            "started": _started(os.getpid()),
            "is": _secret(),
        }
        self._ended = Event()
        self._lost = False
        self._turn = Lock()
        _held.add(self._holder["is"])
        try:
            with guarded("asking for the writer's lease"):
                self._make_index(client)
                self._renewed = time.monotonic()
                self._mark = self._taken()
        except BaseException:
            _held.discard(self._holder["is"])
            raise
        self._renewing = Thread(target=self._keep, name="lease", daemon=True)
        self._renewing.start()

    def require(self) -> None:
        """EngineBusy where another writer took over, since this one did not renew in time.

        One that slept, or was cut off, asks before it goes on: nobody else's clock is heeded, and its own stood still.
        """
        if time.monotonic() - self._renewed > LEASE_S / 2:
            self.renew()
        self._require_held()

    def renew(self) -> None:
        """Make sure that it is held, now; EngineUnavailable where the cluster does not answer."""
        with self._turn, guarded("renewing the writer's lease"):
            self._require_held()
            asked = time.monotonic()
            try:
                self._mark = self._put(self._mark)
            except ConflictError:
                self._settle_conflict()
            self._renewed = asked
        self._require_held()

    def _require_held(self) -> None:
        if self._lost:
            raise EngineBusy(f"{self._index}: another writer took over")

    def release(self) -> None:
        """Let the next one in; where the cluster does not answer, the lease runs out by itself."""
        self._ended.set()
        self._renewing.join()
        _held.discard(self._holder["is"])
        if not self._lost:
            with suppress(EngineError), guarded("giving the lease back"):
                self._client.options(ignore_status=(404, 409)).delete(
                    index=self._index, id=ENTRY, if_seq_no=self._mark.number, if_primary_term=self._mark.term
                )

    def _make_index(self, client: Elasticsearch) -> None:
        settings = {"number_of_shards": 1, "auto_expand_replicas": "0-1"}
        if not client.indices.exists(index=self._index):
            with suppress(BadRequestError):
                client.indices.create(index=self._index, settings=settings, mappings={"dynamic": False})

    def _taken(self) -> Mark:
        try:
            return _mark(self._client.create(index=self._index, id=ENTRY, document=self._holder))
        except ConflictError:
            return self._taken_over()

    def _taken_over(self) -> Mark:
        """From a holder that is gone; EngineBusy while it is there."""
        try:
            found = self._client.get(index=self._index, id=ENTRY)
        except NotFoundError:
            return self._taken()
        holder, mark = found["_source"], _mark(found)
        if holder == self._holder:
            # Our own first try was carried out, and its answer lost.
            return mark
        if not (_is_dead(holder) or self._is_stale(mark)):
            held = f"process {holder.get('pid')} on {str(holder.get('host')).partition('/')[0]}"
            raise EngineBusy(f"{self._index} is being written by {held}; wait for it to end")
        log.warning("the lease of a writer that is gone is taken over: process %s", holder.get("pid"))
        try:
            return self._put(mark)
        except ConflictError as error:
            raise EngineBusy(f"{self._index} is being written by another that was quicker") from error

    def _is_stale(self, mark: Mark) -> bool:
        now = time.monotonic()
        with _looking:
            before, since = _seen.get(self._index, (None, now))
            if before != mark:
                _seen[self._index] = (mark, now)
                return False
            return now - since > LEASE_S

    def _put(self, mark: Mark) -> Mark:
        told = self._client.index(
            index=self._index, id=ENTRY, document=self._holder, if_seq_no=mark.number, if_primary_term=mark.term
        )
        return _mark(told)

    def _keep(self) -> None:
        while not self._ended.wait(RENEW_S) and not self._lost:
            try:
                self.renew()
            except EngineBusy:
                return
            except Exception as error:  # noqa: BLE001  the thread must outlive whatever a network may do
                log.warning("the lease could not be renewed: %s", type(error).__name__)

    def _settle_conflict(self) -> None:
        """Someone else's state, one of ours whose answer was lost, or none where someone removed it."""
        found = self._client.options(ignore_status=404).get(index=self._index, id=ENTRY)
        self._lost = found.get("_source") != self._holder
        if not self._lost:
            self._mark = _mark(found)


def _mark(told: Any) -> Mark:
    return Mark(int(told["_seq_no"]), int(told["_primary_term"]))


def _secret() -> str:
    return secrets.token_hex(8)


def _host() -> str:
    """Two machines of one name, or one that was started again, are told apart."""
    boot = Path("/proc/sys/kernel/random/boot_id")
    return f"{socket.gethostname()}/{boot.read_text().strip() if boot.exists() else ''}"


def _started(pid: int) -> str:
    """When a process started, in the kernel's ticks: a number that was given out again is told apart by it."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[19]
    except (OSError, IndexError):
        return ""


def _is_dead(holder: Any) -> bool:
    """Whether the holder ran on this very machine, and does not any more or left its lease behind."""
    if holder.get("host") != _host():
        return False
    pid = int(holder["pid"])
    return _started(pid) != holder.get("started") or (pid == os.getpid() and holder.get("is") not in _held)
