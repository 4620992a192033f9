"""Poems in simplified Chinese from before the Qin to the early Yuan: rows written out by hand, then the whole file."""

from __future__ import annotations

from typing import Any

import pytest

from indexers.errors import RowRejected
from indexers.sources import all_sources
from tests.indexers.one_row import checked
from tests.indexers.whole_sources import assert_sound, lost, mapped, noted

POEM = {"题目": "敕勒歌", "朝代": "南北朝", "作者": "斛律金", "内容": "敕勒川，阴山下。天似穹庐，笼盖四野。"}
NO_AUTHOR = "作者: says that the author is not known; no creator is named, and the words are kept apart"
NO_PERIOD = "朝代: is not understood; kept as it is told, without a period"


def one(**changed: Any) -> tuple[dict[str, Any], list[str]]:
    return checked(all_sources()["early-poems"].map({**POEM, **changed}))


def test_an_early_poem() -> None:
    record, notes = one()
    assert record.pop("id").startswith("early-poems:")
    assert record == {
        "type": "literary-work",
        "dataset": "early-poems",
        "title": {"zh-Hans": "敕勒歌"},
        "text": {"zh-Hans": "敕勒川，阴山下。天似穹庐，笼盖四野。"},
        "creators": [{"name": "斛律金"}],
        "periods": ["northern-and-southern"],
        "categories": ["literature/poem"],
        "languages": ["zh-Hans"],
        "rights": {
            "uri": "https://creativecommons.org/publicdomain/mark/1.0/",
            "reuse": "open",
            "attribution": "Werneror/Poetry, MIT © 2018 Werner",
        },
        "source": {"name": "Werneror/Poetry", "url": "https://github.com/Werneror/Poetry"},
        "extra": {"朝代": "南北朝"},
    }
    assert notes == []


def test_the_id_stands_for_all_four_columns_and_stays() -> None:
    first = one()[0]["id"]
    assert one(作者=" 斛律金 ")[0]["id"] == first
    changed = [one(**{column: f"{text}。"})[0]["id"] for column, text in POEM.items()]
    assert len({first, *changed}) == 5


@pytest.mark.parametrize("name", ["无名氏", " 无名氏", "佚名", "阙名", "作者未详", "不详"])
def test_an_author_who_is_not_known_is_no_creator(name: str) -> None:
    record, notes = one(作者=name)
    assert "creators" not in record
    assert record["extra"]["作者"] == name.strip()
    assert notes == [NO_AUTHOR]


def test_the_turn_of_two_dynasties_is_both() -> None:
    record, notes = one(朝代="隋末唐初")
    assert (record["periods"], record["extra"], notes) == (["sui", "tang"], {"朝代": "隋末唐初"}, [])


def test_a_dynasty_that_is_not_understood_is_kept_and_said() -> None:
    record, notes = one(朝代="某朝")
    assert "periods" not in record
    assert record["extra"] == {"朝代": "某朝"}
    assert notes == [NO_PERIOD]


@pytest.mark.parametrize("column", POEM)
def test_a_poem_that_lacks_a_column_is_refused(column: str) -> None:
    with pytest.raises(RowRejected, match=column):
        one(**{column: " "})


LABELS = {
    "宋末元初": (12_058, ["song", "yuan"]),
    "南北朝": (4_586, ["northern-and-southern"]),
    "魏晋": (3_020, ["wei", "jin-266"]),
    "金末元初": (3_019, ["jin-1115", "yuan"]),
    "金": (2_741, ["jin-1115"]),
    "隋": (1_170, ["sui"]),
    "唐末宋初": (1_118, ["tang", "song"]),
    "先秦": (570, ["xia", "shang", "zhou"]),
    "隋末唐初": (472, ["sui", "tang"]),
    "汉": (363, ["han"]),
    "宋末金初": (234, ["song", "jin-1115"]),
    "辽": (22, ["liao"]),
    "秦": (2, ["qin"]),
    "魏晋末南北朝初": (1, ["wei", "jin-266", "northern-and-southern"]),
}


@pytest.mark.shared
def test_all_early_poems() -> None:
    found = mapped("early-poems")
    assert len(found) == 29_376
    records = {record["id"]: record for _, record in found}
    assert len({tuple(row.values()) for row, _ in found}) == len(records) == 29_369, "seven rows stand twice"
    assert_sound(all_sources()["early-poems"], list(records.values()), every=5)
    assert noted("early-poems") == {NO_AUTHOR: 2_069}
    assert {row["朝代"] for row, _ in found} == set(LABELS)
    for label, (count, periods) in LABELS.items():
        assert [record["periods"] for row, record in found if row["朝代"] == label] == [periods] * count, label
    assert [problem for row, record in found if (problem := lost(row, record, frozenset()))] == []
