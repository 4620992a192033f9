"""Counting: all limits of a caller at once, not one request too many and not one too few, whatever the clock does."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from api.limits.counting import Counting, Counts
from settings import Quota

BURST, MINUTE, DAY = Quota("burst", 10, 5), Quota("sustained", 25, 60), Quota("daily", 40, 86_400)
QUOTAS = (BURST, MINUTE, DAY)


@dataclass
class Clock:
    now: float = 1_000.0

    def __call__(self) -> float:
        return self.now


@dataclass
class Hand:
    """Counts on a clock that is set by hand."""

    clock: Clock = field(default_factory=Clock)

    def __post_init__(self) -> None:
        self.counts: Counting = Counts(3, self.clock)

    def take(self, cost: int = 1, bucket: str = "a") -> bool:
        return self.counts.take(bucket, QUOTAS, cost).granted

    def left(self, bucket: str = "a") -> tuple[int, ...]:
        return tuple(left.units for left in self.counts.take(bucket, QUOTAS, 0).left)


@pytest.fixture
def hand() -> Hand:
    return Hand()


def test_a_burst_is_given_whole_and_no_more(hand: Hand) -> None:
    assert [hand.take() for _ in range(12)] == [True] * 10 + [False] * 2
    assert hand.left() == (0, 15, 30)
    hand.clock.now += 4.999
    assert not hand.take()
    hand.clock.now += 0.001
    assert hand.take()
    assert hand.left() == (9, 14, 29)


@given(st.floats(0, 1e6))
@example(53_888.299886028035)
def test_nobody_waits_for_longer_than_the_limit_is(now: float) -> None:
    for cost in (1, 0):
        told = Counts(clock=lambda: now).take("a", QUOTAS, cost)
        assert [left.seconds for left in told.left] == pytest.approx([5, 60, 86_400])
        assert all(left.seconds <= left.quota.seconds for left in told.left)


def test_a_refused_request_takes_nothing_from_any_limit(hand: Hand) -> None:
    assert hand.take(8)
    assert not hand.take(3)
    assert hand.left() == (2, 17, 32)
    assert hand.take(2)


def test_the_longer_limits_hold_over_many_bursts(hand: Hand) -> None:
    granted = 0
    for _ in range(12):
        granted += sum(hand.take() for _ in range(10))
        hand.clock.now += 5
    assert granted == 25
    for _ in range(60):
        granted += sum(hand.take() for _ in range(10))
        hand.clock.now += 60
    assert granted == 40
    hand.clock.now += 86_400
    assert hand.take()


def test_a_cost_above_a_whole_limit_takes_all_of_it(hand: Hand) -> None:
    assert hand.take(20)
    assert hand.left() == (0, 5, 20)
    hand.clock.now += 60
    hand.take()
    assert not hand.take(20)


def test_what_is_given_back_is_there_again_but_never_more(hand: Hand) -> None:
    hand.take(8)
    hand.counts.take("a", QUOTAS, -3)
    assert hand.left() == (5, 20, 35)
    hand.counts.take("a", QUOTAS, -99)
    assert hand.left() == (10, 25, 40)


def test_a_look_begins_no_window(hand: Hand) -> None:
    assert [left.seconds for left in hand.counts.take("a", QUOTAS, 0).left] == [5, 60, 86_400]
    hand.clock.now += 3
    hand.take()
    hand.clock.now += 1
    assert [left.seconds for left in hand.counts.take("a", QUOTAS, 0).left] == [4, 59, 86_399]


def test_callers_do_not_touch_each_other_and_the_longest_unseen_are_forgotten(hand: Hand) -> None:
    for bucket in ("a", "b", "c"):
        hand.take(10, bucket)
    assert not hand.take(1, "a")
    hand.take(1, "d")
    assert not hand.take(1, "a"), "it asked after the others"
    assert hand.take(1, "b"), "it was the one forgotten"


def test_together_threads_get_what_there_is() -> None:
    counts = Counts()
    quotas = (Quota("burst", 500, 60), Quota("daily", 5_000, 86_400))
    with ThreadPoolExecutor(16) as threads:
        granted = list(threads.map(lambda _: counts.take("a", quotas, 1).granted, range(2_000)))
    assert granted.count(True) == 500


@given(st.lists(st.tuples(st.integers(0, 12), st.floats(0, 40)), max_size=60))
def test_no_window_ever_gives_more_than_it_has(asked: list[tuple[int, float]]) -> None:
    """Judged by the times alone: what was granted, summed over every window as it began."""
    hand = Hand()
    granted: list[tuple[float, int]] = []
    for cost, pause in asked:
        if hand.take(cost) and cost:
            granted.append((hand.clock.now, cost))
        hand.clock.now += pause
    for quota in QUOTAS:
        begun, used = -1e9, 0
        for at, cost in granted:
            if at >= begun + quota.seconds:
                begun, used = at, 0
            used += min(cost, quota.units)
            assert used <= quota.units
