"""Keeps answers in the process: the last bytes of each question, as of one position of the index."""

from __future__ import annotations

import hashlib
from collections import OrderedDict
from dataclasses import dataclass
from threading import Lock

from api.usage.tallies import Mark

CAPACITY = 16 * 1024 * 1024
OVERHEAD = 400
"""Bytes an answer is taken to cost beside its body."""

Position = tuple[str, int]
"""The build that answers, and the last change it holds."""


@dataclass(frozen=True, slots=True)
class Answer:
    """A whole answer: what was sent, the position of the index it was true at, and what is counted when it is given."""

    position: Position
    body: bytes
    headers: tuple[tuple[str, str], ...]
    about: tuple[Mark, ...] = ()

    @property
    def size(self) -> int:
        return len(self.body) + OVERHEAD


class Answers:
    """The newest answer of each question; those unasked for longest go first when room is short."""

    def __init__(self, capacity: int = CAPACITY) -> None:
        self._capacity = capacity
        self._size = 0
        self._kept: OrderedDict[str, Answer] = OrderedDict()
        self._lock = Lock()

    def get(self, key: str) -> Answer | None:
        with self._lock:
            answer = self._kept.get(key)
            if answer is not None:
                self._kept.move_to_end(key)
            return answer

    def put(self, key: str, answer: Answer) -> None:
        if answer.size > self._capacity // 4:
            return
        with self._lock:
            self._drop(key)
            self._kept[key] = answer
            self._size += answer.size
            while self._size > self._capacity:
                self._drop(next(iter(self._kept)))

    def _drop(self, key: str) -> None:
        dropped = self._kept.pop(key, None)
        if dropped is not None:
            self._size -= dropped.size


def etag(*parts: object) -> str:
    """A weak validator: the same parts, the same answer."""
    digest = hashlib.blake2b(repr(parts).encode(), digest_size=9).hexdigest()
    return f'W/"{digest}"'
