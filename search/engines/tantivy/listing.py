"""The hits of a query in each of the orders there are: numbered pages and walks."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import tantivy
from tantivy import DocAddress, Occur, Query

from search.engines.tantivy.filters import whole_range
from search.engines.tantivy.geo import FARTHEST_KM, Found, box_around, box_query, measured
from search.engines.tantivy.results import found_count, numbers
from search.engines.tantivy.snapshot import Snapshot
from search.engines.tantivy.sorting import ORDERS, Order
from search.query import Page, Place, Point, Sort, Walk

MOST_TIED = 20_000
"""How far equal scores are followed to put them in order; a longer tie is cut at its end by tantivy's own order."""

TIED_STEP = 32
"""Long ties are of titles that many poems share (其二); each further look costs as much as the first."""

FIRST_KM = 20.0


@dataclass(frozen=True, slots=True)
class Ranked:
    """One hit before it is read."""

    address: DocAddress
    score: float | None = None
    km: float | None = None


@dataclass(frozen=True, slots=True)
class Listing:
    """The hits of one page; a walk goes on from `next`."""

    ranked: tuple[Ranked, ...]
    total: int
    next: Place | None = None


def bounded(snapshot: Snapshot, limit: int, offset: int = 0) -> tuple[int, int]:
    """No more than there is: tantivy sets memory aside for as many hits as it is asked for."""
    most = snapshot.entries + 1
    return min(limit, most), min(offset, most)


def total(snapshot: Snapshot, query: Query) -> int:
    return found_count(snapshot.searcher.search(query, limit=1))


def by_relevance(snapshot: Snapshot, query: Query, page: Page, *, count: bool = True) -> Listing:
    """Falling score, equal scores by ordinal: read on until the score changes, so that no page cuts a tie."""
    last = page.number * page.size
    limit, _ = bounded(snapshot, last + max(10, page.size))
    while True:
        found = snapshot.searcher.search(query, limit=limit, count=count)
        hits: Sequence[tuple[Any, DocAddress]] = found.hits
        if len(hits) < limit or hits[last - 1][0] != hits[-1][0] or limit >= MOST_TIED:
            break
        limit = min(limit * TIED_STEP, MOST_TIED)
    chosen = _in_order(snapshot, hits, last - page.size, last)
    return Listing(tuple(Ranked(address, float(score)) for score, address in chosen), found_count(found))


def _in_order(
    snapshot: Snapshot, hits: Sequence[tuple[Any, DocAddress]], first: int, last: int
) -> list[tuple[Any, DocAddress]]:
    """The hits from `first` up to `last`, after those that tie with them have been put in order."""
    if first >= len(hits):
        return []
    low = first
    while low and hits[low - 1][0] == hits[first][0]:
        low -= 1
    high = min(last, len(hits))
    while high < len(hits) and hits[high][0] == hits[high - 1][0]:
        high += 1
    part = hits[low:high]
    ordinals = numbers(snapshot.searcher, "ordinal", [address for _, address in part])
    order = sorted(range(len(part)), key=lambda place: (-part[place][0], ordinals[place]))
    return [part[place] for place in order[first - low : last - low]]


def by_key(snapshot: Snapshot, query: Query, sort: Sort, page: Page) -> Listing:
    """Records with the value first, then those without, each in the order of their unique keys."""
    order = ORDERS[sort.by]
    start = (page.number - 1) * page.size
    hits, count = _sorted(snapshot, _narrowed(order, query), order, sort.descending, page.size, start)
    whole = count if order.complete else total(snapshot, query)
    if len(hits) < page.size and whole > count:
        rest, _ = _sorted(
            snapshot,
            _lacking(order.field, query),
            ORDERS["ordinal"],
            sort.descending,
            page.size - len(hits),
            max(0, start - count),
        )
        hits = [*hits, *rest]
    return Listing(tuple(Ranked(address) for _, address in hits), whole)


def by_walk(snapshot: Snapshot, query: Query, sort: Sort, walk: Walk) -> Listing:
    """The records behind a place; one more is read than asked for, to know whether there is an end."""
    order, down, wanted = ORDERS[sort.by], sort.descending, walk.size + 1
    places: list[tuple[Place, DocAddress]] = []
    after = walk.after
    if after is None or after.value is not None or order.complete:
        query_after = _behind(snapshot, order, _narrowed(order, query), after, down)
        hits, _ = _sorted(snapshot, query_after, order, down, wanted)
        places += [(order.place(key), address) for key, address in hits]
        after = None
    if len(places) < wanted and not order.complete:
        plain = ORDERS["ordinal"]
        query_after = _behind(snapshot, plain, _lacking(order.field, query), after, down)
        hits, _ = _sorted(snapshot, query_after, plain, down, wanted - len(places))
        places += [(plain.place(key), address) for key, address in hits]
    shown = places[: walk.size]
    further = shown[-1][0] if len(places) > walk.size and shown else None
    return Listing(tuple(Ranked(address) for _, address in shown), total(snapshot, query), further)


def by_distance(snapshot: Snapshot, query: Query, origin: Point, sort: Sort, page: Page) -> Listing:
    """Nearest first (or farthest), equal distances by ordinal, records without a point last."""
    start, last = (page.number - 1) * page.size, page.number * page.size
    pointed = _with(query, Query.exists_query("lat"))
    count, whole = total(snapshot, pointed), total(snapshot, query)
    found: list[Found] = []
    if start < count:
        found = _nearest(snapshot, pointed, origin, count if sort.descending else min(last, count))
        found.sort(key=lambda each: (-each.km if sort.descending else each.km, each.ordinal))
    ranked = [Ranked(each.address, None, each.km) for each in found[start:last]]
    if len(ranked) < page.size and whole > count:
        hits, _ = _sorted(
            snapshot,
            _lacking("lat", query),
            ORDERS["ordinal"],
            False,
            page.size - len(ranked),
            max(0, start - count),
        )
        ranked += [Ranked(address) for _, address in hits]
    return Listing(tuple(ranked), whole)


def _nearest(snapshot: Snapshot, pointed: Query, origin: Point, wanted: int) -> list[Found]:
    """At least the `wanted` nearest: the circle grows until it holds them."""
    radius = FIRST_KM
    while radius < FARTHEST_KM:
        near = _with(pointed, box_query(snapshot, box_around(origin, radius)))
        if total(snapshot, near) >= wanted:
            found = [each for each in measured(snapshot, origin, near) if each.km <= radius]
            if len(found) >= wanted:
                return found
        radius *= 3
    return measured(snapshot, origin, pointed)


def _behind(snapshot: Snapshot, order: Order, query: Query, after: Place | None, down: bool) -> Query:
    return query if after is None else _with(query, order.after(snapshot.index, after, down))


def _narrowed(order: Order, query: Query) -> Query:
    """Only those that have a key."""
    return query if order.complete else _with(query, Query.exists_query(order.field))


def _lacking(field: str, query: Query) -> Query:
    return Query.boolean_query([(Occur.Must, query), (Occur.MustNot, Query.exists_query(field))])


def _with(query: Query, *more: Query) -> Query:
    return Query.boolean_query([(Occur.Must, part) for part in (query, *more)])


def _sorted(
    snapshot: Snapshot, query: Query, order: Order, down: bool, limit: int, offset: int = 0
) -> tuple[list[tuple[Any, DocAddress]], int]:
    """The hits from `offset` on with their keys, and how many there are of the query."""
    if not order.head:
        return _by_field(snapshot, query, order.field, down, limit, offset)
    heads, count = _by_field(snapshot, query, order.head, down, offset + limit)
    if offset >= len(heads):
        return [], count
    first, last = heads[offset][0], heads[-1][0]
    before = next(place for place, (head, _) in enumerate(heads) if head == first)
    among = whole_range(snapshot, order.head, min(first, last), max(first, last))
    hits, _ = _by_field(snapshot, _with(query, among), order.field, down, limit, offset - before)
    return hits, count


def _by_field(
    snapshot: Snapshot, query: Query, field: str, down: bool, limit: int, offset: int = 0
) -> tuple[list[tuple[Any, DocAddress]], int]:
    direction = tantivy.Order.Desc if down else tantivy.Order.Asc
    limit, offset = bounded(snapshot, limit, offset)
    found = snapshot.searcher.search(query, limit=limit, offset=offset, order_by_field=field, order=direction)
    return list(found.hits), found_count(found)


def ordinal_windows(snapshot: Snapshot, query: Query, size: int, after: int = -1) -> Iterable[list[DocAddress]]:
    """Every record of the query behind the ordinal `after` by rising ordinal, `size` at a time."""
    order = ORDERS["ordinal"]
    place = Place(None, after)
    while True:
        hits, _ = _sorted(snapshot, _behind(snapshot, order, query, place, False), order, False, size)
        if not hits:
            return
        place = order.place(hits[-1][0])
        yield [address for _, address in hits]
