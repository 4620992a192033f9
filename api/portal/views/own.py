"""What a publisher says of a record beyond the fields that all records have: read as text, never as code."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from api.portal.words import Words
from records.vocabularies import regions

REGIONS = ("regions", "region", "region_code", "city_code", "county_code")
MOST = 40
"""Values that are shown of one of its fields; all of them are in the record's other forms."""

LONGEST = 2_000
"""Characters of one value."""

_KEY = re.compile(r"[A-Za-z0-9_]+")
_WORDS = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|[0-9]+")


def own(extra: Mapping[str, Any], t: Words) -> Iterator[tuple[str, list[str]]]:
    """Each field that says something: what it is called, and its values; a last "…" where there are more."""
    for key, value in extra.items():
        members = value if isinstance(value, list) else [value]
        texts = [_named(key, text, t) for text in (told(one, t) for one in members) if text]
        shown = [text if len(text) <= LONGEST else f"{text[:LONGEST]}…" for text in texts[:MOST]]
        yield name(key), shown if len(texts) <= MOST else [*shown, "…"]


def _named(key: str, text: str, t: Words) -> str:
    """A region by its name; all else as it stands."""
    return regions().label(text, t.lang) if key.lower() in REGIONS and text in regions() else text


def name(key: str) -> str:
    """`credit_line` and `creditLine` as words, "Credit line"; a name that is no identifier as it stands."""
    found = _WORDS.findall(key) if _KEY.fullmatch(key) else []
    words = " ".join(word if len(word) > 1 and word.isupper() else word.lower() for word in found)
    return words[:1].upper() + words[1:] or key


def told(value: Any, t: Words) -> str:
    """One value in words; empty where it says nothing."""
    if isinstance(value, bool):
        return t("said.yes") if value else t("said.no")
    if isinstance(value, Mapping):
        parts = ((name(key), told(inner, t), isinstance(inner, Mapping)) for key, inner in value.items())
        return t.semicolon.join(
            f"{key} ({text})" if deeper else f"{key}{t('colon')}{text}" for key, text, deeper in parts if text
        )
    if isinstance(value, list):
        return t.comma.join(filter(None, (told(one, t) for one in value)))
    return "" if value is None else str(value).strip()
