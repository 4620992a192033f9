"""Threads that questions are answered on side by side: tantivy lets others run while it counts."""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor
from functools import cache


def threads(what: str) -> ThreadPoolExecutor:
    """Four for each kind of work, so that who waits for others never takes their place."""
    return _threads(what, os.getpid())


@cache
def _threads(what: str, _process: int) -> ThreadPoolExecutor:
    """A process's own: threads do not come along through a fork."""
    return ThreadPoolExecutor(4, thread_name_prefix=what)
