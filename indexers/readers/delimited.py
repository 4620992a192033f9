"""Rows of CSV and TSV: the first line names the columns, each later row gives one value a column."""

from __future__ import annotations

import csv
from collections import deque
from collections.abc import Iterator, Sequence
from pathlib import Path

from indexers.errors import UnreadableFile
from indexers.readers.opening import BAD_CHARACTER, LINE_LIMIT, Line, lines, open_utf8, too_long
from indexers.readers.rows import Row

DELIMITERS = (",", "\t", ";", "|")
_TOO_LONG = "\udc00"
"""Takes the place of a line too long to be held, so that its row is told and not lost."""


def read_delimited(path: Path, delimiter: str | None = None, encoding: str | None = None) -> Iterator[Row]:
    """One row a record: column name to text, as published. The delimiter is told from the first line if not given.

    Raises UnreadableFile for a header that is missing, blank or repeats a name.
    """
    stream, known = open_utf8(path, encoding)
    with stream:
        source = _Lines(lines(path, stream))
        # A field may be as long as a line; the library's own limit of 128 KB would cut long texts off.
        csv.field_size_limit(LINE_LIMIT)
        header = _header(path, source, delimiter)
        yield from _Table(header.names, header.delimiter, known, source)


def read_header(path: Path, delimiter: str | None = None, encoding: str | None = None) -> tuple[str, ...]:
    """The names of the columns."""
    stream, _ = open_utf8(path, encoding)
    with stream:
        return _header(path, _Lines(lines(path, stream)), delimiter).names


class _Header:
    def __init__(self, names: tuple[str, ...], delimiter: str) -> None:
        self.names = names
        self.delimiter = delimiter


class _Lines:
    """Text lines for the csv parser, remembering those that belong to the record being read."""

    def __init__(self, source: Iterator[Line]) -> None:
        self._source = source
        self._again: deque[Line] = deque()
        self.taken: list[Line] = []

    def __iter__(self) -> _Lines:
        return self

    def __next__(self) -> str:
        line = self._again.popleft() if self._again else next(self._source)
        self.taken.append(line)
        return _TOO_LONG if line.skipped else _text(line.raw)

    def read_again(self, taken: Sequence[Line]) -> None:
        self._again.extendleft(reversed(taken))


def _text(raw: bytes) -> str:
    """Bad bytes become lone surrogates, to be found column by column."""
    return raw.decode("utf-8", "surrogateescape")


def _header(path: Path, source: _Lines, delimiter: str | None) -> _Header:
    first = next((text for text in source if text.strip()), None)
    if first is None:
        raise UnreadableFile(path, "is empty; its first line should name the columns")
    source.read_again(source.taken[-1:])
    source.taken.clear()
    if "\r" in first.rstrip("\r\n"):
        raise UnreadableFile(path, "ends its lines with CR alone; save it with LF or CR LF line ends")
    chosen = delimiter or max(DELIMITERS, key=first.count)
    try:
        names = next(csv.reader(source, delimiter=chosen, strict=True))
    except csv.Error as error:
        raise UnreadableFile(path, f"has a first line that is not a list of column names: {error}") from error
    source.taken.clear()
    return _Header(_checked(path, [name.strip() for name in names]), chosen)


def _checked(path: Path, names: list[str]) -> tuple[str, ...]:
    blank = [str(place) for place, name in enumerate(names, 1) if not name]
    if blank:
        raise UnreadableFile(path, f"has no name for column {', '.join(blank)} in its first line")
    repeated = sorted({name for name in names if names.count(name) > 1})
    if repeated:
        raise UnreadableFile(path, f"names a column twice in its first line: {', '.join(repeated)}")
    return tuple(names)


class _Table:
    def __init__(self, names: tuple[str, ...], delimiter: str, encoding: str, source: _Lines) -> None:
        self._names = names
        self._encoding = encoding
        self._source = source
        self._parser = csv.reader(source, delimiter=delimiter, strict=True)

    def __iter__(self) -> Iterator[Row]:
        while True:
            self._source.taken.clear()
            try:
                fields = next(self._parser)
            except StopIteration:
                return
            except csv.Error as error:
                yield self._broken(f"broken CSV: {error}")
                continue
            if fields:
                yield self._row(fields)

    def _row(self, fields: list[str]) -> Row:
        taken = self._source.taken
        if any(line.skipped for line in taken):
            return self._broken(too_long(max(line.skipped for line in taken)))
        if len(fields) != len(self._names):
            return self._broken(f"{len(fields)} fields where the first line names {len(self._names)} columns")
        if problem := self._bad_characters(fields):
            return Row(taken[0].number, None, problem)
        return Row(taken[0].number, dict(zip(self._names, fields, strict=True)))

    def _broken(self, problem: str) -> Row:
        """The row's first line is refused; the others it seemed to run over are read again as rows of their own."""
        first, *rest = self._source.taken
        self._source.read_again(rest)
        over = f"; a quote opened here runs on to line {rest[-1].number}" if rest else ""
        return Row(first.number, None, problem + over)

    def _bad_characters(self, fields: list[str]) -> str:
        for name, field in zip(self._names, fields, strict=True):
            if "\0" in field:
                return f"a NUL byte stands in column {name!r} at character {field.index(chr(0)) + 1}"
            if not field.isascii() and not _sound(field):
                return self._bad_bytes(name, field)
        return ""

    def _bad_bytes(self, name: str, field: str) -> str:
        at = next(place for place, char in enumerate(field, 1) if "\ud800" <= char <= "\udfff")
        return f"bytes that mean nothing in {self._encoding} stand in column {name!r} at character {at}{self._offset()}"

    def _offset(self) -> str:
        """The place in the line, where the file was read as it is and not recoded."""
        for line in self._source.taken:
            try:
                line.raw.decode("utf-8")
            except UnicodeDecodeError as error:
                return f" (line {line.number}, byte {error.start + 1})" if self._encoding == "utf-8" else ""
        return ""


def _sound(field: str) -> bool:
    try:
        field.encode("utf-8")
    except UnicodeEncodeError:
        return False
    return BAD_CHARACTER not in field
