"""What an attempt that ended too soon left of an NDJSON file: whole records, which the next goes on from."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import orjson

from api.working.folder import chunks
from api.working.tallying import Tally
from exchange.exports.packing import unpacked
from exchange.exports.writers import Piece
from records.model import JsonMap

TALLIED = frozenset(("rights", "dataset"))
"""The fields that are counted; where lines have them not, what is left cannot be counted again."""


@dataclass(frozen=True, slots=True)
class Left:
    """`bytes` of content, unpacked, which end with the record `last`; `tally` counts those records."""

    path: Path
    packed: str
    bytes: int
    last: str
    tally: Tally

    def pieces(self) -> Iterator[Piece]:
        """All of it once more, with how many records each piece ends."""
        rest = self.bytes
        for chunk in unpacked(chunks(self.path), self.packed):
            some = chunk[:rest]
            yield some.count(b"\n"), some
            rest -= len(some)
            if not rest:
                return


def left_in(path: Path, packed: str) -> Left | None:
    """None where there is not one whole record."""
    size, last, tally = 0, "", Tally()
    for line in _lines(unpacked(chunks(path), packed)):
        record = _record(line)
        if record is None:
            break
        size += len(line)
        last = record["id"]
        tally.add(record)
    return Left(path, packed, size, last, tally) if last else None


def can_go_on(form: str, fields: Iterable[str]) -> bool:
    """Whether files of this form and these fields (all where none is named) are gone on with."""
    chosen = frozenset(fields)
    return form == "ndjson" and (not chosen or chosen >= TALLIED)


def _lines(chunks: Iterator[bytes]) -> Iterator[bytes]:
    """With their ends; bytes that are not packed as they should be end them."""
    rest = b""
    try:
        for chunk in chunks:
            *lines, rest = (rest + chunk).split(b"\n")
            yield from (line + b"\n" for line in lines)
    except ValueError:
        return


def _record(line: bytes) -> JsonMap | None:
    """None for the mark, and for what a lost write may have left in the midst of a file."""
    try:
        found = orjson.loads(line)
    except orjson.JSONDecodeError:
        return None
    whole = isinstance(found, dict) and TALLIED | {"id"} <= found.keys()
    return found if whole else None
