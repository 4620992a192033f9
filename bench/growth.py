"""The same questions on more and more records: samples, all, and all with shuffled copies (SIZES=10000,all,2000000)."""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from bench import growing, nodes
from bench.common import KEPT, keep, require_disk, show, wenmai
from bench.load import timed
from bench.questions import Questions, draw
from bench.serve import show_answers
from bench.serving import get, serving
from indexers.workers import Workers
from records.store import Store
from settings import Settings

SIZES = "10000,100000,all,2000000"
GIGABYTES_A_MILLION = 9.0
"""The file of records, store and index together, with room for an index that is being merged."""


def main() -> None:
    """Measure each size on a node of its own; all but the whole one are removed at once."""
    with nodes.whole() as whole:
        total = _live(whole)
        steps = []
        asked: Questions = {}
        for size in _sizes(total):
            with _node(whole, size, total) as (data, took_s):
                asked, step = _measured(data, asked, size)
            steps.append(step | {"taken_in_s": took_s})
            keep("growth", {"steps": steps})
    _show(steps)


def _sizes(total: int) -> list[int]:
    asked = os.environ.get("SIZES", SIZES).split(",")
    return sorted({total if size.strip() == "all" else int(size) for size in asked})


def _live(data: Path) -> int:
    return sum(dataset["live"] for dataset in wenmai(data, "status", "--json")["datasets"])


@contextmanager
def _node(whole: Path, size: int, total: int) -> Iterator[tuple[Path, float]]:
    """A node of so many records, and the seconds that the ordinary command took to make them searchable."""
    if size == total:
        yield whole, 0.0
        return
    KEPT.mkdir(parents=True, exist_ok=True)
    require_disk(KEPT, GIGABYTES_A_MILLION * size / 1e6)
    with tempfile.TemporaryDirectory(prefix="growth-", dir=KEPT) as name:
        data, file = Path(name) / "node", Path(name) / "records.jsonl"
        _say(f"writing {min(size, abs(size - total)):,} records for a node of {size:,}")
        if size > total:
            shutil.copytree(whole, data)
        written = _write(whole, file, size, total)
        _say(f"taking in {written:,} records")
        started = time.perf_counter()
        outcome = wenmai(data, "ingest", str(file))
        took_s = time.perf_counter() - started
        file.unlink()
        if not outcome["done"]:
            sys.exit(f"not all records were taken in: {outcome}")
        yield data, took_s


def _write(whole: Path, file: Path, size: int, total: int) -> int:
    settings = Settings.from_env({"WENMAI_DATA": str(whole)})
    with closing(Store.open(settings.database_url)) as store, Workers() as workers:
        lines = growing.copies(store, size - total, workers) if size > total else growing.sample(store, size)
        return growing.write(file, lines)


def _measured(data: Path, asked: Questions, size: int) -> tuple[Questions, dict[str, Any]]:
    """Ask what was drawn from the smallest node, whose records all larger ones hold too."""
    _say(f"asking {size:,} records")
    disk = nodes.disk(data)
    with serving(data) as (port, _):
        asked = asked or draw(port)
        get(port, "/v1/records?q=warm")
        answers = {kind: timed(port, paths) for kind, paths in asked.items()}
    show_answers(answers, f"{size:,} records: one client, at the server, ms")
    told = {kind: one.told() for kind, one in answers.items()}
    return asked, {"records": size, "answers": told, "disk_mb": disk}


def _say(line: str) -> None:
    print(f"{time.strftime('%H:%M:%S')} {line}", flush=True)


def _show(steps: list[dict[str, Any]]) -> None:
    sizes = [f"{step['records']:,}" for step in steps]
    rows = [(kind, *(_both(step["answers"][kind]) for step in steps)) for kind in steps[0]["answers"]]
    rows.append(("store + index, MB", *(f"{sum(step['disk_mb'].values()):,.0f}" for step in steps)))
    rows.append(("taken in, s", *(f"{step['taken_in_s']:,.0f}" if step["taken_in_s"] else "–" for step in steps)))
    show("p50 / p99 in ms by the number of records", ("question", *sizes), rows)


def _both(answer: dict[str, float]) -> str:
    return f"{answer['p50']:,.1f} / {answer['p99']:,.1f}"
