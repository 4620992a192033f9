"""One record a line, as it is kept: no byte of it is looked at where it is wanted whole.

Its text is written in before the closing brace.
"""

from __future__ import annotations

from collections.abc import Sequence

import orjson

from exchange.exports.ending import MARK, Ending
from exchange.exports.kept import Kept, Shows


class NdjsonWriter:
    """`shows` makes what is shown of a record; None for all of it."""

    def __init__(self, shows: Shows | None = None) -> None:
        self._shows = shows

    def begin(self) -> bytes:
        return b""

    def add(self, records: Sequence[Kept]) -> bytes:
        shows = self._shows
        if shows is None:
            # Written out, since this is done some hundred thousand times a second.
            return b"".join(
                [
                    b'%b,"text":%b}\n' % (one.source[:-1], one.text) if one.text else one.source + b"\n"
                    for one in records
                ]
            )
        return b"".join([orjson.dumps(shows(one), option=orjson.OPT_APPEND_NEWLINE) for one in records])

    def last(self) -> bytes:
        return b""

    def mark(self, ending: Ending | None) -> bytes:
        """One line more, which has no `id`."""
        return orjson.dumps({MARK: ending.told()}, option=orjson.OPT_APPEND_NEWLINE) if ending else b""
