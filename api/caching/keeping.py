"""Where answers are kept for the next asker: in the process, and before all processes in Redis."""

from __future__ import annotations

from collections.abc import Callable

from api.caching.answers import Answer, Answers, Position
from api.caching.flights import Flights
from api.caching.sharing import SharedAnswers


class Kept:
    """Answers by question; every one is true at its position of the index, which whoever takes it compares."""

    def __init__(self, shared: SharedAnswers) -> None:
        self._near = Answers()
        self._shared = shared
        self._flights: Flights[Answer | None] = Flights()

    def near(self, question: str) -> Answer | None:
        """The newest answer that this process has, at whichever position."""
        return self._near.get(question)

    def last(self, question: str) -> Answer | None:
        """The newest that any process has: for while there is none to compare its position with."""
        return self._shared.get(question) or self._near.get(question)

    def another_makes(self, question: str) -> bool:
        """Whether an answer may be there that was begun before now: then only the newest position will do for it."""
        return self._shared.configured or self._flights.among(lambda what: what[0] == question)

    def once(self, question: str, position: Position, make: Callable[[], Answer | None]) -> Answer | None:
        """The answer at this position, made once however many ask; None where what `make` gave is for one alone."""

        def found() -> Answer | None:
            near = self._near.get(question)
            if near is not None and near.position == position:
                return near
            answer = self._shared.once(question, position, make)
            if answer is not None:
                self._near.put(question, answer)
            return answer

        return self._flights.once((question, position), found)
