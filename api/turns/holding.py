"""An answer in parts that holds a turn: given back when it was read, closed, or forgotten, whichever comes first."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any


class Held:
    """`done` is called once."""

    def __init__(self, parts: Iterable[Any], done: Callable[[], None]) -> None:
        self._parts = parts
        self._done: Callable[[], None] | None = done

    def __iter__(self) -> Iterator[Any]:
        yield from self._parts
        self.close()

    def close(self) -> None:
        done, self._done = self._done, None
        if done is not None:
            getattr(self._parts, "close", lambda: None)()
            done()

    def __del__(self) -> None:
        self.close()
