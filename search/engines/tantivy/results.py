"""Small readings of what tantivy hands back."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import orjson
from tantivy import DocAddress, Searcher, SearchResult

from search.engines.tantivy.stored import Stored, read, read_kept
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
    return _served(read(searcher, address))


def kept(searcher: Searcher, addresses: Sequence[DocAddress]) -> list[Kept]:
    """The bytes of live records as stored."""
    return [read_kept(searcher, address) for address in addresses]


def standing(searcher: Searcher, address: DocAddress) -> Served | Tombstone | Redirect:
    """What an id stands for: a record, or what is left of one."""
    found = read(searcher, address)
    if found.kind == RECORD:
        return _served(found)
    left = orjson.loads(found.source or b"{}")
    if found.kind == GONE:
        return Tombstone(found.id, str(left.get("reason", "")), str(left.get("at", "")), found.ordinal)
    return Redirect(found.id, str(left.get("to", "")), found.ordinal)


def _served(found: Stored) -> Served:
    return Served(found.id, found.ordinal, found.seq, found.source, found.text)
