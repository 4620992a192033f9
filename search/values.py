"""The values of a record by declared field: found by the field's path, trees with all the nodes above."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from functools import cache
from typing import Any

from records import vocabularies
from search.fields import KEYWORDS, Field, Kind

Content = Mapping[str, Any]


def found_at(content: Any, path: Sequence[str]) -> list[Any]:
    """What stands at a path, members of lists taken one by one; nothing where it leads nowhere."""
    if isinstance(content, list):
        return [value for member in content for value in found_at(member, path)]
    if not path:
        return [content]
    if isinstance(content, dict) and path[0] in content:
        return found_at(content[path[0]], path[1:])
    return []


@cache
def tree_path(vocabulary: str, value: str) -> tuple[str, ...]:
    """The nodes from the root to a value; a value the vocabulary lacks stands alone."""
    return vocabularies.vocabulary(vocabulary).path(value) or (value,)


@cache
def _paths() -> tuple[tuple[Field, tuple[str, ...]], ...]:
    return tuple((field, tuple(field.path.split("."))) for field in KEYWORDS if field.path)


def keywords(content: Content) -> dict[str, tuple[str, ...]]:
    """The values of every keyword and tree field that has any, each once, in the record's order."""
    kept: dict[str, tuple[str, ...]] = {}
    for field, path in _paths():
        if path[0] in content:
            values = [value for value in found_at(content[path[0]], path[1:]) if isinstance(value, str)]
            if field.kind is Kind.TREE:
                values = [node for value in values for node in tree_path(field.vocabulary, value)]
            if values:
                kept[field.name] = tuple(dict.fromkeys(values))
    if parts := has(content):
        kept["has"] = parts
    return kept


def has(content: Content) -> tuple[str, ...]:
    """Which of `fields.HAS` the record comes with."""
    present = {
        "image": any(str(medium.get("type", "")).startswith("image") for medium in content.get("media", ())),
        "location": point(content) is not None,
        "text": bool(content.get("text")),
        "date": years(content) is not None,
    }
    return tuple(name for name, is_there in present.items() if is_there)


def years(content: Content) -> tuple[int, int] | None:
    """First and last year; where one end alone is known it stands for both."""
    date = content.get("date")
    if not date:
        return None
    start, end = date.get("start"), date.get("end")
    if start is None and end is None:
        return None
    return (end if start is None else start), (start if end is None else end)


def point(content: Content) -> tuple[float, float] | None:
    place = content.get("place")
    if not place or place.get("lat") is None or place.get("lon") is None:
        return None
    return float(place["lat"]), float(place["lon"])


def event_days(content: Content) -> tuple[int, int] | None:
    """The days an event begins and ends, as published: the moment's own day, wherever its offset is."""
    event = content.get("event") or {}
    if not event.get("start"):
        return None
    start, end = (date.fromisoformat(event.get(name, event["start"])[:10]).toordinal() for name in ("start", "end"))
    return start, max(start, end)


_PREFERRED = ("zh-Hans", "zh-Hant", "zh", "en")


def main_title(content: Content) -> str:
    """The title a record is sorted by: simplified Chinese, else traditional, else English, else whatever there is."""
    title: Mapping[str, str] = content.get("title") or {}
    return next((title[lang] for lang in _PREFERRED if lang in title), next(iter(title.values()), ""))


_BY_TYPE = {
    "venue": 55, "site": 50, "person": 48, "intangible": 45, "event": 40, "service": 35, "policy": 30,
    "artifact": 25, "artwork": 25, "literary-work": 20, "news": 10,
}  # fmt: skip
_BY_LEVEL = {"world": 30, "national": 20, "province": 10, "city": 5}
_SHORT = 20


def weight(content: Content) -> int:
    """How early a record is suggested: what people look for by name first, then what stands on a higher list, then
    short titles, which a beginning says more about."""
    levels: Iterable[str] = (listed.get("level", "") for listed in content.get("designations", ()))
    rank = max((_BY_LEVEL.get(level, 0) for level in levels), default=_BY_LEVEL.get(content.get("level", ""), 0) // 2)
    shortness = max(0, _SHORT - len(main_title(content)))
    return _BY_TYPE.get(content.get("type", ""), 0) * 100 + rank * 30 + shortness
