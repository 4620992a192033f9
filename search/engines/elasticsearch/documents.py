"""From an index entry to the lines of a bulk request: checked first, so that what is refused is known by its part."""

from __future__ import annotations

from typing import cast
from zlib import crc32

import orjson

from search.entries import IndexEntry
from search.indexed import MISSING_BITS, POSITION, Unwritable, Values, values

POSITION_ID = "position"
"""Of the reserved entry that says how far a build has come; no record's id is without a colon."""


def lines(entry: IndexEntry) -> tuple[bytes, bytes]:
    """Action and document; Unwritable where something in the entry would be lost or refused.

    The change's number is the version: a late retry never overwrites what came after it.
    """
    held = values(entry)
    try:
        return action(entry.id, entry.seq), orjson.dumps(_document(entry.id, held))
    except (TypeError, UnicodeDecodeError) as error:
        raise Unwritable(str(error)) from error


def position_lines(seq: int) -> tuple[bytes, bytes]:
    held = {"kind": POSITION, "seq": seq, "sums": sums(POSITION_ID, 0, seq)}
    return action(POSITION_ID, seq), orjson.dumps(held)


def action(entry_id: str, version: int) -> bytes:
    return orjson.dumps({"index": {"_id": entry_id, "version": version, "version_type": "external_gte"}})


def sums(entry_id: str, ordinal: int, seq: int, source: bytes = b"", text: bytes = b"") -> list[int]:
    """By which an entry, and its text, are known to come back as they were written: nothing else on the way tells."""
    return [crc32(source, crc32(entry_id.encode(), (seq * 2_654_435_761 + ordinal) & 0xFFFFFFFF)), crc32(text)]


def _document(entry_id: str, held: Values) -> Values:
    kept = (cast(int, held["ordinal"]), cast(int, held["seq"]), cast(bytes, held["source"]))
    held["sums"] = sums(entry_id, *kept, cast(bytes, held.get("text", b"")))
    held.pop("id")
    for name in ("source", "text"):
        if name in held:
            held[name] = cast(bytes, held[name]).decode()
    if "missing" in held:
        missing = cast(int, held.pop("missing"))
        held["lacks"] = [name for name, bit in MISSING_BITS.items() if missing & bit]
    if "lat" in held:
        held["location"] = {"lat": held["lat"], "lon": held["lon"]}
    else:
        held["pointless"] = 1
    return held
