"""Bearers of intangible heritage: rows written by hand with made-up names, then the whole file."""

from __future__ import annotations

import csv
import pickle
from pathlib import Path
from typing import Any

import pytest

from indexers.errors import RowRejected
from indexers.sources import all_sources
from tests.indexers.one_row import checked
from tests.indexers.whole_sources import assert_sound, assert_told, lost, mapped, noted
from tests.shared_folder import shared_file

PERSON = {
    "inheritor_id": "inheritor_90001",
    "name": "某某某",
    "project_code": "I-999",
    "project_code_raw": "I-999",
    "child_num": "I-999_01_522630",
    "project_name": "示例古歌",
    "category": "民间文学",
    "region_raw": "贵州省台江县",
    "province": "贵州省",
    "inheritor_batch_no": "1",
    "publish_year": "2007",
    "source_url": "http://www.ihchina.cn/art/representative.html?limit=100&p=1",
    "raw_record_id": "90001",
}
ENTRY = {
    "project_code": "I-999",
    "project_num": "I-999_01_522630",
    "raw_record_id": "801",
    "region_raw": "贵州省台江县",
    "project_name": "示例古歌",
}


def one(**changed: str) -> tuple[dict[str, Any], list[str]]:
    """The record and its notes."""
    return checked(all_sources()["ich-inheritors"].map({**PERSON, **changed}))


def test_a_person_is_told_as_the_list_tells_him() -> None:
    record, notes = one()
    assert record == {
        "id": "ich-inheritors:90001",
        "type": "person",
        "dataset": "ich-inheritors",
        "title": {"zh-Hans": "某某某"},
        "region": "522630",
        "place": {"text": "贵州省台江县"},
        "categories": ["person/inheritor"],
        "subjects": ["示例古歌", "民间文学"],
        "level": "national",
        "designations": [
            {"scheme": "国家级非物质文化遗产代表性传承人", "level": "national", "batch": "1", "year": 2007}
        ],
        "rights": {
            "uri": "http://rightsstatements.org/vocab/UND/1.0/",
            "reuse": "restricted",
            "attribution": "中国非物质文化遗产网（www.ihchina.cn）",
        },
        "source": {
            "name": "中国非物质文化遗产网",
            "url": "http://www.ihchina.cn/art/representative.html?limit=100&p=1",
        },
        "extra": {
            "inheritor_id": "inheritor_90001",
            "project_code": "I-999",
            "project_code_raw": "I-999",
            "child_num": "I-999_01_522630",
            "province": "贵州省",
        },
    }
    assert notes == []


@pytest.mark.parametrize(
    ("told", "province", "region", "noted"),
    [
        ("北京市某斋", "未知", "110000", 1),
        ("中国某学会", "未知", "100000", 1),
        ("某学会", "未知", None, 1),
        ("贵州省台江县", "北京市", "110000", 0),
        ("某中心", "北京市", "110000", 0),
    ],
)
def test_where_a_person_belongs(told: str, province: str, region: str | None, noted: int) -> None:
    record, notes = one(region_raw=told, province=province)
    assert (record.get("region"), len(notes)) == (region, noted)
    assert ("province" in record["extra"]) is (not noted)


@pytest.mark.parametrize(
    "changed", [{"name": ""}, {"raw_record_id": " "}, {"publish_year": "二〇〇七"}, {"publish_year": ""}]
)
def test_a_row_that_cannot_be_told_is_refused(changed: dict[str, str]) -> None:
    with pytest.raises(RowRejected):
        all_sources()["ich-inheritors"].map({**PERSON, **changed})


def linked(folder: Path, *beside: dict[str, str], **changed: str) -> tuple[Any, list[str]]:
    """The relations of a person whose projects stand beside, and the notes."""
    with (folder / "ich-national-projects.csv").open("w", encoding="utf-8", newline="") as file:
        written = csv.DictWriter(file, ENTRY)
        written.writeheader()
        written.writerows(beside)
    record, notes = checked(all_sources()["ich-inheritors"].mapper(folder)({**PERSON, **changed}))
    return record.get("relations"), notes


@pytest.mark.parametrize(
    ("beside", "changed", "found", "said"),
    [
        ([{}], {}, "801", ""),
        ([{"region_raw": "贵州省", "project_name": "另名"}], {}, "801", ""),
        ([{}, {"raw_record_id": "802", "region_raw": "贵州省"}], {}, "801", ""),
        ([{"project_name": "另名"}, {"raw_record_id": "802"}], {}, "802", ""),
        ([{}, {"raw_record_id": "802"}], {}, "", "several entries"),
        ([{}], {"project_code": "I-998"}, "", "no project has this code"),
        ([{}], {"child_num": "I-999_02_522630"}, "", "no entry of the project"),
        ([{}, {"project_code": "I-5", "project_num": "I-005_01"}], {"child_num": "I-005_01"}, "", "no entry"),
    ],
)
def test_a_person_is_linked_to_the_one_entry_he_bears(
    tmp_path: Path, beside: list[dict[str, str]], changed: dict[str, str], found: str, said: str
) -> None:
    relations, notes = linked(tmp_path, *({**ENTRY, **each} for each in beside), **changed)
    assert relations == ([{"type": "inheritorOf", "id": f"ich-projects:{found}"}] if found else None)
    assert [said in note for note in notes] == ([True] if said else [])


def test_without_the_projects_the_records_are_the_same_and_it_is_said(tmp_path: Path) -> None:
    source = all_sources()["ich-inheritors"]
    without = source.mapper(tmp_path)(PERSON)
    assert without.records == source.map(PERSON).records
    assert "is not beside this one" in str(without.notes[-1])
    broken = tmp_path / "broken"
    broken.mkdir()
    (broken / "ich-national-projects.csv").write_text("")
    assert "cannot be read" in str(source.mapper(broken)(PERSON).notes[-1])
    assert pickle.loads(pickle.dumps(source.mapper(tmp_path)))(PERSON) == without


@pytest.mark.shared
def test_all_persons() -> None:
    found = mapped("ich-inheritors")
    records = [record for _, record in found]
    assert len(records) == 3_995
    assert_sound(all_sources()["ich-inheritors"], records)
    assert not [problem for row, record in found if (problem := lost(row, record, frozenset({"province"})))]
    assert sum("region" in record for record in records) == 3_966


@pytest.mark.shared
def test_all_persons_and_what_they_bear() -> None:
    source = all_sources()["ich-inheritors"]
    path = shared_file(source.files[0])
    shared_file("ich-national-projects.csv.gz")
    map_row = source.mapper(path.parent)
    known = {record["id"]: row for row, record in mapped("ich-projects")}
    linked_to = [(row.value, map_row(row.value or {}).records[0].get("relations")) for row in source.read(path)]
    pairs = [(row or {}, known[found[0]["id"]]) for row, found in linked_to if found]
    assert len(pairs) == 3_974
    assert all(row["category"] == entry["category"] for row, entry in pairs)
    assert all(row["project_code"] == entry["project_code"] for row, entry in pairs)
    assert_told(
        noted("ich-inheritors"),
        {
            "province: 未知 stands for unknown and is left out": 94,
            "project_code: no project has this code; not linked": 2,
            "child_num: no entry of the project has this number; not linked": 19,
        },
    )
