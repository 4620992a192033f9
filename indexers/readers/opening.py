"""Opens a published file and gives its lines as UTF-8, whatever it is packed in and encoded as."""

from __future__ import annotations

import codecs
import gzip
import io
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, cast

from indexers.errors import UnreadableFile
from indexers.readers.encodings import HEAD_BYTES, UnknownEncoding, detect_encoding

LINE_LIMIT = 10 * 1024 * 1024
"""A longer line is not held in memory; it is told as a problem and passed over."""

_CHUNK = 1 << 20
_GZIP = b"\x1f\x8b"
_DAMAGED = (EOFError, gzip.BadGzipFile, zlib.error)

BAD_CHARACTER = "\udcff"
"""Stands for bytes that mean nothing in the file's encoding; as UTF-8 it is no valid character itself."""

codecs.register_error("wenmai.mark", lambda error: (BAD_CHARACTER, cast(UnicodeDecodeError, error).end))


@dataclass(frozen=True, slots=True)
class Line:
    """`raw` is UTF-8 with its line end; `skipped` is the length in bytes of a line too long to be held."""

    number: int
    raw: bytes
    skipped: int = 0


def open_bytes(path: Path) -> BinaryIO:
    """The unpacked bytes of a file, gzip or not (told by its first bytes, not by its name)."""
    try:
        stream = path.open("rb")
    except OSError as error:
        raise UnreadableFile(path, f"cannot be opened: {error.strerror}") from error
    if not stream.peek(2).startswith(_GZIP):
        return stream
    stream.close()
    return io.BufferedReader(_Unpacked(path), _CHUNK)


class _Unpacked(io.RawIOBase):
    """A gzip file that gives all it can before it says that it is damaged, which the library's own does not."""

    def __init__(self, path: Path) -> None:
        self._stream = gzip.GzipFile(path)

    def readable(self) -> bool:
        return True

    def close(self) -> None:
        self._stream.close()
        super().close()

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        found = self._stream.read1(len(buffer))
        buffer[: len(found)] = found
        return len(found)


class _Recoded(io.RawIOBase):
    """UTF-8 made from another encoding a chunk at a time."""

    def __init__(self, stream: BinaryIO, encoding: str) -> None:
        self._stream = stream
        self._decoder = codecs.getincrementaldecoder(encoding)("wenmai.mark")
        self._ready = b""
        self._ended = False

    def readable(self) -> bool:
        return True

    def close(self) -> None:
        self._stream.close()
        super().close()

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        while not self._ready and not self._ended:
            chunk = self._stream.read(_CHUNK)
            self._ended = not chunk
            self._ready = self._decoder.decode(chunk, self._ended).encode("utf-8", "surrogatepass")
        count = min(len(buffer), len(self._ready))
        buffer[:count] = self._ready[:count]
        self._ready = self._ready[count:]
        return count


def open_utf8(path: Path, encoding: str | None = None) -> tuple[BinaryIO, str]:
    """The file's bytes as UTF-8 without a mark, and the name of the encoding it was in."""
    try:
        with cast(io.BufferedReader, open_bytes(path)) as stream:
            head = _head(path, stream)
        found = _known(path, encoding) or detect_encoding(head)
    except UnknownEncoding as error:
        raise UnreadableFile(path, str(error)) from error
    again = open_bytes(path)
    if found == "utf-8-sig" or (found == "utf-8" and head.startswith(codecs.BOM_UTF8)):
        again.read(len(codecs.BOM_UTF8))
    if found in ("utf-8", "utf-8-sig"):
        return again, "utf-8"
    return io.BufferedReader(_Recoded(again, found), _CHUNK), found


def _known(path: Path, encoding: str | None) -> str:
    if not encoding:
        return ""
    try:
        return codecs.lookup(encoding).name
    except LookupError as error:
        raise UnreadableFile(path, f"encoding {encoding!r} is not known; try utf-8, gb18030 or utf-16") from error


def _head(path: Path, stream: io.BufferedReader) -> bytes:
    """The beginning of a file, or as much of it as a damaged one gives."""
    head = b""
    try:
        while len(head) < HEAD_BYTES and (part := stream.read1(HEAD_BYTES)):
            head += part
    except _DAMAGED as error:
        if not head:
            raise UnreadableFile(path, f"is a damaged gzip file: {error}") from error
    return head


def lines(path: Path, stream: BinaryIO) -> Iterator[Line]:
    """Every line by its number; a packed file that breaks off raises UnreadableFile after its last whole line."""
    number = 0
    try:
        while raw := stream.readline(LINE_LIMIT):
            number += 1
            if len(raw) == LINE_LIMIT and not raw.endswith(b"\n"):
                yield Line(number, b"", LINE_LIMIT + _pass_over(stream))
            else:
                yield Line(number, raw)
    except _DAMAGED as error:
        raise UnreadableFile(
            path, f"breaks off after line {number}: the gzip stream is damaged or cut short"
        ) from error


def _pass_over(stream: BinaryIO) -> int:
    """Reads to the end of the line without keeping it; gives the bytes passed."""
    passed = 0
    while part := stream.readline(_CHUNK):
        passed += len(part)
        if part.endswith(b"\n"):
            break
    return passed


def too_long(skipped: int) -> str:
    return f"the line is {skipped:,} bytes long; at most {LINE_LIMIT:,} are read"
