"""The editions of the widgets' script: files that stay as they are once they were given out."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

_NAME = re.compile(r"wenmai-(\d+)\.(\d+)\.(\d+)\.js")


@cache
def numbered() -> Mapping[str, bytes]:
    """Every edition by its number, the newest last."""
    folder = files("api.portal").joinpath("widgets")
    found = [(match, one) for one in folder.iterdir() if (match := _NAME.fullmatch(one.name))]
    found.sort(key=lambda pair: tuple(map(int, pair[0].groups())))
    return {".".join(match.groups()): one.read_bytes() for match, one in found}


def known() -> list[str]:
    """What may be asked for: versions, then editions."""
    return [*dict.fromkeys(f"v{number.partition('.')[0]}" for number in numbered()), *numbered()]


def newest(version: str) -> str:
    """The number of a version's newest edition, such as 1.0.0 of `v1`; empty where there is none."""
    return next((one for one in reversed([*numbered()]) if version == f"v{one.partition('.')[0]}"), "")


def script(version: str) -> bytes | None:
    """Of a version its newest edition."""
    return numbered().get(newest(version) or version)


def integrity(number: str) -> str:
    """What a page may hold the edition to (SRI)."""
    return f"sha384-{base64.b64encode(hashlib.sha384(numbered()[number]).digest()).decode()}"
