"""Lets a request in by its key, before anything is done for it, and says in the answer how it is with the key."""

from __future__ import annotations

from collections.abc import Mapping

from flask import Flask, Response, g, request

from api.errors import KeyNeeded, ScopeMissing
from api.keys.callers import Caller, caller
from records.errors import StoreUnavailable
from records.keys import Key

_UNASKED = frozenset({"probes"})
"""Groups of routes that look at no key: what tells whether a node lives must not wait for its store."""

_NEEDED: Mapping[str, str] = {
    "records": "read",
    "facets": "read",
    "trees": "read",
    "datasets": "read",
    "usage.list_hot": "read",
    "records.batch_records": "bulk",
}
"""The scope a group of routes, or one of them, needs; the others are open to every key."""

STATUS = "X-Api-Key-Status"


def holder() -> Key:
    """The key that was sent, where nothing can be done without: KeyNeeded, StoreUnavailable, and all of caller's."""
    asking = caller()
    _verified(asking)
    if asking.key is None:
        raise KeyNeeded("This is about a key; send it as X-Api-Key or as Authorization: Bearer")
    return asking.key


def require(scope: str) -> None:
    """Raises ScopeMissing unless who asks may do this; StoreUnavailable where only the store could tell."""
    asking = caller()
    if scope not in asking.scopes:
        _verified(asking)
        raise ScopeMissing(scope, asking.scopes)


def _verified(asking: Caller) -> None:
    if asking.unverified:
        raise StoreUnavailable("the key cannot be looked up now")


def _admit() -> None:
    if request.blueprint in _UNASKED:
        return
    caller()
    needed = _NEEDED.get(request.endpoint or "") or _NEEDED.get(request.blueprint or "")
    if needed:
        require(needed)


def _tell(response: Response) -> Response:
    """What a key changes is told to its holder alone: no shared cache keeps it for others.

    Public data is the same for all, so answers do not vary by key: one kept for nobody in particular serves everyone.
    """
    asking: Caller | None = g.get("caller")
    if asking is None or not (asking.key or asking.unverified):
        return response
    if response.cache_control.public:
        response.headers["Cache-Control"] = response.headers["Cache-Control"].replace("public", "private", 1)
    if status := _status(asking):
        response.headers[STATUS] = status
    return response


def _status(asking: Caller) -> str:
    """Empty for a key with which all is well."""
    if asking.unverified:
        return "unverified"
    key = asking.key
    until = key.valid_until if key else None
    return f'replaced; valid-until="{until:%Y-%m-%dT%H:%M:%SZ}"' if until else ""


def register(app: Flask) -> None:
    app.before_request(_admit)
    app.after_request(_tell)
