"""Records as the store holds them and as an index serves them, made from a few fields."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from records.model import Entry, State
from search.engines import open_engine, open_writer
from search.making import make_entry
from search.ports import SearchEngine
from search.results import Served

CREATED = datetime(2026, 1, 2, 3, 4, 5, 678_900, tzinfo=UTC)
MODIFIED = datetime(2026, 5, 18, 9, 0, 0, tzinfo=UTC)


def content(local_id: str = "1", **fields: Any) -> dict[str, Any]:
    base: dict[str, Any] = {"id": f"poems:{local_id}", "dataset": "poems", "type": "literary-work"}
    return {**base, "title": {"zh-Hant": "春曉"}, **fields}


def entry(fields: dict[str, Any], ordinal: int = 1) -> Entry:
    kept = json.dumps(fields, ensure_ascii=False, sort_keys=True).encode()
    return Entry(fields["id"], fields["dataset"], ordinal, ordinal, 3, State.LIVE, CREATED, MODIFIED, kept)


def served(text: dict[str, str] | None = None, **fields: Any) -> Served:
    source = json.dumps(content(**fields), ensure_ascii=False).encode()
    return Served("poems:1", 1, 1, source, json.dumps(text, ensure_ascii=False).encode() if text else b"")


def engine_over(folder: Path, records: Sequence[dict[str, Any]]) -> SearchEngine:
    """The embedded engine over these records, in this order; the caller closes it."""
    writer = open_writer(f"tantivy:{folder}")
    build = writer.begin()
    outcome = writer.write(build, [make_entry(entry(record, number)) for number, record in enumerate(records, 1)])
    assert outcome.refused == ()
    writer.promote(build, len(records))
    writer.close()
    return open_engine(f"tantivy:{folder}")
