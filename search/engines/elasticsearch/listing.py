"""The hits of a query in each of the orders there are: what is asked for, and how it is read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from search.engines.elasticsearch.mapping import MARGIN
from search.engines.elasticsearch.results import Found, point, served, total
from search.errors import QueryError
from search.geometry import distance_km
from search.query import Page, Place, Point, Query, Sort, Walk
from search.relevance import scores
from search.results import Hit

KEYS = {
    "ordinal": "ordinal",
    "title": "title_key",
    "year": "year_start",
    "event": "event_day",
    "modified": "modified",
}
"""The field each order goes by; ties go by ordinal."""

BY_SCORE = [{"_score": "desc"}, {"ordinal": "asc"}]

ALWAYS = frozenset({"ordinal", "modified"})
"""Orders in which every record has a value."""


@dataclass(frozen=True, slots=True)
class Listing:
    """The hits of one page; a walk goes on from `next`."""

    hits: tuple[Hit, ...]
    total: int
    next: Place | None = None


def order_of(query: Query) -> Sort:
    """The order hits come in; relevance has nothing to go by where nothing scores."""
    if query.sort.by == "relevance" and not scores(query.clause):
        return Sort("ordinal")
    return query.sort


def asked(query: Query) -> dict[str, Any]:
    """The part of a search body that says which hits, in which order."""
    sort = order_of(query)
    if isinstance(query.page, Walk):
        return _walk(sort, query.page)
    if not query.page.size:
        return {"size": 0}
    first = (query.page.number - 1) * query.page.size
    if sort.by == "distance":
        start = max(0, first - MARGIN)
        size = first - start + query.page.size + MARGIN
        return {"from": start, "size": size, "sort": _by_distance(query.origin, sort)}
    by = BY_SCORE if sort.by == "relevance" else _by_key(sort)
    return {"from": first, "size": query.page.size, "sort": by}


def read(query: Query, answer: Found) -> Listing:
    found: Sequence[Found] = answer["hits"]["hits"]
    sort = order_of(query)
    if isinstance(query.page, Walk):
        return _walked(query, sort, query.page, found, total(answer))
    if query.page.size and sort.by == "distance":
        found = _nearest(query, sort, query.page, found)
    return Listing(tuple(_hit(query, sort, each) for each in found), total(answer))


def _walk(sort: Sort, walk: Walk) -> dict[str, Any]:
    """One more is read than asked for, to know whether there is an end."""
    if sort.by not in KEYS:
        raise QueryError("cursor", f"a walk cannot go by {sort.by}; sort by {', '.join(KEYS)}")
    after = {"search_after": _values(sort, walk.after)} if walk.after else {}
    return {"size": walk.size + 1, "sort": _by_key(sort), **after}


def _walked(query: Query, sort: Sort, walk: Walk, found: Sequence[Found], whole: int) -> Listing:
    shown = found[: walk.size]
    further = _place(sort, shown[-1]) if len(found) > walk.size and shown else None
    return Listing(tuple(_hit(query, sort, each) for each in shown), whole, further)


def _by_key(sort: Sort) -> list[dict[str, Any]]:
    """Records without the value come last either way."""
    order = "desc" if sort.descending else "asc"
    keyed = [{KEYS[sort.by]: {"order": order, "missing": "_last"}}] if sort.by != "ordinal" else []
    return [*keyed, {"ordinal": {"order": order}}]


def _by_distance(origin: Point | None, sort: Sort) -> list[dict[str, Any]]:
    """Records without a point last either way, by rising ordinal."""
    if origin is None:
        raise QueryError("sort", "a distance needs the place it is measured from", "near")
    away = {"location": {"lat": origin.lat, "lon": origin.lon}, "order": "desc" if sort.descending else "asc"}
    return [{"pointless": {"order": "asc", "missing": 0}}, {"_geo_distance": away}, {"ordinal": "asc"}]


def _values(sort: Sort, place: Place) -> list[Any]:
    if sort.by == "ordinal":
        return [place.ordinal]
    return [_LACKING[sort.by][sort.descending] if place.value is None else place.value, place.ordinal]


_LACKING: dict[str, tuple[Any, Any]] = {
    "title": (None, None),
    "year": ((1 << 31) - 1, -(1 << 31)),
    "event": ((1 << 31) - 1, -(1 << 31)),
    "modified": ((1 << 63) - 1, -(1 << 63)),
}
"""What stands in an order, rising and falling, for a record without the value."""


def _place(sort: Sort, hit: Found) -> Place:
    value, ordinal = hit["sort"] if sort.by != "ordinal" else (None, hit["sort"][0])
    if sort.by not in ALWAYS and value == _LACKING[sort.by][sort.descending]:
        value = None
    return Place(value, ordinal)


def _nearest(query: Query, sort: Sort, page: Page, found: Sequence[Found]) -> Sequence[Found]:
    """Put in order by the exact distances; the page is cut out afterwards."""
    first = (page.number - 1) * page.size

    def nearness(hit: Found) -> tuple[bool, float, int]:
        km = _km(query.origin, hit)
        ordinal = int(hit["_source"]["ordinal"])
        return (km is None, 0.0 if km is None else -km if sort.descending else km, ordinal)

    skipped = min(first, MARGIN)
    return sorted(found, key=nearness)[skipped : skipped + page.size]


def _hit(query: Query, sort: Sort, found: Found) -> Hit:
    score = float(found["_score"]) if sort.by == "relevance" else None
    return Hit(served(found), score, _km(query.origin, found))


def _km(origin: Point | None, hit: Found) -> float | None:
    """None without an origin or a point."""
    place = point(hit) if origin is not None else None
    return None if origin is None or place is None else distance_km(origin, *place)
