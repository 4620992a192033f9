"""Fills a build: batches are made ready while those before them are on their way."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor, wait
from typing import NamedTuple

from search.engines.elasticsearch.bulk import Lines
from search.engines.elasticsearch.documents import lines
from search.entries import IndexEntry
from search.indexed import Refusal, made
from search.ports import WriteOutcome

AHEAD = 8
"""Batches that wait for their outcome; more than are sent at once, so that none has to be waited for."""

Send = Callable[[Sequence[Lines]], list[Refusal]]


class _Sent(NamedTuple):
    """A batch on its way, and why some of it was not sent."""

    ready: Sequence[Lines]
    refused: list[Refusal]
    coming: Future[list[Refusal]]


class Filling:
    """One build that is being made, and what it must hold in the end: for each id whether it is live."""

    def __init__(self, send: Send, threads: ThreadPoolExecutor) -> None:
        self._send = send
        self._threads = threads
        self._seen: dict[str, bool] = {}

    def take(self, batches: Iterable[Sequence[IndexEntry]]) -> Iterator[WriteOutcome]:
        """What became of each batch, in their order. Nothing is on its way any more when this ends, however it does."""
        sent: deque[_Sent] = deque()
        try:
            for entries in batches:
                sent.append(self._sent(entries))
                if len(sent) > AHEAD:
                    yield self._outcome(sent.popleft())
            while sent:
                yield self._outcome(sent.popleft())
        finally:
            # Those not begun are let go; one that arrived after its index was removed would make it anew.
            wait([one.coming for one in sent if not one.coming.cancel()])

    @property
    def kept(self) -> tuple[int, int]:
        """Live ones, and all."""
        return sum(self._seen.values()), len(self._seen)

    def _sent(self, entries: Sequence[IndexEntry]) -> _Sent:
        ready, refused = made(entries, lines)
        return _Sent(ready, refused, self._threads.submit(self._send, ready))

    def _outcome(self, one: _Sent) -> WriteOutcome:
        late = one.coming.result()
        refused = one.refused + late
        self._seen.update((each.id, each.live) for each in one.ready)
        for entry_id, _ in refused:
            self._seen.pop(entry_id, None)
        return WriteOutcome(len(one.ready) - len(late), tuple(refused))
