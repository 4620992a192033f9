"""Bytes packed as they come, by gzip or zstd, and unpacked again."""

from __future__ import annotations

import sys
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Protocol

from exchange.exports.beside import beside

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

GZIP_LEVEL = 1
ZSTD_LEVEL = 1
"""The quickest: a stream is waited for, and better packing gains a tenth."""


class _Unpacker(Protocol):
    def decompress(self, data: bytes, /) -> bytes: ...


class _Packer(Protocol):
    def compress(self, data: bytes, /) -> bytes: ...

    def flush(self) -> bytes: ...


def _gzip() -> _Packer:
    return zlib.compressobj(GZIP_LEVEL, zlib.DEFLATED, zlib.MAX_WBITS + 16)


def _zstd() -> _Packer:
    return zstd.ZstdCompressor(ZSTD_LEVEL)


def _gunzip() -> _Unpacker:
    return zlib.decompressobj(zlib.MAX_WBITS + 16)


def _unzstd() -> _Unpacker:
    return zstd.ZstdDecompressor()


_UNPACKERS: Mapping[str, Callable[[], _Unpacker]] = {"gzip": _gunzip, "zstd": _unzstd}
_PACKERS: Mapping[str, Callable[[], _Packer]] = {"gzip": _gzip, "zstd": _zstd}


def packed(parts: Iterable[bytes], how: str) -> Iterator[bytes]:
    """The parts packed by `gzip` or `zstd`; as they are by anything else."""
    if how not in _PACKERS:
        yield from (part for part in parts if part)
        return
    packer = _PACKERS[how]()
    yield from filter(None, beside(parts, packer.compress))
    yield packer.flush()


def unpacked(parts: Iterable[bytes], how: str) -> Iterator[bytes]:
    """What `packed` made them of, as far as they reach: they may be cut off anywhere. ValueError for other bytes."""
    if how not in _UNPACKERS:
        yield from parts
        return
    unpacker = _UNPACKERS[how]()
    try:
        for part in parts:
            if some := unpacker.decompress(part):
                yield some
    except (zlib.error, zstd.ZstdError, EOFError) as error:
        raise ValueError(f"this is not packed by {how}") from error
