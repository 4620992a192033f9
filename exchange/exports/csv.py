"""Records as CSV (RFC 4180): a head line of names, a line a record, and a last line that says it is whole.

Written here rather than by the standard library, which looks at every empty cell: most cells of most records are.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import orjson

from exchange.exports.columns import WHOLE, Column, Group, Type, grouped
from exchange.exports.ending import MARK, Ending
from exchange.exports.kept import Kept, Shows
from exchange.exports.reading import IN_LANGUAGES, other_languages, plain, tag_of
from exchange.tables.csv import BOM, STARTS, safe_cell
from records.model import JsonMap

SEPARATOR = "|"
MARKED = f"#{MARK}"
"""What stands in the first cell of the last line; no record's id begins so."""

END = "\r\n"
_RISKY = frozenset((*STARTS, " ", "\u3000", "\xa0"))


class CsvWriter:
    """Values of a list are parted by `|`; `|` and the backslash in a value have a backslash before them."""

    def __init__(self, columns: Sequence[Column], shows: Shows, *, bom: bool = False) -> None:
        self._columns = columns
        self._shows = shows
        self._bom = BOM.encode() if bom else b""
        groups = grouped(columns)
        self._empty = ["," * (len(group.columns) - 1) for group in groups]
        places = {group.field: (place, _cells(group)) for place, group in enumerate(groups)}
        self._whole = places.pop(WHOLE, None)
        self._places = places

    def begin(self) -> bytes:
        return self._bom + f"{','.join(column.name for column in self._columns)}{END}".encode()

    def add(self, records: Sequence[Kept]) -> bytes:
        return "".join([self._line(self._shows(one)) for one in records]).encode()

    def last(self) -> bytes:
        return b""

    def mark(self, ending: Ending | None) -> bytes:
        """A line of as many cells as the others."""
        if ending is None:
            return b""
        told = [MARKED, *(f"{name}={value}" for name, value in ending.told().items())]
        if len(told) > len(self._columns):
            told = [" ".join(told)]
        return f"{','.join(told)}{',' * (len(self._columns) - len(told))}{END}".encode()

    def _line(self, record: JsonMap) -> str:
        """Only what the record has is looked at: most of the columns are empty."""
        cells, places = self._empty.copy(), self._places
        for field, value in record.items():
            if value is not None and (known := places.get(field)):
                place, write = known
                cells[place] = write(value)
        if self._whole:
            place, write = self._whole
            cells[place] = write(record)
        return ",".join(cells) + END


def _cells(group: Group) -> Callable[[Any], str]:
    """Writes the cells of all its columns."""
    if tuple(column.read for column in group.columns) == IN_LANGUAGES:
        return _in_languages
    reads = [(column.read, _CELLS[column.type]) for column in group.columns]
    if len(reads) == 1 and reads[0][0] is plain:
        return reads[0][1]
    return lambda value: ",".join(["" if (cell := read(value)) is None else write(cell) for read, write in reads])


def _in_languages(texts: Mapping[str, str]) -> str:
    """As its columns say, read once: most texts are in one language."""
    tag = tag_of(texts)
    others = other_languages(texts)
    return f"{_text(texts[tag])},{tag},{_json(others) if others else ''}"


def _text(value: str) -> str:
    if value[:1] in _RISKY:
        value = str(safe_cell(value))
    # Quicker than a regular expression, the longer the text the more.
    if '"' in value or "," in value or "\n" in value or "\r" in value:
        return _in_quotes(value)
    return value


def _in_quotes(value: str) -> str:
    doubled = value.replace('"', '""')
    return f'"{doubled}"'


def _texts(values: Sequence[str]) -> str:
    if len(values) == 1 and (only := values[0]) and SEPARATOR not in only and "\\" not in only:
        return _text(only)
    joined = SEPARATOR.join(values)
    if "\\" in joined or joined.count(SEPARATOR) >= len(values):
        joined = SEPARATOR.join(one.replace("\\", "\\\\").replace(SEPARATOR, f"\\{SEPARATOR}") for one in values)
    return _text(joined)


def _json(value: Any) -> str:
    return _in_quotes(orjson.dumps(value).decode())


_CELLS: Mapping[Type, Callable[[Any], str]] = {
    "text": _text,
    "texts": _texts,
    "languages": _json,
    "integer": str,
    "number": str,
    "moment": _text,
    "json": _json,
}
