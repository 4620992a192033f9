"""What a word on the command line stands for."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest
from structlog.testing import capture_logs

from indexers.errors import UnreadableFile
from indexers.locating import inputs
from indexers.sources import all_sources

LAWS = "policy-culture-laws.jsonl"
MAPPING = """
id = "{a}"
type = "site"
[dataset]
id = "towers"
title = "塔"
publisher = "x"
licence = "https://creativecommons.org/licenses/by/4.0/"
[fields]
title.zh-Hans = "b"
"""


def _names(target: str, folder: Path, mapping: Path | None = None, dataset: str = "") -> list[tuple[str, str]]:
    return [(found.path.name, found.dataset) for found in inputs(target, folder, mapping, dataset)]


@pytest.mark.parametrize("name", [LAWS, f"{LAWS}.gz"])
def test_a_source_finds_its_file_packed_or_not(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(b"")
    assert _names("culture-laws", tmp_path) == [(name, "lawrefbook")]
    assert _names(str(tmp_path / name), Path()) == [(name, "lawrefbook")]


def test_a_file_that_lies_there_packed_and_not_is_read_once(tmp_path: Path) -> None:
    (tmp_path / LAWS).write_bytes(b"")
    (tmp_path / f"{LAWS}.gz").write_bytes(gzip.compress(b""))
    assert _names("culture-laws", tmp_path) == [(f"{LAWS}.gz", "lawrefbook")]


def test_every_source_names_the_file_it_misses(tmp_path: Path) -> None:
    for name, source in all_sources().items():
        with pytest.raises(UnreadableFile, match=source.files[0]):
            inputs(name, tmp_path, None, "")


def test_csv_takes_its_mapping_from_beside_it_or_from_the_command(tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_text("a,b\n1,x\n")
    with pytest.raises(UnreadableFile, match=r"t\.csv\.toml"):
        inputs(str(tmp_path / "t.csv"), tmp_path, None, "")
    (tmp_path / "m.toml").write_text(MAPPING)
    assert _names(str(tmp_path / "t.csv"), tmp_path, tmp_path / "m.toml") == [("t.csv", "towers")]
    (tmp_path / "t.csv.toml").write_text(MAPPING)
    assert _names(str(tmp_path / "t.csv"), tmp_path) == [("t.csv", "towers")]
    assert _names(str(tmp_path), tmp_path) == [("t.csv", "towers")]


def test_a_data_set_is_only_for_rows_that_could_have_another(tmp_path: Path) -> None:
    (tmp_path / LAWS).write_bytes(b"")
    (tmp_path / "a.jsonl").write_bytes(b"")
    assert _names(str(tmp_path / "a.jsonl"), tmp_path, None, "towers") == [("a.jsonl", "towers")]
    assert _names("culture-laws", tmp_path, None, "lawrefbook") == [(LAWS, "lawrefbook")]
    for target in ("culture-laws", str(tmp_path)):
        with pytest.raises(UnreadableFile, match="lawrefbook"):
            inputs(target, tmp_path, None, "towers")


def test_a_mapping_is_not_for_a_folder(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFile, match="folder"):
        inputs(str(tmp_path), tmp_path, tmp_path / "m.toml", "")


def test_what_is_passed_over_in_a_folder_is_named_and_folders_too(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_bytes(b"")
    (tmp_path / "read.me").write_text("x")
    (tmp_path / "older").mkdir()
    (tmp_path / "older" / "b.jsonl").write_bytes(b"")
    with capture_logs() as told:
        assert _names(str(tmp_path), tmp_path) == [("a.jsonl", "")]
    ((said, level),) = [(line["files"], line["log_level"]) for line in told]
    assert (said, level) == (["older/", "read.me"], "warning")


def test_a_folder_of_which_nothing_is_passed_over_tells_nothing(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_bytes(b"")
    (tmp_path / "datasets.json").write_text("[]")
    (tmp_path / LAWS).write_bytes(b"")
    (tmp_path / f"{LAWS}.toml").write_text(MAPPING)
    with capture_logs() as told:
        inputs(str(tmp_path), tmp_path, None, "")
    assert told == []


def test_a_folder_with_nothing_known_says_so(tmp_path: Path) -> None:
    (tmp_path / "read.me").write_text("x")
    with pytest.raises(UnreadableFile, match="nothing to take in"):
        inputs(str(tmp_path), tmp_path, None, "")


def test_a_data_set_is_described_by_the_list_beside_its_file(tmp_path: Path) -> None:
    (tmp_path / "towers.jsonl").write_bytes(b"")
    (tmp_path / "datasets.json").write_text('[{"id": "towers", "title": {"zh-Hans": "塔"}}, {"id": "x"}]')
    (found,) = inputs(str(tmp_path), tmp_path, None, "")
    assert [described.id for described in found.info] == ["towers"]
    (tmp_path / "datasets.json").write_text('{"towers": 1}')
    with pytest.raises(UnreadableFile, match="list of data sets"):
        inputs(str(tmp_path), tmp_path, None, "")
