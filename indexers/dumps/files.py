"""Folders of dumps: put in place whole, one filled at a time, the old ones removed."""

from __future__ import annotations

import fcntl
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from exchange import dumps
from indexers.errors import DumpUnderWay
from records.disk import sync_folder

MAKING = ".making"
"""What the name of a folder ends in while it is being filled; nobody is given anything out of it."""


@contextmanager
def whole(place: Path) -> Iterator[Path]:
    """A folder to fill, which is at `place` once the block has ended well, and gone if it has not."""
    filled = place.with_name(f"{place.name}{MAKING}")
    filled.mkdir()
    try:
        yield filled
        sync_folder(filled)
        filled.rename(place)
        sync_folder(place.parent)
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
    """All dumps but the newest of each kind; their names. Each is out of sight before the first of its files goes."""
    there = dumps.named(path.name for path in root.iterdir())
    kinds = ([name for name in there if dumps.is_of_some(name) is some] for some in (False, True))
    old = sorted(name for kind in kinds for name in kind[:-keep])
    for name in old:
        shutil.rmtree((root / name).rename(root / f"{name}{MAKING}"))
    return old
