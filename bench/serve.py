"""How long answers take at the server with one client, on the six sources (about 140,000 records)."""

from __future__ import annotations

import http.client
import json
import random
import re
import tempfile
import time
from pathlib import Path
from urllib.parse import quote

from bench.common import SOURCES, keep, percentile, shared, show, wenmai
from bench.serving import ask, serving

SEED = 20261123
ASKED = 200
FACETS = "facets=type,dataset,creator,region,subject"
TARGETS: dict[str, tuple[float, float | None]] = {
    "two words + five facets": (4.0, 25.0),
    "either of two words + five facets": (0.0, None),
    "match-all + five facets": (22.0, None),
    "match-all + five facets, again": (2.0, None),
    "suggest": (2.0, 10.0),
    "detail": (1.5, None),
}
"""p50 and p99 in milliseconds; 0 where nothing was promised."""

MEMORY = ("Anonymous", "Pss", "Rss")
"""A process's own; that and its share of what others use too; that and all of the index it has looked at, which the
system maps once for all of them and takes back when it needs the room."""


def main() -> None:
    """Ingest, serve, ask, and print what it took."""
    with tempfile.TemporaryDirectory(prefix="wenmai-bench-") as name:
        data = Path(name)
        wenmai(data, "ingest", *SOURCES, "--folder", str(shared()))
        with serving(data) as (port, process):
            figures = {kind: _timed(port, paths) for kind, paths in _questions(port).items()}
            memory = _worker_megabytes(process.pid)
    rows = [
        (kind, f["n"], f["p50"], f["p99"], f["max"], TARGETS[kind][0] or "", TARGETS[kind][1] or "", f["median_total"])
        for kind, f in figures.items()
    ]
    columns = ("question", "asked", "p50 ms", "p99 ms", "max ms", "p50 target", "p99 target", "median total")
    show("one client, at the server", columns, rows)
    show("memory of each worker, MB", ("worker", *MEMORY, "target"), [(n, *mb, 200) for n, mb in enumerate(memory)])
    keep("serve", {"answers": figures, "worker_mb": memory, "targets": TARGETS})


def _questions(port: int) -> dict[str, list[str]]:
    drawn = random.Random(SEED)
    connection = http.client.HTTPConnection("127.0.0.1", port)
    records = _draw(connection, drawn)
    pairs = [_two_words(record, drawn) for record in records]
    titles = [next(iter(record["title"].values())) for record in records]
    return {
        "two words + five facets": [f"/v1/records?q={quote(f'{a} {b}')}&{FACETS}" for a, b in pairs],
        "either of two words + five facets": [f"/v1/records?q={quote(f'{a} OR {b}')}&{FACETS}" for a, b in pairs],
        "match-all + five facets": [f"/v1/records?page={number}&{FACETS}" for number in range(1, 51)],
        "match-all + five facets, again": [f"/v1/records?page=1&{FACETS}"] * ASKED,
        "suggest": [f"/v1/suggest?q={quote(title[: drawn.randint(1, 6)].strip() or title)}" for title in titles],
        "detail": [f"/v1/records/{quote(record['id'])}" for record in records],
    }


def _draw(connection: http.client.HTTPConnection, drawn: random.Random) -> list[dict]:
    """Records from all over: pages of the windows of each data set."""
    found: list[dict] = []
    for dataset in json.loads(ask(connection, "/v1/facets/dataset")[1])["values"]:
        number = drawn.randrange(1, max(2, min(500, dataset["count"] // 20)))
        for page in sorted({number, max(1, number // 2), max(1, number // 3)}):
            path = f"/v1/records?dataset={dataset['value']}&page={page}&page_size=20&fields=id,title,text,creators"
            found.extend(json.loads(ask(connection, path)[1])["records"])
    drawn.shuffle(found)
    return found[:ASKED]


def _two_words(record: dict, drawn: random.Random) -> tuple[str, str]:
    text = " ".join([*record["title"].values(), *record.get("text", {}).values()])[:2_000]
    latin = [word for word in re.findall(r"[A-Za-z]{3,}", text) if word.lower() not in ("the", "and")]
    if len(latin) >= 2:
        first, second = drawn.sample(latin, 2)
        return first, second
    runs = re.findall(r"[\u4e00-\u9fff]{2,}", text) or ["明月"]
    return _pair(drawn.choice(runs), drawn), _pair(drawn.choice(runs), drawn)


def _pair(run: str, drawn: random.Random) -> str:
    start = drawn.randrange(len(run) - 1)
    return run[start : start + 2]


def _timed(port: int, paths: list[str]) -> dict[str, float]:
    connection = http.client.HTTPConnection("127.0.0.1", port)
    took, totals = [], []
    ask(connection, "/v1/records?q=warm")
    for path in paths:
        started = time.perf_counter()
        status, body = ask(connection, path)
        took.append((time.perf_counter() - started) * 1_000)
        if status != 200:
            raise SystemExit(f"{path} answered {status}: {body[:300]!r}")
        totals.append(json.loads(body).get("total", {}).get("value", 0))
    return {
        "n": len(took),
        "p50": percentile(took, 0.50),
        "p99": percentile(took, 0.99),
        "max": max(took),
        "median_total": percentile(totals, 0.5),
    }


def _worker_megabytes(parent: int) -> list[tuple[float, ...]]:
    """Memory of the processes that answer: the children of gunicorn's master."""
    masters = _children(parent)
    return [_memory(child) for master in masters for child in _children(master)]


def _children(pid: int) -> list[int]:
    listed = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return [int(child) for child in listed]


def _memory(pid: int) -> tuple[float, ...]:
    rollup = Path(f"/proc/{pid}/smaps_rollup").read_text()
    return tuple(int(found[1]) / 1024 for name in MEMORY if (found := re.search(rf"^{name}:\s+(\d+) kB", rollup, re.M)))
