"""Work done beside the making of pieces: in order, nothing lost before a failure, nothing left running."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator

import pytest

from exchange.exports.beside import beside


def test_pieces_come_in_their_order_with_what_was_made_of_them() -> None:
    assert list(beside(range(20), lambda one: one * one)) == [one * one for one in range(20)]
    assert list(beside([], str)) == []


def test_all_before_a_failure_is_handed_out_and_then_the_failure() -> None:
    def pieces() -> Iterator[int]:
        yield 1
        yield 2
        raise OSError("the engine is gone")

    some = beside(pieces(), str)
    assert [next(some), next(some)] == ["1", "2"]
    with pytest.raises(OSError, match="gone"):
        next(some)


def test_what_the_work_raises_ends_it_and_nothing_comes_after() -> None:
    def work(one: int) -> int:
        if one == 2:
            raise ValueError("no")
        return one

    some = beside([1, 2, 3], work)
    assert next(some) == 1
    with pytest.raises(ValueError, match="no"):
        next(some)
    assert list(some) == []


def test_the_next_piece_is_made_while_the_work_is_done() -> None:
    made, may_go_on = threading.Event(), 60.0

    def pieces() -> Iterator[int]:
        yield 1
        made.set()
        yield 2

    assert list(beside(pieces(), lambda one: made.wait(may_go_on) and one)) == [1, 2]


def test_left_in_the_middle_no_thread_stays() -> None:
    before = set(threading.enumerate())
    some = beside(iter(range(1_000)), lambda one: time.sleep(0.001) or one)
    assert next(some) == 0
    some.close()  # type: ignore[attr-defined]
    assert set(threading.enumerate()) <= before
