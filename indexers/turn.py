"""Whose turn it is to write the index: a command may ask the process that follows the store to let it."""

from __future__ import annotations

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO


class Turn:
    """A lock on a file of the node's folder, held by who asks; it is gone with its holder, however that ended."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / "writer.asked"

    @contextmanager
    def asked(self) -> Iterator[None]:
        """While the block runs, the follower leaves the writer alone; waits for another who asked before."""
        with self._open() as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            yield

    def is_asked(self) -> bool:
        with self._open() as file:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                return True
        return False

    def _open(self) -> IO[bytes]:
        self._path.parent.mkdir(parents=True, exist_ok=True)
        return self._path.open("ab")
