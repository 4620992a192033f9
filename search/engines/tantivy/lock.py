"""The lock of an index folder: one writer at a time, among processes and within one."""

from __future__ import annotations

import fcntl
import os
import threading
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO

from search.errors import EngineBusy, EngineUnavailable

_held: set[Path] = set()
_looking = threading.Lock()
"""Two threads that both found the folder free would both write, and the first to end would free it for others."""


class WriterLock:
    """Held from the moment it is made until `release`, or until the process is gone, however it went.

    A POSIX record lock: a child that outlives its parent does not keep it, as it would keep one made by flock.
    Such a lock does not part writers within one process, so those are told apart by `_held`.
    """

    def __init__(self, folder: Path) -> None:
        self._path = (folder / "writer.lock").resolve()
        with _looking:
            if self._path in _held:
                raise EngineBusy(f"{folder} is being written by another writer of this process (pid {os.getpid()})")
            self._file = _locked(self._path)
            _held.add(self._path)

    def release(self) -> None:
        with _looking:
            if not self._file.closed:
                _held.discard(self._path)
                self._file.close()


def _locked(path: Path) -> BinaryIO:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        file = path.open("a+b")
    except OSError as error:
        raise EngineUnavailable(f"the index folder cannot be written: {error}") from error
    try:
        fcntl.lockf(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        holder = _holder(file)
        file.close()
        raise EngineBusy(f"{path.parent} is being written by process {holder}; wait for it to end") from error
    with suppress(OSError):
        file.truncate(0)
        file.write(str(os.getpid()).encode())
        file.flush()
    return file


def _holder(file: BinaryIO) -> str:
    file.seek(0)
    return file.read(20).decode("ascii", "replace") or "(unknown)"
