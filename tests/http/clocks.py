"""Clocks that a slow machine does not move."""

from __future__ import annotations

from typing import Any


def stand_still(keeper: Any) -> None:
    """What keeps counts or answers by a clock of its own finds it the same time from now on."""
    now = keeper._clock()
    keeper._clock = lambda: now
