"""Rows of CSV and TSV: quotes, counts, bad bytes, and what a stray quote swallows."""

from __future__ import annotations

from pathlib import Path

import pytest

from indexers.errors import UnreadableFile
from indexers.readers import LINE_LIMIT, Row, read_delimited, read_header


def rows(tmp_path: Path, raw: bytes | str, **asked: str) -> list[Row]:
    path = tmp_path / "rows.csv"
    path.write_bytes(raw.encode() if isinstance(raw, str) else raw)
    return list(read_delimited(path, **asked))


@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize("delimiter", [",", "\t", ";", "|"])
def test_the_delimiter_is_told_from_the_first_line(tmp_path: Path, delimiter: str, end: str) -> None:
    raw = end.join(delimiter.join(cells) for cells in (("名称", "时代"), ("甲", "唐"), ("乙", "宋")))
    assert rows(tmp_path, raw) == [Row(2, {"名称": "甲", "时代": "唐"}), Row(3, {"名称": "乙", "时代": "宋"})]


def test_quotes_newlines_and_blank_lines(tmp_path: Path) -> None:
    found = rows(tmp_path, 'a,b\n"x, y","he said ""hi"""\n\n"two\nlines",z\r\n\nlast,one')
    assert found == [
        Row(2, {"a": "x, y", "b": 'he said "hi"'}),
        Row(4, {"a": "two\nlines", "b": "z"}),
        Row(7, {"a": "last", "b": "one"}),
    ]


def test_names_of_columns_are_trimmed_and_values_are_not(tmp_path: Path) -> None:
    assert rows(tmp_path, "\n name , former_name \n x , y \n")[0] == Row(3, {"name": " x ", "former_name": " y "})


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ("1", "1 fields where the first line names 2 columns"),
        ("1,2,3", "3 fields where the first line names 2 columns"),
        ('"a"b,c', "broken CSV"),
        ("a\0b,c", "NUL byte stands in column 'x' at character 2"),
    ],
)
def test_a_bad_row_is_named_and_the_next_is_read(tmp_path: Path, line: str, problem: str) -> None:
    found = rows(tmp_path, f"x,y\n1,2\n{line}\n3,4\n")
    assert [row.value for row in found] == [{"x": "1", "y": "2"}, None, {"x": "3", "y": "4"}]
    assert (found[1].line, problem in found[1].problem) == (3, True), found[1].problem


def test_bad_bytes_are_named_by_column_and_place(tmp_path: Path) -> None:
    body = "唐,宋\n" * 50
    found = rows(tmp_path, b"x,y\n" + body.encode() + b"\xe5\x94\x90,a\xe5\x94\xffb\n" + body.encode())
    bad = [row for row in found if row.problem]
    assert len(found) == 101
    assert [(row.line, row.value) for row in bad] == [(52, None)]
    assert bad[0].problem == "bytes that mean nothing in utf-8 stand in column 'y' at character 2 (line 52, byte 6)"


def test_bad_bytes_in_gb18030_are_named_by_column(tmp_path: Path) -> None:
    body = "三元里平英团遗址,广东省广州市\n" * 20_000
    found = rows(tmp_path, "名称,地址\n".encode("gb18030") + body.encode("gb18030") + b"\xff\xff,x\n")
    assert [(row.line, row.value) for row in found if row.problem] == [(20_002, None)]
    assert "mean nothing in gb18030" in found[-1].problem
    assert "'名称'" in found[-1].problem


def test_a_quote_left_open_costs_its_own_row_only(tmp_path: Path) -> None:
    found = rows(tmp_path, 'x,y\n1,2\n"3,4\n5,6\n7,8\n')
    assert [row.value for row in found] == [
        {"x": "1", "y": "2"},
        None,
        {"x": "5", "y": "6"},
        {"x": "7", "y": "8"},
    ]
    assert found[1].line == 3
    assert "runs on to line 5" in found[1].problem


def test_two_stray_quotes_cost_two_rows(tmp_path: Path) -> None:
    found = rows(tmp_path, 'x,y,z\n1,"2,3\n4,5,6\n7,8",9\n10,11,12\n')
    assert [row.value and row.value["x"] for row in found] == ["1", "10"], "this is one sound row of three lines"
    found = rows(tmp_path, 'x,y\n"1,2\n3,4\n5",6,7\n8,9\n')
    assert [(row.line, row.value and row.value["x"]) for row in found] == [(2, None), (3, "3"), (4, None), (5, "8")]


def test_a_long_field_is_kept_and_a_longer_line_is_passed_over(tmp_path: Path) -> None:
    long = "诗" * 100_000
    path = tmp_path / "rows.csv"
    path.write_bytes(f"x,y\n1,{long}\n2,".encode() + b"z" * (LINE_LIMIT + 5) + b"\n3,4\n")
    found = list(read_delimited(path))
    assert [row.value and row.value["x"] for row in found] == ["1", None, "3"]
    assert found[0].value
    assert len(found[0].value["y"]) == 100_000
    assert found[1].problem.startswith("the line is 10,485,768 bytes long")


@pytest.mark.parametrize(
    ("raw", "reason"),
    [
        ("", "is empty"),
        ("\n\n", "is empty"),
        ("a,,c\n1,2,3\n", "no name for column 2"),
        ("a, ,\n", "no name for column 2, 3"),
        ("a,b,a\n1,2,3\n", "names a column twice in its first line: a"),
        ('"a,b\n', "not a list of column names"),
        ("a,b\r1,2\r", "CR alone"),
    ],
)
def test_a_first_line_that_names_no_columns_is_refused(tmp_path: Path, raw: str, reason: str) -> None:
    with pytest.raises(UnreadableFile, match=reason):
        rows(tmp_path, raw)


def test_a_header_alone_is_a_file_without_rows(tmp_path: Path) -> None:
    assert rows(tmp_path, "a,b") == []


def test_the_header_can_be_asked_for(tmp_path: Path) -> None:
    path = tmp_path / "rows.tsv"
    path.write_text("名称\t时代\n甲\t唐\n", encoding="utf-16")
    assert read_header(path) == ("名称", "时代")
    assert read_header(path, delimiter=",") == ("名称\t时代",)
