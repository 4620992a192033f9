"""Addresses: of this node, of what was asked, of the page before and after."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache
from urllib.parse import quote

from flask import current_app, g, request

from settings import Settings

Pairs = list[tuple[str, str]]


def base() -> str:
    """The public address of the node, without a slash at its end."""
    if "base" not in g:
        settings: Settings = current_app.extensions["wenmai"].settings
        g.base = settings.base_url or request.root_url.rstrip("/")
    found: str = g.base
    return found


def asked() -> Pairs:
    """What the link of the request asks, in one order whichever way it was written."""
    return sorted(request.args.items(multi=True))


def address(path: str, pairs: Iterable[tuple[str, str]] = ()) -> str:
    return f"{base()}{target(path, pairs)}"


def target(path: str, pairs: Iterable[tuple[str, str]] = ()) -> str:
    """An address within the node."""
    query = "&".join(f"{_quoted(name)}={_quoted(value)}" for name, value in pairs)
    return f"{path}?{query}" if query else path


@lru_cache(maxsize=512)
def _quoted(text: str) -> str:
    """Kept, since the links of one answer say the same again and again."""
    return quote(text, safe=",:*/")


def again(drop: Iterable[str] = (), **changes: str | int) -> str:
    """The address of the request, with some parameters dropped and others set."""
    kept = [(name, value) for name, value in asked() if name not in changes and name not in drop]
    return address(request.path, sorted([*kept, *((name, str(value)) for name, value in changes.items())]))


def in_forms(names: Iterable[str]) -> dict[str, str]:
    """The request in other forms, by name; a walk begins anew, since another form may have another order."""
    return {name: again(drop=("cursor",), format=name) for name in names}


UNWALKABLE = ("relevance", "hot", "distance")
"""Orders that no cursor goes by."""


def walk() -> str:
    """Where a walk over what the request finds begins; an order that cannot be walked is left out.

    A POST has no address for that: it is sent again with this as its `cursor`.
    """
    if request.method == "POST":
        return "*"
    unwalkable = request.args.get("sort", "").lstrip("-") in UNWALKABLE
    return again(drop=("page", "sort") if unwalkable else ("page",), cursor="*")


def header(links: Mapping[str, str | None]) -> str:
    """The `Link` header of an answer's links."""
    return ", ".join(f'<{target}>; rel="{rel}"' for rel, target in links.items() if target and rel != "self")
