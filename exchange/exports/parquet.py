"""Records as Parquet, typed as the columns say; its footer comes last, so that a file cut off cannot be opened at all.

pyarrow is imported with this module: only who writes Parquet pays for it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

import orjson
import pyarrow as pa
from pyarrow import parquet

from exchange.exports.columns import SCHEMA_VERSION, WHOLE, Column, Group, Type, grouped
from exchange.exports.ending import MARK, Ending
from exchange.exports.kept import Kept, Shows
from records.model import JsonMap

GROUP_ROWS = 20_000
GROUP_BYTES = 32 * 1024 * 1024
"""A group of rows is written once it holds so many, or so much: no more is ever kept."""

_REPEATED = (
    *("type", "dataset", "region", "level", "rights", "reuse", "attribution", "source", "source_retrieved"),
    *("institution", "institution_level", "title_language", "description_language", "text_language"),
)
"""Columns that say the same again and again; of others a dictionary is made for nothing."""

KEY = f"wenmai.{MARK}"
SCHEMA_KEY = "wenmai.schema"

_TYPES: Mapping[Type, pa.DataType] = {
    "text": pa.string(),
    "texts": pa.list_(pa.string()),
    "languages": pa.map_(pa.string(), pa.string()),
    "integer": pa.int64(),
    "number": pa.float64(),
    "moment": pa.timestamp("ms", tz="UTC"),
    "json": pa.string(),
}


def schema_of(columns: Sequence[Column]) -> pa.Schema:
    """With what each column means in its metadata."""
    fields = [pa.field(one.name, _TYPES[one.type], metadata={"description": one.about}) for one in columns]
    return pa.schema(fields, metadata={SCHEMA_KEY: SCHEMA_VERSION})


class ParquetWriter:
    """`codec` packs the pages of the file; it is `zstd`, `gzip` or `none`.

    The mark stands in the metadata of the footer; its checksum is of all bytes before the footer.
    """

    def __init__(self, columns: Sequence[Column], shows: Shows, codec: str = "zstd") -> None:
        self._groups = grouped(columns)
        self._shows = shows
        self._schema = schema_of(columns)
        self._out = _Outlet()
        self._writer = parquet.ParquetWriter(
            self._out, self._schema, compression=codec, write_page_checksum=True, use_dictionary=list(_REPEATED)
        )
        self._held: list[pa.RecordBatch] = []
        self._rows = self._size = 0

    def begin(self) -> bytes:
        return self._out.taken()

    def add(self, records: Sequence[Kept]) -> bytes:
        if records:
            batch = self._batch([self._shows(one) for one in records])
            self._held.append(batch)
            self._rows += batch.num_rows
            self._size += batch.nbytes
        return self._group() if self._rows >= GROUP_ROWS or self._size >= GROUP_BYTES else b""

    def last(self) -> bytes:
        return self._group()

    def mark(self, ending: Ending | None) -> bytes:
        if ending:
            self._writer.add_key_value_metadata({KEY: orjson.dumps(ending.told())})
        self._writer.close()
        return self._out.taken()

    def _group(self) -> bytes:
        if self._held:
            self._writer.write_table(pa.Table.from_batches(self._held, self._schema), row_group_size=2 * GROUP_ROWS)
            self._held.clear()
            self._rows = self._size = 0
        return self._out.taken()

    def _batch(self, records: Sequence[JsonMap]) -> pa.RecordBatch:
        held = self._by_field(records)
        arrays = [array for group in self._groups for array in _arrays(group, held[group.field], len(records))]
        return pa.RecordBatch.from_arrays(arrays, schema=self._schema)

    def _by_field(self, records: Sequence[JsonMap]) -> Mapping[str, _Field]:
        """Only what the records have is looked at: most of the columns are empty."""
        held = {group.field: _Field([], []) for group in self._groups}
        for row, record in enumerate(records):
            for field, value in record.items():
                if value is not None and (known := held.get(field)):
                    known.rows.append(row)
                    known.values.append(value)
        held[WHOLE] = _Field(list(range(len(records))), list(records))
        return held


class _Field(NamedTuple):
    """The values there are of a field, and the row of each."""

    rows: list[int]
    values: list[Any]


def _arrays(group: Group, held: _Field, rows: int) -> Iterator[pa.Array]:
    """The columns of a group; those of a field that no record has cost nothing."""
    if not held.values:
        yield from (pa.nulls(rows, _TYPES[column.type]) for column in group.columns)
        return
    places = _places(held.rows, rows) if len(held.rows) < rows else None
    for column in group.columns:
        read = column.read
        made = _ARRAYS[column.type]([read(value) for value in held.values])
        yield made if places is None else made.take(places)


def _places(held: Sequence[int], rows: int) -> pa.Array:
    """For each row which of the values is its own, none where it has none."""
    places: list[int | None] = [None] * rows
    for place, row in enumerate(held):
        places[row] = place
    return pa.array(places, pa.int32())


class _Outlet:
    """Where pyarrow writes; what it wrote is taken away piece by piece."""

    closed = False

    def __init__(self) -> None:
        self._parts: list[bytes] = []

    def write(self, part: Any) -> int:
        taken = bytes(part)
        self._parts.append(taken)
        return len(taken)

    def flush(self) -> None: ...

    def close(self) -> None: ...

    def taken(self) -> bytes:
        whole = b"".join(self._parts)
        self._parts.clear()
        return whole


def _of(kind: Type) -> Callable[[list[Any]], pa.Array]:
    return lambda values: pa.array(values, _TYPES[kind])


def _languages(values: list[Any]) -> pa.Array:
    return pa.array([None if one is None else list(one.items()) for one in values], _TYPES["languages"])


def _moments(values: list[Any]) -> pa.Array:
    return pa.array(values, pa.string()).cast(_TYPES["moment"])


def _json(values: list[Any]) -> pa.Array:
    return pa.array([None if one is None else orjson.dumps(one).decode() for one in values], pa.string())


_ARRAYS: Mapping[Type, Callable[[list[Any]], pa.Array]] = {
    "text": _of("text"),
    "texts": _of("texts"),
    "languages": _languages,
    "integer": _of("integer"),
    "number": _of("number"),
    "moment": _moments,
    "json": _json,
}
