"""Records as they are shown: whole, as cards, or in part; the kept bytes are decoded only where that is needed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import orjson

from api.representations.languages import reduced
from api.shapes import CARD, ON_HITS, Shape
from exchange.exports import Kept
from search.results import Hit, Served

Shown = orjson.Fragment | dict[str, Any]


def shown(record: Served, shape: Shape, extras: Mapping[str, Any] | None = None) -> Shown:
    """A record in the shape asked for, with its links, and `extras` beside its fields."""
    more = {"links": _links(record, shape.base), **(extras or {})}
    return _spliced(record, shape, more) if shape.as_kept else _decoded(record, shape, more)


def shown_hit(hit: Hit, shape: Shape) -> Shown:
    return shown(hit.record, shape, _extras(hit))


def _links(record: Served, base: str) -> dict[str, str]:
    return {"self": f"{base}/v1/records/{record.id}", "html": f"{base}/records/{record.id}"}


def _extras(hit: Hit) -> dict[str, Any]:
    extras: dict[str, Any] = {}
    if hit.score is not None:
        extras["score"] = round(hit.score, 4)
    if hit.distance_km is not None:
        extras["distance"] = round(hit.distance_km, 3)
    if hit.highlights:
        extras["highlights"] = _by_field(hit)
    return extras


def _by_field(hit: Hit) -> dict[str, list[dict[str, Any]]]:
    found: dict[str, list[dict[str, Any]]] = {}
    for one in hit.highlights:
        found.setdefault(one.field, []).append({"text": one.text, "spans": one.spans})
    return found


def _spliced(record: Served, shape: Shape, more: Mapping[str, Any]) -> orjson.Fragment:
    """The kept JSON with members written in before its closing brace."""
    text = b',"text":' + record.text if shape.texts and record.text else b""
    return orjson.Fragment(record.source[:-1] + text + b"," + orjson.dumps(more)[1:])


def _decoded(record: Served, shape: Shape, more: Mapping[str, Any]) -> dict[str, Any]:
    found = content(record, shape)
    found.update(more)
    if shape.view == "card":
        return _card(found)
    return only(found, shape.fields) if shape.fields else found


def content(record: Kept, shape: Shape) -> dict[str, Any]:
    """The whole record, in the languages asked for, with its text where that is."""
    found: dict[str, Any] = orjson.loads(record.source)
    if shape.texts and record.text:
        found["text"] = orjson.loads(record.text)
    return reduced(found, shape.lang) if shape.lang else found


def _card(content: dict[str, Any]) -> dict[str, Any]:
    card = {name: content[name] for name in (*CARD, "links", *ON_HITS) if name in content}
    if card.get("media"):
        card["media"] = card["media"][:1]
    return card


def only(content: Mapping[str, Any], names: Iterable[str]) -> dict[str, Any]:
    """The parts of a record that have these names, and its id."""
    kept: dict[str, Any] = {"id": content["id"]}
    for path in _paths((*names, *ON_HITS)):
        _copy(content, kept, path)
    return kept


def _paths(names: Iterable[str]) -> Iterator[list[str]]:
    """Longer paths first, so that a whole field asked for beside a part of it wins."""
    yield from sorted((name.split(".") for name in names), key=len, reverse=True)


def _copy(source: Mapping[str, Any], kept: dict[str, Any], path: list[str]) -> None:
    """Copy what stands at a path; inside a list, of each of its members."""
    name, rest = path[0], path[1:]
    if name not in source:
        return
    value = source[name]
    if not rest:
        kept[name] = value
    elif isinstance(value, Mapping):
        _copy(value, kept.setdefault(name, {}), rest)
    elif isinstance(value, list):
        parts = kept.setdefault(name, [{} for _ in value])
        for member, part in zip(value, parts, strict=True):
            if isinstance(member, Mapping):
                _copy(member, part, rest)
