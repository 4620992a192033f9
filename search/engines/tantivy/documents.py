"""From an index entry to what tantivy writes: checked first, since tantivy drops what it cannot take without a word."""

from __future__ import annotations

from typing import cast

import tantivy

from search.engines.tantivy.schema import schema
from search.engines.tantivy.sorting import ORDERS, title_head
from search.engines.tantivy.stored import STORED, stored, stored_position
from search.entries import IndexEntry
from search.indexed import POSITION, Unwritable, Values, values

KEYS = {
    "event_key": ("event", "event_day"),
    "modified_key": ("modified", "modified"),
    "title_key": ("title", "title_key"),
    "year_key": ("year", "year_start"),
}
"""The fields that sorts read: the order each belongs to, and the value it is made of."""


def document(entry: IndexEntry) -> tantivy.Document:
    """The entry as tantivy takes it; Unwritable where something in it would be lost or refused."""
    try:
        return tantivy.Document.from_dict(_keyed(values(entry)), schema())
    except (ValueError, TypeError, OverflowError) as error:
        raise Unwritable(str(error)) from error


def position_document(seq: int) -> tantivy.Document:
    """The reserved entry that says how far a build has come; it has no id, and no search sees its kind."""
    return tantivy.Document.from_dict({"kind": POSITION, STORED: stored_position(seq)}, schema())


def _keyed(held: Values) -> Values:
    """With a key for each sort, which ends in the ordinal, so that no two are equal; and with what is stored."""
    keys = {
        name: ORDERS[order].key(held[made_of], held["ordinal"])  # type: ignore[arg-type]
        for name, (order, made_of) in KEYS.items()
        if made_of in held
    }
    if "title_key" in held:
        keys["title_head"] = title_head(cast(str, held["title_key"]))
    only_stored = ("seq", "source", "text")
    return {name: value for name, value in held.items() if name not in only_stored} | keys | {STORED: stored(held)}
