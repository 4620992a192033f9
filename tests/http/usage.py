"""What a node has counted, looked at from outside."""

from __future__ import annotations

from contextlib import closing
from datetime import UTC, datetime

from flask import Flask

from records.store import Store
from records.usage import Span
from settings import Settings


def flushed(app: Flask) -> None:
    """What was counted until now is sent on."""
    app.extensions["wenmai"].tallying.flush()


def counted(settings: Settings, kind: str) -> dict[str, int]:
    """Exact counts of two days (a test may run at midnight), by name."""
    span = Span.until(datetime.now(UTC).date(), 2)
    with closing(Store.open(settings.database_url)) as store:
        return {one.name: one.count for one in store.usage.totals([kind], span)}
