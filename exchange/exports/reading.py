"""How the value of a column is read from a record: small functions made for each field; None where there is none."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from records.model import JsonMap

Read = Callable[[JsonMap], Any]

USUAL = ("zh-Hans", "zh-Hant", "en")
"""The language that is taken of a text where none is asked for: the first of these, else the first there is."""

_SHARED = ("designations", "event", "contact", "media", "extra")
"""The fields that columns hold a part of only."""


def plain(name: str) -> Read:
    return lambda record: record.get(name)


def member(name: str, part: str) -> Read:
    def read(record: JsonMap) -> Any:
        found = record.get(name)
        return found.get(part) if found else None

    return read


def listed(name: str, part: str) -> Read:
    """A part of each member, empty where one has it not; None where none has it."""

    def read(record: JsonMap) -> list[str] | None:
        found = record.get(name)
        if not found:
            return None
        parts = [one.get(part) or "" for one in found]
        return parts if any(parts) else None

    return read


def named(name: str, part: str, below: str) -> Read:
    """As `listed`, one step deeper."""

    def read(record: JsonMap) -> list[str] | None:
        found = record.get(name)
        return [(one.get(part) or {}).get(below) or "" for one in found] if found else None

    return read


def tag_of(texts: Mapping[str, str]) -> str:
    if len(texts) > 1:
        for tag in USUAL:
            if tag in texts:
                return tag
    return next(iter(texts))


def text_of(name: str) -> Read:
    def read(record: JsonMap) -> str | None:
        texts = record.get(name)
        return texts[tag_of(texts)] if texts else None

    return read


def language_of(name: str) -> Read:
    def read(record: JsonMap) -> str | None:
        texts = record.get(name)
        return tag_of(texts) if texts else None

    return read


def other_languages(name: str) -> Read:
    def read(record: JsonMap) -> dict[str, str] | None:
        texts = record.get(name)
        if not texts or len(texts) == 1:
            return None
        first = tag_of(texts)
        return {tag: text for tag, text in texts.items() if tag != first}

    return read


def identifiers(record: JsonMap) -> list[str] | None:
    found = record.get("identifiers")
    return [f"{one['scheme']}:{one['value']}" for one in found] if found else None


def relations(record: JsonMap) -> list[str] | None:
    found = record.get("relations")
    return [f"{one['type']} {one['id']}" for one in found] if found else None


def elsewhere(record: JsonMap) -> dict[str, Any] | None:
    """The fields that no column holds whole."""
    return {name: record[name] for name in _SHARED if name in record} or None
