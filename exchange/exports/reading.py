"""How the value of a column is read from a field of a record: small functions; None where there is none."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from operator import methodcaller
from typing import Any

from records.model import JsonMap

Read = Callable[[Any], Any]

USUAL = ("zh-Hans", "zh-Hant", "en")
"""The language that is taken of a text where none is asked for: the first of these, else the first there is."""

_SHARED = ("designations", "event", "contact", "media", "extra")
"""The fields that columns hold a part of only."""


def plain(value: Any) -> Any:
    return value


def member(part: str) -> Read:
    return methodcaller("get", part)


def listed(part: str) -> Read:
    """A part of each member, empty where one has it not; None where none has it."""

    def read(value: Sequence[JsonMap]) -> list[str] | None:
        if len(value) == 1:
            return [only] if (only := value[0].get(part)) else None
        parts = [one.get(part) or "" for one in value]
        return parts if any(parts) else None

    return read


def named(part: str, below: str) -> Read:
    """As `listed`, one step deeper."""
    return lambda value: [(one.get(part) or {}).get(below) or "" for one in value]


def tag_of(texts: Mapping[str, str]) -> str:
    if len(texts) > 1:
        for tag in USUAL:
            if tag in texts:
                return tag
    return next(iter(texts))


def text_of(texts: Mapping[str, str]) -> str:
    return texts[tag_of(texts)]


def other_languages(texts: Mapping[str, str]) -> dict[str, str] | None:
    if len(texts) == 1:
        return None
    first = tag_of(texts)
    return {tag: text for tag, text in texts.items() if tag != first}


IN_LANGUAGES: tuple[Read, ...] = (text_of, tag_of, other_languages)
"""The three columns of a text by language."""


def identifiers(value: Sequence[JsonMap]) -> list[str]:
    return [f"{one['scheme']}:{one['value']}" for one in value]


def relations(value: Sequence[JsonMap]) -> list[str]:
    return [f"{one['type']} {one['id']}" for one in value]


def elsewhere(record: JsonMap) -> dict[str, Any] | None:
    """The fields that no column holds whole."""
    return {name: record[name] for name in _SHARED if name in record} or None
