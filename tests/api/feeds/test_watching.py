"""One looks for all who wait: they are woken by news, by its failing and by the end, and nobody looks for nobody."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest

from api.feeds import watching
from api.feeds.watching import Watch
from records.errors import StoreUnavailable


class Numbers:
    """Something whose newest number can be set, and fail."""

    def __init__(self) -> None:
        self.newest = 1
        self.fails = False
        self.looks = 0

    def __call__(self) -> int:
        self.looks += 1
        if self.fails:
            raise StoreUnavailable("gone")
        return self.newest


@pytest.fixture
def numbers(monkeypatch: pytest.MonkeyPatch) -> Numbers:
    monkeypatch.setattr(watching, "EVERY_S", 0.02)
    return Numbers()


def lookers() -> int:
    return sum(1 for one in threading.enumerate() if one.name == "watch")


def comes(what: Callable[[], bool]) -> bool:
    until = time.monotonic() + 30
    while not what() and time.monotonic() < until:
        time.sleep(0.005)
    return what()


def test_all_are_woken_and_one_looks_for_them(numbers: Numbers) -> None:
    watch = Watch(numbers)
    with ThreadPoolExecutor(20) as pool:
        waiting = [pool.submit(watch.past, 1, time.monotonic() + 60) for _ in range(20)]
        assert comes(lambda: numbers.looks > 2)
        assert lookers() == 1
        assert not any(one.done() for one in waiting)
        numbers.newest = 2
        for one in waiting:
            one.result(30)
    assert comes(lambda: lookers() == 0)
    looks = numbers.looks
    time.sleep(0.1)
    assert numbers.looks == looks


def test_nobody_waits_longer_than_they_wish(numbers: Numbers) -> None:
    begun = time.monotonic()
    Watch(numbers).past(1, begun + 0.1)
    assert 0.09 < time.monotonic() - begun < 30


def test_what_was_newest_once_wakes_nobody_later(numbers: Numbers) -> None:
    """Without an engine the newest is that of the store; once there is one again, that of the index is before it."""
    watch = Watch(numbers)
    numbers.newest = 1_000
    watch.past(1, time.monotonic() + 5)
    assert comes(lambda: lookers() == 0)
    numbers.newest, returns, until = 1, 0, time.monotonic() + 0.5
    while time.monotonic() < until:
        watch.past(1, until)
        returns += 1
    assert returns < 3


def test_what_fails_is_told_to_all_and_forgotten(numbers: Numbers) -> None:
    watch = Watch(numbers)
    with ThreadPoolExecutor(5) as pool:
        waiting = [pool.submit(watch.past, 1, time.monotonic() + 60) for _ in range(5)]
        assert comes(lambda: numbers.looks > 1)
        numbers.fails = True
        for one in waiting:
            with pytest.raises(StoreUnavailable):
                one.result(30)
    assert comes(lambda: lookers() == 0)
    numbers.fails = False
    watch.past(1, time.monotonic() + 0.1)


def test_the_end_wakes_all(numbers: Numbers) -> None:
    watch = Watch(numbers)
    with ThreadPoolExecutor(5) as pool:
        waiting = [pool.submit(watch.past, 1, time.monotonic() + 60) for _ in range(5)]
        assert comes(lambda: numbers.looks > 1)
        watch.close()
        for one in waiting:
            one.result(30)
    begun = time.monotonic()
    watch.past(1, begun + 60)
    assert time.monotonic() - begun < 30
    assert comes(lambda: lookers() == 0)
