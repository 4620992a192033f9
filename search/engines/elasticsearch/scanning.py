"""Whole sets from one frozen view: two walks side by side, put together again in the order of their ordinals."""

from __future__ import annotations

import heapq
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from search.engines.elasticsearch.connecting import Connection
from search.engines.elasticsearch.filters import Compiled
from search.engines.elasticsearch.guard import guarded
from search.engines.elasticsearch.results import Found, served
from search.results import Served

SLICES = 2
PAGE = 2_000
KEEP = "2m"
"""How long a view is kept between two pages; who reads slower gets an error, never a part that looks whole."""

WHAT = "scanning"


def records(connection: Connection, query: Compiled) -> Iterator[Served]:
    """Every record of the query, by rising ordinal."""
    prefix = connection.address.prefix
    opened = connection.ask(
        WHAT, lambda client: client.open_point_in_time(index=prefix, keep_alive=KEEP).body, apart=True
    )
    view = str(opened["id"])
    try:
        with ThreadPoolExecutor(SLICES, thread_name_prefix="scan") as threads:
            slices = (_Slice(connection, view, query, number, threads) for number in range(SLICES))
            yield from heapq.merge(*slices, key=lambda one: one.ordinal)
    finally:
        # It is gone already where its build is.
        connection.ask(WHAT, lambda client: client.options(ignore_status=404).close_point_in_time(id=view), apart=True)


class _Slice:
    """One of the walks; its next page is on its way while the last is read."""

    def __init__(
        self, connection: Connection, view: str, query: Compiled, number: int, threads: ThreadPoolExecutor
    ) -> None:
        self._connection = connection
        self._threads = threads
        self._body: dict[str, Any] = {
            "size": PAGE,
            "query": query,
            "pit": {"id": view, "keep_alive": KEEP},
            "slice": {"id": number, "max": SLICES},
            "sort": [{"ordinal": "asc"}],
            "track_total_hits": False,
        }

    def __iter__(self) -> Iterator[Served]:
        coming = self._threads.submit(self._page, None)
        while True:
            with guarded(WHAT):
                hits = coming.result()
                last = hits[-1]["sort"] if len(hits) == PAGE else None
            if last is not None:
                coming = self._threads.submit(self._page, last)
            with guarded(WHAT):
                found = [served(hit) for hit in hits]
            yield from found
            if last is None:
                return

    def _page(self, after: list[Any] | None) -> list[Found]:
        body = self._body if after is None else self._body | {"search_after": after}
        answer = self._connection.ask(
            WHAT, lambda client: client.search(body=body, allow_partial_search_results=False), apart=True
        )
        hits: list[Found] = answer["hits"]["hits"]
        return hits
