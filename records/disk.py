"""Files that survive a power cut: forced to the disk before whoever wrote them goes on."""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Written:
    """How long a file is, and its checksum, of the bytes on the disk."""

    bytes: int
    sha256: str


def write(path: Path, parts: Iterable[bytes]) -> Written:
    """A new file of these parts; OSError where it is there already, or there is no room."""
    size, digest = 0, sha256()
    with path.open("xb") as file:
        for part in parts:
            file.write(part)
            digest.update(part)
            size += len(part)
        file.flush()
        os.fsync(file.fileno())
    return Written(size, digest.hexdigest())


def sync_folder(folder: Path) -> None:
    """Make what was renamed or made in a folder survive a power cut."""
    opened = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)
