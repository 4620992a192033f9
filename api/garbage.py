"""How often the interpreter looks for objects that hold each other: seldom, in a process that reads many records."""

from __future__ import annotations

import gc

YOUNG = 50_000
"""New objects between two looks. Records are read by the hundred, and none of their parts holds another in a circle:
with the usual 700, an export would be looked through again and again for nothing."""


def look_seldom() -> None:
    """For a process whose dictionaries are loaded: they stay, and are not looked at again."""
    gc.freeze()
    gc.set_threshold(YOUNG, *gc.get_threshold()[1:])
