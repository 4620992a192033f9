"""Limits as they are served: gunicorn's workers and many clients at once, one count through a real Redis."""

from __future__ import annotations

import socket
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from tests.http import nodes
from tests.redis import Server
from tests.served import served, status

WORKERS, CLIENTS, BUDGET = 4, 16, 150

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    chosen = nodes.settings(tmp_path_factory.mktemp("node"))
    nodes.fill(chosen)
    return chosen.data


def asked_at_once(port: int, count: int, address: str) -> Counter[int]:
    """Statuses of so many requests from one address, over as many connections, which reach every worker."""
    with ThreadPoolExecutor(CLIENTS) as clients:
        return Counter(clients.map(lambda _: status(port, **{"X-Forwarded-For": address})[0], range(count)))


def test_four_workers_give_what_there_is_and_no_more(data: Path, redis_url: str) -> None:
    budget = f"{BUDGET}/5 minutes, {BUDGET}/hour, {BUDGET}/day"
    with served(data, WORKERS, WENMAI_REDIS_URL=redis_url, WENMAI_LIMIT_ANONYMOUS=budget) as port:
        assert asked_at_once(port, 2 * BUDGET, "203.0.113.1") == {200: BUDGET, 429: BUDGET}
        assert asked_at_once(port, BUDGET, "203.0.113.2") == {200: BUDGET}, "another caller has as much"
        code, headers = status(port, **{"X-Forwarded-For": "203.0.113.2"})
        assert (code, headers["X-RateLimit-Remaining"]) == (429, "0")
        with served(data, 1, WENMAI_REDIS_URL=redis_url, WENMAI_LIMIT_ANONYMOUS=budget) as another:
            assert asked_at_once(another, 3, "203.0.113.1") == {429: 3}, "another machine of the node counts with them"


def test_redis_may_die_under_load_and_come_back(data: Path, redis_server: Server) -> None:
    """Everyone goes on being answered, each process counting for itself; then all count together again."""
    budget = "100000/5 seconds, 1000000/hour, 10000000/day"
    with served(data, 2, WENMAI_REDIS_URL=redis_server.url, WENMAI_LIMIT_ANONYMOUS=budget) as port:
        with ThreadPoolExecutor(1) as killer:
            killed = killer.submit(lambda: (time.sleep(0.4), redis_server.kill()))
            found = asked_at_once(port, 400, "203.0.113.1")
            killed.result()
        found += asked_at_once(port, 100, "203.0.113.1")
        assert found == {200: 500}
        redis_server.start()
        deadline = time.monotonic() + 20
        with redis_server.client() as client:
            while not client.keys("*:used:*"):
                assert time.monotonic() < deadline, "nobody counts there again"
                assert asked_at_once(port, 4, "203.0.113.1") == {200: 4}


@pytest.mark.parametrize(("raw", "expected"), [(b"nonsense\r\n\r\n", 400), (b"GET /" + b"x" * 70_000, 414)])
def test_what_cannot_be_read_is_answered_with_the_limits_too(data: Path, raw: bytes, expected: int) -> None:
    with served(data, 1) as port, socket.create_connection(("127.0.0.1", port), timeout=20) as one:
        one.sendall(raw + b" HTTP/1.1\r\nHost: x\r\n\r\n" * (expected == 414))
        one.shutdown(socket.SHUT_WR)
        head = b"".join(iter(lambda: one.recv(65_536), b"")).partition(b"\r\n\r\n")[0].decode()
    assert head.startswith(f"HTTP/1.1 {expected} ")
    assert '\r\nRateLimit-Policy: "burst";q=60;w=5, "sustained";q=600;w=60, "daily";q=50000;w=86400' in head
    assert '\r\nRateLimit: "burst";r=60;t=5, ' in head
    assert "\r\nX-Request-Cost: 0" in head
    assert "RateLimit-Policy" in head.partition("Access-Control-Expose-Headers: ")[2]
