"""Small readings of what Elasticsearch hands back."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import orjson

from search.engines.elasticsearch.documents import sums
from search.indexed import GONE, MOVED, POSITION, RECORD
from search.results import Kept, Redirect, Served, Tombstone

Found = Mapping[str, Any]


def served(hit: Found) -> Served:
    """A live record as kept; ValueError where it is not what was written."""
    kept = hit["_source"]
    found = Served(hit["_id"], kept["ordinal"], kept["seq"], kept["source"].encode(), kept.get("text", "").encode())
    if kept["sums"] != sums(found.id, found.ordinal, found.seq, found.source, found.text):
        raise ValueError(found.id)
    return found


def kept(hit: Found) -> Kept:
    """The bytes of a live record; ValueError where they are not what was written."""
    held = hit["_source"]
    source, text = held["source"].encode(), held.get("text")
    apart = text.encode() if text else b""
    if held["sums"] != sums(hit["_id"], held["ordinal"], held["seq"], source, apart):
        raise ValueError(hit["_id"])
    return Kept(source, apart)


def standing_for(found: Found) -> Served | Tombstone | Redirect | None:
    """What an id stands for: a record, or what is left of one; None for the reserved entry."""
    kind = found["_source"]["kind"]
    if kind == POSITION:
        return None
    whole = served(found)
    if kind == RECORD:
        return whole
    left = orjson.loads(whole.source or b"{}")
    if kind == GONE:
        return Tombstone(whole.id, str(left.get("reason", "")), str(left.get("at", "")), whole.ordinal)
    if kind == MOVED:
        return Redirect(whole.id, str(left.get("to", "")), whole.ordinal)
    raise ValueError(kind)


def point(hit: Found) -> tuple[float, float] | None:
    """Latitude and longitude as they were given, not as the cluster rounds them."""
    kept = hit["_source"]
    return (kept["lat"], kept["lon"]) if "lat" in kept else None


def total(answer: Found) -> int:
    return int(answer["hits"]["total"]["value"])
