"""Small readings of what tantivy hands back."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import orjson
from tantivy import DocAddress, Document, Searcher, SearchResult

from search.engines.tantivy.schema import KEPT
from search.indexed import GONE, RECORD
from search.results import Kept, Redirect, Served, Tombstone


def found_count(found: SearchResult) -> int:
    """How many match in all; the stubs leave this attribute out."""
    return int(getattr(found, "count") or 0)  # noqa: B009


def numbers(searcher: Searcher, field: str, addresses: Sequence[DocAddress]) -> list[Any]:
    """The values of a fast field, None where a record has none."""
    return list(searcher.fast_field_values(field, list(addresses)))


def served(searcher: Searcher, address: DocAddress) -> Served:
    """A live record as stored."""
    return _served(searcher.doc(address))


def kept(searcher: Searcher, addresses: Sequence[DocAddress]) -> list[Kept]:
    """The bytes of live records as stored."""
    found: list[Kept] = []
    for document in map(searcher.doc, addresses):
        # Written out: an export does this some hundred thousand times a second.
        first = document.get_first
        source, text = first("source"), first("text")
        found.append(Kept(source.encode() if source else b"", text.encode() if text else b""))
    return found


def standing(searcher: Searcher, address: DocAddress) -> Served | Tombstone | Redirect:
    """What an id stands for: a record, or what is left of one."""
    document = searcher.doc(address)
    kind = document.get_first("kind")
    if kind == RECORD:
        return _served(document)
    left, record_id = orjson.loads(_bytes(document, "source") or b"{}"), str(document.get_first("id"))
    ordinal = int(document.get_first("ordinal") or 0)
    if kind == GONE:
        return Tombstone(record_id, str(left.get("reason", "")), str(left.get("at", "")), ordinal)
    return Redirect(record_id, str(left.get("to", "")), ordinal)


def _served(document: Document) -> Served:
    first = document.get_first
    source, text = (_bytes(document, name) for name in KEPT)
    return Served(str(first("id")), int(first("ordinal") or 0), int(first("seq") or 0), source, text)


def _bytes(document: Document, name: str) -> bytes:
    kept = document.get_first(name)
    return kept.encode() if kept else b""
