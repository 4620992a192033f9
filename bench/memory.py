"""The memory of the processes that answer."""

from __future__ import annotations

import re
from pathlib import Path

MEMORY = ("Anonymous", "Pss", "Rss")
"""A process's own; that and its share of what others use too; that and all of the index it has looked at, which the
system maps once for all of them and takes back when it needs the room."""


def worker_megabytes(parent: int) -> list[tuple[float, ...]]:
    """Of each child of gunicorn's master, which is a child of `parent`."""
    return [megabytes_of(child) for master in _children(parent) for child in _children(master)]


def megabytes_of(pid: int) -> tuple[float, ...]:
    rollup = Path(f"/proc/{pid}/smaps_rollup").read_text()
    return tuple(int(found[1]) / 1024 for name in MEMORY if (found := re.search(rf"^{name}:\s+(\d+) kB", rollup, re.M)))


def _children(pid: int) -> list[int]:
    listed = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return [int(child) for child in listed]
