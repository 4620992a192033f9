"""Log lines: JSON on stderr, one for each request, without secrets."""

from __future__ import annotations

import logging
import re
import sys
from typing import Any
from urllib.parse import unquote_plus

import orjson
import structlog

LONGEST_QUERY = 500
LONGEST_PATH = 500
_SECRET = re.compile(r"(key|token|secret|password|signature|authori[sz]ation|bearer)s?$", re.IGNORECASE)
_KEY = re.compile(r"wenmai_[sp]k_[0-9A-Za-z]*")


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
    shown = query[:LONGEST_QUERY].decode("ascii", "replace")
    return "&".join(map(_shown, shown.split("&")))


def _shown(part: str) -> str:
    """One `name=value`, as it stands, unless it may hold a key, however that is written."""
    name, equals, _ = part.partition("=")
    if equals and _SECRET.search(unquote_plus(name)):
        return f"{_KEY.sub('…', unquote_plus(name))}=…"
    plain = unquote_plus(part)
    return _KEY.sub("…", plain) if _KEY.search(plain) else part


def shown_path(path: str) -> str:
    """A path as it may be logged."""
    return without_keys(path[:LONGEST_PATH])


def without_keys(text: str) -> str:
    """The text with every key in it hidden, and what is left of one."""
    return _KEY.sub("…", text)
