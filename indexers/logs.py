"""Log lines on standard error, structlog's and the standard library's alike: JSON, or plain on a terminal."""

from __future__ import annotations

import logging
import sys
from logging.config import dictConfig
from typing import Any, TextIO

import structlog
from structlog.dev import ConsoleRenderer
from structlog.processors import JSONRenderer

_FIRST = (
    structlog.stdlib.add_log_level,
    structlog.processors.TimeStamper(fmt="iso", utc=True),
    structlog.processors.format_exc_info,
)


class Stderr(logging.StreamHandler[TextIO]):
    """Asks for `sys.stderr` at each line, since what stands behind it may change: a progress bar puts itself there."""

    @property
    def stream(self) -> TextIO:
        return sys.stderr

    @stream.setter
    def stream(self, _stream: TextIO) -> None:
        """Set by the library once, when made."""


def lines_as(renderer: Any) -> dict[str, Any]:
    """The standard library's set-up under which its lines look like structlog's."""
    formatter = {
        "()": "structlog.stdlib.ProcessorFormatter",
        "foreign_pre_chain": _FIRST,
        "processors": (structlog.stdlib.ProcessorFormatter.remove_processors_meta, renderer),
    }
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"line": formatter},
        "handlers": {"stderr": {"()": Stderr, "formatter": "line"}},
        "root": {"level": "WARNING", "handlers": ["stderr"]},
    }


def configure() -> None:
    """Set up logging for this process."""
    renderer = ConsoleRenderer() if sys.stderr.isatty() else JSONRenderer(ensure_ascii=False)
    structlog.configure(
        processors=[*_FIRST, renderer],
        logger_factory=lambda *_: structlog.PrintLogger(sys.stderr),
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
    )
    dictConfig(lines_as(renderer))
