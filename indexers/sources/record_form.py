"""Rows that are records already: kept as they are, with the years and periods that their date's text tells."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from indexers.normalise.dates import parse
from indexers.sources.mapped import Mapped
from records.model import JsonMap


def complete(content: JsonMap) -> JsonMap:
    """`date.start`, `date.end` and `periods` from `date.text` where the publisher gave none of them.

    Nothing that was given is changed, and what is malformed is left for the record's schema to name.
    """
    date = content.get("date")
    if not isinstance(date, Mapping) or not isinstance(text := date.get("text"), str):
        return content
    if "start" in date or "end" in date:
        return content
    parsed = parse(text)
    added: dict[str, Any] = {}
    if parsed.understood:
        added["date"] = {**date, "start": parsed.start, "end": parsed.end}
    if parsed.periods and "periods" not in content:
        added["periods"] = list(parsed.periods)
    return {**content, **added} if added else content


def map_row(row: JsonMap) -> Mapped:
    return Mapped((complete(row),))
