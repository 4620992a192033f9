"""What the page of a kind of records shows: its words, its few filters, and some of its records."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import orjson

from api.portal.addresses import inside, to
from api.portal.views.cards import cards, titled
from api.portal.views.facets import NATION
from api.portal.views.start import Way, aims
from api.portal.views.tiles import tiles
from api.portal.words import Words
from api.representations import crosswalks
from api.representations.labels import labelled
from records.vocabularies import types
from search.fields import FIELDS
from search.results import FacetResult, FacetValue, Hit, Results

SHOWN = 6
ALL = 100
"""Services are few, and read as a list of what can be done."""

MOST_READ = 1_000
"""Events that are looked through for those to come: the ones last updated, which new ones are."""

MOST_COMING = 12
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
    "event": Entry("event", ("region", "category", "has"), size=MOST_READ, dated=True, tiled=True),
    "policy": Entry("policy", ("category", "level", "region", "institution"), sort="-year"),
    "service": Entry("service", ("category", "subject", "institution", "region"), sort="title", size=ALL, shown=ALL),
}


@dataclass(frozen=True, slots=True)
class Coming:
    """An event that is not over; `end` is empty where it is of one day."""

    title: str
    language: str
    href: str
    start: str
    end: str


@dataclass(frozen=True, slots=True)
class Values:
    label: str
    values: tuple[Way, ...]


def shown(way: Entry, found: Results, t: Words, origins: tuple[str, ...]) -> dict[str, Any]:
    counted = {one.field: one for one in found.facets}
    regions = {one.value: one.count for one in counted["region"].values} if way.tiled else {}
    return {
        "kind": way.kind,
        "label": types().label(way.kind, t.lang),
        "lead": t(f"kind.{way.kind}"),
        "total": found.total,
        "near": NEAR in counted and any(one.value == "location" for one in counted[NEAR].values),
        "dated": way.dated,
        "coming": list(_coming(found.hits, t))[:MOST_COMING] if way.dated else [],
        "partly": found.total > way.size if way.dated else False,
        "heading": t(f"kind.first.{way.sort}"),
        "cards": cards(found.hits[: way.shown], t, origins),
        "tiles": tiles(regions, t, lambda code: to("/search", type=way.kind, region=code)) if regions else [],
        "filters": [_values(way.kind, counted[name], t) for name in _listed(way)],
        "every": to("/search", type=way.kind),
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


def _coming(hits: Sequence[Hit], t: Words) -> Iterator[Coming]:
    """The next first; of those under way, the one that began first."""
    today = crosswalks.today().isoformat()
    dated = [(_dates(one), one) for one in hits]
    for (start, end), hit in sorted(
        ((dates, one) for dates, one in dated if max(dates) >= today), key=lambda each: (each[0], each[1].record.id)
    ):
        title, language = titled(hit.record, t.lang)
        yield Coming(
            title, language, to(f"/records/{hit.record.id}"), start[:10], end[:10] if end[:10] > start[:10] else ""
        )


def _dates(hit: Hit) -> tuple[str, str]:
    """When it begins and ends, as its record writes them: days, so that they compare as texts; empty where unknown."""
    event = orjson.loads(hit.record.source).get("event") or {}
    return event.get("start") or "", event.get("end") or ""
