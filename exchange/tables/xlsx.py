"""A table as an Excel workbook: one sheet of figures, one that says where they come from."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from exchange.errors import CannotShow
from exchange.tables.flat import Flat, flat_columns, flat_row
from exchange.tables.table import Cell, Table, in_language
from exchange.tables.text import ELLIPSIS, cut, width, xml_text
from exchange.tables.words import Language, said

MOST_ROWS = 1_048_575
"""Of a sheet, without the head line."""

LONGEST_TEXT = 32_767
"""Of a cell, in UTF-16 units."""

_EXACT_WHOLE = 2**53
_FIXED = datetime(2000, 1, 1)
_OPTIONS = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
    "nan_inf_to_errors": True,
}
_FORMATS = {"share": "0.0%", "year": "0", "number": "#,##0.####", "longitude": "0.0000", "latitude": "0.0000"}


def xlsx_bytes(table: Table, language: Language = "zh-Hans") -> bytes:
    """The same bytes for the same table: no clock is read."""
    if len(table.rows) > MOST_ROWS:
        raise CannotShow(f"an Excel sheet holds {MOST_ROWS:,} rows and this table has {len(table.rows):,}: take CSV")
    kept = io.BytesIO()
    with Workbook(kept, _OPTIONS) as book:
        book.set_properties({"title": in_language(table.about.title, language)[:255], "created": _FIXED})
        bold = book.add_format({"bold": True})
        _figures(book, book.add_worksheet(said("table", language)), table, language, bold)
        _about(book.add_worksheet(said("about", language)), table, language, bold)
    return kept.getvalue()


def _figures(book: Workbook, sheet: Worksheet, table: Table, language: Language, bold: Format) -> None:
    columns = flat_columns(table, language)
    for place, flat in enumerate(columns):
        sheet.set_column(place, place, _room(flat, table, language), _format(book, flat))
    sheet.freeze_panes(1, 0)
    for place, flat in enumerate(columns):
        _write(sheet, 0, place, flat.head, bold)
    for line, row in enumerate(table.rows, start=1):
        for place, value in enumerate(flat_row(row, columns, language)):
            _write(sheet, line, place, value)


def _format(book: Workbook, flat: Flat) -> Format | None:
    if flat.names or flat.column.type not in _FORMATS:
        return None
    return book.add_format({"num_format": _FORMATS[flat.column.type]})


def _room(flat: Flat, table: Table, language: Language) -> float:
    """A column's width in characters, by its head and its first rows."""
    texts = [flat.head, *(str(flat_row(row, [flat], language)[0]) for row in table.rows[:50])]
    return min(60.0, 3 + 2 * max(width(cut(text, 40)) for text in texts))


def _write(sheet: Worksheet, line: int, place: int, value: Cell, style: Format | None = None) -> None:
    """Text always as text, never as a formula or a link; whole numbers a float cannot hold as text too.

    A carriage return would be written as an escape that some programs show as it stands: line breaks are LF.
    """
    if value is None:
        return
    if isinstance(value, str) or (isinstance(value, int) and abs(value) > _EXACT_WHOLE):
        sheet.write_string(line, place, _fitting(xml_text(str(value)).replace("\r\n", "\n").replace("\r", "\n")), style)
    else:
        sheet.write_number(line, place, value, style)


def _fitting(text: str) -> str:
    """Cut, visibly, to what a cell may hold."""
    if len(text.encode("utf-16-le")) // 2 <= LONGEST_TEXT:
        return text
    return text.encode("utf-16-le")[: 2 * (LONGEST_TEXT - 1)].decode("utf-16-le", "ignore") + ELLIPSIS


def _about(sheet: Worksheet, table: Table, language: Language, bold: Format) -> None:
    sheet.set_column(0, 0, 16)
    sheet.set_column(1, 1, 90)
    for line, (head, value) in enumerate(_facts(table, language)):
        _write(sheet, line, 0, said(head, language), bold)
        _write(sheet, line, 1, value)


def _facts(table: Table, language: Language) -> Iterator[tuple[str, Cell]]:
    about = table.about
    stated: Sequence[tuple[str, Cell]] = (
        ("title", in_language(about.title, language)),
        ("description", in_language(about.description, language)),
        ("query", about.query),
        ("source", about.source),
        ("licence", about.licence),
        ("made", about.made.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")),
    )
    yield from ((head, value) for head, value in stated if value)
    yield "rows", len(table.rows)
    yield "other", table.other
    yield "exact", said("yes" if table.exact else "no", language)
