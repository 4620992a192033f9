"""One frozen view of one build, and the reader that renews it when the index has moved on."""

from __future__ import annotations

import logging
import os
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from threading import Lock

import tantivy

from search.engines.tantivy.guard import guarded
from search.engines.tantivy.layout import Layout, served_ids, stamp
from search.engines.tantivy.results import found_count
from search.engines.tantivy.stored import read
from search.errors import IndexDamaged, NoBuild, SearchError
from search.indexed import POSITION, RECORD

log = logging.getLogger(__name__)

Stamps = tuple[tuple[int, int, int], tuple[int, int, int]]


_MASKS = {"masks": {"terms": {"field": "missing", "size": 65_000, "segment_size": 65_000}}}


@dataclass(frozen=True)
class Snapshot:
    """What one question is answered from: `position` is the last change in it, `entries` counts tombstones too."""

    build: str
    index: tantivy.Index
    searcher: tantivy.Searcher
    position: int
    records: int
    entries: int

    @property
    def schema(self) -> tantivy.Schema:
        return self.index.schema

    @cached_property
    def masks(self) -> Mapping[int, int]:
        """Of all records, as `masked` tells it: kept, since tables of everything are asked for most."""
        return self.masked(tantivy.Query.term_query(self.schema, "kind", RECORD))

    def masked(self, query: tantivy.Query) -> Mapping[int, int]:
        """How many records lack the same fields, by their bits (`indexed.MISSING_BITS`)."""
        buckets = self.searcher.aggregate(query, _MASKS)["masks"]["buckets"]
        return {int(bucket["key"]): int(bucket["doc_count"]) for bucket in buckets}


def open_snapshot(layout: Layout, build_id: str) -> Snapshot:
    """A view of the build's last commit; IndexDamaged where it cannot be read."""
    layout.check_manifest(build_id)
    try:
        with guarded(f"opening {build_id}"):
            index = tantivy.Index.open(str(layout.build(build_id)))
            index.config_reader("manual")
            return _view(build_id, index)
    except IndexDamaged:
        raise
    except SearchError as error:
        raise IndexDamaged(f"build {build_id} is damaged: {error}") from error


def _view(build_id: str, index: tantivy.Index) -> Snapshot:
    searcher = index.searcher()
    position = searcher.search(tantivy.Query.term_query(index.schema, "kind", POSITION), limit=1).hits
    seq = read(searcher, position[0][1]).seq if position else -1
    records = searcher.search(tantivy.Query.term_query(index.schema, "kind", RECORD), limit=1)
    entries = searcher.num_docs - len(position)
    return Snapshot(build_id, index, searcher, seq, found_count(records), entries)


class Reader:
    """Hands out the newest snapshot; looks at two files' stamps each time, which costs a few microseconds.

    Where the served build cannot be read, the one before it answers, and `trouble` says so. A view already open
    goes on answering when what is on disk breaks.
    """

    def __init__(self, folder: Path) -> None:
        self._layout = Layout(folder)
        self._lock = Lock()
        self._pid = 0
        self._stamps: Stamps | None = None
        self._snapshot: Snapshot | None = None
        self.trouble = ""

    def snapshot(self) -> Snapshot:
        """EngineUnavailable where no build can be read."""
        snapshot = self._snapshot
        if snapshot is not None and self._pid == os.getpid() and self._stamped(snapshot.build) == self._stamps:
            return snapshot
        with self._lock:
            return self._renewed()

    def close(self) -> None:
        self._snapshot = None
        self._stamps = None

    def _stamped(self, build_id: str) -> Stamps:
        return stamp(self._layout.pointer_file), stamp(self._layout.build(build_id) / "meta.json")

    def _renewed(self) -> Snapshot:
        """Stamps are taken before the files are read, so that a change in between is seen the next time."""
        forked = self._pid != os.getpid()
        held = None if forked else self._snapshot
        if held is not None:
            stamps = self._stamped(held.build)
            if stamps == self._stamps:
                return held
            if self._stamps is not None and stamps[0] == self._stamps[0]:
                return self._hold(self._reloaded(held), stamps)
        return self._hold(*self._opened(held))

    def _hold(self, snapshot: Snapshot, stamps: Stamps) -> Snapshot:
        self._pid, self._stamps, self._snapshot = os.getpid(), stamps, snapshot
        return snapshot

    def _reloaded(self, held: Snapshot) -> Snapshot:
        try:
            with guarded(f"reading {held.build} again"):
                held.index.reload()
                return _view(held.build, held.index)
        except SearchError as error:
            self._note(f"{error}; the state before it is served")
            return held

    def _opened(self, held: Snapshot | None) -> tuple[Snapshot, Stamps]:
        told = stamp(self._layout.pointer_file)
        reasons: list[str] = []
        for build_id in served_ids(self._layout, reasons):
            stamps = (told, stamp(self._layout.build(build_id) / "meta.json"))
            try:
                snapshot = open_snapshot(self._layout, build_id)
            except IndexDamaged as error:
                reasons.append(str(error))
                continue
            self._note("; ".join([*reasons, f"{build_id} answers instead"]) if reasons else "")
            return snapshot, stamps
        if told != stamp(self._layout.pointer_file):
            return self._opened(held)
        reasons = reasons or ["no build has been promoted yet"]
        if held is None:
            raise NoBuild(f"{self._layout.folder}: {'; '.join(reasons)}")
        self._note("; ".join([*reasons, "the view already open goes on answering"]))
        return held, self._stamped(held.build)

    def _note(self, trouble: str) -> None:
        if trouble and trouble != self.trouble:
            log.error("the index is damaged: %s", trouble)
        self.trouble = trouble
