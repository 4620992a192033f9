"""How a node is used: counts a day by kind and name, of which none tells who asked."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from typing import Any

import orjson
from sqlalchemy import BindParameter, Delete, bindparam, delete, func, select

from records import rows, usage_adding
from records.database import Database
from records.tables import RECORDS, USAGE, USAGE_BATCHES, USAGE_HOT
from records.usage_adding import Batch, upserting


class Kind(StrEnum):
    """What is counted; what the name of each is.

    route: good answers, by the rule of the address; key: the same, by the id of the key they were asked with;
    record: readings of one record, by its id; dataset, type, region: the same, by what it belongs to (a region and
    those above it, up to the province); filter: questions, by a filter of theirs (`type=site`); zero: questions
    whose words found nothing as they stand, by the words; slow: slow answers, by route and shape.
    """

    ROUTE = "route"
    KEY = "key"
    RECORD = "record"
    DATASET = "dataset"
    TYPE = "type"
    REGION = "region"
    FILTER = "filter"
    ZERO = "zero"
    SLOW = "slow"


KEPT_DAYS = 400
WORDS_KEPT_DAYS = 90
"""Words that people typed are kept for a shorter time than bare counts."""

BATCHES_KEPT_MS = 48 * 3_600_000
"""How late a batch may be sent again and still be known."""

SMALLEST = 10
"""Counts of a day below this are told to nobody but the operator; others in whole multiples of it."""

_WORDS = (Kind.ZERO, Kind.SLOW)
_SLOTS_KEPT = 10
_FIRST_DAY = date(1970, 1, 1)

_KINDS: BindParameter[Sequence[str]] = bindparam("kinds", expanding=True)
_SPAN = USAGE.c.day.between(bindparam("first"), bindparam("last"))
_EXACT = func.sum(USAGE.c.count)
# Each day by itself, so that no sum or difference of what is told holds a part of what is hidden.
_TOLD = func.sum(USAGE.c.count - USAGE.c.count % SMALLEST)
_HOT = (
    select(USAGE.c.name)
    .join(RECORDS, (RECORDS.c.id == USAGE.c.name) & (RECORDS.c.state == "live"))
    .where(USAGE.c.kind == Kind.RECORD.value, _SPAN)
    .group_by(USAGE.c.name, RECORDS.c.ordinal)
    .having(bindparam("least") <= _EXACT)
    .order_by(_EXACT.desc(), RECORDS.c.ordinal)
    .limit(bindparam("most"))
)
_HOT_IDS = select(USAGE_HOT.c.ids).where(USAGE_HOT.c.slot == bindparam("of"))


@dataclass(frozen=True, slots=True)
class Span:
    """Days, both ends counted."""

    first: date
    last: date

    @classmethod
    def until(cls, last: date, days: int) -> Span:
        return cls(last - timedelta(days=days - 1), last)


@dataclass(frozen=True, slots=True)
class Total:
    """How often in a span; `name` is empty for all those there was no room for."""

    kind: str
    name: str
    count: int


def day_number(day: date) -> int:
    return (day - _FIRST_DAY).days


def today() -> date:
    return datetime.now(UTC).date()


class Usage:
    """Every method may raise StoreUnavailable; what a write returned from is on the disk."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def add(self, batches: Sequence[Batch], *, at: datetime | None = None) -> int:
        """Add the counts of those batches that were not added before, all or none; how many were new."""
        now = rows.milliseconds(at)
        with self._database.noting() as connection:
            return usage_adding.add(connection, batches, now)

    def totals(self, kinds: Iterable[str], span: Span, most: int | None = None) -> list[Total]:
        """Sums by kind and name, largest first; exact, for the operator alone."""
        return self._read(_summed(_EXACT).limit(most), kinds, span)

    def told(self, kinds: Iterable[str], span: Span) -> list[Total]:
        """The same as anyone may see it: of each day multiples of `SMALLEST`, so 0 where no day has as many."""
        return self._read(_summed(_TOLD), kinds, span)

    def top_records(self, span: Span, most: int) -> list[Total]:
        """The most read records as anyone may see it, without those of which nothing may be told."""
        told = _summed(_TOLD).where(USAGE.c.count >= SMALLEST, USAGE.c.name != "").limit(most)
        return self._read(told, (Kind.RECORD,), span)

    def days(self, kind: str, span: Span, name: str | None = None) -> dict[date, int]:
        """The exact sum of each day that has one, of one name or of all."""
        sums = select(USAGE.c.day, _EXACT.label("times")).where(USAGE.c.kind == kind, _SPAN).group_by(USAGE.c.day)
        if name is not None:
            sums = sums.where(USAGE.c.name == name)
        with self._database.reading() as connection:
            found = connection.execute(sums, _bounds(span)).all()
        return {_FIRST_DAY + timedelta(days=row.day): int(row.times) for row in found}

    def hot(self, slot: int, span: Span, *, most: int, least: int) -> list[str]:
        """Ids of live records by falling reads, then by ordinal; what the first to ask in a slot found, for all."""
        with self._database.reading() as connection:
            kept = connection.scalar(_HOT_IDS, {"of": slot})
            if kept is None:
                found = list(connection.scalars(_HOT, {**_bounds(span), "most": most, "least": least}))
        if kept is None:
            kept = self._keep(slot, found)
        ids: list[str] = orjson.loads(kept)
        return ids

    def _keep(self, slot: int, ids: Sequence[str]) -> bytes:
        with self._database.noting() as connection:
            connection.execute(delete(USAGE_HOT).where(USAGE_HOT.c.slot < slot - _SLOTS_KEPT))
            unless_kept = upserting(connection, USAGE_HOT).on_conflict_do_nothing()
            connection.execute(unless_kept, {"slot": slot, "ids": orjson.dumps(ids)})
            return bytes(connection.execute(_HOT_IDS, {"of": slot}).scalar_one())

    def prune(self, *, at: datetime | None = None) -> int:
        """Forget what is older than it may be; how many counts were forgotten."""
        now = at or datetime.now(UTC)
        number = day_number(now.date())
        with self._database.noting() as connection:
            connection.execute(
                delete(USAGE_BATCHES).where(USAGE_BATCHES.c.at < rows.milliseconds(now) - BATCHES_KEPT_MS)
            )
            # A kind at a time, as the key of the table goes: it need not be read whole.
            return sum(connection.execute(_old(kind, number)).rowcount for kind in Kind)

    def _read(self, statement: Any, kinds: Iterable[str], span: Span) -> list[Total]:
        given = {"kinds": [str(kind) for kind in kinds], **_bounds(span)}
        with self._database.reading() as connection:
            return [Total(row.kind, row.name, int(row.times)) for row in connection.execute(statement, given)]


def _summed(how: Any) -> Any:
    """Largest first; of equal sums by kind and name."""
    times = how.label("times")
    return (
        select(USAGE.c.kind, USAGE.c.name, times)
        .where(USAGE.c.kind.in_(_KINDS), _SPAN)
        .group_by(USAGE.c.kind, USAGE.c.name)
        .order_by(times.desc(), USAGE.c.kind, USAGE.c.name)
    )


def _old(kind: Kind, today: int) -> Delete:
    days = WORDS_KEPT_DAYS if kind in _WORDS else KEPT_DAYS
    return delete(USAGE).where(USAGE.c.kind == kind.value, USAGE.c.day <= today - days)


def _bounds(span: Span) -> dict[str, int]:
    return {"first": day_number(span.first), "last": day_number(span.last)}
