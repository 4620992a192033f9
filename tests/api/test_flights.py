"""What many threads want at once is made once; its error is theirs too."""

from __future__ import annotations

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from itertools import count
from threading import Event

import pytest

from api.flights import Flights

MANY = 24


def slow(numbers: Callable[[], int]) -> Callable[[], int]:
    """Makes the next number, in a while."""

    def make() -> int:
        time.sleep(0.1)
        return numbers()

    return make


def test_all_get_what_the_first_made() -> None:
    flights: Flights[int] = Flights()
    numbers = count()
    make = slow(lambda: next(numbers))
    with ThreadPoolExecutor(MANY) as pool:
        assert set(pool.map(lambda _: flights.once(("a",), make), range(MANY))) == {0}
        assert set(pool.map(lambda _: flights.once(("a",), make), range(MANY))) == {1}


def test_different_things_are_made_at_the_same_time() -> None:
    flights: Flights[int] = Flights()
    met = [Event(), Event()]

    def make(number: int) -> int:
        met[number].set()
        assert met[1 - number].wait(5)
        return number

    with ThreadPoolExecutor(2) as pool:
        assert list(pool.map(lambda number: flights.once((number,), lambda: make(number)), range(2))) == [0, 1]


def test_its_error_is_given_to_all_who_waited_and_kept_for_nobody() -> None:
    flights: Flights[int] = Flights()
    failures = count()

    def fail() -> int:
        time.sleep(0.1)
        raise ValueError(next(failures))

    def caught() -> str:
        with pytest.raises(ValueError) as error:
            flights.once(("a",), fail)
        return str(error.value)

    with ThreadPoolExecutor(MANY) as pool:
        assert {found.result() for found in [pool.submit(caught) for _ in range(MANY)]} == {"0"}
    assert flights.once(("a",), lambda: 7) == 7


def test_nobody_waits_for_ever() -> None:
    flights: Flights[str] = Flights(wait=0.1)
    stuck, begun = Event(), Event()

    def hang() -> str:
        begun.set()
        stuck.wait(10)
        return "late"

    with ThreadPoolExecutor(2) as pool:
        first = pool.submit(flights.once, ("a",), hang)
        begun.wait(5)
        assert flights.once(("a",), lambda: "own") == "own"
        stuck.set()
        assert first.result() == "late"


def test_what_is_being_made_can_be_told() -> None:
    flights: Flights[bool] = Flights()
    assert flights.once(("a", 1), lambda: flights.among(lambda what: what[0] == "a"))
    assert not flights.once(("a", 1), lambda: flights.among(lambda what: what[0] == "b"))
    assert not flights.among(lambda what: True)
