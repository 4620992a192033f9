"""Ports for servers on this machine: each is given once, and processes of one test run never give the same."""

from __future__ import annotations

import os
import re
from itertools import count

from deploy.elasticsearch.server import is_free

FIRST = 10_000
SIZE = 1_000
RANGES = 10
"""All below those that Elasticsearch is given (20,000 on) and those the system gives to outgoing connections."""

_given = count(os.getpid() % SIZE)
"""Two runs at the same time do not begin at the same one."""


def free_port() -> int:
    """The next that nobody listens on, of a range that this process of the run has for itself."""
    worker = int(re.sub(r"\D", "", os.environ.get("PYTEST_XDIST_WORKER", "")) or 0)
    first = FIRST + worker % RANGES * SIZE
    for _ in range(SIZE):
        port = first + next(_given) % SIZE
        if is_free(port):
            return port
    raise RuntimeError(f"none of the ports from {first} to {first + SIZE - 1} is free")
