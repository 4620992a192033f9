"""The changes of the store in their order: the one reading for who follows them, whether an index or another node."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, Select, and_, bindparam, exists, false, func, or_, select

from records import rows
from records.ids import is_dataset
from records.model import ALL, Changes, Wanted
from records.tables import CHANGES, COUNTER, RECORDS

SPAN = 5_000
"""How many numbers are looked through at once for what is wanted, so that no answer takes long where it is rare."""

LAST = select(COUNTER.c.seq)
"""The number of the last change; 0 in an empty store."""

_LATEST = exists().where(RECORDS.c.seq == CHANGES.c.seq)
_ENDED = RECORDS.alias("ended")
# The reason stands behind the content in its row: it is looked at only where that is empty.
_HOW = and_(_ENDED.c.seq == CHANGES.c.seq, CHANGES.c.action.in_(("withdrawn", "merged")))
_BETWEEN = (
    select(
        CHANGES,
        _LATEST.label("latest"),
        func.coalesce(_ENDED.c.reason, "").label("reason"),
        func.coalesce(_ENDED.c.merged_into, "").label("merged_into"),
    )
    .join_from(CHANGES, _ENDED, _HOW, isouter=True)
    .where(CHANGES.c.seq > bindparam("since"), CHANGES.c.seq <= bindparam("last"))
    .order_by(CHANGES.c.seq)
    .limit(bindparam("most"))
)


def read(connection: Connection, since: int, upto: int | None, limit: int, wanted: Wanted) -> Changes:
    """The changes after `since` and up to `upto` (None: to the end), or as far as one reading goes."""
    newest = int(connection.execute(LAST).scalar_one())
    last = newest if upto is None else min(upto, newest)
    if wanted != ALL:
        last = min(last, since + SPAN)
    # One more than asked for tells whether this is all there is.
    given = {"since": since, "last": last, "most": limit + 1}
    found = tuple(rows.change(row) for row in connection.execute(_narrowed(wanted), given).all())
    if len(found) > limit:
        return Changes(found[:limit], found[limit - 1].seq, newest)
    return Changes(found, max(since, last), newest)


def _narrowed(wanted: Wanted) -> Select[Any]:
    asked = _BETWEEN
    if wanted.datasets:
        # What is no data set's id is in no record's, and may be text that a database cannot take.
        asked = asked.where(or_(false(), *(_of(dataset) for dataset in wanted.datasets if is_dataset(dataset))))
    if wanted.actions:
        asked = asked.where(CHANGES.c.action.in_([action.value for action in wanted.actions]))
    return asked


def _of(dataset: str) -> Any:
    """An id begins with its data set. Compared as text, for databases differ in what LIKE means."""
    begun = f"{dataset}:"
    return func.substr(CHANGES.c.id, 1, len(begun)) == begun
