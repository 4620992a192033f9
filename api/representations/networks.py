"""A network as it is answered: as JSON, and as what all its other forms are made from."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from api.representations.labels import names
from api.representations.results import total
from api.representations.tables.telling import narrowed
from exchange.tables import About, Link, Network, Node
from exchange.tables.table import Labels, in_language
from exchange.tables.words import LANGUAGES, Language
from search import results
from search.fields import FIELDS
from search.query import Query

_TITLES: Mapping[Language, str] = {"zh-Hans": "{}共现网络", "zh-Hant": "{}共現網路", "en": "{}: what occurs together"}


def title(field: str, query: Query) -> Labels:
    """By language: of what, and of which records."""
    return {lang: narrowed(_TITLES[lang].format(FIELDS[field].labels[lang]), query, lang) for lang in LANGUAGES}


def finished(found: results.Network, about: About) -> Network:
    """Each node with its labels in all languages."""
    labels = names(found.field)
    nodes = tuple(Node(node.value, node.count, labels(node.value)) for node in found.nodes)
    return Network(nodes, tuple(Link(li.source, li.target, li.count, li.lift) for li in found.links), about)


def body(found: results.Network, named: Labels, lang: Language, addresses: Mapping[str, str]) -> dict[str, Any]:
    field, labels = FIELDS[found.field], names(found.field)
    return {
        "title": named[lang],
        "field": field.name,
        "label": field.labels[lang],
        "labels": dict(field.labels),
        "nodes": [
            {"id": node.value, "label": in_language(labels(node.value), lang) or node.value, "count": node.count}
            for node in found.nodes
        ],
        "edges": [
            {"source": edge.source, "target": edge.target, "count": edge.count, "lift": edge.lift}
            for edge in found.links
        ],
        "total": total(found.total),
        "other_count": found.other_count,
        "missing_count": found.missing_count,
        "as_of": found.as_of,
        "links": dict(addresses),
    }
