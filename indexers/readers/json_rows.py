"""Rows of JSON: one object a line, or the members of a list in one document."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from indexers.errors import UnreadableFile
from indexers.readers.opening import lines, open_utf8, too_long
from indexers.readers.rows import Row
from indexers.readers.strict_json import BadJson, parse, parse_document, path_of_nul, repeated_key

DOCUMENT_LIMIT = 256 * 1024 * 1024
"""A JSON document is held whole while it is read; a larger one belongs in JSON Lines."""

_BLANK = b" \t\r\n"


Unread = tuple[int, bytes, int, str]
"""A line not parsed yet: its number, its bytes, how many were passed over, the encoding of the file."""


def read_json_lines(path: Path) -> Iterator[Row]:
    """One row a line; blank lines are passed over."""
    return map(json_row, unread_json_lines(path))


def unread_json_lines(path: Path) -> Iterator[Unread]:
    """The lines alone, for those who parse them elsewhere with `json_row`."""
    stream, encoding = open_utf8(path)
    with stream:
        for line in lines(path, stream):
            raw = line.raw.strip(_BLANK)
            if raw or line.skipped:
                yield line.number, raw, line.skipped, encoding


def json_row(unread: Unread) -> Row:
    number, raw, skipped, encoding = unread
    if skipped:
        return Row(number, None, too_long(skipped))
    try:
        value = parse(raw)
    except BadJson as error:
        return Row(number, None, _told(str(error), encoding))
    if type(value) is not dict:
        return Row(number, None, f"a row should be an object {{…}}, not {_kind(value)}")
    return Row(number, value)


def _told(fault: str, encoding: str) -> str:
    """Offsets in a file that was recoded are those of its UTF-8 form, so they are left out."""
    return fault if encoding == "utf-8" or "UTF-8" not in fault else f"bytes that mean nothing in {encoding}"


def read_json(path: Path, pointer: str = "") -> Iterator[Row]:
    """The members of the list that `pointer` (RFC 6901, such as `/result/rows`) leads to; `line` counts them from 1."""
    for number, value in enumerate(_listed(path, pointer), 1):
        yield _member(number, value)


def _member(number: int, value: object) -> Row:
    if not isinstance(value, dict):
        return Row(number, None, f"a row should be an object {{…}}, not {_kind(value)}")
    if (key := repeated_key(value)) is not None:
        return Row(number, None, f"the key {key!r} stands twice in one object")
    if (place := path_of_nul(value)) is not None:
        return Row(number, None, f"a NUL character (\\u0000) stands in {place}")
    return Row(number, value)


def _listed(path: Path, pointer: str) -> list[Any]:
    value = _document(path)
    for step in pointer.split("/")[1:]:
        name = step.replace("~1", "/").replace("~0", "~")
        if isinstance(value, dict) and name in value:
            value = value[name]
        elif isinstance(value, list) and name.isdecimal() and int(name) < len(value):
            value = value[int(name)]
        else:
            raise UnreadableFile(path, f"has nothing at {pointer!r} ({name!r} is missing)")
    if not isinstance(value, list):
        raise UnreadableFile(path, f"should hold a list at {pointer or 'its top'!r}, not {_kind(value)}")
    return value


def _document(path: Path) -> Any:
    with open_utf8(path)[0] as stream:
        raw = stream.read(DOCUMENT_LIMIT + 1)
    if len(raw) > DOCUMENT_LIMIT:
        raise UnreadableFile(path, f"is larger than {DOCUMENT_LIMIT:,} bytes; publish it as JSON Lines")
    try:
        return parse_document(raw)
    except BadJson as error:
        raise UnreadableFile(path, str(error)) from error


def _kind(value: object) -> str:
    names = {dict: "an object", list: "a list", str: "text", bool: "true or false", type(None): "null"}
    return names.get(type(value), "a number")
