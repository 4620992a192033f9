"""Small readings of what Elasticsearch hands back."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import orjson

from search.indexed import GONE, MOVED, RECORD
from search.results import Redirect, Served, Tombstone

Found = Mapping[str, Any]


def served(hit: Found) -> Served:
    """A live record as kept."""
    kept = hit["_source"]
    text = kept.get("text", "")
    return Served(hit["_id"], kept["ordinal"], kept["seq"], kept["source"].encode(), text.encode())


def standing_for(found: Found) -> Served | Tombstone | Redirect | None:
    """What an id stands for: a record, or what is left of one; None where there is nothing, or the reserved entry."""
    if not found.get("found"):
        return None
    kept, entry_id = found["_source"], found["_id"]
    if kept["kind"] == RECORD:
        return served(found)
    left = orjson.loads(kept.get("source") or b"{}")
    if kept["kind"] == GONE:
        return Tombstone(entry_id, str(left.get("reason", "")), str(left.get("at", "")))
    return Redirect(entry_id, str(left.get("to", ""))) if kept["kind"] == MOVED else None


def point(hit: Found) -> tuple[float, float] | None:
    """Latitude and longitude as they were given, not as the cluster rounds them."""
    kept = hit["_source"]
    return (kept["lat"], kept["lon"]) if "lat" in kept else None


def total(answer: Found) -> int:
    return int(answer["hits"]["total"]["value"])
