"""The engine on Elasticsearch: answers queries from the build that an alias names."""

from __future__ import annotations

import time
from collections.abc import Generator, Iterator, Sequence
from hashlib import blake2b
from secrets import token_hex

from search.breakdown import Breakdown, Links
from search.engines.elasticsearch import asking, listing, scanning, standing
from search.engines.elasticsearch.address import Address
from search.engines.elasticsearch.beginnings import ElasticsearchBeginnings
from search.engines.elasticsearch.builds import Builds
from search.engines.elasticsearch.compiling import narrowed
from search.engines.elasticsearch.connecting import Answer, Body, Connection
from search.engines.elasticsearch.facets import Facets
from search.engines.elasticsearch.filters import RECORDS, Compiled
from search.engines.elasticsearch.guard import guarded
from search.engines.elasticsearch.results import kept, served, standing_for, total
from search.engines.elasticsearch.standing import Standing, Told
from search.engines.elasticsearch.tallying import ElasticsearchTally
from search.errors import EngineUnavailable, SearchError
from search.plans import bare
from search.query import Filter, Query
from search.relevance import plan
from search.results import Health, Hit, Kept, Network, Redirect, Results, Served, Suggestion, Table, Tombstone
from search.similar import alike
from search.suggest import suggest
from search.tables.tabulate import tabulate, within
from search.tables.weave import weave

NAME = "elasticsearch"
LONGEST_ID = 512
"""Bytes; the cluster holds no longer ones."""

LATELY_S = 0.25
"""A position told less than so long ago is not asked for again with each question."""

PAUSES_S = (0.0, 0.0, 0.01, 0.03, 0.1, 0.3)
"""Before each time that a question is asked, where the copy that answered was behind what was told before: another time
may meet another copy, and each shows a change a moment before or after the others."""

DOUBT_S = 5.0
"""So long after one was met, every answer must come with its position."""


class ElasticsearchEngine:
    """Safe among threads; each process opens its own. An answer is of one build, and never of a part of it."""

    def __init__(self, address: Address) -> None:
        self._address = address
        self._connection = Connection(address)
        self._readable = ""
        self._last: Told | None = None
        self._doubting_until = 0.0

    def search(self, query: Query) -> Results:
        found = plan(query.clause)
        facets = Facets(query.facets, query.filters, self._address.shards)
        header = self._header(query)
        stood, answer = self._asked("searching", asking.body(query, found, facets), header)

        def again(filters: Sequence[Filter], aggs: Compiled) -> Answer:
            body = {"query": narrowed(bare(found), filters), "size": 0, "aggs": aggs, "track_total_hits": False}
            return self._connection.search("counting", [(header, body)], stood.index)[0]

        with guarded("reading an answer"):
            listed = listing.read(query, answer)
            counted = facets.read(answer, again)
        return Results(listed.total, listed.hits, counted, stood.seq, listed.next)

    def aggregate(self, query: Query, breakdown: Breakdown) -> Table:
        with guarded("aggregating"):
            return tabulate(self._tally(within(query, breakdown)), breakdown)

    def network(self, query: Query, links: Links) -> Network:
        with guarded("making a network"):
            return weave(self._tally(query), links)

    def get(self, ids: Sequence[str]) -> list[Served | Tombstone | Redirect | None]:
        known = [each for each in dict.fromkeys(ids) if 0 < len(each.encode()) <= LONGEST_ID]
        if not known:
            return [None for _ in ids]
        # A search goes to the copy that answers best, and fails where a copy is not there; a get does neither.
        body: Body = {"query": {"ids": {"values": known}}, "size": len(known), "track_total_hits": False}
        answer = self._found("reading records", body)
        with guarded("reading records"):
            found = {one["_id"]: standing_for(one) for one in answer["hits"]["hits"]}
            return [found.get(each) for each in ids]

    def suggest(self, text: str, limit: int, filters: Sequence[Filter] = ()) -> list[Suggestion]:
        with guarded("suggesting"):
            return suggest(ElasticsearchBeginnings(self._connection, tuple(filters)), text, limit)

    def similar(self, record_id: str, limit: int) -> list[Hit]:
        (record,) = self.get([record_id])
        wanted = alike(record) if isinstance(record, Served) else None
        if wanted is None or limit < 1:
            return []
        body: Body = {"query": narrowed(wanted, ()), "size": limit, "track_total_hits": False}
        _, answer = self._asked("finding similar records", body | {"sort": listing.BY_SCORE}, {})
        with guarded("finding similar records"):
            return [Hit(served(one), float(one["_score"])) for one in answer["hits"]["hits"]]

    def scan(self, query: Query) -> Iterator[Served]:
        return scanning.records(self._connection, narrowed(bare(plan(query.clause)), query.filters))

    def kept(self, query: Query, after: int = -1) -> Generator[Sequence[Kept], None, None]:
        found = narrowed(bare(plan(query.clause)), query.filters)
        return scanning.pages(self._connection, scanning.behind(found, after), kept)

    def position(self, *, fresh: bool = True) -> tuple[str, int]:
        known = self._last
        stood = self._stood("asking for the position")[0] if known is None or fresh else known.standing
        return stood.index, stood.seq

    def health(self) -> Health:
        body: Body = {"query": {"bool": {"filter": [RECORDS]}}, "size": 0, "track_total_hits": True}
        try:
            stood, answer = self._asked("looking at the index", body, {})
            with guarded("looking at the index"):
                records = total(answer)
        except SearchError as error:
            return Health(False, NAME, "", 0, -1, str(error))
        return Health(True, NAME, stood.index, records, stood.seq)

    def close(self) -> None:
        self._connection.close()

    def _tally(self, query: Query) -> ElasticsearchTally:
        header = self._header(query)
        found = narrowed(bare(plan(query.clause)), query.filters)
        return ElasticsearchTally(lambda body: self._asked("counting", body, header), found, self._address.shards)

    def _found(self, what: str, body: Body) -> Answer:
        """The answer alone, without its position where there is no doubt of the copies."""
        if self._doubts():
            return self._asked(what, body, {})[1]
        return self._connection.search(what, [({}, body)], self._address.prefix)[0]

    def _asked(self, what: str, body: Body, header: Body) -> tuple[Standing, Answer]:
        """The answer, and a position that was read a little before it: all up to there is in the answer."""
        lately = self._last
        if lately and body.get("size") and time.monotonic() - lately.at < LATELY_S and not self._doubts():
            (answer,) = self._connection.search(what, [(header, body)], self._address.prefix)
            # Another build may be served by now, and where nothing is found none is named.
            with guarded(what):
                if standing.is_of(answer, lately.standing.index):
                    return lately.standing, answer
        stood, (answer,) = self._stood(what, (header, body))
        return stood, answer

    def _stood(self, what: str, *searches: standing.Search) -> tuple[Standing, list[Answer]]:
        """The position, and the answers behind it, of copies that are not behind what was told before.

        A node that hung and woke answers from what it held, until it learns that the others went on without it.
        """
        wished = searches
        for pause in PAUSES_S:
            time.sleep(pause)
            known = self._last
            stands, *answers = self._connection.search(what, [standing.asked(), *wished], self._address.prefix)
            stood = self._read(stands)
            if known is None or not known.is_newer_than(stood):
                return stood, answers
            wished = tuple((header | {"preference": token_hex(8)}, body) for header, body in searches)
            self._doubting_until = time.monotonic() + DOUBT_S
        raise EngineUnavailable(f"{what}: all copies asked are behind what was told before")

    def _doubts(self) -> bool:
        return self._connection.may_hang or time.monotonic() < self._doubting_until

    def _read(self, told: Answer) -> Standing:
        at = time.monotonic()
        with guarded("reading the position"):
            # What another version wrote may be of another shape.
            self._require_readable(standing.index(told))
            stood = standing.read(told)
        if self._last is None or not self._last.is_newer_than(stood):
            self._last = Told(at, stood)
        return stood

    def _require_readable(self, index: str) -> None:
        if index != self._readable:
            self._connection.ask("reading the mapping", lambda client: Builds(client, self._address).check(index))
            self._readable = index

    def _header(self, query: Query) -> Body:
        """Pages of one list come from the same copies, whose scores may differ a little from others'."""
        asked = repr((query.clause, query.filters)).encode()
        header: Body = {"preference": blake2b(asked, digest_size=8).hexdigest()}
        if self._address.shards > 1:
            header["search_type"] = "dfs_query_then_fetch"
        return header
