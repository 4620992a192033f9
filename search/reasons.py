"""Why something is refused: an English sentence that knows its sort of fault, for all who say it otherwise."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any


class Reason(str):
    """`code` is one of those in `api/reasons.csv`, and never changes; `values` are what the sentence holds, by name."""

    __slots__ = ("code", "values")
    code: str
    values: Mapping[str, str]

    def __new__(cls, code: str, text: str, **values: str) -> Reason:
        told = super().__new__(cls, text)
        told.code = code
        told.values = values
        return told

    def __reduce__(self) -> tuple[Any, ...]:
        """Refusals come from other processes too."""
        return _again, (self.code, str(self), dict(self.values))


def _again(code: str, text: str, values: Mapping[str, str]) -> Reason:
    return Reason(code, text, **values)
