"""What a source makes of one row written out by hand."""

from __future__ import annotations

from typing import Any

from indexers.sources import Mapped
from records.schema import check


def checked(made: Mapped) -> tuple[dict[str, Any], list[str]]:
    """The only record, which the record form takes, and the notes on it."""
    (record,) = made.records
    check(record)
    return dict(record), [str(note) for note in made.notes]
