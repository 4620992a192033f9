"""The breaker: who may try what has failed, and who hears of it."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

from api.resilience.breaker import Breaker, Leave


@dataclass
class Clock:
    now: float = 0.0

    def __call__(self) -> float:
        return self.now


@dataclass
class Tried:
    """A breaker of two seconds on a clock that is set by hand."""

    clock: Clock = field(default_factory=Clock)

    def __post_init__(self) -> None:
        self.breaker = Breaker(2.0, self.clock)

    def leave(self) -> Leave:
        found = self.breaker.leave()
        assert found is not None
        return found


def test_what_works_is_asked_by_all() -> None:
    tried = Tried()
    for _ in range(3):
        assert not tried.breaker.worked(tried.leave())
    assert tried.breaker.broken_since is None


def test_what_failed_is_left_alone_and_then_tried_by_one() -> None:
    tried = Tried()
    assert tried.breaker.failed(tried.leave())
    assert tried.breaker.broken_since is not None
    tried.clock.now = 1.99
    assert tried.breaker.leave() is None
    tried.clock.now = 2.0
    with ThreadPoolExecutor(8) as pool:
        leaves = [found for found in pool.map(lambda _: tried.breaker.leave(), range(100)) if found]
    assert len(leaves) == 1
    assert tried.breaker.worked(leaves[0])
    assert tried.breaker.broken_since is None
    assert not tried.leave().trial


def test_a_trial_that_fails_is_no_news_and_another_comes_after_a_pause() -> None:
    tried = Tried()
    tried.breaker.failed(tried.leave())
    began = tried.breaker.broken_since
    for after in (2.0, 4.0, 6.0):
        tried.clock.now = after
        assert not tried.breaker.failed(tried.leave())
        assert tried.breaker.leave() is None
    assert tried.breaker.broken_since == began


def test_a_trial_that_never_ends_keeps_nobody_from_the_next() -> None:
    tried = Tried()
    tried.breaker.failed(tried.leave())
    tried.clock.now = 2.0
    tried.leave()
    tried.clock.now = 4.0
    assert tried.breaker.worked(tried.leave())


def test_of_many_that_fail_together_one_hears_of_it() -> None:
    tried = Tried()
    leaves = [tried.leave() for _ in range(50)]
    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(tried.breaker.failed, leaves)) == 1


def test_an_answer_begun_before_it_broke_does_not_mend_it() -> None:
    tried = Tried()
    early, other = tried.leave(), tried.leave()
    tried.breaker.failed(other)
    assert not tried.breaker.worked(early)
    assert tried.breaker.leave() is None


def test_a_failure_begun_before_it_came_back_does_not_break_it() -> None:
    tried = Tried()
    late = tried.leave()
    tried.breaker.failed(tried.leave())
    tried.clock.now = 2.0
    assert tried.breaker.worked(tried.leave())
    assert not tried.breaker.failed(late)
    assert tried.breaker.leave() is not None
