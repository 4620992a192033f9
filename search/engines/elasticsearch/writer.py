"""Keeps the served build in step with the store, and makes new builds."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from itertools import chain

from elasticsearch import NotFoundError

from search.engines.elasticsearch import standing
from search.engines.elasticsearch.address import Address
from search.engines.elasticsearch.builds import Builds
from search.engines.elasticsearch.bulk import MOST_ENTRIES, Bulk, Lines, batches
from search.engines.elasticsearch.connecting import client
from search.engines.elasticsearch.documents import POSITION_ID, lines, position_lines
from search.engines.elasticsearch.filling import Filling
from search.engines.elasticsearch.guard import guarded
from search.engines.elasticsearch.lease import Lease
from search.engines.elasticsearch.mapping import fingerprint
from search.entries import IndexEntry
from search.errors import EngineError, EngineUnavailable, IndexDamaged, SearchError
from search.indexed import RECORD, Made, Refusal, made
from search.ports import Build, WriteOutcome

NOWHERE = -1
AT_ONCE = 4
"""Requests on their way together."""

TIMEOUT_S = 30.0
"""Of one request; all of them can be sent again."""

log = logging.getLogger(__name__)


class ElasticsearchWriter:
    """The one writer of a prefix; it holds the lease from its making to `close`."""

    def __init__(self, address: Address) -> None:
        self._address = address
        self._client = client(address, TIMEOUT_S, AT_ONCE, patient=True)
        self._builds = Builds(self._client, address)
        self._bulk = Bulk(self._client, address.patience_s)
        self._threads = ThreadPoolExecutor(AT_ONCE, thread_name_prefix="bulk")
        self._building: dict[str, Filling] = {}
        try:
            self._lease = Lease(self._client, address.prefix)
        except BaseException:
            self._end()
            raise

    def begin(self) -> Build:
        with guarded("beginning a build"):
            self._lease.require()
            self._sweep()
            index = self._builds.make()
        self._building[index] = Filling(partial(self._send_in_turn, index), self._threads)
        return Build(index, 0, NOWHERE, served=False)

    def write(self, build: Build, entries: Sequence[IndexEntry]) -> WriteOutcome:
        outcomes = list(self.fill(build, _parts(entries)))
        return WriteOutcome(sum(one.written for one in outcomes), tuple(chain(*(one.refused for one in outcomes))))

    def fill(self, build: Build, batches: Iterable[Sequence[IndexEntry]]) -> Iterator[WriteOutcome]:
        filling = self._filling(build)
        return filling.take(map(self._while_ours, batches))

    def promote(self, build: Build, seq: int) -> None:
        filling = self._filling(build)
        self._lease.require()
        with guarded(f"promoting {build.id}"):
            self._put_position(build.id, seq)
            self._check(build.id, filling.kept, seq)
            self._builds.serve_as_told(build.id)
            self._builds.mark_promoted(build.id)
            before = self._builds.served()
            self._lease.renew()
            self._builds.point(build.id)
        del self._building[build.id]
        self._sweep(before)

    def discard(self, build: Build) -> None:
        with guarded(f"discarding {build.id}"):
            if build.id == self._builds.served():
                raise EngineError(f"build {build.id} is served and cannot be discarded")
            self._building.pop(build.id, None)
            self._builds.remove(build.id)

    def builds(self) -> list[Build]:
        with guarded("listing the builds"):
            served = self._builds.served()
            return [self._described(index, served=index == served) for index in self._builds.marks()]

    def apply(self, entries: Sequence[IndexEntry], seq: int) -> WriteOutcome:
        """The changes are shown first and the position after them: it never tells of what cannot be found yet."""
        self._lease.require()
        if self.position() == NOWHERE:
            raise IndexDamaged("no build can be written to; make a new one")
        alias = self._address.prefix
        ready, refused = made(entries, lines)
        refused += self._send(alias, ready, through_alias=True)
        with guarded("showing the changes"):
            self._show(alias)
            self._put_position(alias, seq, through_alias=True)
        return _outcome(entries, refused)

    def position(self) -> int:
        """An alias that is gone is made again for the build that was served last."""
        self._lease.require()
        with guarded("reading the position"):
            served = self._builds.served()
            if not served:
                served = self._pointed_anew()
            if not served:
                return NOWHERE
            if (self._builds.marks().get(served) or {}).get("schema") != fingerprint():
                log.warning("a new build is due: %s was made by another version", served)
                return NOWHERE
            return self._position_of(served)

    def foreign(self) -> bool:
        with guarded("reading by which version the index was made"):
            served = self._builds.served()
            return bool(served) and (self._builds.marks().get(served) or {}).get("schema") != fingerprint()

    def close(self) -> None:
        self._building.clear()
        self._lease.release()
        self._end()

    def _end(self) -> None:
        self._threads.shutdown()
        self._client.close()

    def _filling(self, build: Build) -> Filling:
        if build.id not in self._building:
            raise EngineError(f"build {build.id} is not being made by this writer; begin a new one")
        return self._building[build.id]

    def _send(self, index: str, ready: Sequence[Lines], *, through_alias: bool = False) -> list[Refusal]:
        send = partial(self._bulk.send, index, through_alias=through_alias)
        return [refusal for refused in self._threads.map(send, batches(ready)) for refusal in refused]

    def _send_in_turn(self, index: str, ready: Sequence[Lines]) -> list[Refusal]:
        return [refusal for batch in batches(ready) for refusal in self._bulk.send(index, batch)]

    def _while_ours(self, entries: Sequence[IndexEntry]) -> Sequence[IndexEntry]:
        self._lease.require()
        return entries

    def _put_position(self, index: str, seq: int, *, through_alias: bool = False) -> None:
        entry = Made(POSITION_ID, False, position_lines(seq))
        if refused := self._bulk.send(index, [entry], through_alias=through_alias):
            raise EngineError(f"the position could not be written: {refused[0][1]}")
        self._show(index)

    def _show(self, index: str) -> None:
        """Let searches find what was written; what only some shards show is not shown."""
        shards = self._client.indices.refresh(index=index)["_shards"]
        if shards["failed"] or not shards["successful"]:
            raise EngineUnavailable(f"{shards['failed']} of {shards['total']} shards of {index} could not be refreshed")

    def _position_of(self, index: str) -> int:
        try:
            found = self._client.get(index=index, id=POSITION_ID)
        except NotFoundError:
            log.warning("a new build is due: %s has no position", index)
            return NOWHERE
        return standing.seq(found["_source"])

    def _pointed_anew(self) -> str:
        promoted = self._builds.promoted()
        if not promoted:
            return ""
        log.warning("the alias %s is made anew for %s", self._address.prefix, promoted[0])
        self._builds.point(promoted[0])
        return promoted[0]

    def _check(self, index: str, kept: tuple[int, int], seq: int) -> None:
        """Ask the build as a reader would, and compare what it holds with what was written."""
        found = self._described(index, served=False)
        entries = int(self._client.count(index=index)["count"]) - 1
        if (found.records, entries, found.seq) != (*kept, seq):
            held = f"{found.records} records in {entries} entries at {found.seq}"
            raise IndexDamaged(f"build {index} holds {held}, not {kept[0]} in {kept[1]} at {seq}")

    def _described(self, index: str, *, served: bool) -> Build:
        """A build of which nothing can be read holds nothing."""
        header, body = standing.asked()
        try:
            with guarded("reading a build"):
                seq = standing.read(self._client.search(index=index, routing=header["routing"], **body).body).seq
                records = int(self._client.count(index=index, query={"term": {"kind": RECORD}})["count"])
        except SearchError:
            return Build(index, 0, NOWHERE, served)
        return Build(index, records, seq, served)

    def _sweep(self, before: str = "") -> None:
        """Remove builds that are neither served, nor kept to fall back on, nor being made."""
        with guarded("removing old builds"):
            served = self._builds.served()
            promoted = [name for name in self._builds.promoted() if name != served]
            kept = {served, before or (promoted[0] if promoted else ""), *self._building}
            for index in self._builds.marks():
                if index not in kept:
                    self._builds.remove(index)


def _parts(entries: Sequence[IndexEntry]) -> Iterator[Sequence[IndexEntry]]:
    return (entries[start : start + MOST_ENTRIES] for start in range(0, len(entries), MOST_ENTRIES))


def _outcome(entries: Sequence[IndexEntry], refused: Sequence[Refusal]) -> WriteOutcome:
    return WriteOutcome(len(entries) - len(refused), tuple(refused))
