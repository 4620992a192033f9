"""What is stored of an entry: one text of three lines, the record, its text, and which entry it is.

Reading an entry back costs more for each stored field than for what is in it, so there is one.
"""

from __future__ import annotations

from typing import NamedTuple, cast

from tantivy import DocAddress, Searcher

from search.indexed import POSITION, Values
from search.results import Kept

STORED = "stored"


class Stored(NamedTuple):
    """An entry as it was written; its kind is one of `search.indexed`."""

    kind: str
    ordinal: int
    seq: int
    id: str
    source: bytes
    text: bytes


def stored(held: Values) -> str:
    """Of the values of an entry; ValueError where a line break in one of them would part it elsewhere."""
    lines = [cast(bytes, held.get(name, b"")).decode() for name in ("source", "text")]
    text = "\n".join([*lines, f"{held['kind']} {held['ordinal']} {held['seq']} {held['id']}"])
    if text.count("\n") != len(lines):
        raise ValueError("a line break in the record, its text or its id")
    return text


def stored_position(seq: int) -> str:
    """Of the reserved entry, which is nothing but a number."""
    return f"\n\n{POSITION} 0 {seq} "


def read(searcher: Searcher, address: DocAddress) -> Stored:
    source, text, key = _lines(searcher, address)
    kind, ordinal, seq, entry_id = key.decode().split(" ", 3)
    return Stored(kind, int(ordinal), int(seq), entry_id, source, text)


def read_kept(searcher: Searcher, address: DocAddress) -> Kept:
    """No more than an export needs, which asks for some hundred thousand a second."""
    source, text, _ = _lines(searcher, address)
    return Kept(source, text)


def _lines(searcher: Searcher, address: DocAddress) -> list[bytes]:
    """Of what cannot be parted as it was put together, too few or too many: a ValueError for who takes them."""
    lines: list[bytes] = (searcher.doc(address).get_first(STORED) or "").encode().split(b"\n")
    return lines
