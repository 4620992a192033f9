"""Turns: never more at once than there are, the best ranked first, the worst sent away first, none lost."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor
from threading import Lock
from timeit import repeat

from api.turns.line import Line


def _until(line: Line, waiting: int) -> None:
    until = time.monotonic() + 30
    while line.waiting != waiting and time.monotonic() < until:
        time.sleep(0.001)
    assert line.waiting == waiting


def test_who_waits_too_long_is_sent_away_and_leaves_no_trace() -> None:
    line = Line(1, 4, 0.05)
    assert line.enter(1)
    begun = time.monotonic()
    assert not line.enter(0)
    assert 0.04 < time.monotonic() - begun < 30
    line.leave()
    assert line.enter(1)
    line.leave()
    assert line.waiting == 0


def test_the_best_ranked_goes_first_and_among_equals_the_first() -> None:
    line, order = Line(1, 8, 60), []

    def come(name: str, rank: int) -> None:
        assert line.enter(rank)
        order.append(name)
        line.leave()

    assert line.enter(0)
    with ThreadPoolExecutor(4) as threads:
        done = []
        for number, (name, rank) in enumerate((("a1", 1), ("b1", 1), ("c0", 0), ("d0", 0)), 1):
            done.append(threads.submit(come, name, rank))
            _until(line, number)
        line.leave()
        for one in done:
            one.result(30)
    assert order == ["c0", "d0", "a1", "b1"]


def test_a_full_line_sends_away_the_worst_ranked_at_once() -> None:
    line = Line(1, 2, 60)
    assert line.enter(0)
    with ThreadPoolExecutor(4) as threads:
        keyed = threads.submit(line.enter, 0)
        _until(line, 1)
        anonymous = threads.submit(line.enter, 1)
        _until(line, 2)
        assert not line.enter(1)
        again = threads.submit(line.enter, 0)
        assert anonymous.result(30) is False
        for waiting in (keyed, again):
            line.leave()
            assert waiting.result(30) is True
    line.leave()


def test_without_a_line_who_finds_no_turn_goes_at_once() -> None:
    line = Line(1, 0, 60)
    assert line.enter(0)
    begun = time.monotonic()
    assert not line.enter(0)
    assert time.monotonic() - begun < 30


def test_never_more_at_once_than_there_are_turns_and_none_is_lost() -> None:
    line, lock = Line(3, 100, 60), Lock()
    now = most = 0

    def ask(_: int) -> None:
        nonlocal now, most
        assert line.enter(1)
        with lock:
            now += 1
            most = max(most, now)
        time.sleep(0.0005)
        with lock:
            now -= 1
        line.leave()

    with ThreadPoolExecutor(16) as threads:
        list(threads.map(ask, range(500)))
    assert most == 3
    assert all(line.enter(0) for _ in range(3))
    assert line.waiting == 0


def test_a_turn_costs_next_to_nothing() -> None:
    line = Line(4, 8, 1)

    def turn() -> None:
        line.enter(1)
        line.leave()

    assert min(repeat(turn, timer=time.thread_time, number=10_000, repeat=5)) / 10_000 < 20e-6
