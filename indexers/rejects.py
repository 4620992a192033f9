"""The file of rows that were not taken in: one JSON line each, so that nothing disappears."""

from __future__ import annotations

import re
from collections import Counter
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import IO

import orjson

from indexers.preparing import Reject

SHOWN_BYTES = 100_000
"""A rejected row longer than this is kept by its beginning."""

_PLACE = re.compile(r"\b(line|column|byte|character) \d+")
_POSITION = re.compile(r"\[\d+\]")


class RejectsFile:
    """Collects rejects; the file is made with the first of them."""

    def __init__(self, folder: Path, name: str, at: datetime) -> None:
        self.path = folder / f"{name}-{at:%Y%m%dT%H%M%S%f}.jsonl"
        self.count = 0
        self.reasons: Counter[str] = Counter()
        self._file: IO[bytes] | None = None

    def __enter__(self) -> RejectsFile:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._file is not None:
            self._file.close()

    @property
    def written_path(self) -> str:
        """Where the rejects are, or empty when there are none."""
        return str(self.path) if self.count else ""

    def add(self, reject: Reject) -> None:
        self.count += 1
        for problem in reject.problems:
            self.reasons[_summary(problem.path, problem.reason)] += 1
        if self._file is None:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            self._file = self.path.open("wb")
        self._file.write(_line(reject))


def _summary(path: str, reason: str) -> str:
    """Reasons are counted a kind at a time, so places in the file and in lists are left out."""
    told = _PLACE.sub(r"\1 …", reason)
    return (f"{_POSITION.sub('[]', path)}: {told}" if path else told)[:160]


def _line(reject: Reject) -> bytes:
    row = _shown(reject.value)
    problems = [{"path": p.path, "reason": p.reason} for p in reject.problems]
    written = {"line": reject.line, "id": reject.id, "problems": problems, "row": row}
    return orjson.dumps(written, option=orjson.OPT_APPEND_NEWLINE)


def _shown(value: object) -> object:
    try:
        raw = orjson.dumps(value)
    except (TypeError, ValueError):
        return repr(value)[:SHOWN_BYTES].encode("utf-8", "replace").decode("utf-8")
    return value if len(raw) <= SHOWN_BYTES else raw[:SHOWN_BYTES].decode("utf-8", "ignore")
