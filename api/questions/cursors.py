"""Cursors: opaque, signed places in a walk, each bound to the query it belongs to."""

from __future__ import annotations

import hashlib
import os
import secrets
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from itsdangerous import BadData, URLSafeSerializer

from api.errors import CursorRefused
from api.schemas.parameters import CURSOR_DAYS
from search.query import AS_IT_STANDS, Place, Query, Read, Reading
from settings import Settings

KEY_FILE = "secret"
_FOREIGN = "belongs to another query; start again with cursor=*"
_TAMPERED = "was not made by this node, or was changed; start again with cursor=*"
_EPOCH = date(1970, 1, 1)


def digest(*parts: object) -> str:
    """The same for the same parts."""
    return hashlib.blake2b(repr(parts).encode(), digest_size=8).hexdigest()


def fingerprint(query: Query) -> str:
    """The same for every page of a walk, different for any other question."""
    return digest(query.clause, query.filters, query.sort, query.relax)


def today() -> str:
    """The day cursors are made on, in UTC; those of one place are alike all day, so that answers can be kept."""
    return datetime.now(UTC).date().isoformat()


@dataclass(frozen=True, slots=True)
class Mark:
    """What a walk needs to go on: where it stands, as of which change it began, and how its words are read."""

    place: Place
    since: int
    read: Read = AS_IT_STANDS


class Cursors:
    """Seals places into cursors and opens them again, for so many days; `clock` tells seconds since 1970."""

    def __init__(self, key: str, clock: Callable[[], float] = time.time) -> None:
        self._serializer = URLSafeSerializer(
            key, salt="wenmai.cursor.dated", signer_kwargs={"key_derivation": "hmac", "digest_method": hashlib.sha256}
        )
        self._clock = clock

    def seal(self, mark: Mark, query: Query) -> str:
        return self.seal_bound([mark.place.value, mark.place.ordinal, *sealed(mark)], fingerprint(query))

    def open(self, cursor: str, query: Query) -> Mark:
        """Where the walk stands; CursorRefused for a cursor changed, made elsewhere, too old, or of another query."""
        value, ordinal, *rest = self.open_bound(cursor, fingerprint(query))
        return opened(Place(value, ordinal), rest)

    def seal_bound(self, values: Sequence[Any], bound_to: str) -> str:
        """Plain values that only whoever gives the same `bound_to` gets back."""
        sealed = self._serializer.dumps([bound_to, self._day(), *values])
        return sealed if isinstance(sealed, str) else sealed.decode()

    def open_bound(self, cursor: str, bound_to: str) -> list[Any]:
        """CursorRefused for a cursor changed, made elsewhere, too old, or of another question."""
        try:
            found, day, *values = list(self._serializer.loads(cursor))
        except BadData as error:
            raise CursorRefused(_TAMPERED) from error
        if found != bound_to:
            raise CursorRefused(_FOREIGN)
        if self._day() - day > CURSOR_DAYS:
            made = (_EPOCH + timedelta(days=day)).isoformat()
            raise CursorRefused(f"was made on {made}, and holds for {CURSOR_DAYS} days; start again with cursor=*")
        return values

    def _day(self) -> int:
        return int(self._clock() // 86_400)


def sealed(mark: Mark) -> list[Any]:
    """All but its place, as plain values."""
    return [mark.since, int(mark.read.reading), *mark.read.without]


def opened(place: Place, values: Sequence[Any]) -> Mark:
    since, reading, *without = values
    return Mark(place, since, Read(Reading(reading), tuple(without)))


def signing_key(settings: Settings) -> str:
    """The node's secret: set by its operator, or made once and kept in its folder, the same for all workers."""
    return settings.secret or _kept_key(settings.data / KEY_FILE)


def _kept_key(path: Path) -> str:
    if not path.exists():
        _make_key(path)
    return path.read_text().strip()


def _make_key(path: Path) -> None:
    """Written aside and linked into place, so that of two workers starting at once one wins and both read the same."""
    path.parent.mkdir(parents=True, exist_ok=True)
    aside = path.with_name(f".{path.name}.{os.getpid()}.{secrets.token_hex(4)}")
    aside.touch(mode=0o600)
    aside.write_text(secrets.token_urlsafe(32))
    try:
        path.hardlink_to(aside)
    except FileExistsError:
        pass
    finally:
        aside.unlink()
