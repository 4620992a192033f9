"""CSV: what was written is read back, and no cell is a formula."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exchange.tables import Table, csv_bytes, safe_cell, unsafe_cell
from tests.exchange.making import ABOUT, COUNT, MALICIOUS, counted, dimension, table, tables, texts


def _read(content: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""), strict=True))


def test_values_and_their_names_stand_side_by_side() -> None:
    regions = {"110000": {"zh-Hans": "北京市", "en": "Beijing"}, None: {"zh-Hans": "未注明"}}
    found = csv_bytes(counted("region", {"110000": 3, None: 1}, "region", regions), "zh-Hans")
    assert found.decode() == ('"region","region_label","count"\r\n"110000","北京市",3\r\n"","未注明",1\r\n')


SPANS = [("zh-Hans", "前100–前1"), ("zh-Hant", "前100–前1"), ("en", "100 BCE–1 BCE")]


@pytest.mark.parametrize(("language", "label"), SPANS)
def test_spans_of_years_are_told_in_words(language: str, label: str) -> None:
    years = table([dimension("year", "year", step=100), COUNT], [(-100, 5), (1500, 7)])
    rows = _read(csv_bytes(years, language))  # type: ignore[arg-type]
    assert rows[1:] == [["-100", label, "5"], ["1500", "1500–1599", "7"]]


def test_a_bom_is_there_when_asked_for() -> None:
    plain = counted("type", {"site": 1})
    assert csv_bytes(plain, bom=True) == b"\xef\xbb\xbf" + csv_bytes(plain)


@given(tables())
def test_every_value_is_read_back_as_it_was(made: Table) -> None:
    head, *rows = _read(csv_bytes(made))
    places = [head.index(column.name) for column in made.columns]
    back = [tuple(unsafe_cell(row[place]) for place in places) for row in rows]
    assert [[_number(cell) for cell in row] for row in back] == [
        [_number("" if cell is None else str(cell)) for cell in row] for row in made.rows
    ]


def _number(text: str) -> str | float:
    try:
        return float(text)
    except ValueError:
        return text


@given(st.one_of(texts, st.sampled_from(MALICIOUS)))
def test_no_text_begins_a_formula(text: str) -> None:
    """Judged by the list of OWASP's page on CSV injection, blanks before the sign thrown away as some programs do."""
    safe = str(safe_cell(text))
    assert safe.strip(" ")[:1] not in tuple("=+-@\t\r\n＝＋－＠")
    assert unsafe_cell(safe) == text


def test_negative_numbers_stay_numbers() -> None:
    assert csv_bytes(table([dimension("type"), COUNT], [("a", -5)], ABOUT)).endswith(b'"a",-5\r\n')
