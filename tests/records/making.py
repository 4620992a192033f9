"""Drafts made for the store's tests, which care nothing for what a record says."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from hashlib import blake2b

from records.model import Draft
from records.schema import draft

NOON = datetime(2026, 5, 18, 12, tzinfo=UTC)


def later(minutes: int) -> datetime:
    return NOON + timedelta(minutes=minutes)


def made(local: object, said: str = "one", dataset: str = "jade") -> Draft:
    """A real draft of a small record."""
    return draft({"id": f"{dataset}:{local}", "type": "artifact", "title": {"zh-Hans": said}})


def bare(local: object, said: str = "one", dataset: str = "jade") -> Draft:
    """A draft that never saw the schema; quick to make by the thousand."""
    content = said.encode()
    return Draft(f"{dataset}:{local}", dataset, "artifact", content, blake2b(content, digest_size=16).digest())


def many(locals_: Iterable[object], said: str = "one", dataset: str = "jade") -> list[Draft]:
    return [bare(local, said, dataset) for local in locals_]
