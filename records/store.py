"""The record store: takes drafts in, keeps every version, numbers every change, and tells what it holds."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import BindParameter, bindparam, func, insert, select, union_all, update

from records import changes, ending, rows, writing
from records.database import Database
from records.errors import InvalidRecord, Problem
from records.ids import is_dataset, is_id
from records.job_queue import JobQueue
from records.keyring import Keyring
from records.model import ALL, Changes, Dataset, Draft, Entry, PutOutcome, Run, State, Version, Wanted
from records.tables import CHANGES, DATASETS, RECORDS, RUNS, VERSIONS
from records.usage import Usage

LONGEST_REASON = 1_000

_IDS: BindParameter[str] = bindparam("ids", expanding=True)
_ENTRIES = select(RECORDS).where(RECORDS.c.id.in_(_IDS))
_PRINTS = select(RECORDS.c.id, RECORDS.c.fingerprint).where(RECORDS.c.id.in_(_IDS), RECORDS.c.state == "live")
_ENTRIES_SINCE = (
    select(RECORDS).where(RECORDS.c.seq > bindparam("since")).order_by(RECORDS.c.seq).limit(bindparam("most"))
)
_ENTRIES_BETWEEN = (
    select(RECORDS).where(RECORDS.c.seq.between(bindparam("after") + 1, bindparam("upto"))).order_by(RECORDS.c.seq)
)
_LIVE_IDS = (
    select(RECORDS.c.ordinal, RECORDS.c.id)
    .where(RECORDS.c.dataset == bindparam("dataset"), RECORDS.c.state == "live", RECORDS.c.ordinal > bindparam("after"))
    .order_by(RECORDS.c.ordinal)
    .limit(5_000)
)
_WITHDRAWN = (
    select(RECORDS)
    .where(
        RECORDS.c.state == "withdrawn", RECORDS.c.decided >= bindparam("decided"), RECORDS.c.seq > bindparam("after")
    )
    .order_by(RECORDS.c.seq)
    .limit(5_000)
)
_COUNTS = select(RECORDS.c.dataset, RECORDS.c.state, func.count().label("found")).group_by(
    RECORDS.c.dataset, RECORDS.c.state
)
_OF_ID = RECORDS.c.id == bindparam("id")
_PRESENT = select(
    RECORDS.c.version, RECORDS.c.seq, RECORDS.c.modified.label("at"), CHANGES.c.action, RECORDS.c.content
).join_from(RECORDS, CHANGES, CHANGES.c.seq == RECORDS.c.seq)
_EARLIER = (
    select(VERSIONS.c.version, VERSIONS.c.seq, VERSIONS.c.at, CHANGES.c.action, VERSIONS.c.content)
    .join_from(VERSIONS, RECORDS, RECORDS.c.ordinal == VERSIONS.c.ordinal)
    .join(CHANGES, CHANGES.c.seq == VERSIONS.c.seq)
)
_FORMS = union_all(_PRESENT.where(_OF_ID), _EARLIER.where(_OF_ID)).subquery()
_HISTORY = select(_FORMS).order_by(_FORMS.c.version.desc())
_DATASETS = select(DATASETS).order_by(DATASETS.c.id)
_DATASET = _DATASETS.where(DATASETS.c.id == bindparam("of"))
_CHANGE_DATASET = (
    update(DATASETS)
    .where(DATASETS.c.id == bindparam("of"))
    .values(content=bindparam("new_content"), modified=bindparam("new_modified"))
)
_NEWEST_RUNS = select(func.max(RUNS.c.number)).group_by(RUNS.c.dataset)
_LAST_RUNS = select(RUNS).where(RUNS.c.number.in_(_NEWEST_RUNS)).order_by(RUNS.c.dataset)


class Store:
    """Everything a node knows. Safe to share between threads; each process opens its own.

    Every method may raise StoreUnavailable; what a write returned from is on the disk.
    """

    def __init__(self, database: Database, url: str) -> None:
        self._database = database
        self.url = url
        self.keys = Keyring(database)
        self.usage = Usage(database)
        self.jobs = JobQueue(database)

    @classmethod
    def open(cls, url: str) -> Store:
        """`sqlite:///path/records.db` (made if it is not there) or `postgresql+psycopg://…`."""
        return cls(Database.open(url), url)

    def close(self) -> None:
        self._database.close()

    def put(self, drafts: Sequence[Draft], *, at: datetime | None = None) -> PutOutcome:
        """Take in a batch, all of it or nothing. Unchanged content makes no change; a withdrawn id comes back
        (among `updated`), unless that was decided (then among `still_withdrawn`); an id merged into another stays so
        (among `merged`).

        InvalidRecord for an id that comes twice in the batch.
        """
        writing.require_distinct(drafts)
        now = rows.milliseconds(at)
        with self._database.writing() as (connection, seq):
            return writing.put(connection, drafts, now, seq)

    def withdraw(
        self, ids: Sequence[str], reason: str, *, decided: bool = False, at: datetime | None = None
    ) -> tuple[str, ...]:
        """Leave tombstones; the ids that were live until now. InvalidRecord for a reason that says nothing.

        `decided`: somebody wants it so, and no `put` brings them back, only `restore`; ids withdrawn without a decision
        until now are then among those returned, with a new tombstone.
        """
        said = _clean_reason(reason)
        now = rows.milliseconds(at)
        with self._database.writing() as (connection, _):
            return ending.withdraw(connection, ids, said, now, decided=decided)

    def restore(self, ids: Sequence[str], *, at: datetime | None = None) -> tuple[str, ...]:
        """Bring withdrawn records back as they were last, decided or not; the ids that were withdrawn until now."""
        now = rows.milliseconds(at)
        with self._database.writing() as (connection, _):
            return ending.restore(connection, ids, now)

    def merge(self, record_id: str, into: str, *, at: datetime | None = None) -> None:
        """Redirect a live record to another; what had been redirected to it follows.

        UnknownRecord, GoneRecord (of either), MergeRefused (into itself).
        """
        now = rows.milliseconds(at)
        with self._database.writing() as (connection, _):
            ending.merge(connection, record_id, into, now)

    def fingerprints(self, ids: Sequence[str]) -> dict[str, bytes]:
        """Of those that are live; what is missing, or differs from what comes in, has to be read and put."""
        return {row.id: row.fingerprint for row in self._by_id(_PRINTS, ids)}

    def get(self, record_id: str) -> Entry | None:
        return self.get_many([record_id]).get(record_id)

    def get_many(self, ids: Sequence[str]) -> dict[str, Entry]:
        """Those that were ever there, live or not."""
        return {row.id: rows.entry(row) for row in self._by_id(_ENTRIES, ids)}

    def _by_id(self, statement: Any, ids: Sequence[str]) -> Iterator[Any]:
        known = [record_id for record_id in ids if is_id(record_id)]
        with self._database.reading() as connection:
            for chunk in rows.chunks(known):
                yield from connection.execute(statement, {"ids": chunk})

    def history(self, record_id: str) -> list[Version]:
        """Every form the record has had, newest first; empty for an id that was never there."""
        if not is_id(record_id):
            return []
        return [rows.version(row) for row in self._read(_HISTORY, {"id": record_id})]

    def entries_since(self, seq: int, limit: int) -> list[Entry]:
        """What each id changed after `seq` stands for now, by the number of its last change."""
        return [rows.entry(row) for row in self._read(_ENTRIES_SINCE, {"since": seq, "most": limit})]

    def entries_between(self, after: int, upto: int) -> list[Entry]:
        """The same for a span of numbers, `upto` included: spans can be read side by side."""
        return [rows.entry(row) for row in self._read(_ENTRIES_BETWEEN, {"after": after, "upto": upto})]

    def changes(self, since: int, limit: int, *, upto: int | None = None, wanted: Wanted = ALL) -> Changes:
        """The changes after `since` and up to `upto`, in their order, and how far they tell of all that is wanted."""
        with self._database.reading() as connection:
            return changes.read(connection, since, upto, limit, wanted)

    def last_seq(self) -> int:
        """The number of the last change; 0 in an empty store."""
        return int(self._read(changes.LAST)[0].seq)

    def live_ids(self, dataset: str) -> Iterator[str]:
        """In the order they came first; read in parts, so that no transaction is held meanwhile."""
        after = 0
        if not is_dataset(dataset):
            return
        while found := self._read(_LIVE_IDS, {"dataset": dataset, "after": after}):
            yield from (row.id for row in found)
            after = found[-1].ordinal

    def withdrawn(self, *, decided: bool) -> Iterator[Entry]:
        """What is withdrawn now, in the order in which that was done; `decided`: only what somebody decided."""
        after = 0
        while found := self._read(_WITHDRAWN, {"decided": int(decided), "after": after}):
            yield from map(rows.entry, found)
            after = found[-1].seq

    def counts(self) -> dict[str, dict[str, int]]:
        """How many ids are live, withdrawn and merged, by dataset."""
        found: dict[str, dict[str, int]] = {}
        for row in self._read(_COUNTS):
            found.setdefault(row.dataset, {state.value: 0 for state in State})[row.state] = row.found
        return dict(sorted(found.items()))

    def put_dataset(self, dataset: Dataset) -> None:
        """Keep it in place of the one of that id. InvalidRecord for what is no id of a dataset."""
        if not is_dataset(dataset.id):
            raise InvalidRecord([Problem("id", "is not a dataset's id: letters, digits and . _ -", dataset.id[:80])])
        changed = {"new_content": dataset.content, "new_modified": rows.milliseconds(dataset.modified)}
        with self._database.writing() as (connection, _):
            if connection.execute(_CHANGE_DATASET, {"of": dataset.id, **changed}).rowcount == 0:
                new = {"content": dataset.content, "modified": rows.milliseconds(dataset.modified)}
                connection.execute(insert(DATASETS), {"id": dataset.id, **new})

    def datasets(self) -> list[Dataset]:
        return [rows.dataset(row) for row in self._read(_DATASETS)]

    def dataset(self, dataset_id: str) -> Dataset | None:
        found = self._read(_DATASET, {"of": dataset_id}) if is_dataset(dataset_id) else ()
        return rows.dataset(found[0]) if found else None

    def record_run(self, run: Run) -> None:
        with self._database.writing() as (connection, _):
            connection.execute(insert(RUNS), rows.run_row(run))

    def last_runs(self) -> list[Run]:
        """The newest run of each dataset."""
        return [rows.run(row) for row in self._read(_LAST_RUNS)]

    def _read(self, statement: Any, given: Mapping[str, Any] | None = None) -> Sequence[Any]:
        with self._database.reading() as connection:
            return connection.execute(statement, given or {}).all()


def _clean_reason(reason: str) -> str:
    said = " ".join(reason.split())
    if not said or len(said) > LONGEST_REASON or not said.isprintable():
        raise InvalidRecord(
            [Problem("reason", f"must be a sentence of at most {LONGEST_REASON:,} characters", said[:80])]
        )
    return said
