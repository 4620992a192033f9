"""What the served node must hold."""

from __future__ import annotations

from typing import Any

from tests.http import nodes


def kept() -> dict[str, dict[str, Any]]:
    """By the files it was filled from."""
    there = {one["id"]: one for one in (*nodes.MADE, *nodes.sample())}
    return {id_: one for id_, one in there.items() if id_ not in (nodes.WITHDRAWN, nodes.MERGED)}
