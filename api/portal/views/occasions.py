"""When and where something takes place, as people read it: its days, the hours where they are told, the place."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from api.portal.views.wording import to_the_minute

DAY = 10
"""Characters of a day, `2026-05-18`."""


@dataclass(frozen=True, slots=True)
class Held:
    """`start` is a day, or a day and a time; `end` the like, its time alone on the same day, or empty; `moment` is the
    start as it was told."""

    moment: str
    start: str
    end: str
    place: str

    @property
    def when(self) -> str:
        return f"{self.start} – {self.end}" if self.end else self.start


def held(record: Mapping[str, Any]) -> Held | None:
    """None where it is not told when it begins."""
    event = record.get("event") or {}
    if not event.get("start"):
        return None
    start, end = event["start"], event.get("end", "")
    return Held(start, to_the_minute(start), _end(start, end), place_of(record))


def place_of(record: Mapping[str, Any]) -> str:
    """The venue, else the place or the address; empty where none is told."""
    parts = (("event", "venue"), ("place", "text"), ("contact", "address"))
    return next((text for part, name in parts if (text := (record.get(part) or {}).get(name))), "")


def _end(start: str, end: str) -> str:
    """What ends before it begins, or as it begins, is of one day, as in the index."""
    if end[:DAY] == start[:DAY]:
        time = to_the_minute(end)[DAY:].strip()
        return time if time != to_the_minute(start)[DAY:].strip() else ""
    return to_the_minute(end) if end[:DAY] > start[:DAY] else ""
