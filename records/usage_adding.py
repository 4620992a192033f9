"""Adding counts to the day's: each batch once, and no more names a day than there is room for."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from sqlalchemy import BindParameter, Connection, Table, bindparam, func, select
from sqlalchemy.dialects import postgresql, sqlite

from records import rows
from records.tables import USAGE, USAGE_BATCHES

Count = tuple[str, int, str]
"""What one number is of: the kind, the day since 1970 UTC, the name."""

MOST_NAMES: Mapping[str, int] = {"record": 50_000, "filter": 10_000, "zero": 2_000, "slow": 500}
"""Names a day of the kinds that have no end of them; the rest is counted under the empty name."""

_DIALECTS: Mapping[str, Any] = {"sqlite": sqlite.insert, "postgresql": postgresql.insert}

_NAMES: BindParameter[Sequence[str]] = bindparam("names", expanding=True)
_OF_DAY = (USAGE.c.kind == bindparam("of")) & (USAGE.c.day == bindparam("on"))
_HOW_MANY = select(func.count()).select_from(USAGE).where(_OF_DAY)
_KNOWN = select(USAGE.c.name).where(_OF_DAY, USAGE.c.name.in_(_NAMES))


@dataclass(frozen=True, slots=True)
class Batch:
    """Counts to be added once, however often the batch is sent; no other batch ever has its `id`."""

    id: str
    counts: Mapping[Count, int]


def upserting(connection: Connection, table: Table) -> Any:
    """An insert that may say what to do where the row is there already, in the words of the database."""
    return _DIALECTS[connection.dialect.name](table)


def add(connection: Connection, batches: Sequence[Batch], now: int) -> int:
    """Within the connection's transaction; how many of the batches were new.

    Batches and rows are taken in one order by all, so that no two transactions wait for each other.
    """
    new = [batch for batch in sorted(batches, key=lambda batch: batch.id) if _is_new(connection, batch.id, now)]
    merged: Counter[Count] = Counter()
    for batch in new:
        merged.update(batch.counts)
    if fitting := _fitting(connection, merged):
        told = [{"kind": kind, "day": day, "name": name, "count": n} for (kind, day, name), n in sorted(fitting)]
        insert = upserting(connection, USAGE)
        summed = {"count": USAGE.c.count + insert.excluded.count}
        connection.execute(insert.on_conflict_do_update(index_elements=list(USAGE.primary_key), set_=summed), told)
    return len(new)


def _is_new(connection: Connection, batch_id: str, now: int) -> bool:
    """Whoever adds the same batch at the same time waits here until it is certain who did."""
    insert = upserting(connection, USAGE_BATCHES).on_conflict_do_nothing().returning(USAGE_BATCHES.c.id)
    return connection.execute(insert, {"id": batch_id, "at": now}).first() is not None


def _fitting(connection: Connection, counts: Mapping[Count, int]) -> list[tuple[Count, int]]:
    found: Counter[Count] = Counter()
    for (kind, day), group in groupby(sorted(counts), key=lambda count: count[:2]):
        names = {name: counts[kind, day, name] for _, _, name in group}
        if kind in MOST_NAMES:
            names = dict(_with_room(connection, kind, day, names))
        found.update({(kind, day, name): count for name, count in names.items()})
    return list(found.items())


def _with_room(connection: Connection, kind: str, day: int, names: Mapping[str, int]) -> Iterator[tuple[str, int]]:
    """Names that are there already and, most frequent first, as many new ones as still fit; the others as one."""
    of_day = {"of": kind, "on": day}
    room = MOST_NAMES[kind] - int(connection.execute(_HOW_MANY, of_day).scalar_one())
    if room >= len(names):
        yield from names.items()
        return
    known: set[str] = set()
    for chunk in rows.chunks(list(names)):
        known.update(connection.scalars(_KNOWN, {**of_day, "names": chunk}))
    new = sorted(names.keys() - known, key=lambda name: (-names[name], name))
    kept = known | set(new[: max(0, room)])
    yield from ((name, names[name]) for name in names if name in kept and name)
    rest = sum(names[name] for name in names if name not in kept or not name)
    if rest:
        yield "", rest
