"""CSV made records by a TOML file: the guide's example as it is printed, every key, and all that can be wrong."""

from __future__ import annotations

import json
import pickle
import re
from pathlib import Path
from textwrap import dedent
from typing import Any

import pytest

from indexers.errors import MappingError, RowRejected, UnreadableFile
from indexers.mapping import load_mapping
from indexers.sources import Source, all_sources
from records.schema import check
from tests.shared_folder import shared_file

GUIDE = Path(__file__).parents[2] / "docs" / "guides" / "csv-mapping.md"

HEAD = """
    id = "{编号}"
    type = "site"
    [dataset]
    id = "d"
    title = "题名"
    publisher = "某馆"
    licence = "https://creativecommons.org/publicdomain/zero/1.0/"
"""
FIELDS = """
    [fields]
    title.zh-Hans = "名称"
"""


def guide_block(language: str) -> str:
    """The first block of that language in the guide."""
    found = re.search(rf"```{language}\n(.*?)```", GUIDE.read_text(encoding="utf-8"), re.DOTALL)
    assert found
    return found[1]


def mapping(tmp_path: Path, text: str) -> Source:
    path = tmp_path / "m.toml"
    path.write_text(dedent(text), encoding="utf-8")
    return load_mapping(path)


def problems(tmp_path: Path, text: str) -> list[str]:
    with pytest.raises(MappingError) as refused:
        mapping(tmp_path, text)
    return list(refused.value.problems)


def records(tmp_path: Path, text: str, table: str | bytes) -> list[dict[str, Any]]:
    source = mapping(tmp_path, text)
    path = tmp_path / "t.csv"
    path.write_bytes(table.encode() if isinstance(table, str) else table)
    return [dict(record) for row in source.read(path) if row.value is not None for record in source.map(row.value)]


def one(tmp_path: Path, fields: str, **row: str) -> dict[str, Any]:
    """The record of one row with an id and a title, by the fields under test."""
    row = {"编号": "1", "名称": "甲", **row}
    quoted = (f'"{value}"' for value in row.values())
    (record,) = records(tmp_path, HEAD + FIELDS + fields, f"{','.join(row)}\n{','.join(quoted)}\n")
    return record


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_the_guides_example_gives_the_guides_record(tmp_path: Path, encoding: str) -> None:
    found = records(tmp_path, guide_block("toml"), guide_block("csv").encode(encoding))
    assert len(found) == 6
    assert found[3] == json.loads(guide_block("json"))
    assert [check(record)["region"] for record in found] == [
        "440104",
        "320508",
        "130123",
        "341021",
        "110118",
        "500237",
    ]
    assert found[5]["date"] == {"text": "更新世"}
    assert found[4]["title"] == {"zh-Hans": "司马台段"}
    assert "编号" not in found[0]["extra"]


def test_the_guides_second_example_can_be_used(tmp_path: Path) -> None:
    second = re.findall(r"```toml\n(.*?)```", GUIDE.read_text(encoding="utf-8"), re.DOTALL)[1]
    record = one(tmp_path, second.replace("[fields]\n", ""), 关键词="碑刻;寺庙", 作者="甲、乙", 译者="")
    assert record["subjects"] == ["碑刻", "寺庙"]
    assert record["creators"] == [{"name": "甲", "role": "作者"}, {"name": "乙", "role": "作者"}]
    assert "extra" not in record


def test_the_whole_source_can_be_sent_to_another_process(tmp_path: Path) -> None:
    source = mapping(tmp_path, guide_block("toml"))
    row = {"序号": "1", "单位名称（中文）": "甲", "类型（中文）": "古建筑", "省": "河南省"}
    assert pickle.loads(pickle.dumps(source.map))(row) == source.map(row)


def test_dataset_is_told(tmp_path: Path) -> None:
    info = mapping(tmp_path, HEAD + 'description = "说明"\nurl = "https://example.org/"\n' + FIELDS).dataset
    assert json.loads(info.to_json()) == {
        "id": "d",
        "title": {"zh-Hans": "题名"},
        "description": {"zh-Hans": "说明"},
        "publisher": {"name": "某馆"},
        "licence": "https://creativecommons.org/publicdomain/zero/1.0/",
        "url": "https://example.org/",
    }


@pytest.mark.parametrize(
    ("fields", "row", "expected"),
    [
        ('description.en = "d"', {"d": " two  words "}, {"description": {"en": "two words"}}),
        ('description.en = { column = "d", lines = true }', {"d": "a \n\n b"}, {"description": {"en": "a \n\n b"}}),
        ('description.en = { column = "d", html = true }', {"d": "<p>A&amp;B</p>"}, {"description": {"en": "A&B"}}),
        ('description.en = { column = "d", default = "none" }', {"d": " "}, {"description": {"en": "none"}}),
        ('description.en = "d"', {"d": ""}, {}),
        ('subjects = "s"', {"s": "一"}, {"subjects": ["一"]}),
        ('subjects = ["s", "t"]', {"s": "一", "t": "二"}, {"subjects": ["一", "二"]}),
        ('subjects = { column = "s", split = "、" }', {"s": "一、 、二 "}, {"subjects": ["一", "二"]}),
        ('subjects = { column = "s", split = ";", map = { a = "甲", b = "乙" } }', {"s": "a;b"},
         {"subjects": ["甲", "乙"], "extra": {"s": "a;b"}}),
        ('level = { column = "l", map = { "国家" = "national" }, default = "city" }', {"l": "市"},
         {"level": "city", "extra": {"l": "市"}}),
        ('level = { constant = "county" }', {}, {"level": "county"}),
        ('place.text = { template = "{a}{b}号" }', {"a": "路", "b": "5"}, {"place": {"text": "路5号"}}),
        ('place.text = { template = "{a}{b}号" }', {"a": "", "b": " "}, {}),
        (
            'place = { lat = { column = "y", number = true }, lon = { column = "x", number = true } }',
            {"y": "29.25", "x": "117"},
            {"place": {"lat": 29.25, "lon": 117}, "extra": {"y": "29.25", "x": "117"}},
        ),
        (
            'date = { column = "t", date = true }',
            {"t": "明万历三年"},
            {"date": {"text": "明万历三年", "start": 1575, "end": 1575}, "periods": ["ming-wanli"]},
        ),
        ('date.text = "t"', {"t": "1841年"}, {"date": {"text": "1841年", "start": 1841, "end": 1841}}),
        (
            'date = { column = "t", date = true }\nperiods = { constant = ["yuan"] }',
            {"t": "唐"},
            {"date": {"text": "唐", "start": 618, "end": 907}, "periods": ["yuan"]},
        ),
        (
            'region = { column = "r", region = true }',
            {"r": "江苏省苏州市东北街"},
            {"region": "320500", "extra": {"r": "江苏省苏州市东北街"}},
        ),
        ('region = { column = "r", region = true }', {"r": "110103"}, {"region": "110101", "extra": {"r": "110103"}}),
        (
            'region = { columns = ["p", "c"], region = true }',
            {"p": "广西", "c": "桂林"},
            {"region": "450300", "extra": {"p": "广西", "c": "桂林"}},
        ),
        ('region = { column = "r", region = true }', {"r": "火星"}, {"extra": {"r": "火星"}}),
        (
            'creators = { name = "a", role = { constant = "作者" } }',
            {"a": "李白"},
            {"creators": [{"name": "李白", "role": "作者"}]},
        ),
        ('creators = { name = "a", role = { constant = "作者" } }', {"a": ""}, {}),
        (
            'creators = { name = { column = "a", split = ";" }, role = { column = "b", split = ";" } }',
            {"a": "甲;乙", "b": "著;译"},
            {"creators": [{"name": "甲", "role": "著"}, {"name": "乙", "role": "译"}]},
        ),
        ('rights = { constant = { uri = "u", reuse = "open" } }', {}, {"rights": {"uri": "u", "reuse": "open"}}),
        ('identifiers = { scheme = { constant = "x" }, value = "n" }', {"n": "7"},
         {"identifiers": [{"scheme": "x", "value": "7"}]}),
        ('extra.source = { constant = "年鉴" }', {"z": "9"}, {"extra": {"z": "9", "source": "年鉴"}}),
    ],
)  # fmt: skip
def test_ways_to_read_a_column(tmp_path: Path, fields: str, row: dict[str, str], expected: dict[str, Any]) -> None:
    record = one(tmp_path, fields, **row)
    assert record.pop("id") == "d:1"
    assert record.pop("title") == {"zh-Hans": "甲"}
    assert record == {"type": "site", "dataset": "d", **expected}


@pytest.mark.parametrize(
    ("fields", "row", "path", "word"),
    [
        ('level = { column = "l", map = { "国家级" = "national" } }', {"l": "国家"}, "level", "'国家级'"),
        ('place.lat = { column = "y", number = true }', {"y": "29°"}, "place.lat", "29°"),
        ('creators = { name = { column = "a", split = ";" }, role = { column = "b", split = ";" } }',
         {"a": "甲;乙", "b": "著"}, "creators", "different numbers"),
    ],
)  # fmt: skip
def test_a_value_that_cannot_be_read_refuses_the_row(
    tmp_path: Path, fields: str, row: dict[str, str], path: str, word: str
) -> None:
    with pytest.raises(RowRejected, match=word) as refused:
        one(tmp_path, fields, **row)
    assert refused.value.path == path


def test_a_row_without_an_id_is_refused(tmp_path: Path) -> None:
    with pytest.raises(RowRejected, match="编号 is blank"):
        one(tmp_path, "", 编号=" ")


def test_type_by_a_column(tmp_path: Path) -> None:
    head = HEAD.replace('type = "site"', 'type = { column = "类", map = { "馆" = "venue", "址" = "site" } }')
    found = records(tmp_path, head + FIELDS, "编号,名称,类\n1,甲,馆\n2,乙,址\n")
    assert [record["type"] for record in found] == ["venue", "site"]


def test_file_settings(tmp_path: Path) -> None:
    text = (
        HEAD.replace("编号", "編號") + '[file]\ndelimiter = ";"\nencoding = "big5"\n' + FIELDS.replace("名称", "名稱")
    )
    (record,) = records(tmp_path, text, "編號;名稱\n1;飲馬,長城\n".encode("big5"))
    assert record["title"] == {"zh-Hans": "飲馬,長城"}


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("id = ", "not TOML"),
        (HEAD.replace('"{编号}"', '"编号"') + FIELDS, "id should be a template"),
        (HEAD.replace('type = "site"', "") + FIELDS, "type should be one for all rows"),
        (HEAD.replace('"site"', '"sites"') + FIELDS, "type 'sites' is none of artifact"),
        (HEAD.replace('id = "d"', "") + FIELDS, "[dataset] lacks 'id'"),
        (HEAD.replace('id = "d"', 'id = "a b"') + FIELDS, "'a b' may hold letters"),
        (
            HEAD.replace('publisher = "某馆"', 'publishr = "某馆"') + FIELDS,
            "knows no 'publishr'; did you mean 'publisher'?",
        ),
        (HEAD.replace("licence", "license") + FIELDS, "did you mean 'licence'?"),
        (HEAD.replace('title = "题名"', "title = 5") + FIELDS, "[dataset] title should be text by language"),
        (HEAD, "the table [fields] is missing or empty"),
        (HEAD + '[fields]\nsubjects = "s"\n', "[fields] lacks a title"),
        ("colour = 1\n" + dedent(HEAD) + FIELDS, "the mapping knows no 'colour'"),
        (HEAD + "[file]\nseparator = 1\n" + FIELDS, "[file] knows no 'separator'"),
        (HEAD + "[file]\ndelimiter = 1\n" + FIELDS, "delimiter should be text"),
        (HEAD + FIELDS + 'titel = "x"\n', "[fields] knows no 'titel'; did you mean 'title'?"),
        (HEAD + FIELDS + 'id = "x"\n', "[fields] knows no 'id'"),
        (HEAD + FIELDS + 'place.latitude = "x"\n', "place knows no 'latitude'"),
        (HEAD + FIELDS + 'creators = { nam = "x" }\n', "creators knows no 'nam'; did you mean 'name'?"),
        (HEAD + FIELDS + "level = 5\n", "level should be a column's name or a table, not 5"),
        (HEAD + FIELDS + 'level = { colunm = "x" }\n', "level needs one of column, columns, template, constant"),
        (HEAD + FIELDS + 'level = { column = "x", splitt = "y" }\n', "level knows no 'splitt'; did you mean 'split'?"),
        (HEAD + FIELDS + 'level = { column = "x", constant = "y" }\n', "level should have exactly one of"),
        (HEAD + FIELDS + 'date = { column = "x", date = true, number = true }\n', "date can be read in one way only"),
        (HEAD + FIELDS + 'level = { columns = ["x", "y"] }\n', "only region = true reads"),
        (HEAD + FIELDS + 'level = { column = "x", map = 3 }\n', "level map should be a table"),
        ('drop = "x"\n' + dedent(HEAD) + FIELDS, "drop should be a list of texts"),
    ],
)
def test_what_can_be_wrong_with_a_mapping(tmp_path: Path, text: str, word: str) -> None:
    found = problems(tmp_path, text)
    assert any(word in problem for problem in found), found


def test_everything_wrong_is_said_at_once(tmp_path: Path) -> None:
    found = problems(tmp_path, 'type = "x"\n[dataset]\nid = "d"\n[fields]\nsubject = "s"\n')
    assert len(found) == 7, found


def test_a_missing_mapping_is_named(tmp_path: Path) -> None:
    with pytest.raises(MappingError, match=r"none\.toml"):
        load_mapping(tmp_path / "none.toml")


def test_columns_the_file_lacks_are_named_before_the_first_row(tmp_path: Path) -> None:
    fields = 'subjects = "关键字"\nregion = { columns = ["省", "市"], region = true }\n'
    source = mapping(tmp_path, 'drop = ["x"]\n' + dedent(HEAD) + dedent(FIELDS) + fields)
    path = tmp_path / "t.csv"
    path.write_text("编号,名 称,关键词,省\n1,甲,乙,丙\n", encoding="utf-8")
    with pytest.raises(MappingError) as refused:
        source.read(path)
    assert list(refused.value.problems) == [
        "title.zh-Hans names the column '名称', which the file has not; it has '名 称'",
        "subjects names the column '关键字', which the file has not; it has '关键词'",
        "region names the column '市', which the file has not",
        "drop names the column 'x', which the file has not",
        "the columns of t.csv are 编号、名 称、关键词、省",
    ]


def test_a_file_that_is_no_table_is_refused_as_such(tmp_path: Path) -> None:
    source = mapping(tmp_path, HEAD + FIELDS)
    path = tmp_path / "t.csv"
    path.write_bytes(b"")
    with pytest.raises(UnreadableFile, match="is empty"):
        source.read(path)


@pytest.mark.shared
def test_the_whole_heritage_list_by_a_mapping_agrees_with_its_source(tmp_path: Path) -> None:
    """The guide's mapping on the real file: the same dates, periods and regions as the source in code finds."""
    text = guide_block("toml")
    for short, long in (("省", "省级政区名称（中文）"), ("市", "市级政区名称（中文）"), ("县", "县级政区名称（中文）")):
        text = text.replace(f'"{short}"', f'"{long}"')
    text = text.replace(
        "[[fields.designations]]",
        '"古墓葬" = "heritage/ancient-tomb"\n"石窟寺及石刻" = "heritage/grotto-and-carving"\n'
        '"其他" = "heritage/other"\n'
        "[[fields.designations]]",
    )
    source, coded = mapping(tmp_path, text), all_sources()["key-sites"]
    path = shared_file("heritage-national-key-sites.csv.gz")
    rows = [row.value for row in source.read(path) if row.value]
    assert len(rows) == 5_066
    for row in rows:
        (found,), (other,) = source.map(row), coded.map(row)
        assert found.get("date") == other.get("date")
        assert found["region"] == other["region"]
        # The source in code also tells the kind within the class, by the name.
        assert other["categories"][0].startswith(found["categories"][0])
        assert found.get("periods", other.get("periods")) == other.get("periods")
