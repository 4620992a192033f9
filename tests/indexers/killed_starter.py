"""Run by test_workers: starts workers, names their processes, and waits to be killed."""

from __future__ import annotations

import os
import time

from indexers.workers import Workers


def own_id(_: int) -> int:
    return os.getpid()


if __name__ == "__main__":
    with Workers(2) as workers:
        print(*sorted(set(workers.map(own_id, range(40))) - {os.getpid()}), flush=True)
        time.sleep(120)
