"""How long tables, networks and pictures of all records take on either engine, beside bare aggregations.

No table is asked for twice: page sizes differ, which changes an answer's address and not the work. The bare search is
the nearest aggregation that the cluster has, over the same index, its memory of answers switched off.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Mapping
from contextlib import closing
from http.client import HTTPConnection
from typing import Any

from bench import nodes
from bench.cluster import Place, cluster, settle
from bench.common import keep, percentile, show, verdict, wenmai
from bench.load import Latency, timed
from bench.serving import get, serving

NAME = "tables"
ASKED = 30
PICTURES = 20

ONE, YEARS, TWO, GRID = "one dimension: region", "years by ten", "two dimensions: type and region", "grid of all points"
NETWORK, SVG, AGAIN = "network of 50 subjects", "the same table as SVG, other widths", "the table of regions again"

_PATHS: Mapping[str, Callable[[int], str]] = {
    ONE: lambda at: f"/v1/aggregate?by=region&page_size={1_000 + at}",
    YEARS: lambda at: f"/v1/aggregate?by=year&interval=10&counted=start&page_size={5_000 + at}",
    TWO: lambda at: f"/v1/aggregate?by=type,region&page_size={5_000 + at}",
    GRID: lambda at: f"/v1/aggregate?by=grid&precision=6&page_size={5_000 + at}",
    NETWORK: lambda at: f"/v1/network?field=subject&nodes=50&support={1 + at}",
    SVG: lambda at: f"/v1/aggregate?by=region&format=svg&width={600 + at}",
    AGAIN: lambda _: "/v1/aggregate?by=region&page_size=1000",
}

TARGETS = {ONE: 25.0, YEARS: 11.0, TWO: 60.0, GRID: 5.0, NETWORK: 250.0, SVG: 60.0, AGAIN: 2.0}
"""p50 in milliseconds on tantivy; the grid's was set for 13,000 points."""

_REGIONS = {"terms": {"field": "region", "size": 4_000}}
_BARE: Mapping[str, Any] = {
    ONE: _REGIONS,
    YEARS: {"histogram": {"field": "year_start", "interval": 10, "min_doc_count": 1}},
    TWO: {"terms": {"field": "type", "size": 20}, "aggs": {"one": _REGIONS}},
    GRID: {"geotile_grid": {"field": "location", "precision": 6, "size": 65_000}},
    NETWORK: {"terms": {"field": "subject", "size": 50}, "aggs": {"one": {"terms": {"field": "subject", "size": 50}}}},
}

Answers = dict[str, Latency]


def main() -> None:
    """Ask both engines and the cluster itself; print the times side by side."""
    with nodes.whole() as data:
        with serving(data) as (port, _):
            points = json.loads(get(port, "/v1/records?has=location&page_size=1")[1])["total"]["value"]
            tantivy = _asked(port)
        with cluster() as place:
            wenmai(data, "build", WENMAI_ENGINE_URL=place.engine_url(NAME))
            settle(place)
            with serving(data, WENMAI_ENGINE_URL=place.engine_url(NAME)) as (port, _):
                elasticsearch = _asked(port)
            bare = _straight(place)
    _show(tantivy, elasticsearch, bare)
    print(f"{points:,} records have a point")
    told = {"tantivy": tantivy, "elasticsearch": elasticsearch}
    figures = {side: {kind: one.told() for kind, one in answers.items()} for side, answers in told.items()}
    keep("tables", figures | {"bare": bare, "targets": TARGETS, "points": points})


def _asked(port: int) -> Answers:
    found = {}
    for kind, path in _PATHS.items():
        get(port, path(ASKED))
        times = PICTURES if kind == SVG else ASKED
        found[kind] = timed(port, [path(at) for at in range(times)], total_of=len)
    return found


def _straight(place: Place) -> dict[str, float]:
    """The middle of the times that the cluster takes over HTTP, in milliseconds."""
    found = {}
    with closing(HTTPConnection("127.0.0.1", place.port, timeout=60)) as connection:
        for kind, aggregation in _BARE.items():
            body = json.dumps({"size": 0, "track_total_hits": True, "aggs": {"all": aggregation}})
            found[kind] = percentile([_ask(connection, place, body) for _ in range(ASKED)], 0.5)
    return found


def _ask(connection: HTTPConnection, place: Place, body: str) -> float:
    begun = time.perf_counter()
    path = f"/{place.prefix}-{NAME}/_search?request_cache=false"
    connection.request("POST", path, body, {"Content-Type": "application/json"})
    answer = connection.getresponse()
    told = answer.read()
    if answer.status != 200:
        raise SystemExit(f"the cluster answered {answer.status}: {told[:300]!r}")
    return (time.perf_counter() - begun) * 1_000


def _show(tantivy: Answers, elasticsearch: Answers, bare: Mapping[str, float]) -> None:
    columns = ("", "tantivy p50", "aimed at", "", "p99", "Elasticsearch p50", "p99", "bare aggregation p50")
    rows = [
        (
            kind,
            one.p50,
            TARGETS[kind],
            verdict(one.p50, TARGETS[kind]),
            one.p99,
            elasticsearch[kind].p50,
            elasticsearch[kind].p99,
            bare.get(kind, "–"),
        )
        for kind, one in tantivy.items()
    ]
    show("tables of all records, one client at the server, ms", columns, rows)
