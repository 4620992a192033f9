"""A stream on its way: it holds one of the turns that streams have, lets others go before, and never lasts for ever."""

from __future__ import annotations

import time
from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import closing
from itertools import chain

import structlog

from api.turns.pool import EXPORT, Pool
from search.errors import EngineError
from search.results import Kept

STEP_S = 0.005
"""So long a stream stands aside, after each batch, while questions wait for their turn."""

log = structlog.get_logger("wenmai.export")

Batch = Sequence[Kept]
Batches = Generator[Batch, None, None]
Writes = Callable[[Iterator[Batch]], Iterator[bytes]]


class BrokenOff(ConnectionAbortedError):
    """What was sent is not whole, and must not look as if it were: the connection is cut."""


class Turn:
    """One of the turns that streams have; given back once, however often that is said."""

    def __init__(self, turns: Pool, *, keyed: bool) -> None:
        """Raises Overloaded where all are taken: none waits, for none ends soon."""
        turns.take(EXPORT, keyed=keyed)
        self.turns = turns
        self._taken = True

    def give_back(self) -> None:
        if self._taken:
            self._taken = False
            self.turns.give_back(EXPORT)


class Stream:
    """The bytes of an export. Its first ones are made at once, so that what is wrong by then is told by a status."""

    def __init__(self, parts: Generator[bytes, None, None]) -> None:
        self._parts = parts
        self._first = next(parts, b"")

    def __iter__(self) -> Iterator[bytes]:
        yield self._first
        yield from self._parts

    def close(self) -> None:
        """Whatever it holds is given back, whether it was read to its end or not."""
        self._parts.close()


def streamed(records: Batches, write: Writes, turn: Turn, request_id: str) -> Stream:
    """The records as `write` makes bytes of them; EngineError where nothing can be read.

    The turn is given back when the stream ends or is closed.
    """
    return Stream(_held(records, write, turn, request_id))


def _held(records: Batches, write: Writes, turn: Turn, request_id: str) -> Generator[bytes, None, None]:
    told = _Told(request_id)
    try:
        with closing(records):
            batches = _paced(records, turn.turns, told)
            first = next(batches, ())
            yield from told.counted(write(chain((first,), batches)))
        told.ended = "whole"
    except GeneratorExit:
        told.ended = "left by its reader"
        raise
    except EngineError as error:
        told.reason = str(error)
        if not told.bytes:
            raise
        raise BrokenOff(told.reason) from error
    finally:
        turn.give_back()
        told.tell()


def _paced(records: Batches, turns: Pool, told: _Told) -> Iterator[Batch]:
    for batch in records:
        told.records += len(batch)
        yield batch
        if time.monotonic() - told.begun > turns.longest_export_s:
            told.ended = "too long"
            raise BrokenOff(f"not whole after {turns.longest_export_s:.0f} s")
        if turns.waiting:
            time.sleep(STEP_S)


class _Told:
    """What the log says of a stream once it ended."""

    def __init__(self, request_id: str) -> None:
        self.begun = time.monotonic()
        self.ended = "failed"
        self.reason = ""
        self.records = 0
        self.bytes = 0
        self._request_id = request_id

    def counted(self, parts: Iterator[bytes]) -> Iterator[bytes]:
        for part in parts:
            self.bytes += len(part)
            yield part

    def tell(self) -> None:
        seconds = round(time.monotonic() - self.begun, 3)
        told = {"records": self.records, "bytes": self.bytes, "seconds": seconds, "ended": self.ended}
        if self.reason:
            told["reason"] = self.reason
        log.info("export", request_id=self._request_id, **told)
