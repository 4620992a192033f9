"""Rows of JSON: every fault is a row of its own with the reason, and the next row is read."""

from __future__ import annotations

import resource
from pathlib import Path

import orjson
import pytest

from indexers.errors import UnreadableFile
from indexers.readers import LINE_LIMIT, Row, read_json, read_json_lines


def rows(tmp_path: Path, raw: bytes) -> list[Row]:
    path = tmp_path / "rows.jsonl"
    path.write_bytes(raw)
    return list(read_json_lines(path))


def test_one_row_a_line_with_its_number(tmp_path: Path) -> None:
    found = rows(tmp_path, b'{"a":1}\n\n  \r\n{"a": 2}\r\n{"a":3}')
    assert found == [Row(1, {"a": 1}), Row(4, {"a": 2}), Row(5, {"a": 3})]


def test_an_empty_file_has_no_rows(tmp_path: Path) -> None:
    assert rows(tmp_path, b"") == []


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        (b'{"a": 1,}', "line 1, column 9"),
        (b'{"a": "b', "line 1, column"),
        (b"{'a': 1}", "line 1, column 2"),
        (b"hello", "line 1, column 1"),
        (b'{"a": 1} {"b": 2}', "line 1, column 10"),
        (b'{"a": NaN}', "NaN is not JSON"),
        (b'{"a": -Infinity}', "-Infinity is not JSON"),
        (b'{"a": 1, "b": 2, "a": 3}', "the key 'a' stands twice"),
        (b'{"deep": [{"x": 1, "x": 1}]}', "the key 'x' stands twice"),
        (b"[1, 2]", "not a list"),
        (b'"text"', "not text"),
        (b"12", "not a number"),
        (b"null", "not null"),
        (b"true", "not true or false"),
        (b'{"a": "\xe4\xb8\xad\xff"}', "not valid UTF-8 at byte 11"),
        (b'{"a": "x\x00y"}', "NUL byte stands at byte 9"),
        (b'{"creators": [{"name": "x\\u0000y"}]}', "NUL character (\\u0000) stands in creators.0.name"),
        (b'{"a":"\\u0000"}', "NUL character (\\u0000) stands in a"),
        (b'{"a": "\\ud800"}', "line 1, column"),
        (b'{"a": "tab\there"}', "control character"),
        (b'{"a": 01}', "line 1, column"),
        (b"[" * 5000 + b"]" * 5000, "deep"),
    ],
)
def test_a_bad_row_is_named_and_the_next_is_read(tmp_path: Path, line: bytes, problem: str) -> None:
    found = rows(tmp_path, b'{"n":1}\n' + line + b'\n{"n":2}\n')
    assert [row.value for row in found] == [{"n": 1}, None, {"n": 2}]
    assert found[1].line == 2
    assert problem in found[1].problem


def test_a_backslash_before_u0000_is_no_nul(tmp_path: Path) -> None:
    assert rows(tmp_path, rb'{"a":"\\u0000"}')[0].value == {"a": "\\u0000"}


def test_numbers_past_64_bits_are_kept_whole(tmp_path: Path) -> None:
    (row,) = rows(tmp_path, b'{"a": 123456789012345678901234567890, "b": 1.50, "c": 1e3}')
    assert row.value == {"a": 123456789012345678901234567890, "b": 1.5, "c": 1000.0}


@pytest.mark.parametrize("value", [{"a": "𠀋𠮷"}, {"a": "\ue000私"}, {"a": {"b": [1, None, True, {"c": ""}]}}, {}])
def test_compact_and_spaced_json_give_the_same(tmp_path: Path, value: dict[str, object]) -> None:
    compact, spaced = orjson.dumps(value), orjson.dumps(value, option=orjson.OPT_INDENT_2).replace(b"\n", b" ")
    assert [row.value for row in rows(tmp_path, compact + b"\n" + spaced)] == [value, value]


def test_a_line_of_50_mb_is_passed_over_without_being_held(tmp_path: Path) -> None:
    path = tmp_path / "long.jsonl"
    with path.open("wb") as file:
        file.write(b'{"n":1}\n{"a":"')
        for _ in range(50):
            file.write(b"x" * 1_000_000)
        file.write(b'"}\n{"n":2}\n')
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    found = list(read_json_lines(path))
    grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    assert [row.value for row in found] == [{"n": 1}, None, {"n": 2}]
    assert "50,000,009 bytes long" in found[1].problem
    assert grown < 45_000, "kilobytes: the line would take more"


def test_the_longest_line_that_is_read(tmp_path: Path) -> None:
    whole = b'{"a":"' + b"x" * (LINE_LIMIT - 10) + b'"}\n'
    assert len(whole) < LINE_LIMIT
    assert rows(tmp_path, whole)[0].value is not None
    last_without_end = b'{"a":"' + b"x" * (LINE_LIMIT - 9) + b'"}'
    assert len(last_without_end) == LINE_LIMIT - 1
    assert rows(tmp_path, last_without_end)[0].value is not None


def document(tmp_path: Path, raw: bytes) -> Path:
    path = tmp_path / "whole.json"
    path.write_bytes(raw)
    return path


@pytest.mark.parametrize(
    ("raw", "pointer"),
    [
        (b'[{"a":1},{"a":2}]', ""),
        (b'\xef\xbb\xbf[{"a":1},{"a":2}]', ""),
        (b'{"rows":[{"a":1},{"a":2}]}', "/rows"),
        (b'{"a/b":[{}, {"~":[{"a":1},{"a":2}]}]}', "/a~1b/1/~0"),
    ],
)
def test_members_of_a_document(tmp_path: Path, raw: bytes, pointer: str) -> None:
    assert list(read_json(document(tmp_path, raw), pointer)) == [Row(1, {"a": 1}), Row(2, {"a": 2})]


def test_bad_members_of_a_document_are_named(tmp_path: Path) -> None:
    found = list(read_json(document(tmp_path, b'[1, {"a":1,"a":2}, {"a":{"b":1,"b":1}}, {"a":"\\u0000"}, {"a":5}]')))
    assert [row.value for row in found] == [None, None, None, None, {"a": 5}]
    assert "not a number" in found[0].problem
    assert "'a' stands twice" in found[1].problem
    assert "'b' stands twice" in found[2].problem
    assert "stands in a" in found[3].problem


@pytest.mark.parametrize(
    ("raw", "pointer", "reason"),
    [
        (b'{"a": }', "", "line 1, column 7"),
        (b'{"rows": []}', "/row", "'row' is missing"),
        (b'{"rows": {}}', "/rows", "not an object"),
        (b"[NaN]", "", "NaN is not JSON"),
        (b"[[1]]", "/0/5", "'5' is missing"),
        (b'["\xe4\xb8\xad\xff\xe4\xb8\xad\xe4\xb8\xad\xe4\xb8\xad\xe4\xb8\xad\xe4\xb8\xad\xe4\xb8\xad'
         b'\xe4\xb8\xad\xe4\xb8\xad\xe4\xb8\xad\xe4\xb8\xad"]', "", "UTF-8 at byte 6"),
    ],
)  # fmt: skip
def test_a_document_that_cannot_be_read_is_refused(tmp_path: Path, raw: bytes, pointer: str, reason: str) -> None:
    with pytest.raises(UnreadableFile, match=reason):
        list(read_json(document(tmp_path, raw), pointer))
