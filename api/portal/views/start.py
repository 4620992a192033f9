"""What the first page tells of all records: how many there are, of what, where and when."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from api.asking import finds
from api.portal.addresses import to
from api.portal.views.cards import cards
from api.portal.views.tiles import left_out, tiles
from api.portal.words import Words
from records.vocabularies import periods, types
from search.results import Hit, Results

COUNTED = ("type", "region", "period", "dataset")
EXAMPLES = ("静夜思", "端午", "gugong", "qmsht")
"""Words to try, those that find something: Han, pinyin, initials."""


AIMS: Mapping[str, str] = {
    "/venues": "venue",
    "/events": "event",
    "/policies": "policy",
    "/services": "service",
    "/charts": "",
}
"""The pages for who comes with a purpose, and the type of what they are about."""


@dataclass(frozen=True, slots=True)
class Way:
    """A value, how many records it leads to, and where; `above` is what it lies in."""

    label: str
    count: int
    href: str
    above: str = ""


def shown(
    found: Results, new: Iterable[Hit], read: Results | None, t: Words, origins: tuple[str, ...]
) -> dict[str, Any]:
    counts = {facet.field: {one.value: one.count for one in facet.values} for facet in found.facets}
    return {
        "examples": list(filter(finds, EXAMPLES)),
        "total": found.total,
        "datasets": len(counts["dataset"]),
        "types": _types(counts["type"], t),
        "tiles": tiles(counts["region"], t, lambda code: to("/search", region=code)),
        "left": left_out(found, t),
        "periods": _periods(counts["period"], t),
        "aims": aims(t),
        "new": cards(new, t, origins),
        "new_href": to("/search", sort="-modified"),
        "read": cards(read.hits, t, origins) if read else [],
        "read_href": to("/search", sort="hot"),
    }


def aims(t: Words, but: str = "") -> list[tuple[str, str]]:
    """What the pages for who comes with a purpose are called, and where they are; without the page of one kind."""
    return [(_named(path, t), to(path)) for path, kind in AIMS.items() if not but or kind != but]


def _named(path: str, t: Words) -> str:
    return t(f"kind.all.{AIMS[path]}" if AIMS[path] else "nav.charts")


def _types(counts: Mapping[str, int], t: Words) -> list[Way]:
    """In the order of the vocabulary, those there are."""
    return [
        Way(types().label(one.id, t.lang), counts[one.id], to("/search", type=one.id))
        for one in types()
        if counts.get(one.id)
    ]


def _periods(counts: Mapping[str, int], t: Words) -> list[Way]:
    """The top of their tree, in the order of time."""
    return [
        Way(periods().label(one.id, t.lang), counts[one.id], to("/search", period=one.id))
        for one in sorted(periods().roots, key=lambda one: (one.start, one.end))
        if counts.get(one.id)
    ]
