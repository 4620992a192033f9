"""How fast all records are read: by `scan` of our engine, and by a bare walk of two slices of one point in time."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from functools import partial
from http.client import HTTPConnection
from typing import Any

import orjson

from bench.cluster import Place
from bench.load import ask
from search.engines.elasticsearch import open_engine
from search.engines.elasticsearch.scanning import PAGE
from search.query import Everything, Query

ROUNDS = 3
SLICES = 2
KEEP = "2m"

Figures = dict[str, list[float]]


def measure(place: Place, name: str) -> Figures:
    """Records a second by name, a figure a round; both must read as many."""
    runs: Mapping[str, Callable[[], int]] = {
        "ours": partial(_ours, place.engine_url(name)),
        "point in time": partial(bare, place, name),
    }
    found: Figures = {kind: [] for kind in runs}
    for number in range(ROUNDS):
        read = {}
        for kind in sorted(runs, reverse=bool(number % 2)):
            started = time.perf_counter()
            read[kind] = runs[kind]()
            found[kind].append(read[kind] / (time.perf_counter() - started))
            print(f"  {kind}: {found[kind][-1]:,.0f} records/s of {read[kind]:,}", flush=True)
        assert len(set(read.values())) == 1, read
    return found


def _ours(engine_url: str) -> int:
    with closing(open_engine(engine_url)) as engine:
        return sum(1 for _ in engine.scan(Query(Everything())))


def bare(place: Place, name: str) -> int:
    """All that is handed back is read as JSON, and nothing is made of it."""
    index = f"{place.prefix}-{name}"
    with closing(place.client()) as client:
        view = client.open_point_in_time(index=index, keep_alive=KEEP)["id"]
        with ThreadPoolExecutor(SLICES) as threads:
            read = sum(threads.map(partial(_slice, place.port, view), range(SLICES)))
        client.close_point_in_time(id=view)
    return read


def _slice(port: int, view: str, number: int) -> int:
    search: dict[str, Any] = {
        "size": PAGE,
        "query": {"term": {"kind": "record"}},
        "pit": {"id": view, "keep_alive": KEEP},
        "slice": {"id": number, "max": SLICES},
        "sort": [{"_shard_doc": "asc"}],
        "track_total_hits": False,
    }
    read = 0
    with closing(HTTPConnection("127.0.0.1", port, timeout=60)) as connection:
        while True:
            hits = orjson.loads(ask(connection, ("/_search", orjson.dumps(search))))["hits"]["hits"]
            read += len(hits)
            if len(hits) < PAGE:
                return read
            search["search_after"] = hits[-1]["sort"]
