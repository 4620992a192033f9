"""What a write does to the tables: one held form a record, the earlier ones aside, one numbered change each."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import BindParameter, Connection, bindparam, insert, select, update

from records.errors import InvalidRecord, Problem
from records.ids import is_id
from records.model import Action, Draft, PutOutcome, State
from records.rows import chunks
from records.tables import CHANGES, COUNTER, RECORDS, VERSIONS

Held = Any
"""A row of `HELD`."""

_IDS: BindParameter[str] = bindparam("ids", expanding=True)
HELD = select(
    RECORDS.c.ordinal,
    RECORDS.c.id,
    RECORDS.c.fingerprint,
    RECORDS.c.version,
    RECORDS.c.state,
    RECORDS.c.modified,
    RECORDS.c.merged_into,
    RECORDS.c.decided,
)
_HELD_BY_ID = HELD.where(RECORDS.c.id.in_(_IDS))
_CONTENT = select(RECORDS.c.id, RECORDS.c.content).where(RECORDS.c.id.in_(_IDS))
_TAKE = update(COUNTER).values(seq=COUNTER.c.seq + bindparam("taken")).returning(COUNTER.c.seq)
_SET_ASIDE = insert(VERSIONS).from_select(
    ["ordinal", "version", "seq", "at", "content"],
    select(RECORDS.c.ordinal, RECORDS.c.version, RECORDS.c.seq, RECORDS.c.modified, RECORDS.c.content).where(
        RECORDS.c.ordinal.in_(bindparam("ordinals", expanding=True))
    ),
)
_INSERT = insert(RECORDS)
_LOG = insert(CHANGES)
_MARK = update(RECORDS).where(RECORDS.c.ordinal == bindparam("of")).values({"fingerprint": bindparam("print")})
_CHANGED = ("type", "fingerprint", "version", "seq", "state", "modified", "content", "reason", "merged_into", "decided")
_RESHAPE = (
    update(RECORDS)
    .where(RECORDS.c.ordinal == bindparam("of"))
    .values({name: bindparam(f"new_{name}") for name in _CHANGED if name != "type"})
)
_REWRITE = _RESHAPE.values({"type": bindparam("new_type")})


def held(connection: Connection, ids: Sequence[str]) -> dict[str, Held]:
    """What stands in the table for each id that has ever been there."""
    known = [record_id for record_id in ids if is_id(record_id)]
    rows = (row for chunk in chunks(known) for row in connection.execute(_HELD_BY_ID, {"ids": chunk}))
    return {row.id: row for row in rows}


def require_distinct(drafts: Sequence[Draft]) -> None:
    """Refuse ids that are none, and an id that comes twice: which of the two is meant, no one can tell."""
    seen: set[str] = set()
    for draft in drafts:
        if draft.id in seen:
            raise InvalidRecord([Problem("id", "comes twice in one batch; keep one of the two", draft.id)], draft.id)
        if not is_id(draft.id):
            raise InvalidRecord([Problem("id", "is not <dataset>:<local id>", draft.id)], draft.id)
        seen.add(draft.id)


@dataclass(slots=True)
class _Plan:
    """What becomes of each draft; `changed` keeps the order they came in, which is the order of their numbers."""

    changed: list[tuple[Draft, Held | None]] = field(default_factory=list)
    same: list[str] = field(default_factory=list)
    merged: list[str] = field(default_factory=list)
    still_withdrawn: list[str] = field(default_factory=list)
    marked: list[tuple[Draft, Held]] = field(default_factory=list)


def put(connection: Connection, drafts: Sequence[Draft], now: int, last_seq: int) -> PutOutcome:
    plan = _planned(connection, drafts)
    seq = last_seq
    if plan.marked:
        connection.execute(_MARK, [{"of": row.ordinal, "print": draft.fingerprint} for draft, row in plan.marked])
    if plan.changed:
        seq = take(connection, len(plan.changed))
        _write(connection, plan.changed, now, seq - len(plan.changed))
    return PutOutcome(
        created=tuple(draft.id for draft, row in plan.changed if row is None),
        updated=tuple(draft.id for draft, row in plan.changed if row is not None),
        unchanged=(*plan.same, *(draft.id for draft, _ in plan.marked)),
        last_seq=seq,
        merged=tuple(plan.merged),
        still_withdrawn=tuple(plan.still_withdrawn),
    )


def _planned(connection: Connection, drafts: Sequence[Draft]) -> _Plan:
    rows = held(connection, [draft.id for draft in drafts])
    stored = _contents(connection, drafts, rows)
    plan = _Plan()
    for draft in drafts:
        row = rows.get(draft.id)
        if row is not None and row.decided:
            plan.still_withdrawn.append(draft.id)
        elif row is None or row.state == State.WITHDRAWN:
            plan.changed.append((draft, row))
        elif row.state == State.MERGED:
            plan.merged.append(draft.id)
        elif row.fingerprint == draft.fingerprint:
            plan.same.append(draft.id)
        elif stored.get(draft.id) == draft.content:
            plan.marked.append((draft, row))
        else:
            plan.changed.append((draft, row))
    return plan


def _contents(connection: Connection, drafts: Iterable[Draft], rows: Mapping[str, Held]) -> dict[str, bytes]:
    """The content of live records that came in another spelling: it may still say the same."""
    doubtful = [
        draft.id
        for draft in drafts
        if (row := rows.get(draft.id)) is not None and row.state == State.LIVE and row.fingerprint != draft.fingerprint
    ]
    found = (row for chunk in chunks(doubtful) for row in connection.execute(_CONTENT, {"ids": chunk}))
    return {row.id: row.content for row in found}


def take(connection: Connection, count: int) -> int:
    """Take the next `count` numbers; the last of them."""
    return int(connection.execute(_TAKE, {"taken": count}).scalar_one())


def _write(connection: Connection, changed: Sequence[tuple[Draft, Held | None]], now: int, before: int) -> None:
    numbered = list(enumerate(changed, before + 1))
    new = [_new_row(seq, draft, now) for seq, (draft, row) in numbered if row is None]
    rewritten = [_rewritten(seq, draft, row, now) for seq, (draft, row) in numbered if row is not None]
    if rewritten:
        _set_aside(connection, [row["of"] for row in rewritten])
        connection.execute(_REWRITE, rewritten)
    if new:
        connection.execute(_INSERT, new)
    connection.execute(_LOG, [_logged(seq, draft, row, now) for seq, (draft, row) in numbered])


def _new_row(seq: int, draft: Draft, now: int) -> dict[str, Any]:
    return {
        "id": draft.id,
        "dataset": draft.dataset,
        "type": draft.type,
        "fingerprint": draft.fingerprint,
        "version": 1,
        "seq": seq,
        "state": "live",
        "created": now,
        "modified": now,
        "content": draft.content,
        "reason": "",
        "merged_into": "",
        "decided": 0,
    }


def _rewritten(seq: int, draft: Draft, row: Held, now: int) -> dict[str, Any]:
    shape = reshaped(seq, row, now, state=State.LIVE)
    return {**shape, "new_type": draft.type, "new_fingerprint": draft.fingerprint, "new_content": draft.content}


def reshaped(seq: int, row: Held, now: int, *, state: State, reason: str = "", into: str = "") -> dict[str, Any]:
    """The row as it stands after the change numbered `seq`: without content, and decided by nobody."""
    return {
        "of": row.ordinal,
        "new_fingerprint": b"",
        "new_version": row.version + 1,
        "new_seq": seq,
        "new_state": state.value,
        "new_modified": max(now, row.modified),
        "new_content": b"",
        "new_reason": reason,
        "new_merged_into": into,
        "new_decided": 0,
    }


def _logged(seq: int, draft: Draft, row: Held | None, now: int) -> dict[str, Any]:
    if row is None:
        return {"seq": seq, "id": draft.id, "action": "created", "version": 1, "at": now}
    return _log_row(seq, row, Action.RESTORED if row.state == State.WITHDRAWN else Action.UPDATED, now)


def _log_row(seq: int, row: Held, action: Action, now: int) -> dict[str, Any]:
    at = max(now, row.modified)
    return {"seq": seq, "id": row.id, "action": action.value, "version": row.version + 1, "at": at}


def _set_aside(connection: Connection, ordinals: Sequence[int]) -> None:
    for chunk in chunks(ordinals):
        connection.execute(_SET_ASIDE, {"ordinals": chunk})


def reshape(
    connection: Connection,
    rows: Sequence[Held],
    action: Action,
    shapes: Iterable[dict[str, Any]],
    now: int,
    first: int,
) -> None:
    """Set the present forms aside and write `shapes` in their place, as changes numbered from `first`."""
    _set_aside(connection, [row.ordinal for row in rows])
    connection.execute(_RESHAPE, list(shapes))
    connection.execute(_LOG, [_log_row(seq, row, action, now) for seq, row in enumerate(rows, first)])
