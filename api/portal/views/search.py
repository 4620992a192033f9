"""What the search page shows of its results, be they many, few or none."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask import request

from api.node import here
from api.portal.addresses import asked, changed, inside, of_api, with_one, without
from api.portal.parameters import SHOWS
from api.portal.views import facets
from api.portal.views.browse import Published, one_set
from api.portal.views.cards import cards
from api.portal.views.chips import chips
from api.portal.views.near import first_is_far, radii
from api.portal.views.options import Option
from api.portal.views.pages import paging
from api.portal.views.periods import bars, undated
from api.portal.views.tiles import left_out, tiles
from api.portal.words import Words
from api.questions.filtering import Asked
from api.representations.tables.telling import conditions
from exchange.tables.words import language_of
from records.vocabularies import regions
from search.query import Page, Query
from search.results import Results

ORDERS = ("relevance", "hot", "title", "year", "-year", "-modified")
NOT_ELSEWHERE = ("show", "facets", "facet_size", "highlight", "page_size")


@dataclass(frozen=True, slots=True)
class Meant:
    """What else may have been meant, and how many records that finds."""

    text: str
    count: int
    href: str


def shown(given: Asked, query: Query, found: Results, t: Words, origins: tuple[str, ...]) -> dict[str, Any]:
    typed = request.args.get("q", "").strip()
    page = query.page if isinstance(query.page, Page) else Page()
    narrowed = chips(t)
    return {
        "typed": typed,
        "heading": typed or conditions(query, language_of(t.lang)) or _all(given, t),
        "found": found,
        "cards": cards(found.hits, t, origins),
        "facets": facets.shown(found.facets, t),
        "chips": narrowed,
        "show": given.get("show", SHOWS[0]),
        "shows": _shows(given, t),
        "orders": _orders(given, t),
        "radii": radii(given, t),
        "farthest": first_is_far(given, found, t),
        "paging": paging(page.number, page.size, found.total) if page.size else None,
        "meant": [Meant(one.text, one.total, with_one("q", one.text)) for one in found.did_you_mean],
        "unnarrowed": _unnarrowed() if narrowed else "",
        "exactly": with_one("relax", "false"),
        "api": of_api("/v1/records"),
        "feed": _feed(),
        "widgets": inside("/widgets", sorted(pair for pair in asked() if pair[0] not in NOT_ELSEWHERE)),
        "about": _about(given, t),
        **_overview(given, found, t),
        "hidden": list(facets.hidden(("q",))),
        "hidden_years": list(facets.hidden(("year_from", "year_to"))),
        "bounds": {name: request.args.get(name, "") for name in ("year_from", "year_to")},
    }


def _about(given: Asked, t: Words) -> Published | None:
    """The data set, where one is chosen."""
    chosen = given.get("dataset", ())
    return one_set(chosen[0], here().known_datasets(), t) if len(chosen) == 1 else None


def _all(given: Asked, t: Words) -> str:
    """What the page is called where nothing narrows it, by what is drawn over the records."""
    show = given.get("show", "")
    return t(f"overview.{show}") if show in facets.OVER else t("search.all")


def _feed() -> str:
    kept = [pair for pair in asked() if pair[0] not in NOT_ELSEWHERE]
    return inside("/v1/records", sorted([*kept, ("format", "atom")]))


def _overview(given: Asked, found: Results, t: Words) -> dict[str, Any]:
    """The map or the line of time above the records, from the counts that the page has anyway."""
    counted = {one.field: one.values for one in found.facets}
    if given.get("show") == "map":
        counts = {one.value: one.count for one in counted.get("region", ())}
        drawn = tiles(counts, t, lambda code: with_one("region", code), _provinces(given))
        return {"tiles": drawn, "left": left_out(found, t)}
    if given.get("show") == "timeline":
        chosen = list(given.get("period", ()))
        line = bars(counted.get("period", ()), chosen, t, lambda one: with_one("period", one))
        return {"bars": line, "left": undated(found, t)}
    return {}


def _provinces(given: Asked) -> list[str]:
    return [step for code in given.get("region", ()) for step in regions().path(code)[1:2]]


def _shows(given: Asked, t: Words) -> list[Option]:
    now = given.get("show", SHOWS[0])
    return [
        Option(t(f"show.{one}"), without("show") if one == SHOWS[0] else with_one("show", one), one == now)
        for one in SHOWS
    ]


def _orders(given: Asked, t: Words) -> list[Option]:
    """By distance too, where there is a place to measure from, and by day, where there are events alone."""
    now = given.get("sort", ORDERS[0])
    offered = (*ORDERS, "distance") if "near" in given else ORDERS
    offered = (*offered, "event") if given.get("type") == ["event"] else offered
    offered = offered if now in offered else (*offered, now)
    return [
        Option(_order(one, t), without("sort") if one == ORDERS[0] else with_one("sort", one), one == now)
        for one in offered
    ]


def _order(name: str, t: Words) -> str:
    """Without words nothing is more relevant than another: what was taken in first comes first."""
    return t("sort.taken-in") if name == ORDERS[0] and not request.args.get("q", "").strip() else t(f"sort.{name}")


def _unnarrowed() -> str:
    """The same words among all records."""
    return changed(pair for pair in asked() if pair[0] in ("q", "lang", "show", "sort"))
