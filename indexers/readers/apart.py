"""Reading apart: what a reader hands to another process, and how a row is made of it there."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from indexers.readers.json_rows import json_row, read_json_lines, unread_json_lines
from indexers.readers.rows import Row

Packed = tuple[Any, ...]
"""A row on its way to another process: plain values, which travel more cheaply than what they mean."""

Unpack = Callable[[Any], Row]


def apart(read: Callable[[Path], Iterator[Row]], path: Path) -> tuple[Iterator[Packed], Unpack]:
    """The file's rows packed, and what unpacks one. A line of JSON is a tenth of the cost of the values in it."""
    if read is read_json_lines:
        return unread_json_lines(path), json_row
    return ((row.line, row.value, row.problem) for row in read(path)), _row


def _row(packed: Packed) -> Row:
    return Row(*packed)
