"""Ways to look at the same: in the tools of a page, in the navigation."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Option:
    """One of several ways, and whether it is the one taken."""

    label: str
    href: str
    chosen: bool
