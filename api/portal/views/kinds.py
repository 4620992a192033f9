"""What the page of a kind of records shows: its words, its few filters, and some of its records."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import orjson

from api.portal.addresses import inside, to
from api.portal.views.cards import cards, titled
from api.portal.views.facets import NATION
from api.portal.views.near import RADII
from api.portal.views.occasions import DAY, Held, held
from api.portal.views.start import Way, aims
from api.portal.views.tiles import left_out, tiles
from api.portal.words import Words
from api.representations.labels import labelled
from search.fields import FIELDS
from search.results import FacetResult, FacetValue, Hit, Results

SHOWN = 6
ALL = 100
"""Services are few, and read as a list of what can be done."""

MOST_COMING = 12
DAYS: Mapping[str, int] = {"today": 1, "week": 7, "month": 30}
"""How many days from today on are asked for at once, by what the link is called."""

NEAR = "has"
"""Shown by the button for what is near."""

MOST_VALUES = 12


@dataclass(frozen=True, slots=True)
class Entry:
    """How a kind is looked for: what is counted, in which order some are shown, whether by date.

    Where `has` is counted, and some have a place, it is looked for by what is near, too; `tiled` ones by a map.
    """

    kind: str
    counted: tuple[str, ...]
    sort: str = "-modified"
    size: int = SHOWN
    shown: int = SHOWN
    dated: bool = False
    tiled: bool = False


WAYS: Mapping[str, Entry] = {
    "venue": Entry("venue", ("region", "category", "has"), tiled=True),
    "event": Entry("event", ("region", "category", "has"), dated=True, tiled=True),
    "policy": Entry("policy", ("category", "level", "region", "institution"), sort="-year"),
    "service": Entry("service", ("category", "subject", "institution", "region"), sort="title", size=ALL, shown=ALL),
}


@dataclass(frozen=True, slots=True)
class Coming:
    """An event, and when and where it is."""

    title: str
    language: str
    href: str
    held: Held


@dataclass(frozen=True, slots=True)
class Values:
    label: str
    values: tuple[Way, ...]


def coming(today: date) -> dict[str, Any]:
    """What is asked of events that are not over: the next first; of those under way, the one that began first."""
    return {"type": ["event"], "event_from": today.isoformat(), "sort": "event", "page_size": MOST_COMING}


def dated(found: Results, today: date, t: Words) -> dict[str, Any]:
    """Events by their days; links to those days alone on which there is something."""
    days = {name: today + timedelta(days=many - 1) for name, many in DAYS.items()}
    listed = list(listed_events(found.hits, t))
    first = listed[0].held.moment[:DAY] if listed else ""
    whole = {"type": "event", "event_from": today.isoformat(), "sort": "event"}
    return {
        "coming": listed,
        "on": [
            (t(f"kind.on.{name}"), to("/search", **whole, event_to=last.isoformat()))
            for name, last in days.items()
            if listed and first <= last.isoformat()
        ],
        "further": to("/search", **whole) if found.total > len(found.hits) else "",
        "calendar": inside("/v1/records", sorted({**whole, "format": "ical"}.items())) if listed else "",
    }


def before(today: date) -> dict[str, Any]:
    """What is asked of events that are over: the last to begin first."""
    yesterday = (today - timedelta(days=1)).isoformat()
    return {"type": ["event"], "event_to": yesterday, "sort": "-event", "page_size": SHOWN}


def over(found: Results, today: date, t: Words) -> dict[str, Any]:
    """Where nothing is to come, the events that were last."""
    asked = {"type": "event", "event_to": before(today)["event_to"], "sort": "-event"}
    return {"past": list(listed_events(found.hits, t)), "past_count": found.total, "every_past": to("/search", **asked)}


def shown(way: Entry, found: Results, t: Words, origins: tuple[str, ...]) -> dict[str, Any]:
    counted = {one.field: one for one in found.facets}
    regions = {one.value: one.count for one in counted["region"].values} if way.tiled else {}
    return {
        "kind": way.kind,
        "label": t(f"kind.all.{way.kind}"),
        "lead": t(f"kind.{way.kind}"),
        "seek": t(f"kind.seek.{way.kind}"),
        "total": found.total,
        "near": NEAR in counted and any(one.value == "location" for one in counted[NEAR].values),
        "dated": way.dated,
        "heading": t(f"kind.first.{way.sort}"),
        "cards": cards(found.hits[: way.shown], t, origins),
        "tiles": tiles(regions, t, lambda code: to("/search", type=way.kind, region=code)) if regions else [],
        "filters": [_values(way.kind, counted[name], t) for name in _listed(way)],
        "left": left_out(found, t) if way.tiled else [],
        "every": to("/search", type=way.kind),
        "nearest": to("/search", type=way.kind, radius=f"{RADII[0]:g}"),
        "sorted": to("/search", type=way.kind, sort=way.sort),
        "others": aims(t, but=way.kind),
        "search": inside("/search"),
        "api": inside("/v1/records", [("type", way.kind)]),
    }


def _listed(way: Entry) -> Iterator[str]:
    return (name for name in way.counted if name != NEAR and not (way.tiled and name == "region"))


def _values(kind: str, found: FacetResult, t: Words) -> Values:
    label = labelled(found.field, t.lang)
    ways = [
        Way(label(one.value), one.count, to("/search", **{"type": kind, found.field: one.value}))
        for one in _told_apart(found)[:MOST_VALUES]
    ]
    return Values(FIELDS[found.field].labels[t.lang], tuple(ways))


def _told_apart(found: FacetResult) -> Sequence[FacetValue]:
    """Of the themes those below the top, which all records of a kind have; of regions none that is the nation."""
    if found.field == "region":
        return [one for one in found.values if one.value != NATION]
    below = [one for one in found.values if one.value.count("/") == 1] if found.field == "category" else []
    return below or found.values


def listed_events(hits: Iterable[Hit], t: Words) -> Iterator[Coming]:
    for hit in hits:
        if occasion := held(orjson.loads(hit.record.source)):
            yield Coming(*titled(hit.record, t.lang), to(f"/records/{hit.record.id}"), occasion)
