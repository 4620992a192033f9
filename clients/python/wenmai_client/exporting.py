"""Exports into files: written beside their place, gone on with after a break, put there when they are whole."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import httpx

from wenmai_client.errors import Incomplete
from wenmai_client.progress import Bar
from wenmai_client.transport import Pairs, Transport

PATH = "/v1/export"
MARKED_AT_END = ("csv", "geojson", "jsonld")

_COUNT = re.compile(rb'count"?[=:](\d+)')
_SHA256 = re.compile(rb'sha256"?[=:]"?([0-9a-f]{64})')
_AS_OF = re.compile(rb'as_of"?[=:](\d+)')
_PARQUET = b"PAR1"


@dataclass(frozen=True, slots=True)
class Exported:
    """A whole file. `count` records, as of the change `as_of`; None where the form tells them in its own metadata."""

    path: Path
    count: int | None
    as_of: int | None
    sha256: str
    bytes: int


@dataclass(frozen=True, slots=True)
class Mark:
    count: int
    sha256: str
    as_of: int


def mark_in(line: bytes) -> Mark | None:
    """What the last line of an export tells, in whichever form; None where it is no mark."""
    told = [pattern.search(line) for pattern in (_COUNT, _SHA256, _AS_OF)]
    if b"complete" not in line[:12] or not all(told):
        return None
    count, sha256, as_of = (one[1] for one in told if one)
    return Mark(int(count), sha256.decode(), int(as_of))


def whole(transport: Transport, path: Path, form: str, asked: Pairs, bar: Bar, attempts: int) -> Exported:
    """Incomplete where it broke off each time. Of NDJSON what came is kept in `….part`, and gone on with next time."""
    part = path.with_name(f"{path.name}.part")
    fetch = _lines if form == "ndjson" else _at_once
    for attempt in range(attempts):
        try:
            mark = fetch(transport, part, form, asked, bar)
        except (httpx.TransportError, Incomplete) as error:
            if attempt + 1 == attempts:
                raise Incomplete(f"{path}: the export broke off {attempts} times; ask again to go on") from error
            continue
        _question_of(part).unlink(missing_ok=True)
        part.replace(path)
        count, as_of = (mark.count, mark.as_of) if mark else (None, None)
        return Exported(path, count, as_of, _sha256(path), path.stat().st_size)
    raise Incomplete(f"{path}: no attempt is allowed")


def _question_of(part: Path) -> Path:
    return part.with_name(f"{part.name}.question")


def _lines(transport: Transport, part: Path, form: str, asked: Pairs, bar: Bar) -> Mark:
    """NDJSON, from behind the last whole line that an attempt before this one left."""
    known, last = _left(part, asked)
    after = [("after", last)] if last else []
    with part.open("ab") as file, transport.stream("GET", PATH, [*asked, ("format", form), *after]) as response:
        bar(known, int(response.headers.get("X-Total-Count", 0)) or None)
        digest, count, held = hashlib.sha256(), 0, b""
        for line in _whole_lines(response.iter_bytes()):
            if held:
                file.write(held)
                digest.update(held)
                count += 1
                if count % 1000 == 0:
                    bar(known + count)
            held = line
    bar(known + count)
    mark = mark_in(held)
    if mark is None:
        raise Incomplete("it ended without its mark")
    if (mark.count, mark.sha256) != (count, digest.hexdigest()):
        raise Incomplete("what came is not what its mark says")
    return Mark(known + count, mark.sha256, mark.as_of)


def _whole_lines(chunks: Iterator[bytes]) -> Iterator[bytes]:
    """Lines with their ends; what stands after the last end is dropped."""
    rest = b""
    for chunk in chunks:
        *lines, rest = (rest + chunk).split(b"\n")
        yield from (line + b"\n" for line in lines)


def _left(part: Path, asked: Pairs) -> tuple[int, str]:
    """How many records are there already, and the id of the last; a part of another question is begun anew."""
    question = json.dumps(sorted(asked), ensure_ascii=False)
    told = _question_of(part)
    if not part.exists() or not told.exists() or told.read_text(encoding="utf-8") != question:
        part.write_bytes(b"")
        told.write_text(question, encoding="utf-8")
        return 0, ""
    count, last, end = 0, b"", 0
    with part.open("rb") as file:
        for line in file:
            if line.endswith(b"\n"):
                count, last, end = count + 1, line, end + len(line)
    with part.open("rb+") as file:
        file.truncate(end)
    return count, json.loads(last)["id"] if last else ""


def _at_once(transport: Transport, part: Path, form: str, asked: Pairs, bar: Bar) -> Mark | None:
    """Any other form, from its beginning."""
    with part.open("wb") as file, transport.stream("GET", PATH, [*asked, ("format", form)]) as response:
        bar(0, int(response.headers.get("X-Total-Count", 0)) or None)
        for chunk in response.iter_bytes():
            file.write(chunk)
    content = part.stat().st_size
    tail = _tail(part, min(content, 4096))
    if form in MARKED_AT_END:
        return _checked(part, tail)
    if not tail.endswith(_PARQUET):
        raise Incomplete("it ended without the footer of Parquet")
    return None


def _checked(part: Path, tail: bytes) -> Mark:
    last = tail.rstrip(b"\r\n").rsplit(b"\n", 1)[-1]
    mark = mark_in(last)
    if mark is None:
        raise Incomplete("it ended without its mark")
    size = part.stat().st_size - len(tail) + tail.rindex(last)
    if _sha256(part, size) != mark.sha256:
        raise Incomplete("what came is not what its mark says")
    return mark


def _tail(part: Path, size: int) -> bytes:
    with part.open("rb") as file:
        file.seek(-size, 2)
        return file.read()


def _sha256(path: Path, size: int | None = None) -> str:
    """Of the first `size` bytes, or of all."""
    digest, left = hashlib.sha256(), path.stat().st_size if size is None else size
    with path.open("rb") as file:
        while left and (chunk := file.read(min(left, 1 << 20))):
            digest.update(chunk)
            left -= len(chunk)
    return digest.hexdigest()
