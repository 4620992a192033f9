"""Units: how the words of a query are taken apart."""

from __future__ import annotations

import pytest
from hypothesis import given, settings

from search.units import Literal, UnitKind, joined_pinyin, phrase, prefix, required, units
from tests.search.texts import any_text


@pytest.mark.parametrize(
    ("count", "needed"), [(0, 0), (1, 1), (2, 2), (3, 2), (4, 3), (5, 4), (6, 4), (10, 7), (20, 14)]
)
def test_how_many_must_be_there(count: int, needed: int) -> None:
    assert required(count) == needed


@pytest.mark.parametrize(
    ("text", "surfaces"),
    [
        ("故宮博物院 乾隆皇帝", ["故宮", "博物院", "乾隆", "皇帝"]),
        ("苏州园林", ["苏州", "园林"]),
        ("蘇州園林", ["蘇州", "園林"]),
        ("清明上河图 水调歌头", ["清明上河图", "水调歌头"]),
        ("李白讀史記", ["李白", "讀", "史記"]),
        ("Xi'an City's", ["Xi'an", "City's"]),
        ("1841年", ["1841", "年"]),
        ("月 月 月", ["月"]),
        ("painting paintings", ["painting"]),
        ("苏州的园林在哪里", ["苏州", "园林"]),
        ("北京有什么博物馆", ["北京", "博物馆"]),
        ("the history of tea", ["history", "tea"]),
        ("的", ["的"]),
        ("of the", ["of", "the"]),
        ("xi an", ["xi", "an"]),
        ("！，。", []),
        ("", []),
    ],
)
def test_surfaces_are_as_typed(text: str, surfaces: list[str]) -> None:
    assert [unit.surface for unit in units(text)] == surfaces


def test_each_kind_says_how_it_is_sought() -> None:
    palace, moon, studies, lines = units("故宮 月 studies libai")
    assert (palace.kind, palace.exact, palace.word) == (UnitKind.CJK, ("故宫",), "故宫")
    assert (moon.kind, moon.exact, moon.word) == (UnitKind.CHARACTER, (), "月")
    assert (studies.kind, studies.word, studies.pinyin) == (UnitKind.WORD, "studi", ())
    assert (lines.pinyin, lines.initials) == ((("li", "bai"),), "libai")


@pytest.mark.parametrize(
    ("word", "periods", "rest"),
    [
        ("明长城", ("ming",), "长城"),
        ("清東陵", ("qing",), "东陵"),
        ("明清", ("ming", "qing"), ""),
        ("夏商周", ("xia", "shang", "zhou"), ""),
        ("清明", (), ""),
        ("明月", (), ""),
        ("唐", (), ""),
        ("新石器", (), ""),
        ("故宫", (), ""),
    ],
)
def test_a_word_may_begin_with_dynasties(word: str, periods: tuple[str, ...], rest: str) -> None:
    (unit,) = units(word)
    assert (unit.periods, unit.rest) == (periods, rest)


def test_initials_need_two_letters() -> None:
    assert [unit.initials for unit in units("l lb l2 лб")] == ["", "lb", "", ""]


def test_neighbours_in_pinyin_are_joined() -> None:
    (joined,) = joined_pinyin(units("li bai poem"))
    assert (joined.pinyin, joined.initials, joined.surface) == ((("li", "bai"),), "libai", "li bai")
    assert joined_pinyin(units("li poem bai")) == ()


@pytest.mark.parametrize(
    ("text", "literal"),
    [
        ("靜夜思", Literal(("静夜", "夜思"))),
        ("春眠，不觉", Literal(("春眠", "眠", "不觉"))),
        ("故宫 ABC", Literal(("故宫", "宫", "abc"))),
        ("abc 故", Literal(("abc",), "故")),
        ("月", Literal((), "月")),
        ("at Xi'an", Literal(("at", "xian"))),
        ("...", Literal(())),
    ],
)
def test_phrases(text: str, literal: Literal) -> None:
    assert phrase(text) == literal
    assert bool(literal) is bool(text.strip("."))


@pytest.mark.parametrize(
    ("text", "literal"),
    [
        ("Paint", Literal((), prefix="paint")),
        ("故宫ab", Literal(("故宫", "宫"), prefix="ab")),
        ("青铜", Literal(("青铜",))),
        ("青", Literal((), "青")),
    ],
)
def test_prefixes(text: str, literal: Literal) -> None:
    assert prefix(text) == literal


@given(any_text)
@settings(max_examples=100)
def test_any_text_can_be_taken_apart(text: str) -> None:
    for unit in units(text):
        assert unit.surface
        assert unit.word
        assert (unit.kind is UnitKind.CHARACTER) == (not unit.exact)
        assert not any(" " in token for token in (*unit.exact, unit.word, unit.initials))
    assert bool(units(text)) == bool(phrase(text)) == bool(prefix(text))
