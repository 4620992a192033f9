"""What is written: records as an index keeps them, decoded only where that is needed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

import orjson

from records.model import JsonMap


class Kept(Protocol):
    """A record: `source` is its JSON without `text`, `text` the JSON of that map, or empty."""

    @property
    def source(self) -> bytes: ...

    @property
    def text(self) -> bytes: ...


Shows = Callable[[Kept], JsonMap]
"""What is shown of a record."""


def whole(kept: Kept) -> JsonMap:
    """All of it."""
    found: dict[str, object] = orjson.loads(kept.source)
    if kept.text:
        found["text"] = orjson.loads(kept.text)
    return found
