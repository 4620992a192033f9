"""Cursors: opaque, signed places in a walk, each bound to the query it belongs to."""

from __future__ import annotations

import hashlib
import os
import secrets
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from itsdangerous import BadData, URLSafeSerializer

from api.errors import BadParameters, Fault
from search.query import Place, Query
from settings import Settings

KEY_FILE = "secret"
_FOREIGN = "belongs to another query; start again with cursor=*"
_TAMPERED = "was not made by this node, or was changed; start again with cursor=*"


def digest(*parts: object) -> str:
    """The same for the same parts."""
    return hashlib.blake2b(repr(parts).encode(), digest_size=8).hexdigest()


def fingerprint(query: Query) -> str:
    """The same for every page of a walk, different for any other question."""
    return digest(query.clause, query.filters, query.sort)


class Cursors:
    """Seals places into cursors and opens them again."""

    def __init__(self, key: str) -> None:
        self._serializer = URLSafeSerializer(
            key, salt="wenmai.cursor", signer_kwargs={"key_derivation": "hmac", "digest_method": hashlib.sha256}
        )

    def seal(self, place: Place, query: Query) -> str:
        return self.seal_bound([place.value, place.ordinal], fingerprint(query))

    def open(self, cursor: str, query: Query) -> Place:
        """Where the walk stands; BadParameters for a cursor changed, made elsewhere, or of another query."""
        value, ordinal = self.open_bound(cursor, fingerprint(query))
        return Place(value, ordinal)

    def seal_bound(self, values: Sequence[Any], bound_to: str) -> str:
        """Plain values that only whoever gives the same `bound_to` gets back."""
        sealed = self._serializer.dumps([bound_to, *values])
        return sealed if isinstance(sealed, str) else sealed.decode()

    def open_bound(self, cursor: str, bound_to: str) -> list[Any]:
        """BadParameters for a cursor changed, made elsewhere, or of another question."""
        try:
            found, *values = list(self._serializer.loads(cursor))
        except BadData as error:
            raise BadParameters([Fault("cursor", _TAMPERED, "*")]) from error
        if found != bound_to:
            raise BadParameters([Fault("cursor", _FOREIGN, "*")])
        return values


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
