"""The forms that records are exported in, each with what writes it; and a whole file, written piece by piece."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from itertools import chain
from typing import Protocol

from exchange.errors import CannotShow
from exchange.exports.beside import beside
from exchange.exports.columns import columns_of
from exchange.exports.csv import CsvWriter
from exchange.exports.ending import Ending
from exchange.exports.geojson import GeojsonWriter
from exchange.exports.kept import Kept, Shows, whole
from exchange.exports.ndjson import NdjsonWriter
from records.model import JsonMap


class Writer(Protocol):
    """Writes one file: `begin`, `add` as often as there are more, `last`, `mark`, in this order.

    The mark is the end of the file; what its checksum is of has been handed out before it.
    """

    def begin(self) -> bytes: ...

    def add(self, records: Sequence[Kept]) -> bytes: ...

    def last(self) -> bytes: ...

    def mark(self, ending: Ending | None) -> bytes: ...


@dataclass(frozen=True, slots=True)
class Options:
    """How a file is written; each form takes of it what concerns it.

    fields: the record's fields that are wanted, all where none is named; shows: what is made of a record first, None
    for the whole of it as it is kept; base: the node's address without closing slash; datasets: what is told of each
    data set, by id; codec: how a Parquet file packs its pages; bom: a byte order mark before a CSV.
    """

    fields: tuple[str, ...] = ()
    shows: Shows | None = None
    base: str = ""
    datasets: Mapping[str, JsonMap] = field(default_factory=dict)
    codec: str = "zstd"
    bom: bool = False


@dataclass(frozen=True, slots=True)
class AsOf:
    """What the mark tells beside count and checksum: see `Ending`."""

    seq: int
    relaxed: bool = False


def _ndjson(how: Options) -> Writer:
    return NdjsonWriter(how.shows)


def _csv(how: Options) -> Writer:
    return CsvWriter(columns_of(how.fields), how.shows or whole, bom=how.bom)


def _parquet(how: Options) -> Writer:
    try:
        from exchange.exports.parquet import ParquetWriter
    except ImportError as error:
        raise CannotShow("this node has no Parquet (its operator adds it by `pip install wenmai[parquet]`)") from error
    return ParquetWriter(columns_of(how.fields), how.shows or whole, how.codec)


def _geojson(how: Options) -> Writer:
    return GeojsonWriter(columns_of(how.fields), how.shows or whole)


def _jsonld(how: Options) -> Writer:
    """Brought in here, as Parquet's is: who writes none need not wait for its library."""
    from exchange.exports.jsonld import JsonldWriter

    return JsonldWriter(how.shows or whole, how.base, how.datasets)


WRITERS: Mapping[str, Callable[[Options], Writer]] = {
    "ndjson": _ndjson,
    "csv": _csv,
    "parquet": _parquet,
    "geojson": _geojson,
    "jsonld": _jsonld,
}


Piece = tuple[int, bytes]
"""A part of a file, with how many records were added by it."""


def written(
    writer: Writer, batches: Iterable[Sequence[Kept]], as_of: AsOf, *, marked: bool = True, left: Iterable[Piece] = ()
) -> Iterator[bytes]:
    """The file piece by piece, its mark in the last one; whatever `batches` raises ends it without.

    `left` is what there is of the same file already, up to a whole record, and comes first: for NDJSON alone, which
    has no beginning of its own.
    """
    count, digest = 0, sha256()

    def hashed(piece: Piece) -> Piece:
        digest.update(piece[1])
        return piece

    for records, part in beside(chain(left, _before_mark(writer, batches)), hashed):
        count += records
        if part:
            yield part
    yield writer.mark(Ending(count, digest.hexdigest(), as_of.seq, as_of.relaxed) if marked else None)


def _before_mark(writer: Writer, batches: Iterable[Sequence[Kept]]) -> Iterator[Piece]:
    yield 0, writer.begin()
    for batch in batches:
        yield len(batch), writer.add(batch)
    yield 0, writer.last()
