"""The order by what is read most: the same on every engine, as brute force puts it, whatever is asked beside it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from records.model import State
from search.answer import answer
from search.query import MOST_HOT, WINDOW, FacetRequest, Ids, Page, Query, Sort, Terms
from search.results import Results
from tests.contract.asking import Asker
from tests.contract.conftest import Filled
from tests.contract.making import Row

HOT = Sort("hot")


def ids(results: Results) -> list[str]:
    return [hit.record.id for hit in results.hits]


def expected(filled: Filled, query: Query) -> list[str]:
    """Those found that are hot, as the list has them; then the others by ordinal."""
    found = [row.id for row in filled.oracle.found(query)]
    first = [record_id for record_id in query.hot if record_id in found]
    return first + [record_id for record_id in found if record_id not in first]


def some_hot(filled: Filled, seed: int) -> tuple[str, ...]:
    """Live records, some that are withdrawn or merged, and one that never was."""
    chance = Asker(seed, filled.oracle.rows).random
    gone = [row.id for row in filled.rows.values() if row.state is not State.LIVE]
    chosen = chance.sample([row.id for row in filled.oracle.rows], chance.choice((0, 1, 7, 60, MOST_HOT - 5)))
    mixed = [*chosen, *gone[:4], "sites:never"]
    chance.shuffle(mixed)
    return tuple(mixed)


def rows_of(filled: Filled) -> list[Row]:
    return filled.oracle.rows


@pytest.mark.parametrize("seed", range(7_000, 7_012))
def test_any_question_in_the_order_of_heat(filled: Filled, seed: int) -> None:
    asking = Asker(seed, rows_of(filled))
    for _ in range(8 if filled.name == "tantivy" else 3):
        hot = some_hot(filled, asking.random.randrange(1_000_000))
        size, number = asking.random.choice((1, 3, 7, 20, 50)), asking.random.choice((1, 1, 2, 3, 6, 9))
        query = replace(asking.query(), sort=HOT, hot=hot, page=Page(number, size), relax=False)
        results = answer(filled.engine, query)
        whole = expected(filled, query)
        assert ids(results) == whole[(number - 1) * size : number * size], query
        assert results.total == len(whole)
        for request, facet in zip(query.facets, results.facets, strict=True):
            values, other, missing = filled.oracle.facet(query, request)
            assert [(one.value, one.count) for one in facet.values] == values
            assert (facet.other_count, facet.missing_count) == (other, missing)


@pytest.mark.parametrize("size", [1, 9, 64, 1_000])
def test_pages_make_one_list_without_gaps_or_repeats(filled: Filled, size: int) -> None:
    hot = some_hot(filled, 99)
    narrow = (Terms("dataset", ("sites",)),) if size == 1 else ()
    query = Query(filters=narrow, sort=HOT, hot=hot)
    pages = -(-len(expected(filled, query)) // size) + 1
    found = [ids(answer(filled.engine, replace(query, page=Page(number + 1, size)))) for number in range(pages)]
    assert [record_id for page in found for record_id in page] == expected(filled, query)


def test_the_last_page_of_the_window_is_answered(filled: Filled) -> None:
    query = Query(sort=HOT, hot=some_hot(filled, 3), page=Page(WINDOW // 1_000, 1_000))
    assert ids(answer(filled.engine, query)) == []
    assert answer(filled.engine, query).total == len(rows_of(filled))


def test_with_size_zero_totals_and_facets_alone(filled: Filled) -> None:
    query = Query(sort=HOT, hot=some_hot(filled, 4), page=Page(size=0), facets=(FacetRequest("type"),))
    results = answer(filled.engine, query)
    assert (results.total, results.hits) == (len(rows_of(filled)), ())
    assert sum(value.count for value in results.facets[0].values) == results.total


def test_hot_records_alone_come_in_their_order(filled: Filled) -> None:
    hot = some_hot(filled, 5)
    query = Query(filters=(Ids(hot),), sort=HOT, hot=hot, page=Page(1, MOST_HOT))
    live = {row.id for row in rows_of(filled)}
    assert ids(answer(filled.engine, query)) == [record_id for record_id in hot if record_id in live]


def test_without_a_list_it_is_the_order_that_never_changes(filled: Filled) -> None:
    results = answer(filled.engine, Query(sort=HOT, page=Page(1, 50)))
    assert ids(results) == [row.id for row in rows_of(filled)[:50]]
    assert {hit.score for hit in results.hits} == {None}
