"""Taking one published file into the store: read, prepare in batches, put, and say what became of every row."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path

import orjson

from indexers.errors import UnreadableFile
from indexers.preparing import Prepared, Reject, Task, prepare
from indexers.progress import Advance, silent
from indexers.readers import Row, apart
from indexers.rejects import RejectsFile
from indexers.sources import MapRow
from indexers.workers import Workers, batched
from records.errors import Problem
from records.ids import dataset_of, is_id
from records.model import Dataset, Draft, JsonMap, PutOutcome, Run
from records.store import Store

BATCH = 500
MOST_REASONS = 20
REPEATED = "row: says the same as an earlier one; taken in once"
LOSS_LIMIT = 0.05
"""A complete file that lacks more than this share of a data set's records is taken for a mistake."""


@dataclass(frozen=True, slots=True)
class Input:
    """One file to take in. `dataset` is empty where each row says its own; `info` describes it if it is new."""

    name: str
    path: Path
    read: Callable[[Path], Iterator[Row]]
    map_row: MapRow
    dataset: str = ""
    info: tuple[Dataset, ...] = ()


@dataclass(frozen=True, slots=True)
class Into:
    """Where records go: the store, the address under which other processes open it, and those processes."""

    store: Store
    database_url: str
    workers: Workers


@dataclass(frozen=True, slots=True)
class Options:
    """complete: withdraw what the file no longer has; allow_loss: even when that is much; dry_run: change nothing."""

    complete: bool = False
    allow_loss: bool = False
    dry_run: bool = False
    shown: int = 3


@dataclass(frozen=True, slots=True)
class Outcome:
    """What an ingest did. `merged` rows stand merged into others and stay so; `still_withdrawn` ids were withdrawn by
    decision and stay so; `refused` says why the withdrawals were not made; `failure` why reading stopped early;
    `changes` counts what mapping changed, by what and why.
    """

    source: str
    datasets: tuple[str, ...]
    rows: int
    created: int
    updated: int
    unchanged: int
    withdrawn: int
    merged: int
    rejected: int
    reasons: dict[str, int]
    changes: dict[str, int]
    rejects_file: str
    seconds: float
    dry_run: bool
    last_seq: int
    refused: str = ""
    failure: str = ""
    would_withdraw: tuple[str, ...] = ()
    still_withdrawn: tuple[str, ...] = ()
    first: tuple[JsonMap, ...] = ()

    @property
    def whole(self) -> bool:
        """Whether everything asked was done."""
        return not (self.rejected or self.refused or self.failure)


@dataclass(slots=True)
class _Tally:
    """What has become of the rows so far; `lines` holds the line and the mark of every id seen, by id."""

    lines: dict[str, tuple[int, bytes]] = field(default_factory=dict)
    kept: set[str] = field(default_factory=set)
    datasets: dict[str, None] = field(default_factory=dict)
    rows: int = 0
    nameless: int = 0
    created: int = 0
    updated: int = 0
    unchanged: int = 0
    merged: int = 0
    still_withdrawn: list[str] = field(default_factory=list)
    first: list[JsonMap] = field(default_factory=list)
    notes: Counter[str] = field(default_factory=Counter)


def ingest(source: Input, into: Into, rejects: RejectsFile, options: Options, advance: Advance = silent) -> Outcome:
    """Take the file in. Bad rows go to `rejects` and never stop the rest; `advance` is told of rows done.

    Each batch is acknowledged by its own transaction, so a broken run is simply begun again: what is in is unchanged.
    """
    started = datetime.now(UTC)
    store, tally = into.store, _Tally()
    if not options.dry_run:
        for dataset in source.info:
            store.put_dataset(dataset)
    failure = _take_all(source, into, rejects, options, (tally, advance))
    missing = _missing(source, store, tally) if options.complete and not failure else ()
    refused = _refusal(missing, store, tally.nameless, options)
    withdrawn = () if refused or options.dry_run else _withdraw(store, missing)
    outcome = Outcome(
        source=source.name,
        datasets=(source.dataset,) if source.dataset else tuple(tally.datasets),
        rows=tally.rows,
        created=tally.created,
        updated=tally.updated,
        unchanged=tally.unchanged,
        withdrawn=len(withdrawn),
        merged=tally.merged,
        rejected=rejects.count,
        reasons=dict(rejects.reasons.most_common(MOST_REASONS)),
        changes=dict(tally.notes.most_common(MOST_REASONS)),
        rejects_file=rejects.written_path,
        seconds=(datetime.now(UTC) - started).total_seconds(),
        dry_run=options.dry_run,
        last_seq=store.last_seq(),
        refused=refused,
        failure=failure,
        would_withdraw=missing if refused or options.dry_run else (),
        still_withdrawn=tuple(tally.still_withdrawn),
        first=tuple(tally.first),
    )
    if not options.dry_run:
        _remember(store, outcome, started)
    return outcome


def _take_all(
    source: Input, into: Into, rejects: RejectsFile, options: Options, progress: tuple[_Tally, Advance]
) -> str:
    """Every batch through; the reason where the file could not be read to its end."""
    tally, advance = progress
    try:
        rows, unpack = apart(source.read, source.path)
        tasks = (
            Task(unpack, source.map_row, into.database_url, source.dataset, tuple(batch))
            for batch in batched(rows, BATCH)
        )
        for prepared in into.workers.map(prepare, tasks):
            _take(prepared, into.store, rejects, options, tally)
            advance(prepared.rows)
    except UnreadableFile as error:
        return str(error)
    return ""


def _take(prepared: Prepared, store: Store, rejects: RejectsFile, options: Options, tally: _Tally) -> None:
    refused = {(reject.id, reject.line) for reject in prepared.rejects}
    read = [named for named in prepared.lines if named[:2] not in refused]
    for reject in (*prepared.rejects, *_met_again(read, tally)):
        rejects.add(reject)
    _note_refused(prepared.rejects, tally)
    drafts = [draft for line, draft in prepared.drafts if tally.lines[draft.id][0] == line]
    changed = {draft.id for draft in drafts}
    tally.rows += prepared.rows
    tally.notes.update(prepared.notes)
    tally.unchanged += sum(
        record_id not in changed and tally.lines[record_id][0] == line for record_id, line, _ in read
    )
    _keep(drafts, store, options, tally)


def _met_again(read: list[tuple[str, int, bytes]], tally: _Tally) -> Iterator[Reject]:
    """Remember the line of each id; an id met again is refused, unless it says the same, which is then counted."""
    for record_id, line, mark in read:
        first, known = tally.lines.setdefault(record_id, (line, mark))
        tally.datasets.setdefault(dataset_of(record_id))
        if first == line:
            continue
        if known == mark:
            tally.notes[REPEATED] += 1
        else:
            yield Reject(line, record_id, (Problem("id", f"stands on line {first} already"),))


def _note_refused(rejects: tuple[Reject, ...], tally: _Tally) -> None:
    """A record whose new form is refused stays as it was: it is not missing from the file."""
    tally.kept.update(reject.id for reject in rejects)
    tally.nameless += sum(not reject.id for reject in rejects)
    tally.datasets.update(dict.fromkeys(dataset_of(reject.id) for reject in rejects if is_id(reject.id)))


def _keep(drafts: list[Draft], store: Store, options: Options, tally: _Tally) -> None:
    if options.dry_run:
        _foresee(drafts, store, options, tally)
    elif drafts:
        _count(store.put(drafts), tally)


def _count(put: PutOutcome, tally: _Tally) -> None:
    tally.created += len(put.created)
    tally.updated += len(put.updated)
    tally.unchanged += len(put.unchanged)
    tally.merged += len(put.merged)
    tally.still_withdrawn += put.still_withdrawn


def _foresee(drafts: list[Draft], store: Store, options: Options, tally: _Tally) -> None:
    held = store.get_many([draft.id for draft in drafts])
    merged = sum(entry.state == "merged" for entry in held.values())
    decided = [draft.id for draft in drafts if draft.id in held and held[draft.id].decided]
    tally.merged += merged
    tally.still_withdrawn += decided
    tally.updated += len(held) - merged - len(decided)
    tally.created += len(drafts) - len(held)
    for draft in islice(drafts, max(0, options.shown - len(tally.first))):
        tally.first.append(orjson.loads(draft.content))


def _missing(source: Input, store: Store, tally: _Tally) -> tuple[str, ...]:
    datasets = (source.dataset,) if source.dataset else tuple(tally.datasets)
    return tuple(
        record_id
        for dataset in datasets
        for record_id in store.live_ids(dataset)
        if record_id not in tally.lines and record_id not in tally.kept
    )


def _refusal(missing: tuple[str, ...], store: Store, nameless: int, options: Options) -> str:
    if not missing or options.allow_loss:
        return ""
    if nameless:
        return (
            f"{nameless:,} rows could not be read, so it cannot be told which of {len(missing):,} records are gone: "
            "none was withdrawn. Mend those rows, or ask again with --allow-loss."
        )
    counts = store.counts()
    live = sum(counts.get(name, {}).get("live", 0) for name in {dataset_of(record_id) for record_id in missing})
    if len(missing) <= live * LOSS_LIMIT:
        return ""
    return (
        f"{len(missing):,} of {live:,} records are not in this file, more than {LOSS_LIMIT:.0%}: none was withdrawn. "
        "If the file is right, ask again with --allow-loss."
    )


def _withdraw(store: Store, missing: tuple[str, ...]) -> tuple[str, ...]:
    withdrawn: list[str] = []
    for ids in batched(missing, BATCH):
        withdrawn.extend(store.withdraw(ids, "no longer published by its source"))
    return tuple(withdrawn)


def _remember(store: Store, outcome: Outcome, started: datetime) -> None:
    for dataset in outcome.datasets:
        store.record_run(
            Run(
                dataset=dataset,
                source=outcome.source,
                started=started,
                finished=datetime.now(UTC),
                created=outcome.created,
                updated=outcome.updated,
                unchanged=outcome.unchanged,
                withdrawn=outcome.withdrawn,
                rejected=outcome.rejected,
                rejects_file=outcome.rejects_file,
                reasons=outcome.reasons,
                changes=outcome.changes,
            )
        )
