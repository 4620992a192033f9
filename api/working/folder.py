"""The folder of exports: what its files are called, how much room there is, and what of it nobody needs any more."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from api.working.errors import NoRoom
from records.jobs import OPEN, Job

PART = ".part"
CHUNK = 1 << 20
RESERVE_BYTES = 1024**3
RESERVE_SHARE = 0.05
"""So much of the disk, but no more than a gigabyte, is left to the store and the index."""

_NAME = re.compile(r"(export-[a-z2-7]{16})-(\d+)\..+", re.ASCII)


def name_of(job: Job, ending: str) -> str:
    """Another for each attempt: one who lost the job without knowing writes into nobody's file."""
    return f"{job.id}-{job.attempt}.{ending}"


def earlier_part(folder: Path, job: Job) -> Path | None:
    """The newest that an attempt before this one left."""
    found = [(_attempt(path), path) for path in folder.glob(f"{job.id}-*{PART}")]
    before = [one for one in found if one[0] < job.attempt]
    return max(before)[1] if before else None


def _attempt(path: Path) -> int:
    named = _NAME.fullmatch(path.name)
    return int(named[2]) if named else 0


def require_room(folder: Path) -> None:
    """Raises NoRoom before the disk is full."""
    disk = os.statvfs(folder)
    left, whole = disk.f_bavail * disk.f_frsize, disk.f_blocks * disk.f_frsize
    if left < min(RESERVE_BYTES, whole * RESERVE_SHARE):
        raise NoRoom


def chunks(path: Path) -> Iterator[bytes]:
    """The bytes of a file."""
    with path.open("rb") as file:
        while chunk := file.read(CHUNK):
            yield chunk


def named(folder: Path) -> list[Path]:
    """The files of jobs that are there; no other is ever touched."""
    return [path for path in folder.iterdir() if _NAME.fullmatch(path.name)] if folder.is_dir() else []


def unneeded(paths: Iterable[Path], jobs: Iterable[Job]) -> list[Path]:
    """Those of jobs that are over, and of such as are done all but the finished file.

    The paths must have been listed before the jobs: then a job that is not among them needs none.
    """
    by_id = {job.id: job for job in jobs}
    return [path for path in paths if not _needed(path.name, by_id.get(path.name.partition(".")[0].rpartition("-")[0]))]


def _needed(name: str, job: Job | None) -> bool:
    if job is None:
        return False
    return job.state in OPEN or (job.made_of is not None and job.made_of.file == name)
