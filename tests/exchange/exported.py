"""Records as an index keeps them, and exports read back without any of the code that wrote them."""

from __future__ import annotations

import csv
import hashlib
import io
import json
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Row:
    """What an engine hands over of a record."""

    source: bytes
    text: bytes = b""


def kept(record: dict[str, Any]) -> Row:
    rest = {name: value for name, value in record.items() if name != "text"}
    text = json.dumps(record["text"], ensure_ascii=False).encode() if "text" in record else b""
    return Row(json.dumps(rest, ensure_ascii=False).encode(), text)


def record(number: int, **more: Any) -> dict[str, Any]:
    moments = {"created": "2026-01-02T03:04:05.678Z", "modified": "2026-02-03T04:05:06.000Z"}
    own = {"id": f"made:{number}", "type": "site", "title": {"en": f"Tower {number}"}, "dataset": "made"}
    return {**own, "seq": number, "version": 1, **moments, **more}


@dataclass(frozen=True)
class Mark:
    """What an export says of itself at its end; None where it has no such end."""

    told: dict[str, Any] | None
    right: bool


def _checked(before: bytes, told: Any) -> Mark:
    if not isinstance(told, dict) or "sha256" not in told:
        return Mark(None, False)
    return Mark(told, hashlib.sha256(before).hexdigest() == told["sha256"])


def _parted(body: bytes) -> tuple[bytes, bytes]:
    """All before the last line, and that line without its end."""
    at = body.rstrip(b"\r\n").rfind(b"\n") + 1
    return body[:at], body[at:]


def ndjson(body: bytes) -> tuple[list[Any], Mark]:
    before, last = _parted(body)
    try:
        told = json.loads(last).get("complete") if last.endswith(b"\n") else None
    except ValueError:
        told = None
    mark = _checked(before, told)
    lines = (before if mark.told else body).decode(errors="replace").split("\n")
    return [found for line in lines if (found := _json(line)) is not None], mark


def _json(line: str) -> Any:
    try:
        return json.loads(line)
    except ValueError:
        return None


def table(body: bytes) -> tuple[list[dict[str, str]], Mark]:
    """The cells as they are written."""
    before, last = _parted(body)
    cells = next(csv.reader([last.decode(errors="replace")]), [])
    told: dict[str, Any] | None = None
    if cells and cells[0].startswith("#complete") and last.endswith(b"\r\n"):
        told = dict(one.split("=") for one in " ".join(cells)[len("#complete") :].split())
    mark = _checked(before, told)
    text = (before if mark.told else body).decode(errors="replace").removeprefix("\ufeff")
    return list(csv.DictReader(io.StringIO(text, newline=""))), mark


def members(body: bytes, name: str) -> tuple[list[Any], Mark]:
    """The members of the list that an object has, and its mark; no members where it is no JSON."""
    before, last = _parted(body)
    try:
        whole = json.loads(body)
    except ValueError:
        return [], Mark(None, False)
    assert last.startswith(b'"complete":')
    return whole[name], _checked(before, whole["complete"])


def unescaped(cell: str) -> list[str]:
    """The values of a cell that holds a list."""
    found, characters = [""], iter(cell)
    for character in characters:
        if character == "|":
            found.append("")
        else:
            found[-1] += next(characters) if character == "\\" else character
    return found if cell else []
