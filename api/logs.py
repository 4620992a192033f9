"""Log lines: JSON on stderr, one for each request, without secrets."""

from __future__ import annotations

import logging
import re
import sys
from typing import Any

import orjson
import structlog

LONGEST_QUERY = 500
_SECRET = re.compile(r"((?:api[_-]?key|key|token|secret|password|signature)=)[^&]*", re.IGNORECASE)


def _json(event: Any, **_: Any) -> str:
    return orjson.dumps(event, default=str).decode()


def _to_stderr(*_: Any) -> structlog.PrintLogger:
    """Asked for at each use, since what stands behind `sys.stderr` may change."""
    return structlog.PrintLogger(sys.stderr)


def configure() -> None:
    """Set up logging for this process."""
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
            structlog.processors.JSONRenderer(serializer=_json),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
        logger_factory=_to_stderr,
        cache_logger_on_first_use=False,
    )


def shown_query(query: bytes) -> str:
    """The query part of a link as it may be logged: cut short, and whatever looks like a key hidden."""
    return _SECRET.sub(r"\1…", query[:LONGEST_QUERY].decode("ascii", "replace"))
