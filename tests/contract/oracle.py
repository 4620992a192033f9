"""Brute force: the answers there should be, worked out from plain records and the declared fields alone."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from functools import cache
from typing import Any

from records.model import State
from records.vocabularies import vocabulary
from search.fields import FIELDS, Kind
from search.query import (
    AllOf,
    AnyOf,
    Box,
    DayRange,
    Every,
    Everything,
    FacetRequest,
    Ids,
    Near,
    Not,
    Phrase,
    Point,
    Prefix,
    Query,
    Terms,
    TimeRange,
    Words,
    YearRange,
)
from tests.contract.making import READINGS, Row

Facet = tuple[list[tuple[str, int]], int, int]
"""The values listed with their counts, the sum of the other counts, the records without any."""


class Oracle:
    """Holds the rows that are live."""

    def __init__(self, rows: Iterable[Row]) -> None:
        self.rows = sorted((row for row in rows if row.state is State.LIVE), key=lambda row: row.ordinal)

    def found(self, query: Query, without_field: str = "") -> list[Row]:
        """By rising ordinal; the values asked for of `without_field` left out, not those excluded."""
        filters = [each for each in query.filters if not _asks_for(each, without_field)]
        return [row for row in self.rows if matches(row, query.clause) and all(matches(row, each) for each in filters)]

    def ordered(self, query: Query) -> list[Row]:
        found = self.found(query)
        keyed = [(sort_value(row, query), row) for row in found]
        valued = [(value, row) for value, row in keyed if value is not None]
        bare = [row for value, row in keyed if value is None]
        if query.sort.by == "distance":
            sign = -1 if query.sort.descending else 1
            valued.sort(key=lambda pair: (sign * pair[0], pair[1].ordinal))
            return [row for _, row in valued] + bare
        valued.sort(key=lambda pair: (pair[0], pair[1].ordinal), reverse=query.sort.descending)
        bare.sort(key=lambda row: row.ordinal, reverse=query.sort.descending)
        return [row for _, row in valued] + bare

    def facet(self, query: Query, request: FacetRequest) -> Facet:
        rows = self.found(query, without_field=request.field)
        held = [set(values(row, request.field)) for row in rows]
        counts = Counter(value for each in held for value in each)
        allowed = listed(request, query)
        ranked = sorted(
            ((value, count) for value, count in counts.items() if allowed is None or value in allowed),
            key=lambda pair: (-pair[1], pair[0]),
        )
        missing = sum(1 for each in held if not each)
        return ranked[: request.size], sum(count for _, count in ranked[request.size :]), missing


def _asks_for(chosen: object, field: str) -> bool:
    return isinstance(chosen, Terms) and chosen.field == field and not chosen.exclude


def listed(request: FacetRequest, query: Query) -> set[str] | None:
    declared = FIELDS[request.field]
    if declared.kind is not Kind.TREE or request.every_level:
        return None
    tree = vocabulary(declared.vocabulary)
    roots = [term.id for term in tree if term.parent is None]
    top = [term.id for term in tree if term.parent == roots[0]] if len(roots) == 1 else roots
    nodes = {node for node in top if tree.current(node) == node}
    for each in query.filters:
        if isinstance(each, Terms) and each.field == request.field and not each.exclude:
            for node in each.values:
                way = tree.path(node)
                nodes |= set(way if len(roots) > 1 else way[1:]) | {node}
                nodes |= {term.id for term in tree.children(tree.current(node))}
    return nodes


@cache
def values(row: Row, field: str) -> tuple[str, ...]:
    return tuple(_values(row, field))


def _values(row: Row, field: str) -> list[str]:
    declared = FIELDS[field]
    if field == "has":
        return list(_has(row))
    found = [value for value in at(row.content, declared.path.split(".")) if isinstance(value, str)]
    if declared.kind is not Kind.TREE:
        return found
    tree = vocabulary(declared.vocabulary)
    return [node for value in found for node in tree.path(value)]


def at(content: Any, path: Sequence[str]) -> Iterator[Any]:
    if isinstance(content, list):
        for member in content:
            yield from at(member, path)
    elif not path:
        yield content
    elif isinstance(content, dict) and path[0] in content:
        yield from at(content[path[0]], path[1:])


def _has(row: Row) -> Iterator[str]:
    content = row.content
    if any(medium["type"].startswith("image") for medium in content.get("media", [])):
        yield "image"
    if "lat" in content.get("place", {}):
        yield "location"
    if content.get("text"):
        yield "text"
    if content.get("date"):
        yield "date"


def sort_value(row: Row, query: Query) -> Any:
    by = query.sort.by
    if by in ("ordinal", "relevance"):
        return row.ordinal
    if by == "modified":
        return row.milliseconds
    if by == "year":
        return row.content.get("date", {}).get("start")
    if by == "event":
        return row.content.get("event", {}).get("start", "")[:10] or None
    if by == "title":
        return title_key(row) or None
    assert query.origin is not None
    place = row.content.get("place", {})
    return kilometres(query.origin, place["lat"], place["lon"]) if "lat" in place else None


def title_key(row: Row) -> str:
    """A character at a time: letters, tone, strokes, code point."""
    title = next(iter(row.content["title"].values()))
    if title[0] in READINGS:
        return "".join("{}{:02}".format(*READINGS[character]) + f"{ord(character):05x}" for character in title)
    return title.replace("!", "")


def kilometres(origin: Point, lat: float, lon: float) -> float:
    """By the angle between two unit vectors, not by the haversine formula."""
    one, two = _unit(origin.lat, origin.lon), _unit(lat, lon)
    cross = (
        one[1] * two[2] - one[2] * two[1],
        one[2] * two[0] - one[0] * two[2],
        one[0] * two[1] - one[1] * two[0],
    )
    return 6371.0088 * math.atan2(math.hypot(*cross), sum(a * b for a, b in zip(one, two, strict=True)))


def _unit(lat: float, lon: float) -> tuple[float, float, float]:
    up, round_ = math.radians(lat), math.radians(lon)
    return math.cos(up) * math.cos(round_), math.cos(up) * math.sin(round_), math.sin(up)


def matches(row: Row, clause: Any) -> bool:  # noqa: C901
    match clause:
        case Everything():
            return True
        case Terms(field, wanted, exclude):
            return (not set(wanted).isdisjoint(values(row, field))) is not exclude
        case YearRange(start, end):
            date = row.content.get("date")
            return bool(date) and not (
                (end is not None and date["start"] > end) or (start is not None and date["end"] < start)
            )
        case TimeRange(start, end):
            return (start is None or row.milliseconds >= start) and (end is None or row.milliseconds <= end)
        case DayRange(start, end):
            return _takes_place(row, start, end)
        case Ids(ids):
            return row.id in ids
        case Box():
            return _in_box(row, clause)
        case Near(centre, radius):
            place = row.content.get("place", {})
            return "lat" in place and kilometres(centre, place["lat"], place["lon"]) <= radius
        case Not(part):
            return not matches(row, part)
        case AnyOf(parts):
            return any(matches(row, part) for part in parts)
        case Every(parts):
            return all(matches(row, part) for part in parts)
        case AllOf(parts):
            plain = [part for part in parts if isinstance(part, Words) and not part.field]
            words = Words(" ".join(part.text for part in plain))
            return all(matches(row, part) for part in parts if part not in plain) and (not plain or matches(row, words))
        case Words(text, field):
            sought = list(dict.fromkeys(text.split()))
            held = sum(_holds(row, unit, field) for unit in sought)
            return held >= (len(sought) if field else _needed(len(sought)))
        case Phrase(text, field):
            return _holds(row, text, field)
        case Prefix(text, field):
            return any(f" {text}" in held for held in padded(row, field))
    raise AssertionError(clause)


def _takes_place(row: Row, start: int | None, end: int | None) -> bool:
    """By the days as they are written, which compare as texts."""
    event = row.content.get("event", {})
    if "start" not in event:
        return False
    first = event["start"][:10]
    last = max(first, event.get("end", first)[:10])
    written = [day and date.fromordinal(day).isoformat() for day in (start, end)]
    return not (written[1] and first > written[1]) and not (written[0] and last < written[0])


def _needed(count: int) -> int:
    return count if count <= 2 else count - 1 if count <= 5 else int(0.7 * count + 1e-9)


def _in_box(row: Row, box: Box) -> bool:
    place = row.content.get("place", {})
    if "lat" not in place or not box.south <= place["lat"] <= box.north:
        return False
    if box.west <= box.east:
        return box.west <= place["lon"] <= box.east
    return place["lon"] >= box.west or place["lon"] <= box.east


def _holds(row: Row, sought: str, field: str) -> bool:
    """Han anywhere in a text, Latin as whole words side by side."""
    wanted = f" {sought} " if sought[0].isascii() else sought
    return any(wanted in text for text in padded(row, field))


@cache
def padded(row: Row, field: str) -> tuple[str, ...]:
    return tuple(f" {text} " for text in texts(row, field))


def texts(row: Row, field: str) -> Iterator[str]:
    """The texts of a record that the contract's words can occur in; its labels hold none of them."""
    content = row.content
    if field in ("", "title"):
        yield from content["title"].values()
    if field in ("", "subject"):
        yield from content.get("subjects", [])
    if field in ("", "description"):
        yield from content.get("description", {}).values()
    if field in ("", "text"):
        yield from content.get("text", {}).values()
