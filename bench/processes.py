"""Which processes a served node is made of, as the system tells it."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

WEB = "gunicorn"
"""What the command line of the process above all workers holds."""


def children(pid: int) -> list[int]:
    return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def says(pid: int) -> str:
    """Its command line; empty where it is gone."""
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode()
    except (FileNotFoundError, ProcessLookupError):
        return ""


def child(pid: int, saying: str) -> int | None:
    """The child whose command line holds this."""
    return next((each for each in children(pid) if saying in says(each)), None)


def workers_of(pid: int) -> list[int]:
    """The processes that answer, of a node whose command runs as `pid`."""
    web = child(pid, WEB)
    return children(web) if web else []


def within(seconds: float, what: Callable[[], bool]) -> bool:
    """Whether it came to be so in time."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if what():
            return True
        time.sleep(0.05)
    return False
