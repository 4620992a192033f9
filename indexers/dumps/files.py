"""Files on the disk: written through to it, hashed on the way; folders put in place whole."""

from __future__ import annotations

import fcntl
import os
import re
import shutil
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from indexers.errors import DumpUnderWay

NAME = re.compile(r"\d{8}T\d{6}Z", re.ASCII)
"""Of a dump; no other folder is touched."""

MAKING = ".making"
"""What the name of a folder ends in while it is being filled; nobody is given anything out of it."""


@dataclass(frozen=True, slots=True)
class Written:
    """How long a file is, and its checksum, of the bytes on the disk."""

    bytes: int
    sha256: str


def write(path: Path, parts: Iterable[bytes]) -> Written:
    """OSError where there is no room."""
    size, digest = 0, sha256()
    with path.open("xb") as file:
        for part in parts:
            file.write(part)
            digest.update(part)
            size += len(part)
        file.flush()
        os.fsync(file.fileno())
    return Written(size, digest.hexdigest())


@contextmanager
def whole(place: Path) -> Iterator[Path]:
    """A folder to fill, which is at `place` once the block has ended well, and gone if it has not."""
    filled = place.with_name(f"{place.name}{MAKING}")
    filled.mkdir()
    try:
        yield filled
        _sync(filled)
        filled.rename(place)
        _sync(place.parent)
    except BaseException:
        shutil.rmtree(filled, ignore_errors=True)
        raise


@contextmanager
def alone(root: Path) -> Iterator[None]:
    """DumpUnderWay where another process fills a folder; what one that was killed left is removed."""
    root.mkdir(parents=True, exist_ok=True)
    with (root / ".lock").open("a") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise DumpUnderWay(root) from error
        for left in root.glob(f"*{MAKING}"):
            shutil.rmtree(left)
        yield


def remove_old(root: Path, keep: int) -> list[str]:
    """All but the newest; their names. Each is out of sight before the first of its files goes."""
    old = sorted(path.name for path in root.iterdir() if NAME.fullmatch(path.name))[:-keep]
    for name in old:
        shutil.rmtree((root / name).rename(root / f"{name}{MAKING}"))
    return old


def _sync(folder: Path) -> None:
    """Make what was put into a folder survive a power cut."""
    opened = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)
