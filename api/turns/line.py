"""A line for turns: so many at once, a few who wait, and who ranks lowest is sent away first."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import count
from threading import Event, Lock


@dataclass(slots=True)
class _Waiter:
    """Someone who waits; of one rank whoever came first goes first."""

    rank: int
    number: int
    called: Event = field(default_factory=Event)
    admitted: bool = False

    @property
    def place(self) -> tuple[int, int]:
        return self.rank, self.number


class Line:
    """So many `turns` at once; of those who come then, `most` wait for one, for so many seconds."""

    def __init__(self, turns: int, most: int, patience: float) -> None:
        self._turns = self._free = turns
        self._most = most
        self._patience = patience
        self._waiting: list[_Waiter] = []
        self._numbers = count()
        self._lock = Lock()

    @property
    def most_held(self) -> int:
        """Threads that may stand here at once, with a turn or in line for one."""
        return self._turns + self._most

    @property
    def waiting(self) -> int:
        return len(self._waiting)

    def enter(self, rank: int) -> bool:
        """True once there is a turn, to be given back by `leave`; False for who is sent away. Rank 0 goes first."""
        with self._lock:
            if self._free:
                self._free -= 1
                return True
            waiter = _Waiter(rank, next(self._numbers))
            self._waiting.append(waiter)
            if len(self._waiting) > self._most:
                self._send_away()
        waiter.called.wait(self._patience)
        with self._lock:
            if waiter in self._waiting:
                self._waiting.remove(waiter)
            return waiter.admitted

    def leave(self) -> None:
        """The turn goes to the next in line."""
        with self._lock:
            if not self._waiting:
                self._free += 1
                return
            first = min(self._waiting, key=lambda one: one.place)
            self._waiting.remove(first)
            first.admitted = True
            first.called.set()

    def _send_away(self) -> None:
        last = max(self._waiting, key=lambda one: one.place)
        self._waiting.remove(last)
        last.called.set()
