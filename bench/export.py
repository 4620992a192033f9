"""How fast all records are exported in each form, on either engine, beside a bare walk; and what a server needs for it.

The client reads the bytes and looks at the mark at their end, or a Parquet file's footer: nothing else is made of them.
"""

from __future__ import annotations

import json
import random
import re
import time
import zlib
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing, contextmanager
from functools import partial
from http.client import HTTPConnection
from pathlib import Path
from threading import Event, Thread
from typing import Any

from backports import zstd
from pyarrow import BufferReader, parquet

from bench import nodes, walking
from bench.cluster import Place, cluster, settle
from bench.common import SEED, keep, percentile, show, verdict, wenmai
from bench.load import Latency, timed
from bench.memory import worker_megabytes
from bench.serving import get, serving

NAME = "export"
ROUNDS = 3
PIECE = 1 << 20
TAIL = 4_096

NDJSON, GZIP, ZSTD, FIELDS, CSV, PARQUET, GEOJSON, JSONLD = (
    "NDJSON, whole records",
    "NDJSON, gzip",
    "NDJSON, zstd",
    "NDJSON, two fields",
    "CSV",
    "Parquet",
    "GeoJSON",
    "JSON-LD",
)
_PATHS = {
    NDJSON: "/v1/export",
    GZIP: "/v1/export?compression=gzip",
    ZSTD: "/v1/export?compression=zstd",
    FIELDS: "/v1/export?fields=title,date",
    CSV: "/v1/export?format=csv",
    PARQUET: "/v1/export?format=parquet",
    GEOJSON: "/v1/export?format=geojson",
    JSONLD: "/v1/export?format=jsonld&dataset=tang-poems",
}
TARGETS = {NDJSON: 150_000.0, CSV: 40_000.0, PARQUET: 30_000.0}
"""Records a second on tantivy."""

BATCH_MS = 60.0
"""At the most, for a batch of 1,000 ids."""

OF_WALK = 0.8
"""How fast NDJSON is to be on Elasticsearch, as a part of a bare walk of two slices of one point in time."""

Figures = dict[str, list[float]]


def main() -> None:
    """Export everything from both engines, and print how fast that was."""
    with nodes.whole() as data:
        total = _total(data)
        tantivy, memory, beside = _on_tantivy(data, total)
        batches = _batches(data)
        with cluster() as place:
            wenmai(data, "build", WENMAI_ENGINE_URL=place.engine_url(NAME))
            settle(place)
            elasticsearch, walked = _on_elasticsearch(data, place, total)
    _show(tantivy, elasticsearch, walked)
    _show_memory(memory)
    alone, crowded = beside
    print(f"a list beside an export: p50 {crowded:.1f} ms, alone {alone:.1f} ms")
    print(f"1,000 ids in one batch: p50 {batches.p50:.1f} ms ({verdict(batches.p50, BATCH_MS)})")
    told = {"tantivy": tantivy, "elasticsearch": elasticsearch, "walk": walked, "memory_mb": memory, "total": total}
    keep(
        "export",
        told
        | {
            "batch": batches.told(),
            "list_ms": {"alone": alone, "beside": crowded},
            "targets": TARGETS,
            "of_walk": OF_WALK,
        },
    )


def _batches(data: Path) -> Latency:
    """Ids of all records, from all over, a thousand at a time; each is asked for once."""
    with serving(data) as (port, _):
        ids = [json.loads(line)["id"] for line in _lines(port, "/v1/export?fields=title") if b'"id":' in line]
        random.Random(SEED).shuffle(ids)
        asked = [ids[first : first + 1_000] for first in range(0, min(len(ids), 100_000), 1_000)]
        return timed(port, [("/v1/records/batch", json.dumps({"ids": some}).encode()) for some in asked], total_of=len)


def _lines(port: int, path: str) -> list[bytes]:
    with closing(HTTPConnection("127.0.0.1", port, timeout=600)) as connection:
        connection.request("GET", path)
        return connection.getresponse().read().splitlines()


def _total(data: Path) -> int:
    with serving(data) as (port, _):
        total: int = json.loads(get(port, "/v1/records?page_size=0")[1])["total"]["value"]
    return total


def _on_tantivy(data: Path, total: int) -> tuple[Figures, dict[str, float], tuple[float, float]]:
    found: Figures = {kind: [] for kind in _PATHS}
    memory: dict[str, float] = {}
    with serving(data, "serve", "--workers", "1") as (port, process):
        get(port, "/v1/records?q=warm")
        memory["before"] = _most(process.pid)
        for _ in range(ROUNDS):
            for kind in _PATHS:
                found[kind].append(_rate(port, kind, total))
                memory[kind] = max(memory.get(kind, 0), _most(process.pid))
                print(f"  {kind}: {found[kind][-1]:,.0f} records/s, {memory[kind]:.0f} MB", flush=True)
        alone = _listing(port, 1_000)
        with _exporting(port):
            crowded = _listing(port, 1_500)
    return found, memory, (alone, crowded)


def _most(pid: int) -> float:
    """Megabytes of the worker that has most."""
    return max(mb[0] for mb in worker_megabytes(pid))


def _on_elasticsearch(data: Path, place: Place, total: int) -> tuple[Figures, list[float]]:
    """NDJSON beside the bare walk, first the one, then the other; the other forms after them."""
    found: Figures = {kind: [] for kind in (NDJSON, CSV, PARQUET)}
    walked: list[float] = []
    with serving(data, "serve", "--workers", "1", WENMAI_ENGINE_URL=place.engine_url(NAME)) as (port, _):
        runs: dict[str, Callable[[], float]] = {
            "walk": lambda: _walk(place),
            NDJSON: lambda: _rate(port, NDJSON, total),
        }
        for number in range(ROUNDS):
            for kind in sorted(runs, reverse=bool(number % 2)):
                (walked if kind == "walk" else found[kind]).append(runs[kind]())
        for kind in (CSV, PARQUET):
            found[kind].append(_rate(port, kind, total))
    return found, walked


def _walk(place: Place) -> float:
    started = time.perf_counter()
    read = walking.bare(place, NAME)
    return read / (time.perf_counter() - started)


def _rate(port: int, kind: str, total: int) -> float:
    """Records a second; exits where not all came."""
    started = time.perf_counter()
    seen = _read(port, kind)
    seconds = time.perf_counter() - started
    if kind != JSONLD and seen != total:
        raise SystemExit(f"{kind}: {seen:,} of {total:,} records")
    return seen / seconds


def _read(port: int, kind: str) -> int:
    with closing(HTTPConnection("127.0.0.1", port, timeout=600)) as connection:
        connection.request("GET", _PATHS[kind])
        answer = connection.getresponse()
        if answer.status != 200:
            raise SystemExit(f"{kind}: {answer.status} {answer.read()[:300]!r}")
        pieces = iter(partial(answer.read, PIECE), b"")
        if kind == PARQUET:
            return int(parquet.read_metadata(BufferReader(b"".join(pieces))).num_rows)
        unpacked = _UNPACKERS[kind]().decompress if kind in _UNPACKERS else bytes
        return _count(unpacked(piece) for piece in pieces)


_UNPACKERS: dict[str, Callable[[], Any]] = {GZIP: lambda: zlib.decompressobj(31), ZSTD: zstd.ZstdDecompressor}


def _count(pieces: Iterable[bytes]) -> int:
    """What the mark at the end tells; exits where there is none."""
    end = b""
    for piece in pieces:
        end = (end + piece)[-TAIL:]
    found = re.search(rb'(?:"count":|count=)(\d+)[^\n]*\r?\n$', end)
    if not found:
        raise SystemExit(f"not whole: {end!r}")
    return int(found[1])


def _listing(port: int, first: int) -> float:
    """The middle of the times of a list that nobody asked for before, in milliseconds."""
    times = []
    for year in range(first, first + 200):
        started = time.perf_counter()
        get(port, f"/v1/records?q=%E6%9C%88&year_to={year}&facets=type")
        times.append((time.perf_counter() - started) * 1_000)
    return percentile(times, 0.5)


@contextmanager
def _exporting(port: int) -> Iterator[None]:
    """One export after the other, beside what the block does."""
    over = Event()

    def run() -> None:
        while not over.is_set():
            _read(port, NDJSON)

    thread = Thread(target=run)
    thread.start()
    time.sleep(0.5)
    try:
        yield
    finally:
        over.set()
        thread.join()


def _show(tantivy: Figures, elasticsearch: Figures, walked: list[float]) -> None:
    walk = percentile(walked, 0.5)
    rows: list[tuple[Any, ...]] = []
    for kind, rates in tantivy.items():
        rate, target = percentile(rates, 0.5), TARGETS.get(kind)
        there = percentile(elasticsearch[kind], 0.5) if kind in elasticsearch else None
        rows.append((kind, rate, target, verdict(rate, target, at_least=True), there, there and there / walk))
    columns = ("", "tantivy, records/s", "aimed at", "", "Elasticsearch, records/s", "of a bare walk")
    show("exports of all records, one client, middle of the rounds", columns, rows)
    part = percentile(elasticsearch[NDJSON], 0.5) / walk
    print(f"a bare walk: {walk:,.0f} records/s; NDJSON is {part:.2f} of it ({verdict(part, OF_WALK, at_least=True)})")


def _show_memory(memory: dict[str, float]) -> None:
    show("memory of the worker, MB", tuple(memory), [tuple(memory.values())])
