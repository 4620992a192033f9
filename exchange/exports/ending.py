"""The mark at the end of a whole file, by which one that was cut off is known."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

MARK = "complete"
"""The name of the mark in every form."""

_COUNT = re.compile(rb'count"?[:=](\d+)')
_SHA256 = re.compile(rb'sha256"?[:=]"?([0-9a-f]{64})')


@dataclass(frozen=True, slots=True)
class Ending:
    """`count`: records in the file; `sha256`: of all its bytes before the mark; `as_of`: everything up to this change
    is in it; `relaxed`: the words were read loosely, since nothing holds them as they stand."""

    count: int
    sha256: str
    as_of: int
    relaxed: bool = False

    def told(self) -> dict[str, Any]:
        told: dict[str, Any] = {"count": self.count, "sha256": self.sha256, "as_of": self.as_of}
        return {**told, "relaxed": True} if self.relaxed else told


def told_by(mark: bytes) -> tuple[int, str] | None:
    """Count and checksum that a mark tells, in whichever form it is written; None where it is none."""
    count, digest = _COUNT.search(mark), _SHA256.search(mark)
    return (int(count[1]), digest[1].decode()) if count and digest else None
