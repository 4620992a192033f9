"""The check: everything that cannot be asked, by parameter, at once."""

from __future__ import annotations

import math
from time import thread_time
from timeit import repeat

import pytest

from search.check import MAX_IDS, check, problems
from search.errors import QueryError, QueryRefused
from search.grammar import MAX_CLAUSES, MAX_DEPTH, parse
from search.query import (
    AllOf,
    AnyOf,
    Box,
    Clause,
    Every,
    Everything,
    FacetRequest,
    Ids,
    Near,
    Not,
    Page,
    Phrase,
    Place,
    Point,
    Prefix,
    Query,
    Sort,
    Terms,
    TimeRange,
    Walk,
    Words,
    YearRange,
)

BEIJING = Point(39.9, 116.4)

SOUND = [
    Query(),
    Query(parse('故宫 "静夜" -唐诗 type:site title:月 青铜*')),
    Query(Not(Words("月"))),
    Query(filters=(Terms("type", ("site", "person")), Terms("dataset", ("anything",), exclude=True))),
    Query(filters=(YearRange(-221, None), YearRange(None, None), TimeRange(1, 1), Ids(("a:1",)))),
    Query(filters=(Box(170, -10, -170, 10), Near(BEIJING, 0.5))),
    Query(facets=(FacetRequest("type"), FacetRequest("region", 65_000, every_level=True))),
    Query(sort=Sort("distance"), origin=BEIJING),
    Query(sort=Sort("year", descending=True), page=Page(10, 1_000)),
    Query(page=Page(1, 0)),
    Query(sort=Sort("title"), page=Walk(1_000, Place("chun xiao", 3))),
    Query(sort=Sort("ordinal"), page=Walk(100, Place(3, 3))),
    Query(sort=Sort("year"), page=Walk(100, Place(None, 3))),
]


@pytest.mark.parametrize("query", SOUND)
def test_what_can_be_asked_stays_as_it_is(query: Query) -> None:
    assert check(query) == query


@pytest.mark.parametrize(
    ("query", "parameter", "suggestion"),
    [
        (Query(Words("!!!")), "q", ""),
        (Query(Phrase("")), "q", ""),
        (Query(Prefix("-")), "q", ""),
        (Query(Words("x", "tilte")), "q", "title"),
        (Query(Words("x", "type")), "q", ""),
        (Query(AnyOf(())), "q", ""),
        (Query(Every((Words("x"), AllOf(())))), "q", ""),
        (Query(Not(Terms("type", ("siet",)))), "q", "site"),
        (Query(Words("月 " * 2_000)), "q", ""),
        (Query(Words(" ".join(map(str, range(65))))), "q", ""),
        (Query(filters=(Terms("tpye", ("site",)),)), "tpye", "type"),
        (Query(filters=(Terms("title", ("x",)),)), "title", ""),
        (Query(filters=(Terms("type", ("siet",), exclude=True),)), "-type", "site"),
        (Query(filters=(Terms("type", ()),)), "type", ""),
        (
            Query(
                filters=(
                    Terms(
                        "region",
                        ("110000", "1100"),
                    ),
                )
            ),
            "region",
            "110000",
        ),
        (Query(filters=(Terms("region", ("北京",)),)), "region", "北京市"),
        (Query(filters=(Terms("period", ("mnig",)),)), "period", "ming"),
        (Query(filters=(Terms("has", ("picture",)),)), "has", ""),
        (Query(filters=(Terms("reuse", ("opne",)),)), "reuse", "open"),
        (Query(filters=(YearRange(2, 1),)), "year_from", ""),
        (Query(filters=(YearRange(None, 9_999_999),)), "year_to", ""),
        (Query(filters=(TimeRange(2, 1),)), "modified_from", ""),
        (Query(filters=(Box(0, 10, 1, 5),)), "bbox", ""),
        (Query(filters=(Box(-181, 0, 1, 5),)), "bbox", ""),
        (Query(filters=(Box(0, 0, 1, math.nan),)), "bbox", ""),
        (Query(filters=(Near(Point(91, 0), 1),)), "near", ""),
        (Query(filters=(Near(Point(0, math.inf), 1),)), "near", ""),
        (Query(filters=(Near(BEIJING, 0),)), "radius", ""),
        (Query(filters=(Near(BEIJING, math.nan),)), "radius", ""),
        (Query(filters=(Ids(()),)), "ids", ""),
        (Query(filters=(Ids(("a:1",) * (MAX_IDS + 1)),)), "ids", ""),
        (Query(facets=(FacetRequest("regoin"),)), "facets", "region"),
        (Query(facets=(FacetRequest("title"),)), "facets", ""),
        (Query(facets=(FacetRequest("type"), FacetRequest("type"))), "facets", ""),
        (Query(facets=(FacetRequest("type", 0),)), "facet_size", ""),
        (Query(sort=Sort("titel")), "sort", "title"),
        (Query(sort=Sort("distance")), "sort", ""),
        (Query(page=Walk()), "sort", ""),
        (Query(sort=Sort("distance"), origin=BEIJING, page=Walk()), "sort", ""),
        (Query(origin=Point(0, 200)), "near", ""),
        (Query(page=Page(0)), "page", ""),
        (Query(page=Page(11, 1_000)), "page", ""),
        (Query(page=Page(1, 1_001)), "page_size", ""),
        (Query(page=Page(1, -1)), "page_size", ""),
        (Query(sort=Sort("year"), page=Walk(0)), "page_size", ""),
        (Query(sort=Sort("year"), page=Walk(1, Place("x", 1))), "cursor", ""),
        (Query(sort=Sort("title"), page=Walk(1, Place(5, 1))), "cursor", ""),
    ],
)
def test_what_cannot_be_asked(query: Query, parameter: str, suggestion: str) -> None:
    (problem,) = problems(query)
    assert (problem.parameter, problem.suggestion) == (parameter, suggestion)


def test_everything_wrong_is_told_at_once() -> None:
    query = Query(Words("!!"), (YearRange(2, 1), Terms("type", ("x",))), (FacetRequest("nothing"),), Sort("up"))
    with pytest.raises(QueryRefused) as caught:
        check(query)
    told = [problem.parameter for problem in caught.value.problems]
    assert told == ["q", "year_from", "type", "facets", "sort"]
    assert isinstance(caught.value, QueryError)
    assert all(problem.reason in str(caught.value) for problem in caught.value.problems)


def test_regions_of_yesterday_become_those_of_today() -> None:
    old = Terms("region", ("510625", "512122", "110000"))
    query = check(Query(Every((Not(old), Words("月"))), (old,)))
    today = Terms("region", ("510682", "110000"))
    assert query.filters == (today,)
    assert query.clause == Every((Not(today), Words("月")))


def nested(depth: int) -> Clause:
    clause: Clause = Words("月")
    for _ in range(depth):
        clause = Not(clause)
    return clause


@pytest.mark.parametrize("clause", [nested(200_000), AllOf((Everything(),) * 50_000)])
def test_what_is_too_large_is_refused_quickly(clause: Clause) -> None:

    def look() -> None:
        (problem,) = problems(Query(clause))
        assert problem.parameter == "q"

    assert min(repeat(look, timer=thread_time, number=1, repeat=3)) < 0.5


def test_whatever_the_language_takes_the_check_takes() -> None:
    deepest = "-(a b OR " * (MAX_DEPTH - 1) + "-(c -d" + ")" * MAX_DEPTH
    check(Query(parse(deepest)))
    check(Query(parse("-a " * MAX_CLAUSES)))
    check(Query(parse(" OR ".join(f"{number}" for number in range(MAX_CLAUSES)))))
