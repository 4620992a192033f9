"""Limits through a real Redis: one count for all, its clock set back, and its death."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
from redis import Redis as Client

from api.limits.counting import Counts
from api.limits.shared import SharedCounts
from api.resilience.redis import Redis
from settings import Quota
from tests.redis import Server

QUOTAS = (Quota("burst", 10, 5), Quota("sustained", 25, 60), Quota("daily", 40, 86_400))
Made = Callable[[], SharedCounts]


@pytest.fixture
def made(redis_url: str) -> Iterator[Made]:
    """What every process of a node has for itself."""
    links: list[Redis] = []

    def one() -> SharedCounts:
        links.append(Redis(redis_url, lambda: "secret"))
        return SharedCounts(links[-1], lambda: "secret", Counts())

    yield one
    for link in links:
        link.close()


def take(counts: SharedCounts, cost: int = 1) -> bool:
    return counts.take("203.0.113.9", QUOTAS, cost).granted


def left(counts: SharedCounts) -> tuple[int, ...]:
    return tuple(one.units for one in counts.take("203.0.113.9", QUOTAS, 0).left)


def test_processes_count_together(made: Made) -> None:
    one, other = made(), made()
    assert [take(one), take(other, 8), take(one, 2)] == [True, True, False]
    assert left(one) == left(other) == (1, 16, 31)
    assert take(other)
    assert not take(one)


def test_a_cost_above_a_whole_limit_takes_all_of_it_and_can_be_given_back(made: Made) -> None:
    counts = made()
    assert take(counts, 20)
    assert left(counts) == (0, 5, 20)
    assert take(counts, -6)
    assert left(counts) == (6, 11, 26)
    assert take(counts, -99)
    assert left(counts) == (10, 25, 40)


def test_a_window_is_over_after_its_time(made: Made, redis_url: str) -> None:
    """The time goes by at once: the server is told that the window ends so much sooner."""
    counts = made()
    for _ in range(10):
        take(counts)
    assert not take(counts)
    with Client.from_url(redis_url) as client:
        (key,) = client.keys("*")
        assert 86_300_000 < client.pttl(key) <= 86_400_000, "the server forgets it by itself"
        client.hincrby(key, "burst:until", -5_000)
    assert take(counts)
    assert left(counts) == (9, 14, 29)


def test_a_clock_set_back_locks_nobody_out(made: Made, redis_url: str) -> None:
    """To a server whose clock is an hour behind what it was, windows seem to end an hour later."""
    counts = made()
    for _ in range(10):
        take(counts)
    with Client.from_url(redis_url) as client:
        (key,) = client.keys("*")
        for name in ("burst", "sustained", "daily"):
            client.hincrby(key, f"{name}:until", 3_600_000)
        assert take(counts), "a window longer than it can be is over"
    assert left(counts) == (9, 24, 39), "all three were begun anew"


def test_addresses_are_not_to_be_read_there(made: Made, redis_url: str) -> None:
    take(made())
    with Client.from_url(redis_url) as client:
        assert len(client.keys("*")) == 1
        assert not client.keys("*203*")


def test_many_at_once_get_what_there_is(made: Made) -> None:
    counts = [made() for _ in range(4)]
    quotas = (Quota("burst", 300, 60), Quota("sustained", 700, 600), Quota("daily", 5_000, 86_400))
    with ThreadPoolExecutor(16) as threads:
        told = threads.map(lambda number: counts[number % 4].take("a", quotas, 1 + number % 3), range(1_000))
        used = sum(1 + number % 3 for number, taken in enumerate(told) if taken.granted)
    assert used == 300


def test_with_redis_gone_the_process_counts_and_with_it_back_all_do_again(redis_server: Server) -> None:
    link = Redis(redis_server.url, lambda: "secret")
    counts = SharedCounts(link, lambda: "secret", Counts())
    assert take(counts, 4)
    redis_server.kill()
    assert [take(counts) for _ in range(8)] == [True] * 6 + [False] * 2, "it goes on from what was counted together"
    redis_server.start()
    late = time.monotonic() + 30
    while (now := left(counts)) != (10, 25, 40):
        assert time.monotonic() < late, f"it forgot what it counted before it died, and yet {now} are left"
        time.sleep(0.05)
    link.close()


@pytest.mark.parametrize("breaks", [Server.pause, Server.fill], ids=["hung", "full"])
def test_with_redis_hung_or_full_the_process_counts(redis_server: Server, breaks: Callable[[Server], None]) -> None:
    link = Redis(redis_server.url, lambda: "secret")
    counts = SharedCounts(link, lambda: "secret", Counts())
    assert take(counts, 4)
    breaks(redis_server)
    assert [take(counts) for _ in range(8)] == [True] * 6 + [False] * 2
    link.close()
