"""What is near: how far one looks, how far the nearest is, and what lies beyond where nothing is near."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask import request

from api.portal.addresses import asked, changed, with_one, without
from api.portal.views.cards import Card, cards
from api.portal.views.options import Option
from api.portal.words import Words
from api.questions.filtering import Asked
from search.results import Results

RADII = (50.0, 100.0, 300.0)
"""Kilometres that are offered, beside the one that was asked for: the first is where one begins."""

SHOWN = 3


@dataclass(frozen=True, slots=True)
class Beyond:
    """The nearest records outside of what was asked for, and where all are; `within` is how far one looked."""

    within: str
    cards: tuple[Card, ...]
    count: int
    href: str


def radii(given: Asked, t: Words) -> list[Option]:
    """Empty where nothing is measured."""
    if "near" not in given:
        return []
    now = given.get("radius")
    offered = sorted({*RADII, *([] if now is None else [now])})
    far = [Option(within(one, t), with_one("radius", f"{one:g}"), one == now) for one in offered]
    return [*far, Option(t("near.anywhere"), without("radius"), now is None)]


def within(km: float, t: Words) -> str:
    return t("near.within", n=f"{km:g}")


def told(t: Words) -> str:
    """How far one looks, as the address says it."""
    radius = request.args.get("radius", "")
    return t("near.within", n=radius) if radius else t("near.anywhere")


def elsewhere() -> str:
    """The page without the place, and without what needs one."""
    return changed(pair for pair in asked() if not _measures(pair))


def _measures(pair: tuple[str, str]) -> bool:
    name, value = pair
    return name in ("near", "radius") or (name == "sort" and value.lstrip("-") == "distance")


def first_is_far(given: Asked, found: Results, t: Words) -> str:
    """That the nearest is not near, where one looks without bounds."""
    if given.get("sort") != "distance" or "radius" in given or given.get("page", 1) > 1 or not found.hits:
        return ""
    far = found.hits[0].distance_km
    return t("near.far", n=f"{far:,.0f}") if far is not None and far > RADII[0] else ""


def beyond(given: Asked) -> dict[str, Any]:
    """What is asked where nothing is near enough: the nearest of all."""
    kept = {name: value for name, value in given.items() if name not in ("radius", "page", "facets", "show")}
    return {**kept, "sort": "distance", "page_size": SHOWN}


def farther(given: Asked, found: Results, t: Words) -> Beyond:
    kept = [pair for pair in asked() if pair[0] not in ("radius", "sort", "page_size")]
    every = changed([*kept, ("sort", "distance")])
    return Beyond(within(given["radius"], t), tuple(cards(found.hits, t)), found.total, every)
