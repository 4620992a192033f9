"""Rows of the tables as values of the model, and back."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any, TypeVar

import orjson

from records.model import Action, Change, Dataset, Entry, Run, State, Version

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MILLISECOND = timedelta(milliseconds=1)

CHUNK = 500
"""How many values go into one IN list: few enough for either database, and always the same statement."""

T = TypeVar("T")


def milliseconds(at: datetime | None) -> int:
    """Of a moment that knows its offset; None is now."""
    if at is None:
        at = datetime.now(UTC)
    if at.tzinfo is None:
        raise ValueError(f"{at.isoformat()} does not know its offset; give UTC")
    return (at - _EPOCH) // _MILLISECOND


def moment(at: int) -> datetime:
    return _EPOCH + timedelta(milliseconds=at)


def chunks(values: Sequence[T], size: int = CHUNK) -> Iterator[Sequence[T]]:
    for start in range(0, len(values), size):
        yield values[start : start + size]


def entry(row: Any) -> Entry:
    return Entry(
        row.id,
        row.dataset,
        row.ordinal,
        row.seq,
        row.version,
        State(row.state),
        moment(row.created),
        moment(row.modified),
        row.content,
        row.reason,
        row.merged_into,
        bool(row.decided),
    )


_ACTIONS = {action.value: action for action in Action}


def change(row: Any) -> Change:
    """Taken apart by place: by name it takes three times as long, and there may be a thousand in an answer."""
    seq, record_id, action, version, at, latest, reason, merged_into = row
    return Change(seq, record_id, _ACTIONS[action], version, moment(at), bool(latest), reason, merged_into)


def version(row: Any) -> Version:
    return Version(row.version, row.seq, moment(row.at), Action(row.action), row.content)


def dataset(row: Any) -> Dataset:
    return Dataset(row.id, row.content, moment(row.modified))


_COUNTS = ("created", "updated", "unchanged", "withdrawn", "rejected")


def run(row: Any) -> Run:
    counts = {name: getattr(row, name) for name in _COUNTS}
    return Run(
        row.dataset,
        row.source,
        moment(row.started),
        moment(row.finished),
        rejects_file=row.rejects_file,
        reasons=orjson.loads(row.reasons),
        changes=orjson.loads(row.changes),
        **counts,
    )


def run_row(run: Run) -> Mapping[str, Any]:
    return {
        "dataset": run.dataset,
        "source": _storable(run.source),
        "started": milliseconds(run.started),
        "finished": milliseconds(run.finished),
        **{name: getattr(run, name) for name in _COUNTS},
        "rejects_file": _storable(run.rejects_file),
        "reasons": orjson.dumps(dict(run.reasons)),
        "changes": orjson.dumps(dict(run.changes)),
    }


def _storable(name: str) -> str:
    """A file's name may hold bytes that are no UTF-8; they are shown as escapes."""
    return name.encode("utf-8", "backslashreplace").decode()
