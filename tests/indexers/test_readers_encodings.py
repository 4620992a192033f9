"""Which encoding a file is in, told from its beginning."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest

from indexers.errors import UnreadableFile
from indexers.readers import UnknownEncoding, detect_encoding, open_bytes, read_delimited, read_json_lines
from tests.shared_folder import shared_file

HEADER = "序号,单位名称（中文）,时代（中文）,地址（中文）\r\n"
ROWS = "0,三元里平英团遗址,1841年,广东省广州市三元里\r\n1,金田起义地址,1851年,广西壮族自治区桂平县金田村\r\n"
SITES = HEADER + ROWS * 40
TRADITIONAL = "飛蓋去芳園，蘭橈遊翠渚。萍間日彩亂，荷處香風舉。\n" * 20


@pytest.mark.parametrize(
    ("raw", "encoding"),
    [
        (SITES.encode(), "utf-8"),
        (b"plain ascii,no more\n1,2\n", "utf-8"),
        (b"", "utf-8"),
        (b"\xef\xbb\xbf" + SITES.encode(), "utf-8-sig"),
        (SITES.encode("utf-16"), "utf-16"),
        (b"\xfe\xff" + SITES.encode("utf-16-be"), "utf-16"),
        (SITES.encode("utf-16-le"), "utf-16-le"),
        (SITES.encode("utf-16-be"), "utf-16-be"),
        (SITES.encode("gb18030"), "gb18030"),
        (SITES.replace("三元里", "㐂𠀋里").encode("gb18030"), "gb18030"),
        ("李白𠮷，<title>飛蓋去芳園</title>\n".encode() * 3, "utf-8"),
    ],
)
def test_detects(raw: bytes, encoding: str) -> None:
    assert detect_encoding(raw) == encoding


def test_a_beginning_cut_within_a_character_is_no_fault() -> None:
    assert detect_encoding(SITES.encode()[:301]) == detect_encoding(SITES.encode()[:302]) == "utf-8"
    assert detect_encoding(SITES.encode("gb18030")[:101]) == "gb18030"


def test_utf8_with_a_few_bad_bytes_is_still_utf8() -> None:
    raw = SITES.encode()
    assert detect_encoding(raw[:100] + b"\xff" + raw[100:]) == "utf-8"


@pytest.mark.parametrize(
    ("raw", "word"),
    [
        (TRADITIONAL.encode("big5"), "Big5"),
        ("naïve café, garçon, Müller, São, déjà vu\n".encode("latin-1") * 20, "UTF-8"),
        (SITES.encode("utf-32"), "UTF-32"),
        (b"\xff\xff\xff\xff" * 30, "GB18030"),
        ("日本の文化財。ひらがなとカタカナ。\n".encode("shift-jis") * 20, "UTF-8"),
    ],
)
def test_refuses_what_it_cannot_tell(raw: bytes, word: str) -> None:
    with pytest.raises(UnknownEncoding, match=word):
        detect_encoding(raw)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "gb18030"])
def test_rows_are_the_same_in_every_encoding(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "sites.csv"
    path.write_bytes(SITES.encode(encoding))
    rows = [row.value for row in read_delimited(path)]
    assert len(rows) == 80
    assert rows[1] == {
        "序号": "1",
        "单位名称（中文）": "金田起义地址",
        "时代（中文）": "1851年",
        "地址（中文）": "广西壮族自治区桂平县金田村",
    }


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "gb18030"])
def test_json_lines_in_other_encodings(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "poems.jsonl"
    path.write_bytes(('{"title":"静夜思","text":"床前明月光，疑是地上霜。"}\n' * 3).encode(encoding))
    assert [row.value for row in read_json_lines(path)] == [{"title": "静夜思", "text": "床前明月光，疑是地上霜。"}] * 3


def test_an_encoding_that_was_told_is_taken(tmp_path: Path) -> None:
    path = tmp_path / "old.csv"
    path.write_bytes(("書名,作者\n" + "飲馬長城窟行,太宗皇帝\n" * 20).encode("big5"))
    with pytest.raises(UnreadableFile, match="encoding"):
        list(read_delimited(path))
    assert next(read_delimited(path, encoding="big5")).value == {"書名": "飲馬長城窟行", "作者": "太宗皇帝"}
    with pytest.raises(UnreadableFile, match="'big-55' is not known"):
        list(read_delimited(path, encoding="big-55"))


def test_gzip_is_told_by_its_bytes_not_its_name(tmp_path: Path) -> None:
    packed, plain = tmp_path / "a.csv", tmp_path / "b.csv.gz"
    packed.write_bytes(gzip.compress(b"x,y\n1,2\n"))
    plain.write_bytes(b"x,y\n1,2\n")
    for path in (packed, plain):
        with open_bytes(path) as stream:
            assert stream.read() == b"x,y\n1,2\n"


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFile, match=r"none\.csv: cannot be opened"):
        list(read_delimited(tmp_path / "none.csv"))


def test_a_packed_file_that_breaks_off_gives_its_rows_and_then_says_so(tmp_path: Path) -> None:
    path = tmp_path / "cut.jsonl.gz"
    lines = b"".join(b'{"n":%d,"noise":"%d"}\n' % (n, n * 7919 % 104729) for n in range(20_000))
    path.write_bytes(gzip.compress(lines)[:-20_000])
    seen: list[object] = []
    with pytest.raises(UnreadableFile, match="breaks off after line"):
        seen.extend(row.value for row in read_json_lines(path))
    assert len(seen) > 10_000
    assert seen[-1] == {"n": len(seen) - 1, "noise": str((len(seen) - 1) * 7919 % 104729)}


def test_a_file_that_only_looks_packed_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "fake.csv.gz"
    path.write_bytes(b"\x1f\x8b not gzip at all")
    with pytest.raises(UnreadableFile, match="damaged gzip"):
        list(read_delimited(path))


@pytest.mark.shared
@pytest.mark.parametrize(
    ("name", "encoding", "rows"),
    [
        ("encoding-heritage-800-gb18030.csv", "gb18030", 800),
        ("encoding-heritage-800-utf8-bom.csv", "utf-8-sig", 800),
        ("encoding-heritage-200-utf16le.tsv", "utf-16", 200),
    ],
)
def test_the_awkward_files(name: str, encoding: str, rows: int) -> None:
    path = shared_file(name)
    assert detect_encoding(path.read_bytes()) == encoding
    read = list(read_delimited(path))
    assert len(read) == rows
    assert not [row for row in read if row.problem]
    assert all(row.value and row.value["单位名称（中文）"] for row in read)


@pytest.mark.shared
def test_a_genuine_gb18030_file_is_told() -> None:
    assert detect_encoding(shared_file("encoding-solr-gb18030-example.xml").read_bytes()) == "gb18030"
