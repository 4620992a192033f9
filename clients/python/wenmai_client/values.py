"""What a node answers, as values."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

Record = dict[str, Any]
"""A record as the node shows it; /v1/schema.json describes it."""


@dataclass(frozen=True, slots=True)
class Value:
    """A value of a field, and how many records have it."""

    value: str
    label: str
    count: int


@dataclass(frozen=True, slots=True)
class Found:
    """What an id stands for now: 200 with its record, 301 with what it was merged into, 404, 410 with the reason."""

    id: str
    status: int
    record: Record | None = None
    merged_into: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Change:
    """One change; `action` is created, updated, restored, withdrawn or merged, `at` ISO 8601 in UTC.

    `latest`: nothing happened to the record since.
    """

    seq: int
    id: str
    action: str
    version: int
    at: str
    latest: bool = True
    reason: str = ""
    merged_into: str = ""


@dataclass(frozen=True, slots=True)
class Changes:
    """Changes in their order; none is missing up to `upto`, from where one goes on. `more`: there are some already."""

    changes: tuple[Change, ...]
    upto: int
    more: bool


def only(kind: type[Any], told: dict[str, Any]) -> Any:
    """A value of a dataclass out of JSON that may hold more than it knows."""
    known = kind.__dataclass_fields__
    return kind(**{name: value for name, value in told.items() if name in known})
