"""Suggestions: which come first, and by which of their titles they are shown."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count
from time import thread_time
from timeit import repeat

import pytest

from search.grading import BEGUN, PARTED, RARE, UNFIT, WHOLE, grade, grade_name
from search.ports import SearchEngine
from tests.search.making import content, engine_over

TOWN = content("town", type="site", title={"en": "Suzhou", "zh-Hans": "苏州", "zh-Hant": "蘇州"}, region="320500")
RECORDS = [
    TOWN,
    content(
        "palace", type="venue", title={"en": "Palace Museum", "zh-Hans": "故宫博物院"}, alternative_titles=["故宫"]
    ),
    content("poet", type="person", title={"en": "Li Bai", "zh-Hans": "李白"}, alternative_titles=["太白"]),
    content("cabinet", type="venue", title={"zh-Hans": "临风阁"}),
    content("thoughts", title={"zh-Hant": "靜夜思"}, creators=[{"name": "李白"}]),
    content("sunset", title={"en": "Sunset"}, creators=[{"name": "Joseph Mallord William Turner"}]),
]


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SearchEngine]:
    opened = engine_over(tmp_path_factory.mktemp("index"), RECORDS)
    yield opened
    opened.close()


@pytest.mark.parametrize(
    ("text", "typed", "expected"),
    [
        ("李白", "libai", WHOLE),
        ("李白", "李白", WHOLE),
        ("李白", "李", PARTED),
        ("李白", "li", PARTED),
        ("李白", "lib", BEGUN),
        ("李白", "lb", PARTED),
        ("林白", "li", BEGUN),
        ("静夜思", "jy", BEGUN),
        ("静夜思", "jys", PARTED),
        ("咸阳市", "jys", RARE),
        ("Turning Form", "turn", BEGUN),
        ("Turn Around", "turn", PARTED),
        ("Turn Around", "around", UNFIT),
        ("故宫", "bo", UNFIT),
        ("李白", "李b", WHOLE),
        ("李白", "李bai", WHOLE),
        ("李白", "李ba", BEGUN),
        ("李白", "li白", WHOLE),
        ("李白", "l白", WHOLE),
        ("故宫博物院", "故gbw", PARTED),
        ("李白", "李p", UNFIT),
        ("李白", "白l", UNFIT),
        ("Turner 画展", "turner画z", WHOLE),
    ],
)
def test_how_well_a_title_fits(text: str, typed: str, expected: int) -> None:
    assert grade(text, typed) == expected


def test_a_name_may_be_typed_family_first() -> None:
    assert grade_name("Joseph Mallord William Turner", "turner") == PARTED
    assert grade_name("Turner, Joseph", "joseph") == PARTED


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("suzhou", [("苏州", "site"), ("苏州市", "region")]),
        ("蘇州", [("蘇州", "site"), ("蘇州市", "region")]),
        ("gugong", [("故宫博物院", "venue")]),
        ("palace", [("Palace Museum", "venue")]),
        ("taibai", [("太白", "person")]),
        ("li", [("李白", "creator"), ("李白", "person"), ("临风阁", "venue")]),
        ("jys", [("靜夜思", "literary-work")]),
        ("turn", [("Joseph Mallord William Turner", "creator")]),
    ],
)
def test_what_is_suggested(engine: SearchEngine, typed: str, told: list[tuple[str, str]]) -> None:
    assert [(one.text, one.type) for one in engine.suggest(typed, 10)] == told


def test_the_family_name_is_marked(engine: SearchEngine) -> None:
    assert [one.spans for one in engine.suggest("turn", 1)] == [((23, 27),)]


@pytest.mark.parametrize(
    ("text", "first", "spans"),
    [
        ("李b", "李白", ((0, 2),)),
        ("li白", "李白", ((0, 2),)),
        ("故gong", "故宫博物院", ((0, 2),)),
        ("靜y", "靜夜思", ((0, 2),)),
        ("苏zh", "苏州市", ((0, 2),)),
    ],
)
def test_han_and_letters_may_be_typed_at_once(
    engine: SearchEngine, text: str, first: str, spans: tuple[tuple[int, int], ...]
) -> None:
    found = engine.suggest(text, 5)
    assert (found[0].text, found[0].spans) == (first, spans)


def test_a_term_is_suggested_by_han_and_letters_too(engine: SearchEngine) -> None:
    assert ("苏州市", "region") in [(one.text, one.type) for one in engine.suggest("苏zhous", 5)]


def test_however_many_ways_a_text_is_read_it_is_told_at_once() -> None:
    lengths = count(60)

    def look() -> None:
        # Another each time: readings are kept.
        text = "李" + "嗯" * next(lengths)
        assert grade(text, "李" + "en" * 25 + "x") == UNFIT
        assert grade(text, "李" + "n" * 60) < UNFIT

    assert min(repeat(look, timer=thread_time, number=1, repeat=3)) < 0.5
