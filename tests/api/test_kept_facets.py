"""Counts kept for the other pages of a question: counted anew for another question, and for another change."""

from __future__ import annotations

from dataclasses import replace

from api.caching.facets import KeptFacets
from search.query import FacetRequest, Page, Query, Sort, Words
from search.results import FacetResult, FacetValue, Results

ASKED = Query(clause=Words("月"), facets=(FacetRequest("type"),))


class Counter:
    """Counts how often it is asked, and gives that as the count."""

    def __init__(self) -> None:
        self.asked: list[Query] = []
        self.as_of = 7

    def __call__(self, query: Query) -> Results:
        self.asked.append(query)
        return Results(0, (), (FacetResult("type", (FacetValue("site", len(self.asked)),), 0, 0),), self.as_of)


def of(found: tuple[FacetResult, ...]) -> int:
    return found[0].values[0].count


def test_pages_and_orders_of_one_question_are_counted_once() -> None:
    kept, counter, found = KeptFacets(), Counter(), Results(0, (), (), 7)
    for query in (
        ASKED,
        replace(ASKED, page=Page(3, 50)),
        replace(ASKED, sort=Sort("year")),
        replace(ASKED, highlight=True),
    ):
        assert of(kept.beside(query, found, counter)) == 1
    assert [one.page for one in counter.asked] == [Page(size=0)]


def test_another_question_or_another_change_is_counted_anew() -> None:
    kept, counter = KeptFacets(), Counter()
    assert of(kept.beside(ASKED, Results(0, (), (), 7), counter)) == 1
    assert of(kept.beside(replace(ASKED, clause=Words("山")), Results(0, (), (), 7), counter)) == 2
    assert of(kept.beside(replace(ASKED, relax=False), Results(0, (), (), 7), counter)) == 3
    counter.as_of = 8
    assert of(kept.beside(ASKED, Results(0, (), (), 8), counter)) == 4
    assert of(kept.beside(ASKED, Results(0, (), (), 8), counter)) == 4


def test_those_unasked_for_longest_go_first() -> None:
    kept, counter, found = KeptFacets(2), Counter(), Results(0, (), (), 7)
    for text in ("a", "b", "a", "c", "b"):
        kept.beside(replace(ASKED, clause=Words(text)), found, counter)
    texts = [one.clause.text for one in counter.asked if isinstance(one.clause, Words)]
    assert texts == ["a", "b", "c", "b"]


def test_all_values_together_are_bounded() -> None:
    kept, counter, found = KeptFacets(values=2), Counter(), Results(0, (), (), 7)
    for text in ("a", "b", "c", "b", "a"):
        kept.beside(replace(ASKED, clause=Words(text)), found, counter)
    texts = [one.clause.text for one in counter.asked if isinstance(one.clause, Words)]
    assert texts == ["a", "b", "c", "a"]
