"""How records end and come back: withdrawn, restored, merged into others; their ids stay theirs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, bindparam, select

from records.errors import GoneRecord, MergeRefused, UnknownRecord
from records.model import Action, State
from records.rows import chunks
from records.tables import RECORDS, VERSIONS
from records.writing import HELD, Held, held, reshape, reshaped, take

_HELD_MERGED_INTO = HELD.where(RECORDS.c.merged_into == bindparam("into"), RECORDS.c.merged_into != "").order_by(
    RECORDS.c.ordinal
)
_PAST_FORMS = (
    select(VERSIONS.c.ordinal, VERSIONS.c.content)
    .where(VERSIONS.c.ordinal.in_(bindparam("ordinals", expanding=True)), VERSIONS.c.content != b"")
    .order_by(VERSIONS.c.ordinal, VERSIONS.c.version)
)


def withdraw(connection: Connection, ids: Sequence[str], reason: str, now: int, *, decided: bool) -> tuple[str, ...]:
    rows = [row for row in _asked(connection, ids) if _ends(row, decided=decided)]
    if rows:
        first = take(connection, len(rows)) - len(rows) + 1
        shapes = [
            {**reshaped(seq, row, now, state=State.WITHDRAWN, reason=reason), "new_decided": int(decided)}
            for seq, row in enumerate(rows, first)
        ]
        reshape(connection, rows, Action.WITHDRAWN, shapes, now, first)
    return tuple(row.id for row in rows)


def _asked(connection: Connection, ids: Sequence[str]) -> list[Held]:
    """Those that were ever there, each once, in the order asked."""
    rows = held(connection, list(dict.fromkeys(ids)))
    return [rows[record_id] for record_id in dict.fromkeys(ids) if record_id in rows]


def _ends(row: Held, *, decided: bool) -> bool:
    """A decision is noted, and its reason told, also where a file had let go of the record before."""
    return row.state == State.LIVE or (decided and row.state == State.WITHDRAWN and not row.decided)


def restore(connection: Connection, ids: Sequence[str], now: int) -> tuple[str, ...]:
    withdrawn = [row for row in _asked(connection, ids) if row.state == State.WITHDRAWN]
    forms = _last_forms(connection, [row.ordinal for row in withdrawn])
    rows = [row for row in withdrawn if row.ordinal in forms]
    if rows:
        first = take(connection, len(rows)) - len(rows) + 1
        reshape(connection, rows, Action.RESTORED, _live_again(rows, forms, now, first), now, first)
    return tuple(row.id for row in rows)


def _last_forms(connection: Connection, ordinals: Sequence[int]) -> dict[int, bytes]:
    """What each said before it was withdrawn: the newest of its versions that says anything."""
    found = (row for chunk in chunks(ordinals) for row in connection.execute(_PAST_FORMS, {"ordinals": chunk}))
    return {row.ordinal: row.content for row in found}


def _live_again(rows: Sequence[Held], forms: Mapping[int, bytes], now: int, first: int) -> Iterator[dict[str, Any]]:
    # Without a fingerprint the next file is read anew, and found to say the same or not.
    for seq, row in enumerate(rows, first):
        yield {**reshaped(seq, row, now, state=State.LIVE), "new_content": forms[row.ordinal]}


def merge(connection: Connection, record_id: str, into: str, now: int) -> None:
    """Redirect `record_id`, and whatever had been redirected to it, so that every redirect ends at a live record."""
    if record_id == into:
        raise MergeRefused(f"the record {record_id!r} cannot be merged into itself")
    rows = held(connection, [record_id, into])
    moved = [_live_row(rows, record_id), *connection.execute(_HELD_MERGED_INTO, {"into": record_id})]
    _live_row(rows, into)
    first = take(connection, len(moved)) - len(moved) + 1
    shapes = [reshaped(seq, row, now, state=State.MERGED, into=into) for seq, row in enumerate(moved, first)]
    reshape(connection, moved, Action.MERGED, shapes, now, first)


def _live_row(rows: Mapping[str, Held], record_id: str) -> Held:
    row = rows.get(record_id)
    if row is None:
        raise UnknownRecord(record_id)
    if row.state != State.LIVE:
        raise GoneRecord(record_id, row.merged_into)
    return row
