"""Keys: how titles sort, and what a reader may type to have one suggested."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings

from search.grading import UNFIT, grade_name
from search.suggesting import suggestion_spans
from search.text.keys import LONGEST_SORT_KEY, beginnings, sort_key, spell, typed
from tests.search.texts import any_text


@pytest.mark.parametrize(
    ("title", "key"),
    [
        ("春曉", "chun13Dnxiao34jy"),
        ("The Palace Museum", "the palace museum"),
        ("Café Ⅳ", "cafe iv"),
        ("1841年", "1841 nian20Ys"),
        ("T台秀2008", "t tai20G1xiu41CQ2008"),
        ("O'Keeffe", "okeeffe"),
        ("བོད", "zz000f56zz000f7czz000f51"),
    ],
)
def test_sort_keys(title: str, key: str) -> None:
    assert sort_key(title) == key


def test_keys_are_one_word_even_where_a_character_is_read_as_several() -> None:
    spelling = spell("¼山")
    assert spelling.keys == ("14山", "14shan", "14s")
    assert spelling.initials == ("14shan", "14s")


def test_titles_sort_as_a_reader_expects() -> None:
    titles = ["长城", "1911", "故宫", "Apple", "安阳", "重庆", "བོད", "zoo"]
    assert sorted(titles, key=sort_key) == ["1911", "安阳", "Apple", "长城", "重庆", "故宫", "zoo", "བོད"]


@given(any_text)
@settings(max_examples=100)
def test_sort_keys_are_short_ascii(text: str) -> None:
    key = sort_key(text)
    assert re.fullmatch("[0-9A-Za-z ]*", key)
    assert len(key) <= LONGEST_SORT_KEY
    assert key == key.strip()


TYPED = [
    ("故宮博物院", "故宫", "故宮"),
    ("故宫博物院", "gugong", "故宫"),
    ("故宫博物院", "gug", "故宫"),
    ("故宫博物院", "ggbwy", "故宫博物院"),
    ("重庆 T台秀", "cqt", "重庆 T"),
    ("吕洞宾", "lvd", "吕洞"),
    ("吕洞宾", "lud", "吕洞"),
    ("長安", "chan", "長"),
    ("Blake, William", "will", "Will"),
    ("Blake, William", "Blake W", "Blake, W"),
    ("William Blake", "blak", "Blak"),
    ("The Palace", "the p", "The P"),
    ("Xi'an", "xian", "Xi'an"),
    ("Étude", "etu", "Étu"),
]


@pytest.mark.parametrize(("title", "text", "marked"), TYPED)
def test_what_is_typed_is_found_among_the_beginnings_and_marked(title: str, text: str, marked: str) -> None:
    assert grade_name(title, typed(text)) < UNFIT
    ((start, end),) = suggestion_spans(title, text)
    assert title[start:end] == marked


@pytest.mark.parametrize(("title", "text"), [("故宫", "bowuyuan"), ("故宫", "宫"), ("Palace", "museum"), ("故宫", "!")])
def test_what_does_not_begin_so_is_not_marked(title: str, text: str) -> None:
    assert suggestion_spans(title, text) == ()


def test_beginnings_are_of_one_to_eight_characters() -> None:
    keys = spell("故宫博物院").keys
    assert {"故", "故宫博物院", "g", "gg", "ggbwy", "gugongbo"} <= beginnings(keys)
    assert max(map(len, beginnings(keys))) == 8


def test_long_titles_have_no_whole_spelling_but_are_suggested() -> None:
    spelling = spell("中华人民共和国非物质文化遗产法实施办法草案")
    assert spelling.initials == ()
    assert "zhonghuarenmingonghe"[:5] in beginnings(spelling.keys)


@given(any_text)
@settings(max_examples=100)
def test_spans_lie_inside(text: str) -> None:
    for length in (1, 3, len(text)):
        for start, end in suggestion_spans(text, text[:length]):
            assert 0 <= start < end <= len(text)
