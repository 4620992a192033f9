"""One of three nodes of Elasticsearch is killed, or hangs, while people ask and records change."""

from __future__ import annotations

from pathlib import Path

import pytest

from bench.failing import HARMS, trial
from deploy.elasticsearch.node import Cluster

pytestmark = pytest.mark.slow

SEED = 11
AWAY_S = 14.0
AGAIN_S = {"killed": 20.0, "hung": AWAY_S + 10.0}
"""Within so many seconds of the fault the last error must have been answered.

Of a node that hangs nothing but its silence tells: until it wakes, or the cluster gives it up, a question may meet it.
"""


@pytest.mark.timeout(400)
def test_a_node_that_fails_costs_some_errors_for_seconds_and_nothing_else(
    elasticsearch_cluster: Cluster, tmp_path: Path
) -> None:
    for number, harm in enumerate(HARMS):
        noticed = trial(elasticsearch_cluster, tmp_path / harm, harm, SEED + number, away_s=AWAY_S)
        print(harm, noticed)
        assert noticed.wrong == (), harm
        assert noticed.before == 0, noticed
        assert noticed.answers > 50, noticed
        assert noticed.again_s < AGAIN_S[harm], noticed
