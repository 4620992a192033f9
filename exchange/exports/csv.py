"""Records as CSV (RFC 4180): a head line of names, a line a record, and a last line that says it is whole."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import orjson

from exchange.exports.columns import Column, Type, row
from exchange.exports.ending import MARK, Ending
from exchange.exports.kept import Kept, Shows
from exchange.tables.csv import BOM, STARTS, safe_cell

SEPARATOR = "|"
MARKED = f"#{MARK}"
"""What stands in the first cell of the last line; no record's id begins so."""

_RISKY = frozenset((*STARTS, " ", "\u3000", "\xa0"))


class CsvWriter:
    """Values of a list are parted by `|`; `|` and the backslash in a value have a backslash before them."""

    def __init__(self, columns: Sequence[Column], shows: Shows, *, bom: bool = False) -> None:
        self._columns = columns
        self._shows = shows
        self._writes = [_CELLS[column.type] for column in columns]
        self._bom = BOM.encode() if bom else b""

    def begin(self) -> bytes:
        return self._bom + _lines([[column.name for column in self._columns]])

    def add(self, records: Sequence[Kept]) -> bytes:
        return _lines([self._cells(self._shows(one)) for one in records])

    def last(self) -> bytes:
        return b""

    def mark(self, ending: Ending | None) -> bytes:
        """A line of as many cells as the others."""
        if ending is None:
            return b""
        told = [MARKED, *(f"{name}={value}" for name, value in ending.told().items())]
        if len(told) > len(self._columns):
            told = [MARKED + "".join(f" {one}" for one in told[1:])]
        return _lines([[*told, *[None] * (len(self._columns) - len(told))]])

    def _cells(self, record: Mapping[str, Any]) -> list[Any]:
        found = row(record, self._columns)
        return [None if value is None else write(value) for write, value in zip(self._writes, found, strict=True)]


def _lines(rows: Sequence[Sequence[Any]]) -> bytes:
    text = io.StringIO(newline="")
    csv.writer(text, lineterminator="\r\n").writerows(rows)
    return text.getvalue().encode()


def _text(value: str) -> Any:
    return safe_cell(value) if value[:1] in _RISKY else value


def _texts(values: Sequence[str]) -> Any:
    joined = SEPARATOR.join(values)
    if "\\" in joined or joined.count(SEPARATOR) >= len(values):
        joined = SEPARATOR.join(one.replace("\\", "\\\\").replace(SEPARATOR, f"\\{SEPARATOR}") for one in values)
    return _text(joined)


def _json(value: Any) -> str:
    return orjson.dumps(value).decode()


def _number(value: float) -> float:
    return value


_CELLS: Mapping[Type, Callable[[Any], Any]] = {
    "text": _text,
    "texts": _texts,
    "languages": _json,
    "integer": _number,
    "number": _number,
    "moment": _text,
    "json": _json,
}
