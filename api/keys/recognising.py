"""From the text of a key to the key: whole, given here, still valid, and from a page it is bound to."""

from __future__ import annotations

from datetime import UTC, datetime

from flask import Request

from api.errors import KeyNotValid, OriginNotAllowed
from api.keys.known import KnownKeys
from api.keys.presenting import presented
from records import keys
from records.errors import StoreUnavailable
from records.keys import Key, Kind, Standing


def recognised(asked: Request, known: KnownKeys) -> tuple[Key | None, bool]:
    """The key a request carries, None where it carries none; and whether it carries one nobody can look up now.

    Raises KeyInAddress, KeysDiffer, KeyNotValid, OriginNotAllowed for a key that is not to be taken.
    """
    text = presented(asked)
    if not text:
        return None, False
    if not keys.is_whole(text):
        raise KeyNotValid("mistyped", _mistyped(text))
    try:
        key = known.find(text)
    except StoreUnavailable:
        return None, True
    return _admitted(key, asked), False


def _mistyped(text: str) -> str:
    if text.startswith(tuple(kind.mark for kind in Kind)):
        return "The key was mistyped or cut: its check digits do not fit; copy it anew"
    return "What was sent is no key of this node: they begin with wenmai_sk_ or wenmai_pk_"


def _admitted(key: Key | None, asked: Request) -> Key:
    if key is None:
        raise KeyNotValid("unknown", "This node has given no such key; POST /v1/keys gives one")
    standing = key.standing(datetime.now(UTC))
    if standing is Standing.REVOKED:
        raise KeyNotValid("revoked", f"The key {key.id} was revoked: {key.revoked_why}")
    if standing is Standing.EXPIRED:
        raise KeyNotValid("expired", f"The key {key.id} was replaced by {key.replaced_by}, and its overlap is over")
    if key.kind is Kind.PUBLISHABLE:
        _require_origin(key, asked.headers.get("Origin", ""))
    return key


def _require_origin(key: Key, origin: str) -> None:
    if origin in key.origins:
        return
    told = f"came from {origin[:200]!r}" if origin else "named no Origin, as a browser does for a page of another site"
    raise OriginNotAllowed(f"The publishable key {key.id} serves the pages it is bound to; this request {told}")
