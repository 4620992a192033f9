"""What many threads want at once is made once; its error is theirs too."""

from __future__ import annotations

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from threading import Barrier, Event

from api.caching.flights import Flights

MANY = 24


def waiting(flights: Flights[int]) -> int:
    """Threads that wait for what is being made; an event tells them to nobody else."""
    return sum(len(one.landed._cond._waiters) for one in list(flights._flights.values()))  # type: ignore[attr-defined]


@dataclass
class Crowd:
    """Threads that all set out at once for something that is made only once all the others wait for it."""

    flights: Flights[int] = field(default_factory=Flights)
    made: int = 0
    began: Barrier = field(default_factory=lambda: Barrier(MANY))

    def make(self) -> int:
        until = time.monotonic() + 8
        while waiting(self.flights) < MANY - 1 and time.monotonic() < until:
            time.sleep(0.01)
        self.made += 1
        return self.made

    def fail(self) -> int:
        raise ValueError(self.make())

    def ask(self, make: Callable[[], int]) -> int | str:
        self.began.wait(60)
        try:
            return self.flights.once(("a",), make)
        except ValueError as error:
            return str(error)

    def told(self, make: Callable[[], int]) -> set[int | str]:
        with ThreadPoolExecutor(MANY) as pool:
            return {found.result() for found in [pool.submit(self.ask, make) for _ in range(MANY)]}


def test_all_get_what_the_first_made() -> None:
    crowd = Crowd()
    assert crowd.told(crowd.make) == {1}
    assert crowd.told(crowd.make) == {2}


def test_different_things_are_made_at_the_same_time() -> None:
    flights: Flights[int] = Flights()
    met = [Event(), Event()]

    def make(number: int) -> int:
        met[number].set()
        assert met[1 - number].wait(30)
        return number

    with ThreadPoolExecutor(2) as pool:
        assert list(pool.map(lambda number: flights.once((number,), lambda: make(number)), range(2))) == [0, 1]


def test_its_error_is_given_to_all_who_waited_and_kept_for_nobody() -> None:
    crowd = Crowd()
    assert crowd.told(crowd.fail) == {"1"}
    assert crowd.flights.once(("a",), lambda: 7) == 7


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
