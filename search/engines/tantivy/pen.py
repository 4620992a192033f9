"""Writes entries into one build, and gets over a tantivy writer that has gone bad."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

import tantivy

from search.engines.tantivy.documents import document, position_document
from search.engines.tantivy.guard import guarded
from search.engines.tantivy.schema import made_ready, schema
from search.entries import IndexEntry
from search.errors import EngineError
from search.indexed import POSITION, Made, Refusal, made

HEAP = 128_000_000
"""Bytes tantivy may gather before it writes a segment."""

THREADS = 1
"""Of tantivy's own: one keeps up with what the processes that make entries hand over, and leaves fewer segments."""

MOST_PENDING = 10_000
"""Entries written between two commits of a hidden build; they are kept till then, to be written again if need be."""

_DISK = ("os error", "io error", "ioerror", "no space left", "lockbusy")

log = logging.getLogger(__name__)

Written = Made[tantivy.Document]


class Pen:
    """The one writer of a build.

    After any failure inside tantivy its writer loses entries without a word, or blocks (one value of a wrong type is
    enough): so it is dropped at once, a new one opened, and everything since the last commit written again, in
    halves, until what cannot be written stands alone.
    """

    def __init__(self, folder: Path, *, fresh: bool, heap: int = HEAP) -> None:
        self._folder = folder
        self._heap = heap
        self._writer: tantivy.IndexWriter | None = None
        self._pending: list[Written] = []
        self._seen: dict[str, bool] | None = {} if fresh else None

    @property
    def kept(self) -> tuple[int, int]:
        """How many ids a build made with this pen must hold: live ones, and all."""
        seen = self._seen or {}
        return sum(seen.values()), len(seen)

    def write(self, entries: Sequence[IndexEntry]) -> tuple[Refusal, ...]:
        """Write, committing now and then; those that cannot be written come back with the reason."""
        refused: list[Refusal] = []
        for start in range(0, len(entries), MOST_PENDING):
            refused += self._add(entries[start : start + MOST_PENDING])
            if len(self._pending) >= MOST_PENDING:
                refused += self._settle(None)
        return tuple(refused)

    def commit(self, seq: int) -> tuple[Refusal, ...]:
        """Make everything written so far, and the position with it, the build's state: all or nothing."""
        return tuple(self._settle(seq))

    def close(self) -> None:
        """Let merges end; what is not committed is lost."""
        writer, self._writer = self._writer, None
        self._pending.clear()
        if writer is not None:
            with guarded("ending the writer"):
                writer.wait_merging_threads()

    def _add(self, entries: Sequence[IndexEntry]) -> list[Refusal]:
        ready, refused = made(entries, document)
        self._pending += ready
        failure = self._put(ready)
        return refused + self._recover(failure) if failure else refused

    def _settle(self, seq: int | None) -> list[Refusal]:
        failure = self._commit(seq)
        refused: list[Refusal] = []
        if failure:
            refused = self._recover(failure)
            failure = self._commit(seq)
        if failure:
            self._drop()
            raise EngineError(failure)
        self._pending.clear()
        return refused

    def _put(self, ready: Sequence[Written]) -> str:
        """Why it could not be done, "" if it could. Told as text: an exception would keep its frames, and with them
        the writer that has to go."""
        try:
            with guarded(f"writing to {self._folder.name}"):
                writer = self._open()
                for one in ready:
                    if self._seen is None or one.id in self._seen:
                        writer.delete_documents_by_term("id", one.id)
                    writer.add_document(one.form)
                    if self._seen is not None:
                        self._seen[one.id] = one.live
        except EngineError as error:
            return str(error)
        return ""

    def _commit(self, seq: int | None) -> str:
        try:
            with guarded(f"committing to {self._folder.name}"):
                writer = self._open()
                if seq is not None:
                    writer.delete_documents_by_term("kind", POSITION)
                    writer.add_document(position_document(seq))
                writer.commit()
        except EngineError as error:
            return str(error)
        return ""

    def _recover(self, failure: str) -> list[Refusal]:
        """Write what is pending once more with a new writer; EngineError where the fault lies in no entry."""
        log.warning("the index writer failed and is opened again: %s", failure)
        pending, self._pending = self._pending, []
        self._drop()
        if _is_of_disk(failure):
            self._free_space()
            raise EngineError(failure)
        refused = self._rewrite(pending)
        if len(refused) == len(pending) > 1:
            raise EngineError(f"no entry could be written: {failure}")
        return refused

    def _rewrite(self, ready: Sequence[Written]) -> list[Refusal]:
        failure = self._put(ready) or self._commit(None)
        if not failure:
            return []
        self._drop()
        if _is_of_disk(failure):
            raise EngineError(failure)
        if len(ready) < 2:
            return [self._refuse(one, failure) for one in ready]
        middle = len(ready) // 2
        return self._rewrite(ready[:middle]) + self._rewrite(ready[middle:])

    def _refuse(self, one: Written, failure: str) -> Refusal:
        if self._seen is not None:
            self._seen.pop(one.id, None)
        return one.id, failure

    def _open(self) -> tantivy.IndexWriter:
        if self._writer is None:
            self._writer = _opened(self._folder, self._heap)
        return self._writer

    def _drop(self) -> None:
        self._writer = None

    def _free_space(self) -> None:
        """Let tantivy remove the files of what was never committed."""
        with suppress(EngineError), guarded("removing unfinished files"):
            self._open().garbage_collect_files()


def _opened(folder: Path, heap: int) -> tantivy.IndexWriter:
    """A writer; where a child of a killed process still holds tantivy's own lock, a new lock file takes its place.

    Nobody else can be writing: the lock of the whole index folder is ours.
    """
    index = made_ready(tantivy.Index(schema(), str(folder), reuse=True))
    try:
        return index.writer(heap, THREADS)
    except ValueError as error:
        if "LockBusy" not in str(error):
            raise
    (folder / ".tantivy-writer.lock").unlink(missing_ok=True)
    return index.writer(heap, THREADS)


def _is_of_disk(failure: str) -> bool:
    """Whether the machine is at fault, not an entry: nothing is gained by trying entries one by one."""
    return any(sign in failure.lower() for sign in _DISK)
