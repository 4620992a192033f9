"""One raw row of a published file, readable or not."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Row:
    """`line` is 1-based: the line a row starts on, or the place of an element in a JSON list.

    A row that could not be read has `value` None and says why in `problem`; the reader goes on after it.
    """

    line: int
    value: Mapping[str, Any] | None
    problem: str = ""
