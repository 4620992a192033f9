"""Highlights: what is marked, where, and what is not."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from search.errors import QuerySyntaxError
from search.grammar import parse
from search.highlight import FRAGMENT, highlights
from search.query import Reading, Words
from search.results import Served
from search.units import UnitKind, units
from tests.search.making import served
from tests.search.texts import WORDS, printable

RECORD = served(
    {"zh-Hant": "春眠不覺曉，處處聞啼鳥。\n夜來風雨聲，花落知多少。"},
    title={"zh-Hant": "春曉", "en": "Spring Dawn at Xi'an"},
    creators=[{"name": "孟浩然"}, {"name": "Blake, William"}],
    alternative_titles=["長安李白行", "宋詩"],
    subjects=["studies of painting", "春天"],
    materials=["絹"],
    description={"zh-Hans": "乾隆御製 Cézanne L’Estaque painted ﬁnely"},
    place={"text": "湖北襄陽"},
    institution={"name": "故宮博物院"},
    designations=[{"scheme": "國家級名錄", "level": "national"}],
)


def marked(q: str, record: Served = RECORD) -> list[tuple[str, list[str]]]:
    found = highlights(parse(q), record)
    return [(one.field, [one.text[start:end] for start, end in one.spans]) for one in found]


@pytest.mark.parametrize(
    ("q", "found"),
    [
        ("春晓", [("title.zh-Hant", ["春曉"])]),
        ("国家级名录", [("designations.scheme", ["國家級名錄"])]),
        ("春", [("title.zh-Hant", ["春"]), ("subjects", ["春"]), ("text.zh-Hant", ["春"])]),
        ("风雨声", [("text.zh-Hant", ["風雨聲"])]),
        ("孟浩然 故宫博物院", [("creators.name", ["孟浩然"]), ("institution.name", ["故宮博物院"])]),
        ("绢 襄阳", [("materials", ["絹"]), ("place.text", ["襄陽"])]),
        ("study PAINTINGS", [("subjects", ["studies", "painting"]), ("description.zh-Hans", ["painted"])]),
        ("estaque cezanne", [("description.zh-Hans", ["Cézanne", "Estaque"])]),
        ("l'estaque", [("description.zh-Hans", ["L’Estaque"])]),
        ("finely", [("description.zh-Hans", ["ﬁnely"])]),
        ("乾隆", [("description.zh-Hans", ["乾隆"])]),
        ("xian", [("title.en", ["Xi'an"])]),
        ('"at Xian"', [("title.en", ["at Xi'an"])]),
        ('"dawn at"', [("title.en", ["Dawn at"])]),
        ('"awn at"', []),
        ('"春眠不觉晓，处处"', [("text.zh-Hant", ["春眠不覺曉，處處"])]),
        ('"少 春"', [("text.zh-Hant", ["春", "少"])]),
        ("处处闻*", [("text.zh-Hant", ["處處聞"])]),
        ("ceza*", [("description.zh-Hans", ["Cézanne"])]),
        ("ezan*", []),
        ("chunxiao", [("title.zh-Hant", ["春曉"])]),
        ("chun xiao", [("title.zh-Hant", ["春曉"])]),
        ("cx", [("title.zh-Hant", ["春曉"])]),
        ("menghaoran", [("creators.name", ["孟浩然"])]),
        ("mhr", [("creators.name", ["孟浩然"])]),
        ("libai", [("alternative_titles", ["李白"])]),
        ("li bai", [("alternative_titles", ["李白"])]),
        ("changan", [("alternative_titles", ["長安"])]),
        ("zhangan", [("alternative_titles", ["長安"])]),
        ("song", [("alternative_titles", ["宋"])]),
        ("title:春", [("title.zh-Hant", ["春"])]),
        ("creator:春", []),
        ("creator:chun", []),
        ("-春晓", []),
        ("孟浩然 -春晓", [("creators.name", ["孟浩然"])]),
        ("孟浩然 -(春晓 OR 春)", [("creators.name", ["孟浩然"])]),
        ("蘇軾 OR 孟浩然", [("creators.name", ["孟浩然"])]),
        ("type:literary-work", []),
        ("", []),
    ],
)
def test_marks(q: str, found: list[tuple[str, list[str]]]) -> None:
    assert marked(q) == found


@pytest.mark.parametrize(
    ("q", "title", "found"),
    [
        ("曲阜孔庙、孔林和孔府", "曲阜孔廟、孔林和孔府", ["曲阜孔廟、孔林和孔府"]),
        ("Gardens of Suzhou", "The Garden of Suzhou", ["Garden of Suzhou"]),
        ("garden suzhou", "The Gardens of Suzhou", ["Gardens", "Suzhou"]),
        ("Mogao cave", "Caves at Mogao Caves", ["Caves", "Mogao Caves"]),
        ("Teith; and part", "The River Teith; and Part of it", ["Teith; and Part"]),
        ("Teith part", "The River Teith. Part of it", ["Teith", "Part"]),
        ("春江晚景其一", "春江晚景（其一）", ["春江晚景（其一）"]),
        ("其一春江", "（其一）春江", ["（其一）春江"]),
        ("国破山河在", "国破山河在", ["国破山河在"]),
        ("流保护区", "三江并流保护区·流", ["流保护区"]),
        ("流保护区 流", "流保护区与流", ["流保护区", "流"]),
        ("拙政yuan", "拙政园和留园", ["拙政园"]),
        ("mogao窟", "莫高窟之窟", ["莫高窟"]),
        ("mogao窟", "龙门石窟", ["窟"]),
        ("澳门厉史城区", "澳门历史城区", ["澳门历史城区"]),
        ("苏州博物馆", "苏州和苏杭博物馆", ["苏州", "博物馆"]),
        ("5A级景区", "5A级景区", ["5A级景区"]),
    ],
)
def test_what_stands_as_typed_is_one_stroke(q: str, title: str, found: list[str]) -> None:
    assert [piece for _, pieces in marked(q, served(title={"zh": title})) for piece in pieces] == found


def test_a_mixture_of_han_and_pinyin_is_marked_in_all_texts_and_though_its_pinyin_is_a_word_elsewhere() -> None:
    record = served(title={"zh": "莫高窟", "en": "Mogao Caves"}, subjects=["莫高窟"])
    assert marked("mogao窟", record) == [
        ("title.zh", ["莫高窟"]),
        ("title.en", ["Mogao"]),
        ("subjects", ["莫高窟"]),
    ]


def test_what_only_looks_like_words_that_all_stand_elsewhere_is_not_marked() -> None:
    record = served(title={"zh": "苏湖博物馆"}, subjects=["苏州"])
    assert marked("苏州博物馆", record) == [("title.zh", ["博物馆"]), ("subjects", ["苏州"])]


def test_a_title_that_is_parted_otherwise_is_like_what_was_typed() -> None:
    (found,) = highlights(Words("红旗渠太行犬峡谷", reading=Reading.LOOSE), served(title={"zh": "红旗渠·太行大峡谷"}))
    assert [found.text[start:end] for start, end in found.spans] == ["红旗渠·太行大峡谷"]


def test_pinyin_marks_nothing_where_the_word_itself_stands() -> None:
    record = served(title={"zh-Hans": "宋诗", "en": "A Song"})
    assert marked("song", record) == [("title.en", ["Song"])]


def test_marks_that_meet_are_one() -> None:
    record = served(title={"zh-Hans": "故宫博物院藏"})
    assert marked('故宫 "宫博" 博物院', record) == [("title.zh-Hans", ["故宫博物院"])]


def test_long_texts_are_cut_to_where_most_is_found() -> None:
    text = "前言。" * 200 + "明月在此。" + "中间。" * 200 + "这里有春风，也有明月。" + "后记。" * 200
    (found,) = highlights(parse("明月 春风"), served({"zh-Hans": text}))
    assert found.field == "text.zh-Hans"
    assert len(found.text) <= FRAGMENT
    assert found.text in text
    assert [found.text[start:end] for start, end in found.spans] == ["春风", "明月"]
    assert found.text.startswith(("这里", "中间"))


def test_a_fragment_does_not_begin_with_an_accent() -> None:
    text = "e\u0301" * 500 + " needle " + "e\u0301" * 500
    (found,) = highlights(parse("needle"), served({"en": text}))
    assert found.text[0] == "e"
    assert [found.text[start:end] for start, end in found.spans] == ["needle"]


def test_short_texts_are_whole() -> None:
    text = "明月" + "字" * 140
    (found,) = highlights(parse("明月"), served({"zh": text}))
    assert found.text == text


@given(st.dictionaries(st.sampled_from(["zh-Hans", "en"]), printable, min_size=1), printable)
@settings(max_examples=100)
def test_spans_lie_inside_in_order_and_apart(text: dict[str, str], q: str) -> None:
    try:
        clause = parse(q[:200])
    except QuerySyntaxError:
        clause = Words(q[:200])
    record = served({name: value * 20 for name, value in text.items()}, title=text)
    for found in highlights(clause, record):
        assert found.spans
        behind = -1
        for start, end in found.spans:
            assert behind < start < end <= len(found.text)
            behind = end


@given(st.sampled_from(WORDS), st.integers(0, 30), st.integers(1, 12))
@settings(max_examples=100)
def test_whatever_part_of_a_title_is_asked_for_is_marked(title: str, start: int, length: int) -> None:
    """But for parts of words, which are not the words."""
    part = title[start : start + length]
    found = [unit for unit in units(part) if unit.kind is not UnitKind.WORD]
    marks = highlights(Words(part), served(title={"zh": title}))
    assert bool(marks) or not found
