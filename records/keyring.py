"""The keys of a node: issued, found, rotated, revoked, changed; of their texts only hashes are kept."""

from __future__ import annotations

import hmac
from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime, timedelta
from functools import cached_property
from typing import Any

import orjson
from sqlalchemy import BindParameter, Connection, Select, bindparam, insert, select, update

from records import keys, rows
from records.database import Database
from records.errors import InvalidKey, KeyRefused, Problem, UnknownKey
from records.key_checking import checked, wrong_overrides, wrong_scopes, wrong_why, wrong_word
from records.keys import Issued, Key, Kind, Wish
from records.tables import KEY_SEAL, KEYS

LONGEST_OVERLAP = timedelta(days=90)

_FIRST_DAY = date(1970, 1, 1)
_SEAL = select(KEY_SEAL.c.secret)
_ALL = select(KEYS).order_by(KEYS.c.created, KEYS.c.id)
_BY_ID = select(KEYS).where(KEYS.c.id == bindparam("of"))
_TO_CHANGE = _BY_ID.with_for_update()
_BY_LINE = _ALL.where(KEYS.c.line == bindparam("of"))
_BY_DIGEST = select(KEYS).where(KEYS.c.digest == bindparam("print"))
_IDS: BindParameter[Sequence[str]] = bindparam("ids", expanding=True)
_USE = (
    update(KEYS).where(KEYS.c.id.in_(_IDS), KEYS.c.last_used < bindparam("today")).values(last_used=bindparam("today"))
)
_REPLACE = (
    update(KEYS)
    .where(KEYS.c.id == bindparam("of"), KEYS.c.replaced_by == "", KEYS.c.revoked == 0)
    .values(replaced_by=bindparam("by"), valid_until=bindparam("until"))
)
_REVOKE = (
    update(KEYS)
    .where(KEYS.c.id == bindparam("of"), KEYS.c.revoked == 0)
    .values(revoked=bindparam("at"), revoked_why=bindparam("why"))
)
_CHANGE = (
    update(KEYS)
    .where(KEYS.c.id == bindparam("of"))
    .values(tier=bindparam("new_tier"), scopes=bindparam("new_scopes"), overrides=bindparam("new_overrides"))
)


class Keyring:
    """Every method may raise StoreUnavailable; what a write returned from is on the disk."""

    def __init__(self, database: Database) -> None:
        self._database = database

    @cached_property
    def seal(self) -> bytes:
        """What the keys of this database are sealed with; read once."""
        with self._database.reading() as connection:
            return bytes(connection.execute(_SEAL).scalar_one())

    def issue(self, wish: Wish, *, at: datetime | None = None) -> Issued:
        """A new key; InvalidKey with everything that is wrong with the wish."""
        meant = checked(wish)
        key_id = keys.new_id()
        with self._database.noting() as connection:
            return self._insert(connection, _wished(key_id, meant, rows.milliseconds(at)))

    def _insert(self, connection: Connection, row: Mapping[str, Any]) -> Issued:
        text = keys.make(Kind(row["kind"]), self.seal)
        connection.execute(insert(KEYS), {**row, "digest": keys.digest(text)})
        return Issued(_key(connection.execute(_BY_ID, {"of": row["id"]}).one()), text)

    def find(self, text: str) -> Key | None:
        """The key with this text, whatever its standing."""
        sought = keys.digest(text)
        with self._database.reading() as connection:
            row = connection.execute(_BY_DIGEST, {"print": sought}).one_or_none()
        return _key(row) if row is not None and hmac.compare_digest(bytes(row.digest), sought) else None

    def get(self, key_id: str) -> Key:
        """Raises UnknownKey."""
        with self._database.reading() as connection:
            return _held(connection, key_id)

    def all(self) -> list[Key]:
        """Every key there ever was, oldest first."""
        with self._database.reading() as connection:
            return [_key(row) for row in connection.execute(_ALL)]

    def line(self, key_id: str) -> list[Key]:
        """The key and all that came before and after it by rotation, oldest first; UnknownKey."""
        with self._database.reading() as connection:
            return [_key(row) for row in connection.execute(_BY_LINE, {"of": _held(connection, key_id).line})]

    def rotate(self, key_id: str, overlap: timedelta, *, at: datetime | None = None) -> Issued:
        """A key that takes the place of this one, which goes on for the overlap; all else about them is the same.

        UnknownKey, KeyRefused for one that is revoked or was replaced before, InvalidKey for an overlap too long.
        """
        if not timedelta() <= overlap <= LONGEST_OVERLAP:
            raise InvalidKey([Problem("overlap", f"lies between no time and {LONGEST_OVERLAP.days} days")])
        now = rows.milliseconds(at)
        with self._database.noting() as connection:
            old = _held(connection, key_id)
            successor = keys.new_id()
            replaced = {"of": key_id, "by": successor, "until": now + overlap // timedelta(milliseconds=1)}
            if connection.execute(_REPLACE, replaced).rowcount == 0:
                raise KeyRefused(_why_not(_held(connection, key_id)))
            return self._insert(connection, _succeeding(old, successor, now))

    def revoke(self, key_id: str, why: str, *, at: datetime | None = None) -> Key:
        """From now on it opens nothing, for good. UnknownKey, KeyRefused if it was so, InvalidKey for no reason."""
        if wrong := wrong_why(why):
            raise InvalidKey([Problem("why", wrong, why[:80])])
        with self._database.noting() as connection:
            done = connection.execute(_REVOKE, {"of": key_id, "at": rows.milliseconds(at), "why": why.strip()})
            key = _held(connection, key_id)
        if done.rowcount == 0:
            raise KeyRefused(_why_not(key))
        return key

    def change(
        self,
        key_id: str,
        *,
        tier: str | None = None,
        scopes: Sequence[str] | None = None,
        overrides: Mapping[str, int] | None = None,
    ) -> Key:
        """Give the key another tier, other scopes, limits of its own; what is None stays. UnknownKey, InvalidKey."""
        with self._database.noting() as connection:
            key = _held(connection, key_id, _TO_CHANGE)
            given = (
                key.tier if tier is None else tier,
                key.scopes if scopes is None else scopes,
                key.overrides if overrides is None else overrides,
            )
            connection.execute(_CHANGE, {"of": key_id, **_powers(key.kind, *given)})
            return _held(connection, key_id)

    def used(self, ids: Collection[str], day: date) -> None:
        """Note that these keys were used that day."""
        number = (day - _FIRST_DAY).days
        with self._database.noting() as connection:
            for chunk in rows.chunks(sorted(ids)):
                connection.execute(_USE, {"ids": chunk, "today": number})


def _held(connection: Connection, key_id: str, sought: Select[Any] = _BY_ID) -> Key:
    row = connection.execute(sought, {"of": key_id}).one_or_none() if key_id.isprintable() else None
    if row is None:
        raise UnknownKey(key_id)
    return _key(row)


def _why_not(key: Key) -> str:
    if key.revoked is not None:
        return f"the key {key.id} was revoked on {key.revoked:%Y-%m-%d}: {key.revoked_why}"
    return f"the key {key.id} was replaced by {key.replaced_by}; rotate that one"


def _wished(key_id: str, wish: Wish, now: int) -> dict[str, Any]:
    return {
        "id": key_id,
        "line": key_id,
        "kind": wish.kind.value,
        "name": wish.name,
        "contact": wish.contact,
        "purpose": wish.purpose,
        "origins": orjson.dumps(wish.origins),
        "scopes": orjson.dumps(wish.scopes),
        "tier": wish.tier,
        "overrides": b"{}",
        "created": now,
        "last_used": 0,
        "replaced_by": "",
        "valid_until": 0,
        "revoked": 0,
        "revoked_why": "",
    }


def _succeeding(old: Key, key_id: str, now: int) -> dict[str, Any]:
    same = Wish(old.name, old.contact, old.purpose, old.kind, old.origins, old.scopes, old.tier)
    return {**_wished(key_id, same, now), "line": old.line, "overrides": orjson.dumps(dict(old.overrides))}


def _powers(kind: Kind, tier: str, scopes: Sequence[str], overrides: Mapping[str, int]) -> dict[str, Any]:
    if wrong := [*wrong_word("tier", tier), *wrong_scopes(kind, scopes), *wrong_overrides(overrides)]:
        raise InvalidKey(wrong)
    ordered = [scope for scope in keys.SCOPES if scope in scopes]
    return {
        "new_tier": tier,
        "new_scopes": orjson.dumps(ordered),
        "new_overrides": orjson.dumps(dict(overrides), option=orjson.OPT_SORT_KEYS),
    }


def _key(row: Any) -> Key:
    return Key(
        row.id,
        row.line,
        Kind(row.kind),
        row.name,
        row.contact,
        row.purpose,
        tuple(orjson.loads(row.origins)),
        tuple(orjson.loads(row.scopes)),
        row.tier,
        orjson.loads(row.overrides),
        rows.moment(row.created),
        _FIRST_DAY + timedelta(days=row.last_used) if row.last_used else None,
        row.replaced_by,
        rows.moment(row.valid_until) if row.valid_until else None,
        rows.moment(row.revoked) if row.revoked else None,
        row.revoked_why,
    )
