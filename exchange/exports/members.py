"""One JSON object whose last array is written member by member, a line each; the mark is its last line."""

from __future__ import annotations

from collections.abc import Sequence

import orjson

from exchange.exports.ending import MARK, Ending


class Members:
    """`begin` is everything up to the first member."""

    def __init__(self, begin: bytes) -> None:
        self.begin = begin
        self._empty = True

    def add(self, members: Sequence[bytes]) -> bytes:
        if not members:
            return b""
        first, self._empty = self._empty, False
        joined = b",\n".join(members)
        return joined if first else b",\n" + joined

    def last(self) -> bytes:
        return b"\n],\n" if not self._empty else b"],\n"

    def mark(self, ending: Ending | None) -> bytes:
        told = orjson.dumps(ending.told() if ending else None)
        return b'"%b":%b}\n' % (MARK.encode(), told)
