"""Rows of export jobs as values, and back."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from typing import Any

import orjson

from records import rows
from records.jobs import Counted, Job, JobState, JobWish, Made, digest


def question_of(wish: JobWish) -> str:
    """The same for the same question, whichever way its JSON was written."""
    told = orjson.dumps([wish.base, dict(wish.asked)], option=orjson.OPT_SORT_KEYS)
    return hashlib.sha256(told).hexdigest()


def new_row(job_id: str, wish: JobWish, secret: str, now: int) -> dict[str, Any]:
    never = ("began", "finished", "expires", "lease", "not_before", "trouble_since")
    none = ("done", "count", "bytes", "relaxed", "attempt", "lost")
    return {
        "id": job_id,
        "secret": digest(secret),
        "asker": wish.asker,
        "asked": orjson.dumps(dict(wish.asked)),
        "question": question_of(wish),
        "base": wish.base,
        "state": JobState.WAITING.value,
        "made": now,
        "total": wish.total,
        "as_of": wish.as_of,
        **dict.fromkeys((*never, *none), 0),
        **dict.fromkeys(("why", "worker", "file", "sha256"), ""),
        **dict.fromkeys(("licences", "datasets"), b"[]"),
    }


def made_row(made: Made) -> dict[str, Any]:
    return {
        "file": made.file,
        "bytes": made.bytes,
        "sha256": made.sha256,
        "count": made.count,
        "as_of": made.as_of,
        "relaxed": int(made.relaxed),
        "licences": _pairs(made.licences),
        "datasets": _pairs(made.datasets),
    }


def _pairs(counted: Sequence[Counted]) -> bytes:
    return orjson.dumps([[one.name, one.count] for one in counted])


def job(row: Any) -> Job:
    return Job(
        number=row.number,
        id=row.id,
        asked=_mapping(row.asked),
        base=row.base,
        state=JobState(row.state),
        why=row.why,
        made=rows.moment(row.made),
        began=_moment(row.began),
        finished=_moment(row.finished),
        expires=_moment(row.expires),
        total=row.total,
        done=row.done,
        as_of=row.as_of,
        relaxed=bool(row.relaxed),
        attempt=row.attempt,
        lost=row.lost,
        trouble_since=_moment(row.trouble_since),
        made_of=_made(row) if row.sha256 else None,
        secret=bytes(row.secret),
        asker=row.asker,
    )


def _mapping(content: bytes) -> Mapping[str, Any]:
    found: dict[str, Any] = orjson.loads(content)
    return found


def _moment(at: int) -> Any:
    return rows.moment(at) if at else None


def _made(row: Any) -> Made:
    return Made(
        file=row.file,
        bytes=row.bytes,
        sha256=row.sha256,
        count=row.count,
        as_of=row.as_of,
        relaxed=bool(row.relaxed),
        licences=_counted(row.licences),
        datasets=_counted(row.datasets),
    )


def _counted(content: bytes) -> tuple[Counted, ...]:
    return tuple(Counted(name, count) for name, count in orjson.loads(content))
