"""How a stream is packed: as the file that is asked for, or on its way alone, by `Accept-Encoding`."""

from __future__ import annotations

import sys
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Protocol

from flask import request

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

GZIP_LEVEL = 1
ZSTD_LEVEL = 1
"""The quickest: a stream is waited for, and better packing gains a tenth."""

NONE = "none"
_OFFERED = ("zstd", "gzip")


class _Packer(Protocol):
    def compress(self, data: bytes, /) -> bytes: ...

    def flush(self) -> bytes: ...


def _gzip() -> _Packer:
    return zlib.compressobj(GZIP_LEVEL, zlib.DEFLATED, zlib.MAX_WBITS + 16)


def _zstd() -> _Packer:
    return zstd.ZstdCompressor(ZSTD_LEVEL)


_PACKERS: Mapping[str, Callable[[], _Packer]] = {"gzip": _gzip, "zstd": _zstd}

PACKED = tuple(_PACKERS)


def encoding() -> str:
    """What `Accept-Encoding` allows, the best packed first; empty where it wants the bytes as they are."""
    wanted = request.accept_encodings
    if not wanted.provided:
        return ""
    best = max(_OFFERED, key=wanted.quality)
    return best if wanted.quality(best) > 0 and wanted.quality(best) >= wanted.quality("identity") else ""


def packed(parts: Iterable[bytes], how: str) -> Iterator[bytes]:
    """The parts packed by `gzip` or `zstd` as they come; as they are by anything else."""
    if how not in _PACKERS:
        yield from (part for part in parts if part)
        return
    packer = _PACKERS[how]()
    for part in parts:
        if some := packer.compress(part):
            yield some
    yield packer.flush()
