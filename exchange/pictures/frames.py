"""Frames between us and the drawing process: four bytes of length, then as many bytes."""

from __future__ import annotations

from typing import IO

from exchange.errors import PictureFailed

LARGEST = 64 * 1024 * 1024


def send(stream: IO[bytes], content: bytes) -> None:
    rest = memoryview(len(content).to_bytes(4, "big") + content)
    while rest:
        rest = rest[stream.write(rest) :]


def receive(stream: IO[bytes]) -> bytes:
    """EOFError where the other side is gone."""
    size = int.from_bytes(_exactly(stream, 4), "big")
    if size > LARGEST:
        raise PictureFailed(f"a picture of {size:,} bytes")
    return _exactly(stream, size)


def _exactly(stream: IO[bytes], size: int) -> bytes:
    parts = bytearray()
    while len(parts) < size:
        part = stream.read(size - len(parts))
        if not part:
            raise EOFError
        parts += part
    return bytes(parts)
