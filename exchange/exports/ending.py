"""The mark at the end of a whole file, by which one that was cut off is known."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

MARK = "complete"
"""The name of the mark in every form."""


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
