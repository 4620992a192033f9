"""Keeps the served build in step with the store, and makes new builds."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from pathlib import Path

from search.engines.tantivy.guard import guarded
from search.engines.tantivy.layout import Layout, Pointer, served_ids, sync_files
from search.engines.tantivy.lock import WriterLock
from search.engines.tantivy.pen import HEAP, Pen
from search.engines.tantivy.snapshot import open_snapshot
from search.entries import IndexEntry
from search.errors import EngineError, IndexDamaged, OtherVersion, SearchError
from search.ports import Build, WriteOutcome

log = logging.getLogger(__name__)

NOWHERE = -1


class TantivyWriter:
    """The one writer of an index folder; it holds the folder's lock from its making to `close`."""

    def __init__(self, folder: Path, heap: int = HEAP) -> None:
        self._layout = Layout(folder)
        self._heap = heap
        self._lock = WriterLock(folder)
        self._building: dict[str, Pen] = {}
        self._serving: tuple[str, Pen] | None = None
        self._position: int | None = None

    def begin(self) -> Build:
        with guarded("beginning a build"):
            self._sweep()
            build_id = self._layout.make()
        self._building[build_id] = Pen(self._layout.build(build_id), fresh=True, heap=self._heap)
        return Build(build_id, 0, NOWHERE, served=False)

    def write(self, build: Build, entries: Sequence[IndexEntry]) -> WriteOutcome:
        return _outcome(entries, self._pen(build).write(entries))

    def fill(self, build: Build, batches: Iterable[Sequence[IndexEntry]]) -> Iterator[WriteOutcome]:
        return map(partial(self.write, build), batches)

    def promote(self, build: Build, seq: int) -> None:
        pen = self._pen(build)
        refused = pen.commit(seq)
        pen.close()
        if refused:
            raise EngineError(f"build {build.id} could not take {len(refused)} entries, the first {refused[0]}")
        self._check(build.id, pen.kept, seq)
        with guarded(f"promoting {build.id}"):
            self._layout.mark_promoted(build.id)
            sync_files(self._layout.build(build.id))
            self._layout.point(Pointer(build.id, self._readable_served()))
        self._building.pop(build.id)
        self._let_go()
        self._sweep()

    def discard(self, build: Build) -> None:
        pen = self._building.pop(build.id, None)
        if pen is not None:
            pen.close()
        if build.id in served_ids(self._layout):
            raise EngineError(f"build {build.id} is served and cannot be discarded")
        self._layout.remove(build.id)

    def builds(self) -> list[Build]:
        pointed = self._pointed()
        return [self._described(build_id, served=build_id == pointed) for build_id in self._layout.ids()]

    def apply(self, entries: Sequence[IndexEntry], seq: int) -> WriteOutcome:
        pen = self._served_pen()
        self._position = None
        refused = pen.write(entries)
        refused += pen.commit(seq)
        self._check_served(seq)
        self._position = seq
        return _outcome(entries, refused)

    def position(self) -> int:
        if self._position is None:
            self._position = self._read_position()
        return self._position

    def foreign(self) -> bool:
        pointed = self._pointed()
        try:
            if pointed:
                self._layout.check_manifest(pointed)
        except IndexDamaged as error:
            return isinstance(error, OtherVersion)
        return False

    def close(self) -> None:
        try:
            self._let_go()
            for pen in self._building.values():
                pen.close()
        finally:
            self._building.clear()
            self._lock.release()

    def _pen(self, build: Build) -> Pen:
        if build.id not in self._building:
            raise EngineError(f"build {build.id} is not being made by this writer; begin a new one")
        return self._building[build.id]

    def _check(self, build_id: str, kept: tuple[int, int], seq: int) -> None:
        """Read the build as a server would, and compare what it holds with what was written."""
        found = open_snapshot(self._layout, build_id)
        if (found.records, found.entries, found.position) != (*kept, seq):
            held = f"{found.records} records in {found.entries} entries at {found.position}"
            raise IndexDamaged(f"build {build_id} holds {held}, not {kept[0]} in {kept[1]} at {seq}")

    def _check_served(self, seq: int) -> None:
        """What broke under the writer shows only when the build is opened as a server would."""
        try:
            found = open_snapshot(self._layout, self._pointed()).position
        except IndexDamaged:
            self._let_go()
            self._position = NOWHERE
            raise
        if found != seq:
            raise EngineError(f"the served build stands at {found} after a commit of {seq}")

    def _served_pen(self) -> Pen:
        if self.position() == NOWHERE:
            raise IndexDamaged("no build can be written to; make a new one")
        pointed = self._pointed()
        if self._serving is None or self._serving[0] != pointed:
            self._let_go()
            self._serving = (pointed, Pen(self._layout.build(pointed), fresh=False, heap=self._heap))
        return self._serving[1]

    def _read_position(self) -> int:
        """NOWHERE, and the log says why, unless the served build can be read."""
        try:
            pointer = self._repaired_pointer()
            return NOWHERE if pointer is None else open_snapshot(self._layout, pointer.build).position
        except SearchError as error:
            log.warning("a new build is due: %s", error)
            return NOWHERE

    def _repaired_pointer(self) -> Pointer | None:
        """The pointer; where it is broken, one to the newest build that was served, written anew; None before any."""
        try:
            pointer = self._layout.pointer()
        except IndexDamaged as error:
            log.warning("the pointer is made anew: %s", error)
            pointer = None
        if pointer is None:
            promoted = self._layout.promoted()
            if not promoted:
                return None
            pointer = Pointer(*promoted[:2])
            with guarded("mending the pointer"):
                self._layout.point(pointer)
        return pointer

    def _pointed(self) -> str:
        """The id of the build the pointer names, "" where it names none."""
        try:
            pointer = self._layout.pointer()
        except IndexDamaged:
            return ""
        return pointer.build if pointer else ""

    def _readable_served(self) -> str:
        """The best build to fall back on when a new one takes over: the served one, unless it cannot be read.

        One of another version is kept for the processes of that one, which go on until they are restarted.
        """
        for build_id in served_ids(self._layout):
            try:
                open_snapshot(self._layout, build_id)
            except OtherVersion:
                return build_id
            except SearchError:
                continue
            return build_id
        return ""

    def _sweep(self) -> None:
        """Remove builds that are neither served, nor kept to fall back on, nor being made."""
        kept = {*served_ids(self._layout), *self._building}
        for build_id in self._layout.ids():
            if build_id not in kept:
                self._layout.remove(build_id)

    def _described(self, build_id: str, *, served: bool) -> Build:
        try:
            found = open_snapshot(self._layout, build_id)
        except SearchError:
            return Build(build_id, 0, NOWHERE, served)
        return Build(build_id, found.records, found.position, served)

    def _let_go(self) -> None:
        serving, self._serving, self._position = self._serving, None, None
        if serving is not None:
            serving[1].close()


def _outcome(entries: Sequence[IndexEntry], refused: tuple[tuple[str, str], ...]) -> WriteOutcome:
    return WriteOutcome(len(entries) - len(refused), refused)
