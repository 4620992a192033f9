"""What the first page tells of all records: how many there are, of what, where and when."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from api.portal.addresses import to
from api.portal.views.tiles import tiles
from api.portal.words import Words
from records.vocabularies import periods, types
from search.results import Results

COUNTED = ("type", "region", "period", "dataset")
EXAMPLES = ("静夜思", "端午", "gugong", "qmsht")
"""Words to try: Han, pinyin, initials."""


@dataclass(frozen=True, slots=True)
class Way:
    """A value, how many records it leads to, and where."""

    label: str
    count: int
    href: str


def shown(found: Results, t: Words) -> dict[str, Any]:
    counts = {facet.field: {one.value: one.count for one in facet.values} for facet in found.facets}
    return {
        "examples": EXAMPLES,
        "total": found.total,
        "datasets": len(counts["dataset"]),
        "types": _types(counts["type"], t),
        "tiles": tiles(counts["region"], t, lambda code: to("/search", region=code)),
        "periods": _periods(counts["period"], t),
    }


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
