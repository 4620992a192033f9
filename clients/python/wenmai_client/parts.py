"""What is left of an export that broke off, and the question it is of: told in a file beside it."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any


@dataclass(frozen=True, slots=True)
class Left:
    """`count` whole records, the last of them `last`; as of the change `as_of`, None where nothing came yet."""

    count: int = 0
    last: str = ""
    as_of: int | None = None


def of(path: Path) -> Path:
    """Where a file is kept until it is whole."""
    return path.with_name(f"{path.name}.part")


def left(part: Path, question: list[str]) -> Left:
    """Of this question; what is left of another one is dropped, and so is a line that broke off, and all of it where
    the last whole line is no record: what was altered is nothing to go on from."""
    told = _told(part)
    if not part.exists() or told.get("question") != question:
        return _anew(part, question)
    count, last, end = 0, b"", 0
    with part.open("rb") as file:
        for line in file:
            if line.endswith(b"\n"):
                count, last, end = count + 1, line, end + len(line)
    with part.open("rb+") as file:
        file.truncate(end)
    if not last:
        return Left()
    found = _id(last)
    return Left(count, found, told.get("as_of")) if found else _anew(part, question)


def _anew(part: Path, question: list[str]) -> Left:
    part.write_bytes(b"")
    begun(part, question, None)
    return Left()


def _id(line: bytes) -> str:
    """Empty where it is no record."""
    try:
        told = json.loads(line)
    except ValueError:
        return ""
    found = told.get("id", "") if isinstance(told, dict) else ""
    return found if isinstance(found, str) else ""


def begun(part: Path, question: list[str], as_of: int | None) -> None:
    told = {"question": question, "as_of": as_of}
    _beside(part).write_text(json.dumps(told, ensure_ascii=False), encoding="utf-8")


def of_none(part: Path) -> None:
    """Nothing can be gone on with."""
    _beside(part).unlink(missing_ok=True)


def _beside(part: Path) -> Path:
    return part.with_name(f"{part.name}.question")


def _told(part: Path) -> dict[str, Any]:
    try:
        told = json.loads(_beside(part).read_bytes())
    except (FileNotFoundError, ValueError):
        return {}
    return told if isinstance(told, dict) else {}


def sha256(path: Path, size: int | None = None) -> str:
    """Of the first `size` bytes of a file, or of all."""
    digest, left = hashlib.sha256(), path.stat().st_size if size is None else size
    with path.open("rb") as file:
        while left and (chunk := file.read(min(left, 1 << 20))):
            digest.update(chunk)
            left -= len(chunk)
    return digest.hexdigest()
