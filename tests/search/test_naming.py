"""Other names: who asks by one name finds and sees marked what bears another."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from records.vocabularies import use_variants, variants
from search.answer import answer
from search.grammar import parse
from search.naming import named
from search.ports import SearchEngine
from search.query import Query
from search.text.folding import fold
from tests.search.making import content, engine_over

RECORDS = [
    content("palace", type="venue", title={"zh-Hans": "故宫博物院", "en": "The Palace Museum"}),
    content("bell", type="site", title={"zh-Hans": "西安钟楼"}),
    content("su", type="person", title={"zh-Hant": "蘇軾"}),
    content("wall", type="site", title={"zh-Hans": "金山岭长城"}),
    content("tower", type="site", title={"zh-Hans": "金山钟楼"}),
]


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SearchEngine]:
    opened = engine_over(tmp_path_factory.mktemp("index"), RECORDS)
    yield opened
    opened.close()


@pytest.fixture
def own_names(tmp_path: Path) -> Iterator[Path]:
    yield tmp_path / "variants.csv"
    use_variants(None)


@pytest.mark.parametrize(
    ("q", "found", "marked"),
    [
        ("紫禁城", "palace", ["Palace Museum", "故宫"]),
        ("forbidden city", "palace", ["Palace Museum", "故宫"]),
        ("长安 钟楼", "bell", ["西安钟楼"]),
        ("蘇東坡", "su", ["蘇軾"]),
        ("苏东坡", "su", ["蘇軾"]),
        ("Great Wall", "wall", ["长城"]),
    ],
)
def test_one_name_finds_what_bears_another(engine: SearchEngine, q: str, found: str, marked: list[str]) -> None:
    results = answer(engine, Query(parse(q), highlight=True))
    assert [hit.record.id for hit in results.hits] == [f"poems:{found}"]
    assert not results.relaxed
    titles = results.hits[0].highlights
    assert [one.text[start:end] for one in titles for start, end in one.spans] == marked


@pytest.mark.parametrize("q", ['"紫禁城"', "紫禁*", "great wallpaper"])
def test_what_is_asked_for_word_by_word_is_not_led_on(engine: SearchEngine, q: str) -> None:
    assert answer(engine, Query(parse(q), relax=False)).total == 0


def test_an_operators_names_count_from_when_they_are_taken_in(engine: SearchEngine, own_names: Path) -> None:
    assert answer(engine, Query(parse("老城标"), relax=False)).total == 0
    own_names.write_text("id,direction,names,source\nlandmark,both,老城标|金山钟楼,本县方志\n", "utf-8")
    assert use_variants(own_names) == ()
    assert [hit.record.id for hit in answer(engine, Query(parse("老城标"))).hits] == ["poems:tower"]


def test_the_longest_name_is_taken() -> None:
    (found,) = named(fold("在万里长城上"), variants())
    assert (found.start, found.end) == (1, 5)
    assert "长城" in found.others
