"""The answer: checked, found, and found again without words that occur nowhere."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from unittest.mock import patch

import pytest

from search.answer import answer, as_read, counted
from search.errors import QueryRefused
from search.grammar import parse
from search.ports import SearchEngine
from search.query import FacetRequest, Page, Query, Sort, Terms, Walk
from search.warming import warm
from tests.search.making import content, engine_over

RECORDS = [
    content("1", title={"zh-Hant": "春曉"}, creators=[{"name": "孟浩然"}], text={"zh-Hant": "春眠不覺曉"}),
    content("2", title={"zh-Hant": "靜夜思"}, creators=[{"name": "李白"}], periods=["tang"], region="510781"),
    content("3", title={"zh-Hans": "故宫博物院", "en": "The Palace Museum"}, type="venue", region="110101"),
]


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SearchEngine]:
    opened = engine_over(tmp_path_factory.mktemp("index"), RECORDS)
    yield opened
    opened.close()


@pytest.mark.parametrize(
    ("q", "ids", "unmatched"),
    [
        ("春晓", {"1"}, ()),
        ("chunxiao", {"1"}, ()),
        ("lb", {"2"}, ()),
        ("li bai jing ye si", {"2"}, ()),
        ("palace museums", {"3"}, ()),
        ("量子 春晓", {"1"}, ("量子",)),
        ("春晓 xyzzy 量子", {"1"}, ("xyzzy", "量子")),
        ("春晓 李白", {"1", "2"}, ()),
        ("xyzzy", set(), ()),
        ("xyzzy plugh", set(), ("xyzzy", "plugh")),
        ("xyzzy plugh type:venue", set(), ("xyzzy", "plugh")),
        ("xyzzy 春晓 type:venue", set(), ("xyzzy",)),
        ("xyzzy 春晓 -李白", {"1"}, ("xyzzy",)),
        ("title:xyzzy 春晓", {"1"}, ("xyzzy",)),
        ('春晓 "no such phrase"', set(), ()),
        ("-春晓", {"2", "3"}, ()),
    ],
)
def test_what_is_found_and_what_is_left_out(engine: SearchEngine, q: str, ids: set[str], unmatched: tuple[str]) -> None:
    results = answer(engine, Query(parse(q)))
    assert {hit.record.id.removeprefix("poems:") for hit in results.hits} == ids
    assert results.total == len(ids)
    assert results.unmatched == unmatched


def test_what_is_left_out_is_left_out_of_facets_and_walks_too(engine: SearchEngine) -> None:
    clause = parse("xyzzy 春晓")
    results = answer(engine, Query(clause, facets=(FacetRequest("type"),), page=Page(1, 0)))
    assert [(value.value, value.count) for value in results.facets[0].values] == [("literary-work", 1)]
    walked = answer(engine, Query(clause, sort=Sort("ordinal"), page=Walk(10)))
    assert [hit.record.ordinal for hit in walked.hits] == [1]


def test_highlights_come_only_when_asked_for(engine: SearchEngine) -> None:
    query = Query(parse("xyzzy 春曉"))
    assert answer(engine, query).hits[0].highlights == ()
    (hit,) = answer(engine, Query(parse("xyzzy 春晓"), highlight=True)).hits
    assert [(found.field, found.spans) for found in hit.highlights] == [("title.zh-Hant", ((0, 2),))]


def test_a_withdrawn_region_is_asked_for_as_todays(engine: SearchEngine) -> None:
    assert answer(engine, Query(filters=(Terms("region", ("510700",)),))).total == 1


def test_what_cannot_be_asked_never_reaches_the_engine(engine: SearchEngine) -> None:
    with pytest.raises(QueryRefused):
        answer(engine, Query(page=Page(11, 1_000)))


def test_warming_needs_nothing_but_itself() -> None:
    warm()


@pytest.mark.parametrize(
    ("query", "asks"),
    [
        (Query(), False),
        (Query(filters=(Terms("type", ("venue",)),)), False),
        (replace(Query(parse("春晓")), relax=False), False),
        (Query(parse("春晓")), True),
    ],
)
def test_what_can_be_read_in_one_way_alone_is_not_sought_to_be_read(
    engine: SearchEngine, query: Query, asks: bool
) -> None:
    """A table asks once more for its words alone."""
    with patch.object(engine, "search", wraps=engine.search) as search:
        read = as_read(engine, query)
        assert bool(search.call_count) is asks
    assert counted(engine, query)[0] == read
