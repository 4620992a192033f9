"""How dumps are named: by their moment, those of some data sets apart, since they are never the latest."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import datetime

MANIFEST = "manifest.json"

_SOME = "-some"
_NAME = re.compile(rf"\d{{8}}T\d{{6}}Z(?:{_SOME})?", re.ASCII)


def name_of(moment: datetime, *, some: bool) -> str:
    """Of a dump made at a moment of UTC, of every data set or of some."""
    return f"{moment:%Y%m%dT%H%M%SZ}{_SOME if some else ''}"


def named(names: Iterable[str]) -> list[str]:
    """Those that are a dump's, oldest first."""
    return sorted(name for name in names if _NAME.fullmatch(name))


def is_of_some(name: str) -> bool:
    return name.endswith(_SOME)
