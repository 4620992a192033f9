"""Keeping an index in step with the store: live changes as they come, or a whole new build."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial

import structlog

from indexers.opening import opened
from indexers.progress import Advance, silent
from indexers.workers import Workers, batched
from records.model import Entry
from records.store import Store
from search.entries import IndexEntry
from search.errors import EngineError
from search.making import make_entry
from search.ports import Build, IndexWriter, WriteOutcome

READ = 2_000
CHUNK = 250
REBUILD_FROM = 20_000
"""With so many changes behind, a new build is quicker than applying them, and the old one serves meanwhile."""

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Synced:
    """How an index came into step: entries written, those it refused with the reason, where it stands now."""

    written: int
    refused: tuple[tuple[str, str], ...]
    seq: int
    built: bool = False


def catch_up(store: Store, writer: IndexWriter, workers: Workers, advance: Advance = silent) -> Synced:
    """Bring the served build up to the store; make one where there is none, or it is far behind, or ahead."""
    position = writer.position()
    behind = store.last_seq() - position
    if behind < 0:
        log.warning("the index is ahead of the store, which was perhaps restored; building anew", index=position)
    if position < 0 or behind < 0 or behind >= REBUILD_FROM:
        return build(store, writer, workers, advance)
    return _apply(store, writer, workers, position, advance)


def build(store: Store, writer: IndexWriter, workers: Workers, advance: Advance = silent) -> Synced:
    """A whole new build, promoted when it holds all; the old one serves until then and stays if this fails."""
    begun = writer.begin()
    try:
        filled = _fill(store, writer, workers, begun, advance)
        writer.promote(begun, filled.seq)
    except BaseException:
        _discard(writer, begun)
        raise
    log.info("build promoted", build=begun.id, records=filled.written, seq=filled.seq)
    later = _apply(store, writer, workers, filled.seq, advance)
    return Synced(filled.written + later.written, filled.refused + later.refused, later.seq, built=True)


def _discard(writer: IndexWriter, begun: Build) -> None:
    try:
        writer.discard(begun)
    except EngineError as error:
        log.warning("half-made build left behind", build=begun.id, error=str(error))


def _fill(store: Store, writer: IndexWriter, workers: Workers, begun: Build, advance: Advance) -> Synced:
    """All that changed up to now, then what changed meanwhile: else a record that did would be in neither."""
    total = _Total()
    upto = store.last_seq()
    spans = ((start, min(start + CHUNK, upto)) for start in range(0, upto, CHUNK))
    made = workers.map(partial(_made_between, store.url), spans)
    for outcome in writer.fill(begun, made):
        total.add(outcome, upto)
        advance(outcome.written + len(outcome.refused))
    for later, whole in _steps(store, workers, upto):
        total.add(writer.write(begun, later), whole)
        advance(len(later))
    return total.synced(upto)


def _apply(store: Store, writer: IndexWriter, workers: Workers, position: int, advance: Advance) -> Synced:
    total = _Total()
    for made, whole in _steps(store, workers, position):
        total.add(writer.apply(made, whole), whole)
        advance(len(made))
    return total.synced(position)


def _steps(store: Store, workers: Workers, position: int) -> Iterator[tuple[list[IndexEntry], int]]:
    """What changed after `position`, in batches, each with the change as of which an index holds all when it has it.

    A record stands in a batch by its last change alone. One that changed within a batch, and again after it, is missing
    until a later one: up to there the index is not as the store was at any change.
    """
    whole = position
    missing: set[str] = set()
    while entries := store.entries_since(position, READ):
        last = entries[-1].seq
        missing |= {change.id for change in store.changes(position, last - position, upto=last).changes}
        missing -= {entry.id for entry in entries}
        position, whole = last, whole if missing else last
        yield [entry for part in workers.map(_made, batched(entries, CHUNK)) for entry in part], whole


def _made_between(database_url: str, span: tuple[int, int]) -> list[IndexEntry]:
    return _made(opened(database_url).entries_between(*span))


def _made(entries: list[Entry]) -> list[IndexEntry]:
    return [make_entry(entry) for entry in entries]


@dataclass(slots=True)
class _Total:
    written: int = 0
    refused: tuple[tuple[str, str], ...] = ()
    seq: int = -1

    def add(self, outcome: WriteOutcome, seq: int) -> None:
        self.written += outcome.written
        self.refused += outcome.refused
        self.seq = seq
        for record_id, reason in outcome.refused:
            log.error("record refused by the index", id=record_id, reason=reason)

    def synced(self, otherwise: int) -> Synced:
        return Synced(self.written, self.refused, self.seq if self.seq >= 0 else otherwise)
