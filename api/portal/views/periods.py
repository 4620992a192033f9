"""Periods as bars along one line of time, each with how many records it has."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime

from api.portal.filters import years
from api.portal.views.tiles import shades
from api.portal.words import Words, number
from records.vocabularies import Period, periods
from search.results import FacetValue, Results

BEGINS = -2100
"""The year at the left end: what is older is drawn there."""

WIDTH = 1_000
THINNEST = 6


@dataclass(frozen=True, slots=True)
class Bar:
    """`x` and `width` are of a line of 1,000; `depth` is how far down its tree it is."""

    label: str
    span: str
    count: int
    href: str
    chosen: bool
    depth: int
    x: int
    width: int
    shade: int


def bars(found: Iterable[FacetValue], chosen: list[str], t: Words, leads: Callable[[str], str]) -> list[Bar]:
    """In the order of time: the top of the tree, and what is right below the chosen ones."""
    counts = {one.value: one.count for one in found}
    known = [one for one in periods() if counts.get(one.id) and _seen(one, chosen)]
    shade = shades([counts[one.id] for one in known])
    return [_bar(one, counts[one.id], shade[counts[one.id]], chosen, t, leads(one.id)) for one in _ordered(known)]


def undated(found: Results, t: Words) -> list[str]:
    """How many records the bars leave out."""
    (missing,) = (one.missing_count for one in found.facets if one.field == "period")
    return [t("times.missing", n=number(missing))] if missing else []


def _seen(one: Period, chosen: list[str]) -> bool:
    return one.parent is None or one.parent in chosen or any(one.id in periods().path(each) for each in chosen)


def _ordered(known: list[Period]) -> list[Period]:
    """By their beginnings, each behind the one that it is part of."""
    steps = {one.id: (one.start, one.end, one.id) for one in periods()}
    return sorted(known, key=lambda one: [steps[step] for step in periods().path(one.id)])


def _bar(one: Period, count: int, shade: int, chosen: list[str], t: Words, href: str) -> Bar:
    x, end = _at(one.start), _at(one.end)
    width = max(end - x, THINNEST)
    depth = len(periods().path(one.id)) - 1
    span = years(one.start, one.end, t)
    return Bar(
        periods().label(one.id, t.lang), span, count, href, one.id in chosen, depth, min(x, WIDTH - width), width, shade
    )


def _at(year: int) -> int:
    now = datetime.now(UTC).year
    return round(WIDTH * (min(max(year, BEGINS), now) - BEGINS) / (now - BEGINS))
