"""Makes once what several threads want at the same time."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from threading import Event, Lock
from typing import Any, Generic, TypeVar

WAIT_S = 10.0
"""How long a thread waits for another to make what it wants, before it makes it by itself."""

What = tuple[Any, ...]
"""What is made, by its parts."""

T = TypeVar("T")


@dataclass(slots=True)
class _Flight(Generic[T]):
    """Something that is being made: once `landed`, there is an error or else a value."""

    landed: Event = field(default_factory=Event)
    value: T | None = None
    error: Exception | None = None


class Flights(Generic[T]):
    """What is being made in this process now, by what it is."""

    def __init__(self, wait: float = WAIT_S) -> None:
        self._wait = wait
        self._flights: dict[What, _Flight[T]] = {}
        self._lock = Lock()

    def among(self, wanted: Callable[[What], bool]) -> bool:
        """Whether something of that sort is being made."""
        with self._lock:
            return any(map(wanted, self._flights))

    def once(self, what: What, make: Callable[[], T]) -> T:
        """What `make` gives or raises, be it called here or by whoever began before."""
        with self._lock:
            flight = self._flights.get(what)
            if flight is None:
                mine = self._flights[what] = _Flight()
        if flight is None:
            return self._fly(what, mine, make)
        if not flight.landed.wait(self._wait):
            return make()
        return _landed(flight)

    def _fly(self, what: What, flight: _Flight[T], make: Callable[[], T]) -> T:
        try:
            flight.value = make()
        except Exception as error:
            flight.error = error
            raise
        finally:
            with self._lock:
                del self._flights[what]
            flight.landed.set()
        return flight.value


def _landed(flight: _Flight[T]) -> T:
    if flight.error is not None:
        # All who wait raise the same one; each begins its trace where the first failed.
        raise flight.error.with_traceback(flight.error.__traceback__)
    return flight.value  # type: ignore[return-value]  # there is one where there was no error
