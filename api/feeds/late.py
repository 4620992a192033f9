"""Requests that may be answered late: told by their first line, and answered by threads that no other request needs."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

MAY_WAIT = "wenmai.may_wait"
"""Set in the environment of a request that a thread was set aside for; a request without it is answered at once."""

_LATE = re.compile(rb"GET /v1/changes\?[^ \r\n]{0,2000}\bwait=")


def is_late(data: bytes | bytearray) -> bool:
    """Whether a request may ask to wait; one that hides it is answered, but does not wait."""
    return _LATE.match(data) is not None


def may_wait(environ: Mapping[str, Any]) -> bool:
    return bool(environ.get(MAY_WAIT))
