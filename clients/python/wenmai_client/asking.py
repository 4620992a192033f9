"""How questions are written in an address: lists, yes and no, what is left out."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import Any

from wenmai_client.errors import Misuse

JOINED = ("ids", "fields", "facets", "bbox", "near", "by", "metric", "top", "action")
"""Parameters whose values stand in one, parted by commas; of all others each value is told by itself."""


def pairs(asked: Mapping[str, Any], without: Mapping[str, Any] | None = None) -> list[tuple[str, str]]:
    """Name and text of every parameter; None is not asked. `without` are filters whose records are left out.

    Misuse for an empty list that is asked for: left out, it would be all instead of nothing.
    """
    for name, value in asked.items():
        if value is not None and not _listed(value):
            raise Misuse(f"{name} is an empty list: it would ask for everything")
    told = [*_each(asked), *((f"-{name}", text) for name, text in _each(without or {}))]
    return [(name, text) for name, text in told if text != ""]


def _each(asked: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    for name, value in asked.items():
        if value is None:
            continue
        values = [_text(one) for one in _listed(value)]
        if name in JOINED:
            yield name, ",".join(values)
        else:
            yield from ((name, text) for text in values)


def _listed(value: Any) -> Collection[Any]:
    return value if isinstance(value, list | tuple | set | frozenset) else (value,)


def _text(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return value.isoformat() if hasattr(value, "isoformat") else str(value)
