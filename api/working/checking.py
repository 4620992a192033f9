"""A finished file is read back from the disk: it must be what was written, and its own mark must say so too."""

from __future__ import annotations

from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from api.working.errors import NotWhole
from api.working.folder import chunks
from exchange.exports.ending import told_by
from exchange.exports.packing import unpacked

if TYPE_CHECKING:
    from hashlib import _Hash

_FOOTER = 8
"""Bytes at the end of a Parquet file: how long the footer before them is, and four letters."""


def check(path: Path, packed: str, count: int, digest: str, *, marked: bool) -> None:
    """Raises NotWhole; `digest` is that of the bytes that were written, `count` of the records. It is read once."""
    whole = sha256()
    content = _before_footer if path.name.partition(".")[2].startswith("parquet") else _before_last_line
    try:
        mark, of_content = content(path, _hashed(chunks(path), whole), packed)
    except ValueError as error:
        raise NotWhole(str(error)) from error
    if whole.hexdigest() != digest:
        raise NotWhole("what the disk gives back is not what was written")
    if marked and told_by(mark) != (count, of_content):
        raise NotWhole("its mark does not tell what stands in it")


def _hashed(parts: Iterator[bytes], digest: _Hash) -> Iterator[bytes]:
    for part in parts:
        digest.update(part)
        yield part


def _before_last_line(_: Path, parts: Iterator[bytes], packed: str) -> tuple[bytes, str]:
    """The last line, and the checksum of all before it."""
    content, held = sha256(), b""
    for part in unpacked(parts, packed):
        held += part
        cut = held.rfind(b"\n", 0, len(held) - 1) + 1
        content.update(held[:cut])
        held = held[cut:]
    return held, content.hexdigest()


def _before_footer(path: Path, parts: Iterator[bytes], _: str) -> tuple[bytes, str]:
    """What the footer tells of the file, and the checksum of all before it."""
    from pyarrow import parquet

    from exchange.exports.parquet import KEY

    content, left = sha256(), _content_length(path)
    for part in parts:
        content.update(part[: max(left, 0)])
        left -= len(part)
    found = parquet.read_metadata(path)
    mark: bytes = (found.metadata or {}).get(KEY.encode(), b"")
    told = told_by(mark)
    if told and told[0] != found.num_rows:
        raise NotWhole("its footer tells of other rows than its mark")
    return mark, content.hexdigest()


def _content_length(path: Path) -> int:
    size = path.stat().st_size
    with path.open("rb") as file:
        file.seek(size - _FOOTER)
        return size - _FOOTER - int.from_bytes(file.read(4), "little")
