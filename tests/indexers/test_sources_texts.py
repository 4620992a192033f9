"""Tang poems and laws: rows written out by hand, then the whole files."""

from __future__ import annotations

from typing import Any

import pytest

from indexers.errors import RowRejected
from indexers.sources import all_sources
from records.schema import check
from tests.indexers.whole_sources import assert_sound, lost, mapped, noted

POEM: dict[str, Any] = {
    "author": "太宗皇帝",
    "paragraphs": ["飛蓋去芳園，蘭橈遊翠渚。", "萍間日彩亂，荷處香風舉。"],
    "title": "帝京篇十首 六",
    "id": "90bcc00c-bcdb-424e-947b-cf108c47416b",
    "_dynasty": "唐",
    "_source_file": "poet.tang.0.json",
}

LAW: dict[str, Any] = {
    "title": "北京市实施《文物保护法》办法",
    "date": None,
    "type": "地方性法规",
    "region": "北京",
    "path": "DLC/北京地方法规/地方性法规/北京/北京市实施《文物保护法》办法.md",
    "text": "# 北京市实施《中华人民共和国文物保护法》办法\n\n"
    "2004年9月10日 北京市第十二届人民代表大会常务委员会第十四次会议通过\n\n"
    "<!-- INFO END -->\n\n## 第一章  总则\n\n"
    "第一条 为了加强对文物的保护，制定本办法。\n\n### 第一节\n\n第二条　适用本办法。",
}


NO_AUTHOR = "author: says that the author is not known; no creator is named, and the words are kept apart"
FULL_TITLE = "title: is short; the full title that heads the text stands first, this one beside it"
DATE_FROM_HEAD = "date: is empty; the last day told in the head of the text stands for it"
NO_REGION = "region: is empty; the region is that of the body that made the law, or the nation"
LARGER_REGION = "region: is larger than that of the body that made the law, which stands for it"
SIGNS = "text: is without its title line, its comments and the signs that make headings"


def one(source: str, row: dict[str, Any], **changed: Any) -> dict[str, Any]:
    (record,) = all_sources()[source].map({**row, **changed})
    check(record)
    return dict(record)


def test_a_poem() -> None:
    assert one("tang-poems", POEM, tags=["战争"], notes=["（見《太平御覽》）。"]) == {
        "id": "tang-poems:90bcc00c-bcdb-424e-947b-cf108c47416b",
        "type": "literary-work",
        "dataset": "tang-poems",
        "title": {"zh-Hant": "帝京篇十首 六"},
        "text": {"zh-Hant": "飛蓋去芳園，蘭橈遊翠渚。\n萍間日彩亂，荷處香風舉。"},
        "creators": [{"name": "太宗皇帝"}],
        "periods": ["tang"],
        "categories": ["literature/poem"],
        "subjects": ["战争"],
        "languages": ["zh-Hant"],
        "rights": {
            "uri": "https://creativecommons.org/publicdomain/mark/1.0/",
            "reuse": "open",
            "attribution": "chinese-poetry, MIT © 2016 JackeyGao",
        },
        "source": {"name": "chinese-poetry", "url": "https://github.com/chinese-poetry/chinese-poetry"},
        "extra": {"_source_file": "poet.tang.0.json", "notes": ["（見《太平御覽》）。"]},
    }


@pytest.mark.parametrize(
    ("lines", "title"),
    [
        (["伊昔好觀國，自鄉西入秦。", "往復萬餘里。"], "[伊昔好觀國，自鄉西入秦]"),
        (["", "𠀋山高。"], "[𠀋山高]"),
        (["。"], "[無題]"),
        ([], "[無題]"),
    ],
)
def test_a_poem_without_a_title_is_named_by_its_first_line(lines: list[str], title: str) -> None:
    record = one("tang-poems", POEM, title="", paragraphs=lines)
    assert record["title"] == {"zh-Hant": title}
    assert record["extra"]["untitled"] is True


def notes_on(source: str, row: dict[str, Any], **changed: Any) -> list[str]:
    return [str(note) for note in all_sources()[source].map({**row, **changed}).notes]


@pytest.mark.parametrize(
    ("changed", "notes"),
    [
        ({}, []),
        ({"title": " "}, ["title: is empty; the first line stands for it, in square brackets"]),
        ({"paragraphs": []}, ["paragraphs: hold nothing but a stop; left out"]),
        ({"author": "不詳"}, [NO_AUTHOR]),
        ({"_dynasty": "隋"}, ["_dynasty: is not 唐; kept as it is told, without a period"]),
    ],
)
def test_what_is_changed_in_a_poem_is_said(changed: dict[str, Any], notes: list[str]) -> None:
    assert notes_on("tang-poems", POEM, **changed) == notes


def test_a_poem_whose_text_is_lost_has_no_text() -> None:
    assert "text" not in one("tang-poems", POEM, paragraphs=["。"])
    assert "text" not in one("tang-poems", POEM, paragraphs=[])


def test_a_dynasty_that_is_not_the_tang_is_kept_and_not_guessed() -> None:
    record = one("tang-poems", POEM, _dynasty="隋")
    assert "periods" not in record
    assert record["extra"]["_dynasty"] == "隋"


@pytest.mark.parametrize(("column", "value"), [("id", None), ("id", " "), ("paragraphs", "text"), ("paragraphs", [1])])
def test_a_poem_that_cannot_be_told_is_refused(column: str, value: object) -> None:
    with pytest.raises(RowRejected, match=column):
        all_sources()["tang-poems"].map({**POEM, column: value})


def test_a_law() -> None:
    record = one("culture-laws", LAW)
    assert record["title"] == {"zh-Hans": "北京市实施《中华人民共和国文物保护法》办法"}
    assert record["alternative_titles"] == ["北京市实施《文物保护法》办法"]
    assert record["text"]["zh-Hans"] == (
        "2004年9月10日 北京市第十二届人民代表大会常务委员会第十四次会议通过\n\n第一章 总则\n\n"
        "第一条 为了加强对文物的保护，制定本办法。\n\n第一节\n\n第二条 适用本办法。"
    )
    assert record["date"] == {"text": "2004-09-10", "start": 2004, "end": 2004}
    assert record["extra"] == {"type": "地方性法规", "path": LAW["path"], "date_from": "head of the text"}
    assert record["region"] == "110000"
    assert record["level"] == "province"
    assert record["institution"] == {"name": "北京市人民代表大会常务委员会"}
    assert record["categories"] == ["policy/heritage"]


@pytest.mark.parametrize(
    ("head", "region", "place", "level", "body"),
    [
        ("2020年4月28日 临沂市第十九届人民代表大会常务委员会第二十七次会议通过", "山东", "371300", "city",
         "临沂市人民代表大会常务委员会"),
        ("2015年7月7日 彭水苗族土家族自治县第十六届人民代表大会第七次会议通过", "重庆", "500243", "county",
         "彭水苗族土家族自治县人民代表大会"),
        ("2016年12月25日 第十二届全国人民代表大会常务委员会第二十五次会议通过", None, "100000", "national",
         "全国人民代表大会常务委员会"),
        ("2015年2月9日 中华人民共和国国务院令第659号公布", None, "100000", "national", "国务院"),
        ("", "河南", "410000", "province", None),
        ("", None, "100000", "national", None),
    ],
)  # fmt: skip
def test_who_made_a_law(head: str, region: str | None, place: str, level: str, body: str | None) -> None:
    record = one("culture-laws", LAW, region=region, text=f"# 某条例\n\n{head}\n\n<!-- INFO END -->\n\n第一条 总则。")
    assert (record["region"], record["level"]) == (place, level)
    assert record.get("institution", {}).get("name") == body


@pytest.mark.parametrize(
    ("title", "categories"),
    [
        ("非物质文化遗产法", ["policy/intangible"]),
        ("北京中轴线文化遗产保护条例", ["policy/heritage"]),
        ("广播电台电视台播放录音制品支付报酬暂行办法", ["policy/copyright", "policy/film-and-press"]),
        ("公共图书馆法", ["policy/library"]),
        ("宗教事务条例", ["policy/other"]),
    ],
)
def test_what_a_law_is_about(title: str, categories: list[str]) -> None:
    assert one("culture-laws", LAW, title=title, text=f"# {title}\n\n第一条")["categories"] == categories


def test_what_is_changed_in_a_law_is_said() -> None:
    assert notes_on("culture-laws", LAW) == [FULL_TITLE, DATE_FROM_HEAD, SIGNS]
    assert notes_on("culture-laws", LAW, date="2004-09-10", text="第一条", region=None) == [NO_REGION]
    city = "2020年4月28日 临沂市第十九届人民代表大会常务委员会第二十七次会议通过\n\n<!-- INFO END -->\n\n第一条"
    told = notes_on("culture-laws", LAW, title="某条例", text=f"# 某条例\n\n{city}", region="山东", date="2020-04-28")
    assert told == [LARGER_REGION, SIGNS]


def test_two_versions_of_a_law_are_two_records() -> None:
    first = one("culture-laws", LAW, path="行政法/文物保护法(2017-11-04).md", date="2017-11-04")
    second = one("culture-laws", LAW, path="行政法/文物保护法(2024-11-08).md", date="2024-11-08")
    assert first["id"] != second["id"]
    assert (first["date"]["start"], second["date"]["start"]) == (2017, 2024)
    assert "date_from" not in first["extra"]


def test_a_law_without_text_is_refused() -> None:
    with pytest.raises(RowRejected, match="text"):
        all_sources()["culture-laws"].map({**LAW, "text": "  \n"})


@pytest.mark.shared
def test_all_poems() -> None:
    found = mapped("tang-poems")
    records = [record for _, record in found]
    assert len(records) == 57_607
    assert_sound(all_sources()["tang-poems"], records, every=7)
    assert sum("untitled" in record["extra"] for record in records) == 168
    assert noted("tang-poems") == {
        NO_AUTHOR: 1_870,
        "author: several authors are called so; not linked": 946,
        "paragraphs: hold nothing but a stop; left out": 180,
        "title: is empty; the first line stands for it, in square brackets": 168,
    }
    stops = frozenset({"_dynasty"})
    missing = [problem for row, record in found[::5] if (problem := lost(row, record, stops))]
    assert [text for problem in missing for text in problem.values() if text.strip("。")] == []


@pytest.mark.shared
def test_all_laws() -> None:
    found = mapped("culture-laws")
    records = [record for _, record in found]
    assert len(records) == 112
    assert_sound(all_sources()["culture-laws"], records)
    assert sum("date_from" in record["extra"] for record in records) == 9
    assert all("start" in record["date"] for record in records)
    counted = {SIGNS: 112, NO_REGION: 45, LARGER_REGION: 37, FULL_TITLE: 21, DATE_FROM_HEAD: 9}
    assert noted("culture-laws") == counted
    for row, record in found:
        body = record["text"]["zh-Hans"]
        assert not any(sign in body for sign in ("## ", "<!--"))
        assert "".join(body.split()) in "".join(row["text"].replace("<!-- INFO END -->", "").replace("#", "").split())
