"""Statements as JSON-LD 1.1, its context inside: nothing is fetched to read it, and it may stand in a page as it is."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import orjson

from exchange.crosswalks.values import NAMESPACES, Literal, Node, Reference, Value

CONTEXT: Mapping[str, str] = {
    "@vocab": NAMESPACES["schema"],
    **{prefix: address for prefix, address in NAMESPACES.items() if prefix != "schema"},
}

_IN_PAGES = {ord(mark): f"\\u{ord(mark):04x}" for mark in "<>&\u2028\u2029"}


def jsonld_bytes(thing: Node) -> bytes:
    """Without `<`, `>`, `&` and the line separators, so that no text in it ends a `<script>` around it."""
    written = orjson.dumps({"@context": CONTEXT, **plain_node(thing)}).decode()
    return written.translate(_IN_PAGES).encode()


def plain_node(thing: Node) -> dict[str, Any]:
    """As a member of a graph, in the words of `CONTEXT`."""
    found: dict[str, Any] = {"@id": thing.iri} if thing.iri else {}
    if thing.types:
        found["@type"] = _one_or_all([_short(name) for name in thing.types])
    by_property: dict[str, list[Any]] = {}
    for name, value in thing.said:
        by_property.setdefault(_short(name), []).append(_value(value))
    return {**found, **{name: _one_or_all(values) for name, values in by_property.items()}}


def _value(value: Value) -> Any:
    if isinstance(value, Node):
        return plain_node(value)
    if isinstance(value, Reference):
        return {"@id": value.iri}
    return _literal(value)


def _literal(value: Literal) -> Any:
    if value.language:
        return {"@value": value.text, "@language": value.language}
    return {"@value": value.text, "@type": value.datatype} if value.datatype else value.text


def _short(name: str) -> str:
    return name.removeprefix("schema:")


def _one_or_all(values: list[Any]) -> Any:
    return values[0] if len(values) == 1 else values
