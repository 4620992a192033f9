"""A batch of raw rows made ready for the store: mapped, told apart from what is unchanged, checked."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from indexers.errors import RowRejected
from indexers.opening import opened
from indexers.readers import Packed, Row, Unpack
from indexers.sources import MapRow
from records.errors import InvalidRecord, Problem
from records.model import Draft, JsonMap
from records.schema import draft, fingerprint


@dataclass(frozen=True, slots=True)
class Task:
    """Rows to prepare; `database_url` is where to ask what is known already."""

    unpack: Unpack
    map_row: MapRow
    database_url: str
    dataset: str
    rows: tuple[Packed, ...]


@dataclass(frozen=True, slots=True)
class Reject:
    """A row, or one record of it, that was not taken in: where, which, why, and what it said."""

    line: int
    id: str
    problems: tuple[Problem, ...]
    value: Any = None


@dataclass(frozen=True, slots=True)
class Prepared:
    """What became of a batch: `lines` holds the line and the mark of every id, changed or not; drafts come with their
    line.

    `notes` counts the values that mapping changed, by what was changed and why.
    """

    rows: int
    lines: tuple[tuple[str, int, bytes], ...]
    drafts: tuple[tuple[int, Draft], ...]
    rejects: tuple[Reject, ...]
    notes: Mapping[str, int]


def prepare(task: Task) -> Prepared:
    """Map and check a batch; a record whose content is as it was in the store costs only a look-up."""
    rejects: list[Reject] = []
    notes: Counter[str] = Counter()
    mapped = [record for packed in task.rows for record in _mapped(task, task.unpack(packed), rejects, notes)]
    known = opened(task.database_url).fingerprints([record_id for _, record_id, _, _ in mapped])
    drafts: list[tuple[int, Draft]] = []
    for line, record_id, content, mark in mapped:
        if known.get(record_id) == mark:
            continue
        try:
            drafts.append((line, draft(content, mark)))
        except InvalidRecord as error:
            rejects.append(Reject(line, record_id, error.problems, content))
    lines = tuple((record_id, line, mark) for line, record_id, _, mark in mapped)
    return Prepared(len(task.rows), lines, tuple(drafts), tuple(rejects), dict(notes))


def _mapped(task: Task, row: Row, rejects: list[Reject], notes: Counter[str]) -> list[tuple[int, str, JsonMap, bytes]]:
    if row.value is None:
        rejects.append(Reject(row.line, "", (Problem("", row.problem),)))
        return []
    try:
        made = task.map_row(row.value)
        named = [(row.line, *_named(task, content)) for content in made.records]
    except RowRejected as error:
        rejects.append(Reject(row.line, _own_id(row.value), (Problem(error.path, error.reason),), row.value))
        return []
    notes.update(map(str, made.notes))
    return named


def _own_id(value: Mapping[str, Any]) -> str:
    """The id a row in the record form bears itself, however bad the rest is."""
    own = value.get("id")
    return own if isinstance(own, str) and ":" in own else ""


def _named(task: Task, content: JsonMap) -> tuple[str, JsonMap, bytes]:
    """The id, the content with its data set, and its mark; refuses a record of another data set than asked for."""
    record_id = content.get("id")
    if not isinstance(record_id, str) or not record_id:
        raise RowRejected("a record needs an id: text like `dataset:local-id`", "id")
    dataset = content.get("dataset") or task.dataset or record_id.partition(":")[0]
    if task.dataset and dataset != task.dataset:
        raise RowRejected(f"belongs to data set {dataset!r}, but {task.dataset!r} is being taken in", "dataset")
    named = content if content.get("dataset") else {**content, "dataset": dataset}
    try:
        return record_id, named, fingerprint(named)
    except (TypeError, ValueError) as error:
        raise RowRejected(f"cannot be written as JSON: {error}") from error
