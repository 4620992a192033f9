"""How long to wait: what the headers of answers say of it, and else a little longer each time."""

from __future__ import annotations

import random
import re
from collections.abc import Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

FIRST_WAIT = 0.5
LONGEST_WAIT = 30.0
LEAST_WAIT = 0.25
"""Where a node says at once, so that waiting comes to an end."""

_LIMIT = re.compile(r'"[^"]*";r=(\d+);t=(\d+)')


def told_to_wait(headers: Mapping[str, str]) -> float | None:
    """Seconds of `Retry-After`, which is a number or a date; None where it says nothing."""
    told = headers.get("Retry-After", "").strip()
    if told.isdecimal():
        return float(told)
    try:
        return max(0.0, (parsedate_to_datetime(told) - datetime.now(UTC)).total_seconds())
    except (TypeError, ValueError):
        return None


def until_paid(headers: Mapping[str, str]) -> float:
    """Seconds until as much may be asked again as was asked now, by `RateLimit` and `X-Request-Cost`; mostly none."""
    told = headers.get("X-Request-Cost", "1")
    cost = int(told) if told.isdecimal() else 1
    short = (int(left_for) for left, left_for in _LIMIT.findall(headers.get("RateLimit", "")) if int(left) < cost)
    return float(max(short, default=0))


def longer(attempt: int) -> float:
    """Twice as long with each attempt, by chance somewhat less, so that many clients do not come back at once."""
    return float(min(LONGEST_WAIT, FIRST_WAIT * 2 ** min(attempt, 9))) * random.uniform(0.5, 1)  # noqa: S311
