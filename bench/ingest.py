"""How fast six sources (about 140,000 records) become searchable, and how fast the same files are known again."""

from __future__ import annotations

import tempfile
import time
from pathlib import Path

from bench.common import SOURCES, keep, shared, show, wenmai

TARGETS = {"first": 3_500, "unchanged": 20_000}


def main() -> None:
    """Ingest into an empty node, then again."""
    folder = shared()
    with tempfile.TemporaryDirectory(prefix="wenmai-bench-") as name:
        data = Path(name)
        runs = {kind: _run(data, folder) for kind in TARGETS}
    show(
        "ingest of six sources",
        ("run", "rows", "s", "rows/s", "target"),
        [_row(kind, run) for kind, run in runs.items()],
    )
    keep("ingest", {"runs": runs, "targets": TARGETS})


def _run(data: Path, folder: Path) -> dict[str, float]:
    started = time.perf_counter()
    outcome = wenmai(data, "ingest", *SOURCES, "--folder", str(folder))
    seconds = time.perf_counter() - started
    rows = sum(file["rows"] for file in outcome["files"])
    rejected = sum(file["rejected"] for file in outcome["files"])
    return {"rows": rows, "rejected": rejected, "seconds": seconds, "rate": rows / seconds}


def _row(kind: str, run: dict[str, float]) -> tuple[object, ...]:
    return kind, f"{run['rows']:,}", run["seconds"], run["rate"], f"{TARGETS[kind]:,}"
