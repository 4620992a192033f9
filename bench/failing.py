"""A node of a cluster of three fails while people ask and records change: what they noticed, and that all is there."""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from bench.asking import ask, tells_nothing, within
from bench.changing import Changing
from bench.judging import LISTS, Failover, Judging, failover
from bench.killing import state
from bench.serving import serving
from deploy.elasticsearch.node import Cluster, Node
from records.store import Store
from settings import Settings

CLIENTS = 4
READY_S = 60.0
BEFORE_S = 2.0
CAUGHT_UP_S = 120.0


def engine_url(cluster: Cluster, prefix: str, **options: str) -> str:
    hosts = ",".join(url.removeprefix("http://") for url in cluster.urls)
    told = "&".join(f"{name}={value}" for name, value in options.items())
    return f"elasticsearch+http://{hosts}/{prefix}?{told}"


HARMS: dict[str, tuple[Callable[[Node], None], Callable[[Node], None]]] = {
    "killed": (Node.kill, Node.start),
    "hung": (Node.pause, Node.resume),
}
"""How a node fails, and how it comes back."""


def trial(cluster: Cluster, data: Path, harm: str, seed: int, *, away_s: float) -> Failover:
    """Serve from the cluster, harm the node drawn by `seed` for `away_s` seconds, and compare index and store after it.

    AssertionError where anything acknowledged is not served in the end, or an error tells of what lies behind.
    """
    drawn = random.Random(seed)
    settings = Settings.from_env({"WENMAI_DATA": str(data)})
    url = engine_url(cluster, f"trial-{seed}")
    names = (f"trial-{seed}", *(node.url.removeprefix("http://") for node in cluster.nodes))
    changing = Changing(settings.database_url, seed)
    with closing(Store.open(settings.database_url)) as store:
        changing.step(store)
        with serving(data, WENMAI_ENGINE_URL=url) as (port, _):
            within(READY_S, lambda: all(ask(port, path).status == 200 for path in LISTS))
            judging = Judging(port, changing.truth, seed, lambda answer: tells_nothing(answer, names))
            node = drawn.choice(cluster.nodes)
            with changing.going_on(), judging.going_on(CLIENTS):
                time.sleep(BEFORE_S + drawn.random())
                harmed = time.monotonic()
                HARMS[harm][0](node)
                time.sleep(away_s)
                HARMS[harm][1](node)
            noticed = failover(judging.judged, harmed)
            cluster.start()
            caught_up(data, url)
    return noticed


def caught_up(data: Path, url: str) -> None:
    """The index holds just what the store does; the follower has some time to see to it."""
    until = time.monotonic() + CAUGHT_UP_S
    while True:
        try:
            state(data, WENMAI_ENGINE_URL=url)
        except Exception:
            if time.monotonic() > until:
                raise
            time.sleep(0.5)
        else:
            return
