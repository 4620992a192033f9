"""The memory of the processes that answer."""

from __future__ import annotations

import re
from pathlib import Path

from bench.processes import workers_of

MEMORY = ("Anonymous", "Pss", "Rss")
"""A process's own; that and its share of what others use too; that and all of the index it has looked at, which the
system maps once for all of them and takes back when it needs the room."""


def worker_megabytes(parent: int) -> list[tuple[float, ...]]:
    """Of each process that answers, of a node whose command runs as `parent`."""
    return [megabytes_of(worker) for worker in workers_of(parent)]


def megabytes_of(pid: int) -> tuple[float, ...]:
    rollup = Path(f"/proc/{pid}/smaps_rollup").read_text()
    return tuple(int(found[1]) / 1024 for name in MEMORY if (found := re.search(rf"^{name}:\s+(\d+) kB", rollup, re.M)))
