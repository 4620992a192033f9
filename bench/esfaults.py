"""Nodes of a three-node Elasticsearch killed, or hung, over and over while people ask and records change."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Sequence
from contextlib import AbstractContextManager
from pathlib import Path

from bench.common import keep, show
from bench.failing import HARMS, trial
from bench.judging import Failover
from deploy.elasticsearch.node import Cluster
from deploy.elasticsearch.server import running

SEED = 20261128
AWAY_S = {"killed": 12.0, "hung": 75.0}
"""One that hangs is left so for longer than the cluster waits before it goes on without it."""

AGAIN_S = {"killed": 10.0, "hung": AWAY_S["hung"] + 10.0}
"""Of a node that hangs nothing but its silence tells: until it wakes, or is given up, a question may meet it."""
COLUMNS = (
    "node",
    "times",
    "answers",
    "errors",
    "most at once",
    "kept answers",
    "s until the last",
    "slowest s",
    "wrong",
)


def main() -> None:
    """Fail, watch, compare; TRIALS says how often each."""
    trials = int(os.environ.get("TRIALS", "10"))
    noticed: dict[str, list[Failover]] = {harm: [] for harm in HARMS}
    with tempfile.TemporaryDirectory(prefix="wenmai-bench-") as name, _cluster(name) as cluster:
        for number in range(trials):
            for place, harm in enumerate(HARMS):
                data = Path(name) / f"{harm}-{number}"
                seed = SEED + number * len(HARMS) + place
                noticed[harm].append(trial(cluster, data, harm, seed, away_s=AWAY_S[harm]))
                print(harm, noticed[harm][-1], flush=True)
    show("A node of three fails", COLUMNS, [_row(harm, told) for harm, told in noticed.items()])
    figures = {harm: dict(zip(COLUMNS[1:], _row(harm, told)[1:], strict=True)) for harm, told in noticed.items()}
    keep("esfaults", {"seed": SEED, "away_s": AWAY_S, **figures})
    if bad := [each for harm, told in noticed.items() for each in told if each.wrong or each.again_s > AGAIN_S[harm]]:
        raise SystemExit(f"not as promised: {bad}")


def _cluster(name: str) -> AbstractContextManager[Cluster]:
    return running(Path(name) / "cluster", nodes=3, heap="512m")


def _row(harm: str, told: Sequence[Failover]) -> tuple[object, ...]:
    return (
        harm,
        len(told),
        sum(each.answers for each in told),
        sum(each.errors for each in told),
        max((each.errors for each in told), default=0),
        sum(each.stale for each in told),
        max((each.again_s for each in told), default=0.0),
        max((each.slowest_s for each in told), default=0.0),
        sum(len(each.wrong) for each in told),
    )
