"""How fast all sources become searchable in an empty node, how fast the same files are known again, and the disk."""

from __future__ import annotations

from typing import Any

from bench import nodes
from bench.common import keep, show, verdict

TARGETS = {"first": 3_500.0, "unchanged": 20_000.0}
"""Rows a second."""


def main() -> None:
    """Ingest into an empty node, then again."""
    with nodes.folder() as data:
        nodes.empty(data)
        runs = {kind: nodes.take_in(data) for kind in TARGETS}
        nodes.mark(data)
        disk = nodes.disk(data)
    told = {kind: _told(run) for kind, run in runs.items()}
    show("each source, first run, into the store", ("source", "rows", "rejected", "s", "rows/s"), _files(runs["first"]))
    columns = ("run", "rows", "rejected", "s", "start-up and indexing of it", "rows/s", "target", "")
    show("all sources, start of the command to searchable", columns, [_row(kind, run) for kind, run in told.items()])
    _show_disk(disk, told["first"]["rows"] - told["first"]["rejected"])
    keep("ingest", {"runs": told, "targets": TARGETS, "disk_mb": disk, "sources": _by_source(runs["first"])})


def _told(run: dict[str, Any]) -> dict[str, float]:
    counted = {name: sum(file[name] for file in run["files"]) for name in ("rows", "rejected")}
    stored = sum(file["seconds"] for file in run["files"])
    seconds = run["seconds"]
    return counted | {"seconds": seconds, "indexing": seconds - stored, "rate": counted["rows"] / seconds}


def _files(run: dict[str, Any]) -> list[tuple[object, ...]]:
    return [
        (f["source"], f["rows"], f["rejected"], f["seconds"], f["rows"] / max(f["seconds"], 0.001))
        for f in run["files"]
    ]


def _by_source(run: dict[str, Any]) -> list[dict[str, Any]]:
    return [{name: file[name] for name in ("source", "rows", "rejected", "seconds")} for file in run["files"]]


def _row(kind: str, run: dict[str, float]) -> tuple[object, ...]:
    target = TARGETS[kind]
    met = verdict(run["rate"], target, at_least=True)
    return kind, run["rows"], run["rejected"], run["seconds"], run["indexing"], run["rate"], target, met


def _show_disk(disk: dict[str, float], records: float) -> None:
    rows = [(name, size, size * 1e6 / max(records, 1)) for name, size in [*disk.items(), ("both", sum(disk.values()))]]
    show("on disk", ("what", "MB", "bytes a record"), rows)
