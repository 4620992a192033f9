"""XLSX: read back by another library; text is text, numbers are numbers, the bytes are always the same."""

from __future__ import annotations

import io
import zipfile

import pytest
from hypothesis import given, settings
from openpyxl import load_workbook
from openpyxl.utils.escape import unescape

from exchange.errors import CannotShow
from exchange.tables import Table, xlsx_bytes
from exchange.tables import xlsx as module
from tests.exchange.making import COUNT, MALICIOUS, counted, dimension, table, tables

NAMED = {"110000": {"zh-Hans": "北京市", "en": "Beijing"}}


def test_figures_and_where_they_come_from() -> None:
    book = load_workbook(io.BytesIO(xlsx_bytes(counted("region", {"110000": 3}, "region", NAMED), "en")))
    assert book.sheetnames == ["Data", "About"]
    assert list(book["Data"].values) == [("Region (code)", "Region", "Count"), ("110000", "Beijing", 3)]
    about = dict(book["About"].values)
    assert about["Title"] == "Cultural resources by region"
    assert about["Licence"] == "https://creativecommons.org/licenses/by/4.0/"
    assert about["Made"] == "2026-11-28T04:00:00Z"
    assert about["Query"].endswith("by=region")
    assert not book["About"]._hyperlinks


def test_sheets_are_named_in_chinese() -> None:
    assert load_workbook(io.BytesIO(xlsx_bytes(counted("type", {}), "zh-Hant"))).sheetnames == ["資料", "說明"]


@settings(max_examples=40)
@given(tables())
def test_text_stays_text_and_numbers_numbers(made: Table) -> None:
    content = xlsx_bytes(made)
    assert content == xlsx_bytes(made)
    sheet = load_workbook(io.BytesIO(content)).worksheets[0]
    for cells in sheet.iter_rows(min_row=2):
        assert {cell.data_type for cell in cells} <= {"s", "inlineStr", "n"}
        assert not any(cell.hyperlink for cell in cells)
    assert b"<f>" not in _sheet(content)


def _sheet(content: bytes) -> bytes:
    return zipfile.ZipFile(io.BytesIO(content)).read("xl/worksheets/sheet1.xml")


def test_malicious_text_is_read_back() -> None:
    harmful = [text for text in MALICIOUS if text and len(text) < 30_000]
    content = xlsx_bytes(table([dimension("name"), COUNT], [(text, 1) for text in harmful]))
    found = [row[0] for row in load_workbook(io.BytesIO(content)).worksheets[0].iter_rows(min_row=2, values_only=True)]
    assert [_plain(unescape(text)) for text in found] == [_plain(text) for text in harmful]


def _plain(text: str) -> str:
    """XML readers take CR for LF, and characters that XML cannot hold were replaced."""
    kept = "".join("\ufffd" if (ord(c) < 32 and c not in "\t\r\n") or c in "\ufffe\uffff" else c for c in text)
    return kept.replace("\r\n", "\n").replace("\r", "\n")


def test_long_text_is_cut_where_a_cell_ends() -> None:
    content = xlsx_bytes(table([dimension("name"), COUNT], [("😀" * 40_000, 1)]))
    text = next(load_workbook(io.BytesIO(content)).worksheets[0].iter_rows(min_row=2, values_only=True))[0]
    assert text.endswith("😀…")
    assert 32_700 < len(text.encode("utf-16-le")) // 2 <= 32_767


def test_more_rows_than_a_sheet_holds_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MOST_ROWS", 2)
    with pytest.raises(CannotShow, match="take CSV"):
        xlsx_bytes(counted("type", {"a": 1, "b": 2, "c": 3}))
