"""The embedded engine: answers queries from the served build of an index folder."""

from __future__ import annotations

from collections.abc import Generator, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from tantivy import Query as Compiled

from search.breakdown import Breakdown, Links
from search.engines.tantivy import facets, listing
from search.engines.tantivy.beginnings import TantivyBeginnings
from search.engines.tantivy.compiling import Compiler
from search.engines.tantivy.guard import guarded
from search.engines.tantivy.listing import Listing, Ranked
from search.engines.tantivy.results import kept, numbers, served, standing
from search.engines.tantivy.snapshot import Reader, Snapshot
from search.engines.tantivy.tallying import TantivyTally
from search.engines.tantivy.threads import threads
from search.errors import QueryError, SearchError
from search.geometry import distance_km
from search.plans import Plan, Whatever, bare
from search.query import Filter, Page, Query, Sort, Terms, Walk
from search.relevance import plan, scores
from search.results import (
    FacetResult,
    Health,
    Hit,
    Kept,
    Network,
    Redirect,
    Results,
    Served,
    Suggestion,
    Table,
    Tombstone,
)
from search.similar import alike
from search.suggest import suggest
from search.tables.tabulate import tabulate, within
from search.tables.weave import weave
from search.trees import own_filters

SCAN_WINDOW = 2_000
KEPT_WINDOW = 50_000
"""Each window is a search of its own: few of them make a long walk quick."""

KEPT_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class Asked:
    """A query on its way: the view it is answered from, and its clause planned."""

    query: Query
    snapshot: Snapshot
    compiler: Compiler
    plan: Plan

    def narrowed(self, filters: Sequence[Filter]) -> Compiled:
        """The records alone: all that facets and explicit orders need."""
        return self.compiler.narrowed(bare(self.plan), filters)

    def ranked(self) -> Compiled:
        return self.compiler.narrowed(self.plan, self.query.filters)

    def is_cheap(self, filters: Sequence[Filter]) -> bool:
        """Whether the query is made of nothing but keywords."""
        return isinstance(self.plan, Whatever) and all(isinstance(each, Terms) for each in filters)


class TantivyEngine:
    """Safe among threads and after a fork; each question is answered from one frozen view."""

    def __init__(self, folder: Path) -> None:
        self._reader = Reader(folder)

    def search(self, query: Query) -> Results:
        with guarded("searching"):
            asked = self._asked(query)
            found = asked.narrowed(query.filters)
            counting = threads("beside").submit(_facets, asked, found) if query.facets else None
            listed = _listed(asked, found)
            hits = _hits(asked, listed.ranked)
            counted = counting.result() if counting else ()
        return Results(listed.total, hits, counted, asked.snapshot.position, listed.next)

    def aggregate(self, query: Query, breakdown: Breakdown) -> Table:
        with guarded("aggregating"):
            return tabulate(self._tally(within(query, breakdown)), breakdown)

    def network(self, query: Query, links: Links) -> Network:
        with guarded("making a network"):
            return weave(self._tally(query), links)

    def get(self, ids: Sequence[str]) -> list[Served | Tombstone | Redirect | None]:
        if not ids:
            return []
        with guarded("reading records"):
            snapshot = self._reader.snapshot()
            found = _by_ids(snapshot, list(dict.fromkeys(ids)))
        return [found.get(each) for each in ids]

    def suggest(self, text: str, limit: int, filters: Sequence[Filter] = ()) -> list[Suggestion]:
        with guarded("suggesting"):
            return suggest(TantivyBeginnings(Compiler(self._reader.snapshot()), tuple(filters)), text, limit)

    def similar(self, record_id: str, limit: int) -> list[Hit]:
        with guarded("finding similar records"):
            snapshot = self._reader.snapshot()
            record = _by_ids(snapshot, [record_id]).get(record_id)
            wanted = alike(record) if isinstance(record, Served) else None
            if wanted is None or limit < 1:
                return []
            found = listing.by_relevance(snapshot, Compiler(snapshot).query(wanted), Page(1, limit), count=False)
            return [Hit(served(snapshot.searcher, one.address), one.score) for one in found.ranked]

    def scan(self, query: Query) -> Iterator[Served]:
        with guarded("scanning"):
            asked = self._asked(query)
            found = asked.narrowed(query.filters)
            for window in listing.ordinal_windows(asked.snapshot, found, SCAN_WINDOW):
                for address in window:
                    yield served(asked.snapshot.searcher, address)

    def kept(self, query: Query, after: int = -1) -> Generator[Sequence[Kept], None, None]:
        with guarded("scanning"):
            asked = self._asked(query)
            found = asked.narrowed(query.filters)
            for window in listing.ordinal_windows(asked.snapshot, found, KEPT_WINDOW, after):
                for first in range(0, len(window), KEPT_AT_ONCE):
                    yield kept(asked.snapshot.searcher, window[first : first + KEPT_AT_ONCE])

    def position(self, *, fresh: bool = True) -> tuple[str, int]:  # noqa: ARG002  always is
        snapshot = self._reader.snapshot()
        return snapshot.build, snapshot.position

    def health(self) -> Health:
        try:
            snapshot = self._reader.snapshot()
        except SearchError as error:
            return Health(False, "tantivy", "", 0, -1, str(error))
        return Health(True, "tantivy", snapshot.build, snapshot.records, snapshot.position, self._reader.trouble)

    def close(self) -> None:
        self._reader.close()

    def _tally(self, query: Query) -> TantivyTally:
        asked = self._asked(query)
        cheap = asked.is_cheap(query.filters)
        return TantivyTally(asked.snapshot, asked.narrowed(query.filters), cheap, every=cheap and not query.filters)

    def _asked(self, query: Query) -> Asked:
        snapshot = self._reader.snapshot()
        return Asked(query, snapshot, Compiler(snapshot), plan(query.clause))


def _by_ids(snapshot: Snapshot, ids: list[str]) -> dict[str, Served | Tombstone | Redirect]:
    if len(ids) == 1:
        query = Compiled.term_query(snapshot.schema, "id", ids[0], "basic")
    else:
        query = Compiled.term_set_query(snapshot.schema, "id", ids)
    found = snapshot.searcher.search(query, limit=len(ids), count=False).hits
    standings = [standing(snapshot.searcher, address) for _, address in found]
    return {each.id: each for each in standings}


def _facets(asked: Asked, found: Compiled) -> tuple[FacetResult, ...]:
    """Those without a filter of their own in one go; each of the others over a query without that filter."""
    query, snapshot = asked.query, asked.snapshot
    own = {request.field: own_filters(request.field, query.filters) for request in query.facets}
    free = [request for request in query.facets if not own[request.field]]
    cheap = asked.is_cheap(query.filters)
    counted = dict(zip(free, facets.count(snapshot, found, free, (), cheap=cheap).facets, strict=True)) if free else {}
    for request in query.facets:
        if own[request.field]:
            others = [each for each in query.filters if each not in own[request.field]]
            wider, cheap = asked.narrowed(others), asked.is_cheap(others)
            (counted[request],) = facets.count(snapshot, wider, [request], own[request.field], cheap=cheap).facets
    return tuple(counted[request] for request in query.facets)


def _listed(asked: Asked, found: Compiled) -> Listing:
    query, snapshot = asked.query, asked.snapshot
    sort = query.sort
    if sort.by == "relevance" and not scores(query.clause):
        sort = Sort("ordinal")
    if isinstance(query.page, Walk):
        return _walked(snapshot, found, sort, query.page)
    if not query.page.size:
        return Listing((), listing.total(snapshot, found))
    if sort.by == "distance":
        return _by_distance(asked, found, query.page)
    if sort.by == "relevance":
        return listing.by_relevance(snapshot, asked.ranked(), query.page)
    return listing.by_key(snapshot, found, sort, query.page)


def _walked(snapshot: Snapshot, found: Compiled, sort: Sort, walk: Walk) -> Listing:
    if sort.by in ("relevance", "distance"):
        raise QueryError("cursor", f"a walk cannot go by {sort.by}; sort by title, year, event, modified, or not")
    return listing.by_walk(snapshot, found, sort, walk)


def _by_distance(asked: Asked, found: Compiled, page: Page) -> Listing:
    if asked.query.origin is None:
        raise QueryError("sort", "a distance needs the place it is measured from", "near")
    return listing.by_distance(asked.snapshot, found, asked.query.origin, asked.query.sort, page)


def _hits(asked: Asked, ranked: Sequence[Ranked]) -> tuple[Hit, ...]:
    searcher = asked.snapshot.searcher
    far = _distances(asked, ranked)
    return tuple(Hit(served(searcher, one.address), one.score, km) for one, km in zip(ranked, far, strict=True))


def _distances(asked: Asked, ranked: Sequence[Ranked]) -> list[float | None]:
    """How far each hit is from the query's origin; None without an origin or a point."""
    origin = asked.query.origin
    if origin is None:
        return [None] * len(ranked)
    addresses = [one.address for one in ranked]
    points = zip(*(numbers(asked.snapshot.searcher, field, addresses) for field in ("lat", "lon")), strict=True)
    return [None if lat is None or lon is None else distance_km(origin, lat, lon) for lat, lon in points]
