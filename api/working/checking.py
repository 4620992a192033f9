"""A finished file is read back from the disk: it must be what was written, and its own mark must say so too."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from hashlib import sha256
from pathlib import Path

from api.working.errors import NotWhole
from exchange.exports.packing import unpacked

CHUNK = 1 << 20
_COUNT = re.compile(rb'count"?[:=](\d+)')
_SHA256 = re.compile(rb'sha256"?[:=]"?([0-9a-f]{64})')
_FOOTER = 8
"""Bytes at the end of a Parquet file: how long the footer before them is, and four letters."""


def check(path: Path, packed: str, count: int, digest: str, *, marked: bool) -> None:
    """Raises NotWhole; `digest` is that of the bytes that were written, `count` of the records."""
    if _digest(_chunks(path)) != digest:
        raise NotWhole("what the disk gives back is not what was written")
    if not marked:
        return
    told = _of_parquet(path) if path.name.partition(".")[2].startswith("parquet") else _of_lines(path, packed)
    if told != (count, True):
        raise NotWhole("its mark does not tell what stands in it")


def _digest(chunks: Iterable[bytes]) -> str:
    found = sha256()
    for chunk in chunks:
        found.update(chunk)
    return found.hexdigest()


def _chunks(path: Path, size: int = -1) -> Iterator[bytes]:
    """The first `size` bytes, or all."""
    left = path.stat().st_size if size < 0 else size
    with path.open("rb") as file:
        while left > 0 and (chunk := file.read(min(CHUNK, left))):
            left -= len(chunk)
            yield chunk


def _of_lines(path: Path, packed: str) -> tuple[int, bool]:
    """The count that the last line tells, and whether its checksum is that of all before it."""
    content, held = sha256(), b""
    try:
        for chunk in unpacked(_chunks(path), packed):
            held += chunk
            cut = held.rfind(b"\n", 0, len(held) - 1) + 1
            content.update(held[:cut])
            held = held[cut:]
    except ValueError as error:
        raise NotWhole(str(error)) from error
    return _read(held, content.hexdigest())


def _of_parquet(path: Path) -> tuple[int, bool]:
    from pyarrow import parquet

    size = path.stat().st_size
    with path.open("rb") as file:
        file.seek(size - _FOOTER)
        length = int.from_bytes(file.read(4), "little")
    found = parquet.read_metadata(path)
    mark = (found.metadata or {}).get(b"wenmai.complete", b"")
    told, right = _read(mark, _digest(_chunks(path, size - _FOOTER - length)))
    return told, right and told == found.num_rows


def _read(mark: bytes, content: str) -> tuple[int, bool]:
    count, digest = _COUNT.search(mark), _SHA256.search(mark)
    if count is None or digest is None:
        raise NotWhole("it has no mark at its end")
    return int(count[1]), digest[1].decode() == content
