"""How many keys are given for the asking: in one process, and by all processes of a node through Redis."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest

from api.errors import TooManyKeys
from api.keys import issuing
from api.keys.issuing import DAY, HOUR, Issuing
from api.resilience.redis import Redis

NOON = 1_764_331_200.0


class Clock:
    def __init__(self) -> None:
        self.now = NOON

    def __call__(self) -> float:
        return self.now


def counting(url: str, clock: Clock) -> Issuing:
    return Issuing(Redis(url, lambda: "secret"), lambda: "secret", clock)


@pytest.fixture(params=["process", pytest.param("redis", marks=pytest.mark.slow)])
def url(request: pytest.FixtureRequest) -> str:
    return "" if request.param == "process" else request.getfixturevalue("redis_url")


def given(count: Issuing, address: str, times: int) -> int:
    done = 0
    for _ in range(times):
        try:
            count.take(address)
        except TooManyKeys:
            continue
        done += 1
    return done


def test_an_hour_and_a_day_of_one_address(url: str) -> None:
    clock = Clock()
    count = counting(url, clock)
    assert given(count, "192.0.2.1", 50) == 5
    assert given(count, "192.0.2.2", 50) == 5
    with pytest.raises(TooManyKeys) as refused:
        count.take("192.0.2.1")
    assert 0 < refused.value.wait <= HOUR + 1
    clock.now += refused.value.wait
    assert given(count, "192.0.2.1", 1) == 1


def test_a_day_is_not_the_sum_of_its_hours(url: str) -> None:
    clock = Clock()
    clock.now = (NOON // DAY) * DAY + 1
    count = counting(url, clock)
    got = 0
    for _ in range(23):
        got += given(count, "192.0.2.1", 6)
        clock.now += HOUR
    assert got == 20
    clock.now += HOUR
    assert given(count, "192.0.2.1", 6) == 5


def test_a_node_gives_only_so_many(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(issuing, "ALLOWANCES", (issuing.Allowance(7, DAY, ""),))
    count = counting(url, Clock())
    assert sum(given(count, f"192.0.2.{number}", 1) for number in range(20)) == 7


@pytest.mark.slow
def test_processes_count_together_and_to_the_one(redis_url: str) -> None:
    clock = Clock()
    processes = [counting(redis_url, clock) for _ in range(4)]
    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(lambda number: given(processes[number % 4], "192.0.2.1", 5), range(8))) == 5


def test_memory_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(issuing, "MOST_COUNTED", 100)
    monkeypatch.setattr(issuing, "ALLOWANCES", issuing.ALLOWANCES[:1])
    count = counting("", Clock())
    for number in range(5_000):
        count.take(f"10.0.{number // 256}.{number % 256}")
    assert len(count._counted) == 100


@pytest.mark.slow
def test_no_address_is_written_down(redis_url: str) -> None:
    import redis

    counting(redis_url, Clock()).take("203.0.113.77")
    client = redis.Redis.from_url(redis_url)
    kept = client.keys("*")
    assert kept
    assert not any(b"203.0.113" in name for name in kept)
    assert all(0 < client.ttl(name) <= DAY + 60 for name in kept)
    client.close()
