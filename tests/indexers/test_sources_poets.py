"""The authors of the Tang and Song poems: rows written out by hand, then the whole files."""

from __future__ import annotations

from typing import Any

import pytest

from indexers.errors import RowRejected
from indexers.sources import all_sources
from tests.indexers.one_row import checked
from tests.indexers.whole_sources import assert_sound, lost, mapped

AUTHOR: dict[str, Any] = {
    "desc": "李濤（八九八～九六一），字信臣，京兆萬年（今陝西西安）人，隨父避禍居湖南。今錄詩八首。",
    "name": "李濤",
    "id": "0fc89135-1929-49aa-8d52-811d0162c243",
    "_dynasty": "宋",
}
LIFE = "desc: years of life in its opening stand in the date as well"
NAMES = "desc: names in its opening (字, 號) stand among the other names as well"


def one(source: str = "song-authors", **changed: Any) -> tuple[dict[str, Any], list[str]]:
    return checked(all_sources()[source].map({**AUTHOR, **changed}))


def test_an_author() -> None:
    record, notes = one()
    assert record == {
        "id": "song-authors:0fc89135-1929-49aa-8d52-811d0162c243",
        "type": "person",
        "dataset": "song-authors",
        "title": {"zh-Hant": "李濤"},
        "alternative_titles": ["信臣"],
        "description": {"zh-Hant": AUTHOR["desc"]},
        "date": {"text": "八九八～九六一", "start": 898, "end": 961},
        "periods": ["song"],
        "categories": ["person/writer"],
        "rights": {
            "uri": "https://creativecommons.org/publicdomain/mark/1.0/",
            "reuse": "open",
            "attribution": "chinese-poetry, MIT © 2016 JackeyGao",
        },
        "source": {"name": "chinese-poetry", "url": "https://github.com/chinese-poetry/chinese-poetry"},
    }
    assert notes == [LIFE, NAMES]


def test_a_tang_author_has_no_years_where_the_biography_tells_none() -> None:
    record, notes = one("tang-authors", desc="翁綬，登咸通進士第。詩八首。", name="翁綬", _dynasty="唐")
    assert (record["id"], record["periods"]) == ("tang-authors:0fc89135-1929-49aa-8d52-811d0162c243", ["tang"])
    assert not {"date", "alternative_titles", "extra"} & set(record)
    assert notes == []


@pytest.mark.parametrize(("desc", "notes"), [("", []), (None, []), ("無傳。", 1)])
def test_an_author_without_a_biography(desc: str | None, notes: Any) -> None:
    record, said = one(desc=desc)
    assert "description" not in record
    assert said == (["desc: 無傳。 says that there is no biography; left out"] if notes else [])


def test_years_that_run_backwards_stay_text() -> None:
    record, notes = one(desc="楊察（一○一一～○五六），合肥（今屬安徽）人。")
    assert record["date"] == {"text": "一○一一～○五六"}
    assert notes == ["desc: years of life in its opening are not understood; the date is text alone"]


def test_a_heading_for_authors_who_are_not_known_is_kept_and_said() -> None:
    record, notes = one(name="佚名", desc="")
    assert record["title"] == {"zh-Hant": "佚名"}
    assert notes == ["name: says that the name is not known; kept as the heading of such works"]


def test_another_dynasty_is_kept_and_not_guessed() -> None:
    record, notes = one(desc="", _dynasty="金")
    assert "periods" not in record
    assert record["extra"] == {"_dynasty": "金"}
    assert notes == ["_dynasty: is not 宋; kept as it is told, without a period"]


@pytest.mark.parametrize("column", ["name", "id"])
def test_an_author_without_name_or_number_is_refused(column: str) -> None:
    with pytest.raises(RowRejected, match=column):
        one(**{column: " "})


@pytest.mark.shared
@pytest.mark.parametrize(
    ("name", "rows", "described", "dated", "undated", "named_otherwise", "nameless"),
    [("tang-authors", 3_675, 2_573, 0, 0, 634, 5), ("song-authors", 8_934, 7_914, 2_013, 1, 4_794, 2)],
)
def test_all_authors(
    name: str, rows: int, described: int, dated: int, undated: int, named_otherwise: int, nameless: int
) -> None:
    found = mapped(name)
    records = [record for _, record in found]
    assert len(records) == rows
    assert_sound(all_sources()[name], records)
    assert sum("description" in record for record in records) == described
    dates = [record["date"] for record in records if "date" in record]
    assert (sum("start" in date for date in dates), sum("start" not in date for date in dates)) == (dated, undated)
    assert sum("alternative_titles" in record for record in records) == named_otherwise
    unknown = ("不詳", "無名氏", "佚名", "缺名", "失撰人名")
    assert sum(record["title"]["zh-Hant"] in unknown for record in records) == nameless
    missing = [problem for row, record in found if (problem := lost(row, record, frozenset({"_dynasty"})))]
    assert [text for problem in missing for text in problem.values() if text != "無傳。"] == []
