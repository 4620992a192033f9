"""How soon a newcomer's `make run` answers, once everything is installed: the sample taken in, indexed, served."""

from __future__ import annotations

import tempfile
import time
from pathlib import Path

from bench.common import keep, show
from bench.serving import serving

TARGET_S = 10.0
ROUNDS = 3


def main() -> None:
    """Start the demo in an empty folder, and wait for its first answer."""
    seconds = [_once() for _ in range(ROUNDS)]
    show(
        "from `wenmai demo` to the first answer",
        ("round", "s", "target"),
        [(n, s, TARGET_S) for n, s in enumerate(seconds)],
    )
    keep("start", {"seconds": seconds, "target": TARGET_S})


def _once() -> float:
    with tempfile.TemporaryDirectory(prefix="wenmai-bench-") as name:
        started = time.perf_counter()
        with serving(Path(name) / "node", "demo"):
            return time.perf_counter() - started
