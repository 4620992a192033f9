"""Totals, facets, orders, pages and walks are what brute force finds."""

from __future__ import annotations

import os
from dataclasses import replace

import pytest

from search.check import check
from search.grammar import MAX_DEPTH
from search.query import (
    MAX_FACET_VALUES,
    AnyOf,
    Clause,
    Every,
    Everything,
    FacetRequest,
    Not,
    Page,
    Query,
    Sort,
    Terms,
    Walk,
    Words,
)
from search.results import FacetResult, Results
from search.units import units
from tests.contract.asking import Asker
from tests.contract.conftest import Filled
from tests.contract.making import HAN_WORDS, LATIN_WORDS
from tests.contract.oracle import Facet, kilometres

TIMES = int(os.environ.get("WENMAI_CONTRACT_TIMES", "1"))
"""How many times as many questions as usual."""

QUESTIONS = {"tantivy": 80, "elasticsearch": 80, "elasticsearch-3-shards": 20}
"""Asked with each seed."""


def asker(filled: Filled, seed: int) -> Asker:
    return Asker(seed, filled.oracle.rows)


def as_told(facet: FacetResult) -> Facet:
    return [(each.value, each.count) for each in facet.values], facet.other_count, facet.missing_count


def ids(results: Results) -> list[str]:
    return [hit.record.id for hit in results.hits]


def test_words_of_the_contract_are_single_units() -> None:
    assert [word for word in (*HAN_WORDS, *LATIN_WORDS) if len(units(word)) != 1] == []


@pytest.mark.parametrize("seed", range(20 * TIMES))
def test_totals_and_facets(filled: Filled, seed: int) -> None:
    asking = asker(filled, seed)
    for _ in range(QUESTIONS[filled.name]):
        query = asking.query()
        results = filled.engine.search(replace(query, page=Page(1, 5)))
        assert results.total == len(filled.oracle.found(query)), query
        assert [facet.field for facet in results.facets] == [request.field for request in query.facets]
        for request, facet in zip(query.facets, results.facets, strict=True):
            assert as_told(facet) == filled.oracle.facet(query, request), (request, query)


@pytest.mark.parametrize("seed", range(1_000, 1_000 + 10 * TIMES))
def test_orders(filled: Filled, seed: int) -> None:
    asking = asker(filled, seed)
    for _ in range(QUESTIONS[filled.name]):
        query = replace(asking.query(), facets=())
        size = asking.random.choice((1, 7, 50))
        number = asking.random.randint(1, 6)
        results = filled.engine.search(replace(query, page=Page(number, size)))
        if query.sort.by == "relevance":
            expected = {row.id for row in filled.oracle.found(query)}
            assert set(ids(results)) <= expected
        else:
            expected_page = filled.oracle.ordered(query)[(number - 1) * size : number * size]
            assert ids(results) == [row.id for row in expected_page], query
        check_distances(query, results, filled)


def check_distances(query: Query, results: Results, filled: Filled) -> None:
    for hit in results.hits:
        place = filled.rows[hit.record.id].content.get("place", {})
        if query.origin is None or "lat" not in place:
            assert hit.distance_km is None
        else:
            assert hit.distance_km == pytest.approx(kilometres(query.origin, place["lat"], place["lon"]), abs=1e-3)


@pytest.mark.parametrize("descending", [False, True])
@pytest.mark.parametrize("by", ["ordinal", "title", "year", "modified"])
@pytest.mark.parametrize("size", [1, 37, 1_000])
def test_walks_see_each_record_once(filled: Filled, by: str, descending: bool, size: int) -> None:
    narrow = (Terms("dataset", ("sites",)),) if size == 1 else ()
    query = Query(filters=narrow, sort=Sort(by, descending))
    assert walked(filled, query, size) == [row.id for row in filled.oracle.ordered(query)]


@pytest.mark.parametrize("seed", range(2_000, 2_000 + 3 * TIMES))
def test_walks_of_any_query(filled: Filled, seed: int) -> None:
    asking = asker(filled, seed)
    for _ in range(QUESTIONS[filled.name] // 4):
        by = asking.random.choice(("ordinal", "title", "year", "modified"))
        query = replace(asking.query(), facets=(), sort=Sort(by, asking.random.random() < 0.5))
        assert walked(filled, query, 60) == [row.id for row in filled.oracle.ordered(query)], query


def walked(filled: Filled, query: Query, size: int) -> list[str]:
    found: list[str] = []
    after = None
    while True:
        results = filled.engine.search(replace(query, page=Walk(size, after)))
        found += ids(results)
        after = results.next
        if after is None:
            return found
        assert len(results.hits) == size


@pytest.mark.parametrize("text", ["明月", "river castle", "明月 river 春风 castle"])
def test_pages_of_relevance_make_one_list(filled: Filled, text: str) -> None:
    whole = filled.engine.search(Query(Words(text), page=Page(1, 1_000)))
    scores = [(-(hit.score or 0), hit.record.ordinal) for hit in whole.hits]
    assert whole.total == len(whole.hits) > 40
    assert scores == sorted(scores)
    pages = [
        filled.engine.search(Query(Words(text), page=Page(number, 7))) for number in range(1, whole.total // 7 + 2)
    ]
    assert [record_id for page in pages for record_id in ids(page)] == ids(whole)


def test_the_deepest_question_there_may_be_is_answered(filled: Filled) -> None:
    clause: Clause = Words("明月")
    for level in range(MAX_DEPTH):
        clause = Every(
            (Not(AnyOf((clause, Terms("type", ("person",))))), Words("river") if level % 3 else Everything())
        )
    query = check(Query(clause, page=Page(1, 5)))
    assert filled.engine.search(query).total == len(filled.oracle.found(query))


def test_no_text_no_score_and_ordinal_order(filled: Filled) -> None:
    results = filled.engine.search(Query(filters=(Terms("type", ("artwork",)),), page=Page(1, 50)))
    assert [hit.score for hit in results.hits] == [None] * 50
    assert [hit.record.ordinal for hit in results.hits] == sorted(hit.record.ordinal for hit in results.hits)


def test_size_zero_tells_totals_and_facets_alone(filled: Filled) -> None:
    results = filled.engine.search(Query(facets=(FacetRequest("type"),), page=Page(1, 0)))
    assert (results.total, results.hits) == (len(filled.oracle.rows), ())
    assert sum(value.count for value in results.facets[0].values) == results.total


def test_every_value_of_a_facet_is_the_number_one_gets(filled: Filled) -> None:
    for field in ("subject", "creator", "period"):
        request = FacetRequest(field, MAX_FACET_VALUES, every_level=True)
        (facet,) = filled.engine.search(Query(facets=(request,), page=Page(1, 0))).facets
        assert facet.other_count == 0
        for value in facet.values[:: max(1, len(facet.values) // 40)]:
            asked = Query(filters=(Terms(field, (value.value,)),), page=Page(1, 0))
            assert filled.engine.search(asked).total == value.count


def test_answers_tell_the_last_change(filled: Filled) -> None:
    assert filled.engine.search(Query()).as_of == filled.seq
    health = filled.engine.health()
    assert (health.ok, health.seq, health.records) == (True, filled.seq, len(filled.oracle.rows))


def test_scans_are_whole_and_in_ordinal_order(filled: Filled) -> None:
    asking = asker(filled, 5)
    for query in [Query(), *(replace(asking.query(), facets=()) for _ in range(40))]:
        expected = [row.id for row in filled.oracle.found(query)]
        assert [record.id for record in filled.engine.scan(query)] == expected
