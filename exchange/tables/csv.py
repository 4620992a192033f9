"""A table as CSV (RFC 4180), safe to open in a spreadsheet, and back to what it said."""

from __future__ import annotations

import csv
import io

from exchange.tables.flat import flat_columns, flat_row
from exchange.tables.table import Cell, Table
from exchange.tables.words import Language

BOM = "\ufeff"
GUARD = "'"
STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠", GUARD)
"""What a spreadsheet may take for the beginning of a formula, full-width forms too; and the guard itself."""


def safe_cell(value: Cell) -> Cell:
    """Text that a spreadsheet could run gets an apostrophe before it, and so does text that begins with one.

    Spaces before the sign do not help: some programs drop them. Numbers stay numbers, negative ones too.
    """
    return GUARD + value if isinstance(value, str) and value.lstrip(" \u3000\xa0").startswith(STARTS) else value


def unsafe_cell(text: str) -> str:
    """What `safe_cell` was given: one leading apostrophe is taken off."""
    return text.removeprefix(GUARD)


def csv_bytes(table: Table, language: Language = "zh-Hans", bom: bool = False) -> bytes:
    """UTF-8, lines end in CRLF, all text in quotes, a head line of names; a missing value is empty."""
    columns = flat_columns(table, language)
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n", quoting=csv.QUOTE_NONNUMERIC)
    writer.writerow([safe_cell(flat.name) for flat in columns])
    for row in table.rows:
        writer.writerow([safe_cell(value) for value in flat_row(row, columns, language)])
    return ((BOM if bom else "") + text.getvalue()).encode("utf-8", "replace")
