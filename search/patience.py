"""When the question was asked that this thread is answering: all that is asked of an engine for it shares one time."""

from __future__ import annotations

import threading
import time

_question = threading.local()


def begin() -> None:
    """From here on this thread answers one question, until `end`."""
    _question.asked = time.monotonic()


def end() -> None:
    _question.asked = None


def asked_at() -> float:
    """By the monotonic clock; now, where the thread answers nobody."""
    asked: float | None = getattr(_question, "asked", None)
    return time.monotonic() if asked is None else asked
