"""Pinyin: syllables as typed, readings of titles, names and places."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from records import vocabularies
from search.text.keys import sort_key, spell
from search.text.pinyin import MOST_COMBINATIONS, combinations, pieces
from search.text.syllables import SYLLABLES, segmentations
from tests.search.texts import any_text


@pytest.mark.parametrize(
    ("word", "ways"),
    [
        ("xian", {"xian", "xi an"}),
        ("libai", {"li bai"}),
        ("fangan", {"fang an", "fan gan"}),
        ("gugong", {"gu gong"}),
        ("lv", {"lu"}),
        ("nve", {"nue", "nu e"}),
        ("lyu", {"lu"}),
        ("hello", set()),
        ("xyzzy", set()),
        ("1841", set()),
        ("", set()),
    ],
)
def test_a_word_is_cut_into_syllables(word: str, ways: set[str]) -> None:
    assert {" ".join(way) for way in segmentations(word)} == ways


def test_of_many_ways_the_plainest_come_first_and_few_are_kept() -> None:
    assert segmentations("chunjianghuayueye")[0] == ("chun", "jiang", "hua", "yue", "ye")
    assert len(segmentations("xianxianxianxian")) == 8


def test_a_hostile_word_costs_nothing() -> None:
    assert segmentations("a" * 1_000_000) == ()
    assert len(segmentations("a" * 48)) == 1


@given(st.lists(st.sampled_from(sorted(SYLLABLES)), min_size=1, max_size=3))
@settings(max_examples=100)
def test_joined_syllables_are_found_again(way: list[str]) -> None:
    found = segmentations("".join(way).replace("lyu", "lu").replace("nyu", "nu"))
    assert found
    assert all("".join(one) == "".join(found[0]) for one in found)


@pytest.mark.parametrize(
    ("text", "spoken"),
    [
        ("李白", "li bai"),
        ("重庆", "chong qing"),
        ("重要", "zhong yao"),
        ("長安", "chang an"),
        ("乾隆", "qian long"),
        ("乾燥", "gan zao"),
        ("音樂", "yin yue"),
        ("乐山大佛", "le shan da fo"),
        ("吕洞宾", "lu dong bin"),
        ("什邡", "shi fang"),
        ("單縣", "shan xian"),
        ("六安市", "lu an shi"),
        ("龟兹", "qiu ci"),
        ("T台秀2008", "t tai xiu 2008"),
        ("Xi'an 行", "xian xing"),
    ],
)
def test_the_likeliest_reading_comes_first(text: str, spoken: str) -> None:
    said = [" ".join(way) for way in combinations(pieces(text))]
    assert said[0] == spoken or spoken in said


def as_typed(reading: str) -> list[str]:
    return reading.replace("lv", "lu").replace("nv", "nu").split()


def test_every_region_is_read_sorted_and_spelt_as_its_own_table_says() -> None:
    """All 7,137 rows, withdrawn ones too."""
    wrong = []
    for region in vocabularies.regions():
        name, syllables = region.labels["zh-Hans"], as_typed(region.reading)
        said = [piece.readings[0] for piece in pieces(name)]
        spelt = spell(name).pinyin.split(" ¦ ")[0].split()
        sorted_by = re.findall("([a-z]+)[1-5][0-9A-Za-z]{3}", sort_key(name))
        if not (said == spelt == syllables and sorted_by == syllables[: len(sorted_by)] and sorted_by):
            wrong.append((name, syllables, said, spelt, sorted_by))
    assert wrong == []


def test_a_region_is_read_so_in_traditional_characters_too() -> None:
    wrong = []
    for region in vocabularies.regions():
        said = [piece.readings[0] for piece in pieces(region.labels["zh-Hant"])]
        if said != as_typed(region.reading):
            wrong.append((region.labels["zh-Hant"], region.reading, said))
    assert wrong == []


def test_other_readings_of_a_polyphone_are_kept() -> None:
    said = {" ".join(way) for way in combinations(pieces("李白行"))}
    assert {"li bai xing", "li bai hang"} <= said


@given(any_text)
@settings(max_examples=100)
def test_pieces_stand_in_order_inside_the_text(text: str) -> None:
    spoken = pieces(text)
    behind = 0
    for piece in spoken:
        assert behind <= piece.start < piece.end <= len(text)
        assert piece.readings
        assert all(piece.readings)
        behind = piece.end
    assert len(combinations(spoken)) <= MOST_COMBINATIONS
