"""Words that find nothing are read more loosely, and the answer says so; what was meant is told beside few hits."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from search.answer import answer
from search.grammar import parse
from search.ports import SearchEngine
from search.query import FacetRequest, Page, Query, Sort, Terms, Walk
from search.results import Results
from tests.search.making import content, engine_over

RECORDS = [
    content("garden", type="site", title={"zh-Hans": "拙政园"}, region="320500"),
    content("tower", title={"zh-Hant": "黃鶴樓"}, creators=[{"name": "崔顥"}], text={"zh-Hant": "昔人已乘黃鶴去"}),
    content("su", type="person", title={"zh-Hans": "苏东坡"}),
    content("other", type="site", title={"zh-Hans": "留园"}, region="320500"),
]


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SearchEngine]:
    opened = engine_over(tmp_path_factory.mktemp("index"), RECORDS)
    yield opened
    opened.close()


def asked(engine: SearchEngine, q: str, **more: object) -> Results:
    return answer(engine, Query(parse(q), highlight=True, **more))  # type: ignore[arg-type]


def first(results: Results) -> str:
    return results.hits[0].record.id.removeprefix("poems:")


@pytest.mark.parametrize(
    ("q", "wanted", "marked"),
    [
        ("拙正园", "garden", "拙政园"),
        ("抽政园", "garden", "拙政园"),
        ("拙玫园", "garden", "拙政园"),
        ("黄贺楼", "tower", "黃鶴樓"),
        ("黃鵝樓", "tower", "黃鶴樓"),
        ("苏东波", "su", "苏东坡"),
        ("苏东披", "su", "苏东坡"),
    ],
)
def test_one_wrong_character_is_forgiven_and_said(engine: SearchEngine, q: str, wanted: str, marked: str) -> None:
    results = asked(engine, q)
    assert first(results) == wanted
    assert results.relaxed or results.unmatched or results.did_you_mean
    title = next(one for one in results.hits[0].highlights if one.field.startswith("title."))
    assert [title.text[start:end] for start, end in title.spans] == [marked]


def test_nothing_is_relaxed_that_is_found_as_it_stands(engine: SearchEngine) -> None:
    results = asked(engine, "拙政园")
    assert (first(results), results.total, results.relaxed, results.did_you_mean) == ("garden", 1, False, ())


def test_who_does_not_want_it_is_not_helped(engine: SearchEngine) -> None:
    results = asked(engine, "抽政园", relax=False)
    assert (results.total, results.relaxed, results.did_you_mean) == (0, False, ())


def test_what_may_have_been_meant_is_told_with_what_it_finds(engine: SearchEngine) -> None:
    (meant,) = asked(engine, "抽政园").did_you_mean
    assert (meant.text, meant.total) == ("拙政园", 1)


@pytest.mark.parametrize("q", ["zhuozengyuan", "zhuozhenyuan"])
def test_pinyin_with_a_slip_is_understood(engine: SearchEngine, q: str) -> None:
    assert [one.text for one in asked(engine, q).did_you_mean] == ["拙政园"]


def test_a_filter_that_leaves_nothing_does_not_loosen_the_words(engine: SearchEngine) -> None:
    results = asked(engine, "拙政园", filters=(Terms("type", ("person",)),))
    assert (results.total, results.relaxed, results.did_you_mean) == (0, False, ())


def test_facets_and_walks_are_of_what_is_listed(engine: SearchEngine) -> None:
    results = asked(engine, "抽政园", facets=(FacetRequest("type"),))
    (facet,) = results.facets
    assert sum(value.count for value in facet.values) == results.total == len(results.hits)
    for value in facet.values:
        assert asked(engine, "抽政园", filters=(Terms("type", (value.value,)),)).total == value.count
    walked = asked(engine, "抽政园", sort=Sort("ordinal"), page=Walk(10))
    assert {hit.record.id for hit in walked.hits} == {hit.record.id for hit in results.hits}
    assert asked(engine, "抽政园", page=Page(1, 0)).total == results.total


def test_what_is_left_out_on_purpose_stays_out(engine: SearchEngine) -> None:
    results = asked(engine, "抽政园 -type:site")
    assert all(hit.record.id not in ("poems:garden", "poems:other") for hit in results.hits)


@pytest.mark.parametrize("q", ['"抽政园"', "抽政*"])
def test_phrases_and_beginnings_mean_what_they_say(engine: SearchEngine, q: str) -> None:
    assert asked(engine, q).total == 0
