"""The `extra` of a record: any JSON a publisher likes, as long as it is JSON, not too deep and not too much."""

from __future__ import annotations

import math
import re
from typing import Any

import orjson
from marshmallow import ValidationError

from records.schema.forms import Form, wrong_kind

MOST_BYTES = 100_000
DEEPEST = 20

_BAD = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")


def _why_not(value: Any, depth: int) -> Any:
    """What is wrong inside a value, nested as marshmallow nests it, or None."""
    kind = type(value)
    if kind is str:
        return ["has a control character or half of a surrogate pair; take it out"] if _BAD.search(value) else None
    if kind is dict or kind is list:
        return _why_not_inside(value, depth + 1)
    if kind is float:
        return None if math.isfinite(value) else ["is not a number that JSON knows; leave it out"]
    if kind is int:
        return None if -(2**63) <= value < 2**64 else ["is a number past 64 bits; write it as text"]
    return None if value is None or kind is bool else ["is not JSON"]


def _why_not_inside(value: Any, depth: int) -> Any:
    if depth > DEEPEST:
        return [f"is nested deeper than {DEEPEST} levels"]
    if type(value) is dict:
        wrong = {key: _why_not_member(key, member, depth) for key, member in value.items()}
    else:
        wrong = {index: _why_not(member, depth) for index, member in enumerate(value)}
    found = {key: why for key, why in wrong.items() if why is not None}
    return found or None


def _why_not_member(key: Any, member: Any, depth: int) -> Any:
    if type(key) is not str or _BAD.search(key):
        return ["has a name that is not clean text"]
    return _why_not(member, depth)


def extra() -> Form:
    def read(value: Any) -> dict[str, Any]:
        if type(value) is not dict:
            raise wrong_kind(value, "an object {…}")
        wrong = _why_not(value, 0)
        if wrong is not None:
            raise ValidationError(wrong)
        size = len(orjson.dumps(value))
        if size > MOST_BYTES:
            raise ValidationError(f"takes {size:,} bytes as JSON; at most {MOST_BYTES:,} are kept")
        return value

    return Form(read, {"type": "object", "additionalProperties": True})
