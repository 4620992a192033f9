"""Whole sets from one frozen view: stretches of ordinals, the next of which are on their way while one is read."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Generator, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from itertools import islice
from typing import Any, TypeVar

from search.engines.elasticsearch.connecting import Connection
from search.engines.elasticsearch.filters import Compiled
from search.engines.elasticsearch.guard import guarded
from search.engines.elasticsearch.results import Found, served, total
from search.results import Served

AT_ONCE = 2
PAGE = 2_000
"""Records a stretch holds where they are spread evenly."""

MOST = 2 * PAGE
"""Of one answer; a stretch that holds more is read on from there."""

KEEP = "2m"
"""How long a view is kept between two pages; who reads slower gets an error, never a part that looks whole."""

WHAT = "scanning"

Read = TypeVar("Read")
Hits = list[Found]
Stretch = tuple[int, int]
"""The ordinals from the first, less than the second."""


def records(connection: Connection, query: Compiled) -> Iterator[Served]:
    """Every record of the query, by rising ordinal."""
    for page in pages(connection, query, served):
        yield from page


def behind(query: Compiled, after: int) -> Compiled:
    """The query with nothing up to and with the ordinal `after`."""
    return {"bool": {"filter": [query, {"range": {"ordinal": {"gt": after}}}]}} if after >= 0 else query


def pages(connection: Connection, query: Compiled, read: Callable[[Found], Read]) -> Generator[list[Read], None, None]:
    """The same, some at a time, as `read` reads them."""
    prefix = connection.address.prefix
    opened = connection.ask(
        WHAT, lambda client: client.open_point_in_time(index=prefix, keep_alive=KEEP).body, apart=True
    )
    view = _View(connection, str(opened["id"]), query)
    try:
        with ThreadPoolExecutor(AT_ONCE, thread_name_prefix="scan") as threads:
            for hits in view.pages(threads):
                with guarded(WHAT):
                    found = [read(hit) for hit in hits]
                yield found
    finally:
        view.close()


@dataclass(frozen=True, slots=True)
class _View:
    """What one point in time holds of a query."""

    connection: Connection
    id: str
    query: Compiled

    def pages(self, threads: ThreadPoolExecutor) -> Iterator[Hits]:
        left = iter(self._stretches())
        coming: deque[tuple[Stretch, Future[Hits]]] = deque()
        while True:
            coming.extend((one, threads.submit(self._page, one)) for one in islice(left, AT_ONCE + 1 - len(coming)))
            if not coming:
                return
            (_, end), first = coming.popleft()
            hits = first.result()
            yield hits
            while len(hits) == MOST:
                hits = self._page((int(hits[-1]["sort"][0]) + 1, end))
                yield hits

    def close(self) -> None:
        # It is gone already where its build is.
        self.connection.ask(
            WHAT, lambda client: client.options(ignore_status=404).close_point_in_time(id=self.id), apart=True
        )

    def _stretches(self) -> list[Stretch]:
        """Of one width, so many that each would hold `PAGE` records; none where there are none."""
        ends = {name: {name: {"field": "ordinal"}} for name in ("min", "max")}
        answer = self._asked({"size": 0, "query": self.query, "aggs": ends, "track_total_hits": True})
        with guarded(WHAT):
            if not (held := total(answer)):
                return []
            first, last = (int(answer["aggregations"][name]["value"]) for name in ends)
        width = max(1, (last + 1 - first) * PAGE // held)
        return [(start, start + width) for start in range(first, last + 1, width)]

    def _page(self, stretch: Stretch) -> Hits:
        within = {"range": {"ordinal": {"gte": stretch[0], "lt": stretch[1]}}}
        query = {"bool": {"filter": [self.query, within]}}
        body = {"size": MOST, "query": query, "sort": [{"ordinal": "asc"}], "track_total_hits": False}
        answer = self._asked(body)
        with guarded(WHAT):
            hits: Hits = answer["hits"]["hits"]
            return hits

    def _asked(self, body: dict[str, Any]) -> Found:
        pit = {"id": self.id, "keep_alive": KEEP}
        return self.connection.ask(
            WHAT,
            lambda client: client.search(body=body | {"pit": pit}, allow_partial_search_results=False).body,
            apart=True,
        )
