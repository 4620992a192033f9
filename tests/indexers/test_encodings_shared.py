"""Real files in awkward encodings: every row arrives, whatever the bytes, and what is no table is refused in words."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from pathlib import Path

import orjson
import pytest

from indexers.errors import MappingError
from tests.indexers.taking import Bench, bench_in
from tests.shared_folder import shared_file

pytestmark = pytest.mark.shared

MAPPING = """
id = "{序号}"
type = "site"

[dataset]
id = "awkward"
title = "编码"
publisher = "国家文物局"
licence = "https://creativecommons.org/licenses/by/4.0/"

[fields]
title.zh-Hans = "单位名称（中文）"
date = { column = "时代（中文）", date = true }
place.text = "地址（中文）"
"""
TABLES = {
    "encoding-heritage-800-gb18030.csv": ("gb18030", ","),
    "encoding-heritage-800-utf8-bom.csv": ("utf-8-sig", ","),
    "encoding-heritage-200-utf16le.tsv": ("utf-16", "\t"),
}


@pytest.fixture
def bench(tmp_path: Path) -> Iterator[Bench]:
    (tmp_path / "awkward.toml").write_text(MAPPING)
    with bench_in(tmp_path) as made:
        yield made


def _published(name: str) -> dict[str, tuple[str, str]]:
    """Title and place by id without blanks about them, as Python's own csv reads them when told the encoding."""
    encoding, delimiter = TABLES[name]
    text = shared_file(name).read_bytes().decode(encoding)
    rows = csv.DictReader(io.StringIO(text, newline=""), delimiter=delimiter)
    return {f"awkward:{row['序号']}": (row["单位名称（中文）"].strip(), row["地址（中文）"].strip()) for row in rows}


def _kept(bench: Bench) -> dict[str, tuple[str, str]]:
    entries = bench.store.get_many(sorted(bench.ids("awkward")))
    contents = {record_id: orjson.loads(entry.content) for record_id, entry in entries.items()}
    return {name: (said["title"]["zh-Hans"], said["place"]["text"]) for name, said in contents.items()}


@pytest.mark.parametrize("name", TABLES)
def test_every_row_arrives_as_it_was_written(bench: Bench, name: str) -> None:
    outcome = bench.take_file(shared_file(name), mapping=bench.folder / "awkward.toml")
    published = _published(name)
    assert (outcome.rows, outcome.created, outcome.rejected) == (len(published), len(published), 0)
    assert _kept(bench) == published


def test_the_same_rows_in_another_encoding_are_known_again(bench: Bench) -> None:
    first, second, _ = TABLES
    bench.take_file(shared_file(first), mapping=bench.folder / "awkward.toml")
    again = bench.take_file(shared_file(second), mapping=bench.folder / "awkward.toml")
    assert (again.unchanged, again.created, again.updated) == (800, 0, 0)


def test_a_file_that_is_no_table_is_refused_by_its_columns(bench: Bench) -> None:
    path = shared_file("encoding-solr-gb18030-example.xml")
    with pytest.raises(MappingError, match="GB18030"):
        bench.take_file(path, mapping=bench.folder / "awkward.toml")


def test_a_file_that_is_no_json_is_rejected_line_by_line(bench: Bench) -> None:
    path = shared_file("encoding-solr-gb18030-example.xml")
    outcome = bench.take_file(path)
    said = sum(bool(line.strip()) for line in path.read_bytes().decode("gb18030").splitlines())
    assert (outcome.created, outcome.rejected, outcome.whole) == (0, said, False)
