"""Days on which nothing is known to take place: what comes after them, and where all events are."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from api.portal.addresses import asked, changed
from api.portal.views.kinds import Coming, listed_events
from api.portal.words import Words
from api.questions.filtering import Asked
from search.results import Results

SHOWN = 6
DAYS = ("event_from", "event_to")


@dataclass(frozen=True, slots=True)
class Days:
    """`said` is that there is nothing; `further` leads to the `count` that come later, empty where all are here."""

    said: str
    coming: tuple[Coming, ...]
    count: int
    further: str
    every: str


def later(given: Asked) -> dict[str, Any]:
    """What is asked of events that come later: the next first."""
    kept = {name: value for name, value in given.items() if name not in ("event_to", "page", "facets", "show")}
    return {**kept, "sort": "event", "page_size": SHOWN}


def told(given: Asked, found: Results, t: Words) -> Days:
    coming = tuple(listed_events(found.hits, t))
    rest = [pair for pair in asked() if pair[0] not in ("event_to", "sort", "page_size")]
    every = [pair for pair in rest if pair[0] not in DAYS]
    return Days(
        _said(given, t),
        coming,
        found.total,
        changed([*rest, ("sort", "event")]) if found.total > len(coming) else "",
        changed([*every, ("sort", "-event")]),
    )


def _said(given: Asked, t: Words) -> str:
    first, last = (str(given.get(name, "")) for name in DAYS)
    return t("none.day", day=first) if first == last else t("none.days")
