"""Errors that another process raised arrive here as they were."""

from __future__ import annotations

from typing import Any


class Crossing(Exception):
    """The root of errors whose classes take other arguments than the message they end with; not to be caught."""

    def __reduce__(self) -> tuple[Any, ...]:
        """Not by calling the class with the finished message, as pickle would; all the error holds is kept."""
        return _again, (type(self), self.args), self.__dict__


def _again(kind: type[Crossing], args: tuple[Any, ...]) -> Crossing:
    return kind.__new__(kind, *args)
