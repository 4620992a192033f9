"""Styles and scripts: named by what they hold, so that browsers may keep them for ever."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

from api.portal.addresses import inside

TYPES: Mapping[str, str] = {
    "css": "text/css; charset=utf-8",
    "js": "text/javascript; charset=utf-8",
    "svg": "image/svg+xml",
}


@cache
def contents() -> Mapping[str, bytes]:
    """Every file by its name."""
    folder = files(__package__).joinpath("static")
    return {one.name: one.read_bytes() for one in folder.iterdir() if one.name.rpartition(".")[2] in TYPES}


@cache
def edition() -> str:
    """Of all files together: scripts name each other without one."""
    digest = hashlib.blake2b(digest_size=8)
    for name, content in sorted(contents().items()):
        digest.update(f"{name} {len(content)} ".encode() + content)
    return digest.hexdigest()


def asset(name: str) -> str:
    """The address of a file."""
    return inside(f"/assets/{edition()}/{name}")
