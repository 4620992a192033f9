"""The node that benches measure: all larger records taken in once, kept for the next bench where BENCH_NODE says so."""

from __future__ import annotations

import json
import os
import shutil
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from bench.common import megabytes, shared, sources, wenmai

MARK = "bench-node.json"
"""Stands in the folder of a node that a bench has made and finished; no other folder is ever emptied."""


def kept() -> Path | None:
    """The folder BENCH_NODE names, or None: every bench then makes a node of its own and removes it."""
    name = os.environ.get("BENCH_NODE")
    return Path(name).resolve() if name else None


@contextmanager
def folder() -> Iterator[Path]:
    """BENCH_NODE, else a temporary folder."""
    if place := kept():
        place.parent.mkdir(parents=True, exist_ok=True)
        yield place
        return
    with tempfile.TemporaryDirectory(prefix="wenmai-bench-") as name:
        yield Path(name) / "node"


@contextmanager
def whole() -> Iterator[Path]:
    """A node that holds all records and whose index is in step: the kept one, or one made now."""
    with folder() as data:
        if (data / MARK).is_file():
            print(f"using {data}, made {json.loads((data / MARK).read_text())['made']}")
            wenmai(data, "sync")
        else:
            take_in(empty(data))
            mark(data)
        yield data


def empty(data: Path) -> Path:
    """A folder with nothing in it; exits rather than removing what no bench has made."""
    if data.exists() and any(data.iterdir()):
        if not (data / MARK).is_file():
            sys.exit(f"{data} is not empty and was not made by a bench; name another folder with BENCH_NODE")
        shutil.rmtree(data)
    data.mkdir(exist_ok=True)
    return data


def take_in(data: Path) -> dict[str, Any]:
    """Ingest all sources until searchable; the outcome of the command, with the `seconds` all of it took."""
    place = shared()
    started = time.perf_counter()
    outcome = wenmai(data, "ingest", *sources(place), "--folder", str(place))
    return outcome | {"seconds": time.perf_counter() - started}


def mark(data: Path) -> None:
    """Say that the node is finished, so that later benches use it."""
    made = {"made": time.strftime("%Y-%m-%d %H:%M"), "sources": sources(shared())}
    (data / MARK).write_text(json.dumps(made) + "\n")


def disk(data: Path) -> dict[str, float]:
    """Megabytes of the store and of the index."""
    store = sum(megabytes(file) for file in data.glob("records.db*"))
    return {"store": store, "index": megabytes(data / "index")}
