"""Work that needs no interpreter, such as hashing and packing, done in a thread while the next piece is made."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TypeVar

Piece = TypeVar("Piece")
Done = TypeVar("Done")


def beside(pieces: Iterable[Piece], work: Callable[[Piece], Done]) -> Iterator[Done]:
    """What `work` makes of each piece, in their order and one at a time; two pieces at the most are held.

    Whatever `pieces` raises is raised here, once all before it has been handed out; what `work` raises at once.
    """
    failed: list[Exception] = []
    with ThreadPoolExecutor(1, thread_name_prefix="beside") as thread:
        coming: Future[Done] | None = None
        for piece in _until_failure(pieces, failed):
            done, coming = coming, thread.submit(work, piece)
            if done is not None:
                yield done.result()
        if coming is not None:
            yield coming.result()
    if failed:
        raise failed[0]


def _until_failure(pieces: Iterable[Piece], failed: list[Exception]) -> Iterator[Piece]:
    try:
        yield from pieces
    except Exception as error:  # noqa: BLE001 - raised again by who asked
        failed.append(error)
