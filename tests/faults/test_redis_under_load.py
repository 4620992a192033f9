"""Redis is broken in every way while people ask: no request fails, no answer is wrong, and it comes back by itself."""

from __future__ import annotations

import json
import random
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

import pytest

from api import create_app
from api.resilience.breaker import PAUSE_S
from bench.serving import Asked, get, serving
from tests import redis
from tests.faults.load import Right, load
from tests.faults.node import PATIENT
from tests.http import nodes

pytestmark = pytest.mark.slow

SEED = 20261128
WORKERS = 2
CLIENTS = 6
BASE = "http://node.test"
BACK_S = 20 * PAUSE_S
"""Generous, for a machine that does other work beside this."""


@dataclass(frozen=True)
class Node:
    """A served node over a Redis of its own, and what it is to answer."""

    port: int
    redis: redis.Server
    log: Path
    right: Right

    def standings(self) -> list[dict[str, object]]:
        """What several connections are told; most often both workers are heard."""
        return [json.loads(get(self.port, "/v1/status")[1])["redis"] for _ in range(12)]

    def telling(self, event: str) -> Callable[[], int]:
        """How often it was logged from now on, whenever asked."""

        def told() -> int:
            return sum(f'"{event}"' in line for line in self.log.read_text().splitlines())

        so_far = told()
        return lambda: told() - so_far

    def await_standing(self, fits: Callable[[dict[str, object]], bool]) -> None:
        self.until(lambda: all(map(fits, self.standings())))

    def until(self, so: Callable[[], bool]) -> None:
        """Asked for its standing meanwhile, a worker looks whether Redis is back."""
        late = time.monotonic() + BACK_S
        while not so():
            assert time.monotonic() < late, self.standings()
            time.sleep(0.1)


def _is_well(standing: dict[str, object]) -> bool:
    return standing == {"configured": True, "ok": True}


def _questions() -> list[str]:
    chance = random.Random(SEED)
    words = ["月", "山", "明月", "palace", "gugong", "青铜"]
    facets = ["", "&facets=type,region", "&facets=period", "&sort=title", "&page_size=50"]
    lists = [f"/v1/records?q={word}{more}" for word in words for more in facets]
    numbers = [f"/v1/records?page_size={size}&view=card" for size in chance.sample(range(1, 60), 25)]
    return [*lists, *numbers, "/v1/facets/type", "/v1/suggest?q=月", "/v1/regions", "/v1/records/made:1"]


def _bodies() -> list[bytes]:
    words = ["月", "山", "明月", "青铜", "palace"]
    return [json.dumps({"q": word, "page_size": size}).encode() for word in words for size in (5, 10, 20, 30, 40, 50)]


@pytest.fixture(scope="module")
def node(redis_allowed: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Node]:
    folder = tmp_path_factory.mktemp("loaded")
    chosen = nodes.settings(folder / "node", WENMAI_BASE_URL=BASE)
    nodes.fill(chosen)
    alone = create_app(chosen)
    client = alone.test_client()
    right: dict[Asked, bytes] = {_sent(path): client.get(path).get_data() for path in _questions()}
    for body in _bodies():
        answer = client.post("/v1/search", data=body, content_type="application/json")
        assert answer.status_code == 200, answer.get_data()
        right["/v1/search", body] = answer.get_data()
    alone.extensions["wenmai"].close()
    (folder / "redis").mkdir()
    settings = {"WENMAI_BASE_URL": BASE, **PATIENT}
    with (
        redis.running(folder / "redis") as server,
        serving(folder / "node", "serve", "--workers", str(WORKERS), WENMAI_REDIS_URL=server.url, **settings) as (
            port,
            _,
        ),
    ):
        yield Node(port, server, folder / "node.log", right)


def _sent(path: str) -> str:
    return quote(path, safe="/?&=,:")


@dataclass(frozen=True)
class Harm:
    """A way to break it, how it is then said to be, the two log lines of that, and the way back."""

    breaks: Callable[[redis.Server], None]
    reason: str
    told: tuple[str, str]
    mends: Callable[[redis.Server], None]


AWAY = ("redis is away; going on without it", "redis is back")
FULL = ("redis takes nothing in", "redis takes in again")
HARMS = {
    "killed": Harm(redis.Server.kill, "away", AWAY, redis.Server.start),
    "paused": Harm(redis.Server.pause, "away", AWAY, redis.Server.resume),
    "full": Harm(redis.Server.fill, "full", FULL, redis.Server.make_room),
}


@pytest.mark.parametrize("name", HARMS)
def test_broken_under_load_no_request_notices(node: Node, name: str) -> None:
    harm = HARMS[name]
    node.await_standing(_is_well)
    broken, whole = map(node.telling, harm.told)
    with load(node.port, node.right, CLIENTS, SEED):
        harm.breaks(node.redis)
        try:
            node.await_standing(lambda standing: standing.get("reason") == harm.reason and "since" in standing)
            # Before it was broken an answer may have been slow, and a worker have told so, and that it was over.
            node.until(lambda: bool(node.standings()) and broken() - whole() == WORKERS)
            told = broken(), whole()
            time.sleep(2 * PAUSE_S)
            assert (broken(), whole()) == told
        finally:
            harm.mends(node.redis)
        node.until(lambda: bool(node.standings()) and whole() >= WORKERS and broken() == whole())


def test_flushed_and_restarted_under_load_no_request_notices(node: Node) -> None:
    chance = random.Random(SEED)
    node.await_standing(_is_well)
    with load(node.port, node.right, CLIENTS, SEED + 1):
        for _ in range(12):
            time.sleep(chance.uniform(0.02, 0.15))
            node.redis.flush()
        for _ in range(3):
            time.sleep(chance.uniform(0.1, 0.4))
            node.redis.kill()
            node.redis.start()
        node.await_standing(_is_well)


def test_faltering_under_load_no_request_notices(node: Node) -> None:
    """It stops for moments shorter and longer than it is waited for."""
    chance = random.Random(SEED)
    node.await_standing(_is_well)
    with load(node.port, node.right, CLIENTS, SEED + 2):
        for _ in range(15):
            node.redis.pause()
            time.sleep(chance.uniform(0.02, 0.3))
            node.redis.resume()
            time.sleep(chance.uniform(0.02, 0.3))
        node.await_standing(_is_well)


def test_rubbish_under_every_key_while_people_ask(node: Node) -> None:
    chance = random.Random(SEED)
    node.await_standing(_is_well)
    spoilt = 0
    node.redis.flush()
    with load(node.port, node.right, CLIENTS, SEED + 3), node.redis.client() as client:
        until = time.monotonic() + 3
        while time.monotonic() < until:
            pipe = client.pipeline(transaction=False)
            for key in client.scan_iter(count=1_000):
                pipe.set(key, chance.randbytes(chance.randrange(400)))
            spoilt += len(pipe.execute())
            time.sleep(0.02)
    assert spoilt > 100
    node.await_standing(_is_well)


def test_no_word_of_where_it_is_gets_out(node: Node) -> None:
    node.redis.kill()
    try:
        body = get(node.port, "/v1/status")[1].decode()
        assert str(node.redis.port) not in body
        assert "127.0.0.1" not in body
    finally:
        node.redis.start()
        node.await_standing(_is_well)
