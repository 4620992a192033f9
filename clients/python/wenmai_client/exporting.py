"""Exports into files: written beside their place, gone on with after a break, put there when they are whole."""

from __future__ import annotations

import hashlib
import re
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import httpx

from wenmai_client import parts
from wenmai_client.errors import Incomplete, Misuse
from wenmai_client.pacing import longer
from wenmai_client.progress import Bar
from wenmai_client.transport import Pairs, Transport

PATH = "/v1/export"

_COUNT = re.compile(rb'count"?[=:](\d+)')
_SHA256 = re.compile(rb'sha256"?[=:]"?([0-9a-f]{64})')
_AS_OF = re.compile(rb'as_of"?[=:](\d+)')
_RELAXED = re.compile(rb'relaxed"?[=:][Tt]rue')
_IN_FOOTER = re.compile(rb"wenmai\.(complete[^{]{1,12}\{[^{}]*\})")
_PARQUET, _LENGTH = b"PAR1", 4
"""What a Parquet file ends in, and how many bytes before that tell how long its footer is."""


@dataclass(frozen=True, slots=True)
class Exported:
    """A whole file. `count` records, as of the change `as_of`: of what came in several parts that of the oldest.

    `relaxed`: the words were read loosely, since nothing holds them as they stand. `checked`: the count is that of one
    state of the node. It is False where records changed between two parts of an export that broke off: then it is
    that of the newest state, while what came before the break is of an older one.
    """

    path: Path
    count: int
    as_of: int
    sha256: str
    bytes: int
    relaxed: bool = False
    checked: bool = True


@dataclass(frozen=True, slots=True)
class Mark:
    count: int
    sha256: str
    as_of: int
    relaxed: bool = False
    checked: bool = True


def mark_in(line: bytes) -> Mark | None:
    """What the last line of an export tells, in whichever form; None where it is no mark."""
    told = [pattern.search(line) for pattern in (_COUNT, _SHA256, _AS_OF)]
    if b"complete" not in line[:12] or not all(told):
        return None
    count, sha256, as_of = (one[1] for one in told if one)
    return Mark(int(count), sha256.decode(), int(as_of), _RELAXED.search(line) is not None)


_REFUSED: Mapping[str, str] = {
    "compression": "is not for export(): bytes are packed on their way by themselves; export_job() makes a packed file",
    "mark": "is not for export(): only by its mark is a file known to be whole",
    "format": "is told by form",
}
"""What the API takes and an export into a file cannot, with what to do."""


def refuse(form: str, asked: Pairs) -> None:
    """Misuse for what cannot be asked; Parquet is packed inside, and `compression` says how."""
    for name, _ in asked:
        if name in _REFUSED and not (name == "compression" and form == "parquet"):
            raise Misuse(f"{name} {_REFUSED[name]}")


def whole(transport: Transport, path: Path, form: str, asked: Pairs, bar: Bar, attempts: int) -> Exported:
    """Incomplete where it broke off each time. Of NDJSON what came is kept in `….part`, and gone on with next time."""
    part = parts.of(path)
    fetch = _lines if form == "ndjson" else _at_once
    for attempt in range(attempts):
        try:
            mark = fetch(transport, part, form, asked, bar)
        except (httpx.RequestError, Incomplete) as error:
            if attempt + 1 == attempts:
                why = error if isinstance(error, Incomplete) else "the connection broke off"
                raise Incomplete(f"{path}: not whole after {attempts} attempts: {why}; ask again") from error
            time.sleep(longer(attempt))
            continue
        parts.of_none(part)
        part.replace(path)
        sha256, size = parts.sha256(path), path.stat().st_size
        return Exported(path, mark.count, mark.as_of, sha256, size, mark.relaxed, mark.checked)
    raise Incomplete(f"{path}: no attempt is allowed")


def _lines(transport: Transport, part: Path, form: str, asked: Pairs, bar: Bar) -> Mark:
    """NDJSON, from behind the last whole line that an attempt before this one left."""
    question = [transport.base_url, *(f"{name}={text}" for name, text in sorted(asked))]
    left = parts.left(part, question)
    chosen = [pair for pair in asked if pair[0] != "after"] + [("after", left.last)] if left.last else asked
    with part.open("ab") as file, transport.stream("GET", PATH, [*chosen, ("format", form)]) as response:
        begun, as_of = file.tell(), left.as_of
        if as_of is None:
            as_of = _number(response.headers, "X-As-Of")
            parts.begun(part, question, as_of)
        total = None if "after" in dict(asked) else _number(response.headers, "X-Total-Count")
        bar(left.count, total or None)
        digest, count, held = hashlib.sha256(), 0, b""
        for line in _whole_lines(response.iter_bytes()):
            if held:
                file.write(held)
                digest.update(held)
                count += 1
                if count % 1000 == 0:
                    bar(left.count + count)
            held = line
        mark = mark_in(held)
        if mark is None:
            raise Incomplete("it ended without its mark")
        if (mark.count, mark.sha256) != (count, digest.hexdigest()):
            # What is not right is nothing to go on from.
            file.flush()
            file.truncate(begun)
            raise Incomplete("what came is not what its mark says")
    whole = Mark(
        left.count + count,
        mark.sha256,
        mark.as_of if as_of is None else min(as_of, mark.as_of),
        mark.relaxed,
        not left.count or (total is not None and as_of == mark.as_of),
    )
    if left.count:
        _hold(part, whole, total)
    bar(whole.count)
    return whole


def _hold(part: Path, whole: Mark, total: int | None) -> None:
    """No mark tells of what came before a break, so all parts together are held against the total of the question."""
    if total is None or whole.count == total:
        return
    part.write_bytes(b"")
    came = f"{whole.count} records came in parts, and the question has {total}"
    raise Incomplete(came if whole.checked else f"{came}: records changed meanwhile, so it is begun anew")


def _whole_lines(chunks: Iterator[bytes]) -> Iterator[bytes]:
    """Lines with their ends; what stands after the last end is dropped."""
    rest = b""
    for chunk in chunks:
        *lines, rest = (rest + chunk).split(b"\n")
        yield from (line + b"\n" for line in lines)


def _number(headers: Mapping[str, str], name: str) -> int | None:
    told = headers.get(name, "")
    return int(told) if told.isdecimal() else None


def _at_once(transport: Transport, part: Path, form: str, asked: Pairs, bar: Bar) -> Mark:
    """Any other form, from its beginning."""
    parts.of_none(part)
    with part.open("wb") as file, transport.stream("GET", PATH, [*asked, ("format", form)]) as response:
        bar(0, _number(response.headers, "X-Total-Count") or None)
        for chunk in response.iter_bytes():
            file.write(chunk)
    told = (_footer if form == "parquet" else _last_line)(part)
    mark = mark_in(told.mark)
    if mark is None:
        raise Incomplete("it ended without its mark")
    if parts.sha256(part, told.before) != mark.sha256:
        raise Incomplete("what came is not what its mark says")
    return mark


@dataclass(frozen=True, slots=True)
class _Told:
    """What the mark is to be found in, and how many bytes stand before it."""

    mark: bytes
    before: int


def _last_line(part: Path) -> _Told:
    tail = _tail(part, 4096)
    last = tail.rstrip(b"\r\n").rsplit(b"\n", 1)[-1]
    return _Told(last, part.stat().st_size - len(tail) + tail.rindex(last))


def _footer(part: Path) -> _Told:
    """The mark stands in the footer as it is, behind all that records can have put there: the last is the node's."""
    end = _tail(part, _LENGTH + len(_PARQUET))
    if not end.endswith(_PARQUET):
        raise Incomplete("it ended without the footer of Parquet")
    length = int.from_bytes(end[:_LENGTH], "little") + len(end)
    found = _IN_FOOTER.findall(_tail(part, length))
    return _Told(found[-1] if found else b"", max(0, part.stat().st_size - length))


def _tail(part: Path, size: int) -> bytes:
    """The last bytes of a file, all where it has no more."""
    with part.open("rb") as file:
        file.seek(max(0, part.stat().st_size - size))
        return file.read()
