"""Tables and networks are what brute force finds, and what lists and facets tell."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from itertools import combinations
from typing import Any

import pytest

from search.answer import answer
from search.breakdown import Breakdown, Days, Links, Metric, Nodes, Regions, Tiles, Values, Years
from search.errors import QueryRefused
from search.ports import IndexWriter, SearchEngine
from search.query import Everything, FacetRequest, Ids, Page, Query, Terms, Words, YearRange
from search.tables.answering import broken_down, linked
from search.tables.checking import check_breakdown, cost
from tests.contract.asking_tables import FLAT, TableAsker
from tests.contract.conftest import Filled
from tests.contract.making import Row
from tests.contract.oracle import Oracle, values
from tests.contract.tabling import expected
from tests.contract.test_answers import QUESTIONS, TIMES
from tests.contract.test_reading import put, rows


def is_asked(breakdown: Breakdown, query: Query) -> bool:
    """Whether it may be, and brute force is done with it in a moment."""
    try:
        return cost(check_breakdown(breakdown, query), query) < 5_000
    except QueryRefused:
        return False


def assert_table(filled: Filled, query: Query, breakdown: Breakdown) -> None:
    wanted = expected(filled.oracle, query, breakdown)
    table = filled.engine.aggregate(query, breakdown)
    assert (table.by, table.total, table.as_of, table.exact) == (wanted.by, wanted.total, filled.seq, True), breakdown
    assert [(each.other_count, each.missing_count) for each in table.margins] == wanted.margins, (query, breakdown)
    assert [column.name for column in table.columns][: len(table.by)] == [each.name for each in breakdown.by]
    places = sum(column.kind == "place" for column in table.columns)
    told, asked = cut(table.rows, places), cut(wanted.rows, places)
    assert told[0] == asked[0], (query, breakdown)
    assert told[1] == [pytest.approx(where, abs=2e-7) for where in asked[1]]


def cut(rows: Any, places: int) -> tuple[list[Any], list[Any]]:
    """Values and numbers, which are exact, apart from degrees."""
    end = len(rows[0]) - places if rows else 0
    return [row[:end] for row in rows], [row[end:] for row in rows]


@pytest.mark.parametrize("seed", range(3_000, 3_000 + 16 * TIMES))
def test_tables(filled: Filled, seed: int) -> None:
    asking = TableAsker(seed, filled.oracle.rows)
    left = QUESTIONS[filled.name] * 3 // 4
    while left:
        query, breakdown = asking.question(), asking.breakdown()
        if is_asked(breakdown, query):
            assert_table(filled, query, breakdown)
            left -= 1


DIMENSIONS = (
    *(Values(field, 5) for field in FLAT),
    Regions("province"),
    Regions("county", "440000"),
    Nodes("category"),
    Nodes("category", 1, "heritage"),
    Nodes("period"),
    Nodes("period", None),
    Years(),
    Years(1, "start"),
    Years(100),
    Tiles(0),
    Tiles(22),
    Days("month"),
    Days("month-of-year"),
    Days("weekday"),
)
METRICS = (
    Metric(),
    Metric("share"),
    Metric("count_distinct", "creator"),
    Metric("min", "year_start"),
    Metric("max", "year_end"),
    Metric("avg", "year_start"),
    Metric("percentile", "year_end", 50.0),
)


@pytest.mark.parametrize("dimension", DIMENSIONS, ids=repr)
def test_every_dimension_with_every_metric(filled: Filled, dimension: Any) -> None:
    for empty in (False, True):
        assert_table(filled, Query(), Breakdown((dimension,), METRICS, empty))


def test_no_record_and_one(filled: Filled) -> None:
    one = filled.oracle.rows[0].id
    for ids in (("no:such",), (one,)):
        for dimension in DIMENSIONS:
            for empty in (False, True):
                assert_table(filled, Query(filters=(Ids(ids),)), Breakdown((dimension,), METRICS, empty))
        pair = Breakdown((Years(), Values("subject")), METRICS)
        assert_table(filled, Query(filters=(Ids(ids),)), pair)


def test_years_that_straddle_the_change_of_era(filled: Filled) -> None:
    around = Query(filters=(YearRange(-1, 1),))
    for interval in (1, 10, 25, 50, 100):
        for by in ("overlap", "start"):
            assert_table(filled, around, Breakdown((Years(interval, by),), METRICS))
            assert_table(filled, around, Breakdown((Years(interval, by), Values("type")), METRICS))


def test_a_number_of_a_table_is_the_number_of_the_list(filled: Filled) -> None:
    for dimension in (
        Regions("province"),
        Regions("county"),
        Nodes("period", None),
        Nodes("category"),
        Values("level"),
    ):
        table = filled.engine.aggregate(Query(), Breakdown((dimension,)))
        assert table.rows
        for value, count in table.rows[:: max(1, len(table.rows) // 40)]:
            asked = Query(filters=(Terms(dimension.field, (str(value),)),), page=Page(1, 0))
            assert filled.engine.search(asked).total == count, value


def test_stretches_of_years_are_what_the_filter_of_years_finds(filled: Filled) -> None:
    for interval in (25, 100):
        for value, count in filled.engine.aggregate(Query(), Breakdown((Years(interval),))).rows:
            asked = Query(filters=(YearRange(int(str(value)), int(str(value)) + interval - 1),), page=Page(1, 0))
            assert filled.engine.search(asked).total == count, value


def test_words_are_read_as_the_list_reads_them(filled: Filled) -> None:
    """As they stand, with one that no record holds, with a slip, and with one too many."""
    for text in ("明月", "明月 xyzzyx", "shephard castle", "river xyzzyx lantern"):
        query = Query(Words(text), filters=(Terms("dataset", ("sites", "tang")),))
        results = answer(filled.engine, query)
        table = broken_down(filled.engine, query, Breakdown((Values("type"),)))
        network = linked(filled.engine, query, Links("subject"))
        assert results.total == table.total == network.total + network.missing_count > 0


def test_what_is_wrong_with_the_query_is_told_with_the_rest(filled: Filled) -> None:
    query = Query(filters=(Terms("type", ("poem",)),))
    for ask in (
        lambda: broken_down(filled.engine, query, Breakdown((Tiles(29),))),
        lambda: linked(filled.engine, query, Links("subject", 1)),
    ):
        with pytest.raises(QueryRefused) as refused:
            ask()
        assert refused.value.problems[0].parameter == "type"
        assert len(refused.value.problems) == 2


def test_facets_and_tables_agree(filled: Filled) -> None:
    asking = TableAsker(77, filled.oracle.rows)
    for field in FLAT:
        query = replace(asking.question(), filters=(), facets=(FacetRequest(field, 7),), page=Page(1, 0))
        (facet,) = filled.engine.search(query).facets
        table = filled.engine.aggregate(query, Breakdown((Values(field, 7),)))
        assert [(each.value, each.count) for each in facet.values] == list(table.rows)
        margin = (facet.other_count, facet.missing_count)
        assert margin == (table.margins[0].other_count, table.margins[0].missing_count)


def test_hundreds_beside_hundreds(filled: Filled) -> None:
    breakdown = Breakdown((Years(25, "start"), Values("subject", 350)), (Metric(), Metric("count_distinct", "creator")))
    assert_table(filled, Query(), breakdown)


@pytest.mark.parametrize("field", ["subject", "creator", "material", "language"])
def test_networks(filled: Filled, field: str) -> None:
    asking = TableAsker(5, filled.oracle.rows)
    for query in (Query(), *(asking.question() for _ in range(5))):
        for nodes, support in ((2, 1), (50, 1), (200, 3)):
            links = Links(field, nodes, support)
            assert_network(filled, query, links)


def assert_network(filled: Filled, query: Query, wanted: Links) -> None:
    held = [set(values(row, wanted.field)) for row in filled.oracle.found(query)]
    counts = Counter(value for each in held for value in each)
    ranked = sorted(counts, key=lambda value: (-counts[value], value))
    nodes, holding = ranked[: wanted.nodes], sum(1 for each in held if each)
    shared = Counter(pair for each in held for pair in combinations(sorted(each & set(nodes), key=nodes.index), 2))
    together = [(one, other, count) for (one, other), count in shared.items()]
    links = sorted(
        (link for link in together if link[2] >= wanted.support),
        key=lambda link: (-link[2], nodes.index(link[0]), nodes.index(link[1])),
    )
    network = filled.engine.network(query, wanted)
    assert [(node.value, node.count) for node in network.nodes] == [(value, counts[value]) for value in nodes]
    assert [(link.source, link.target, link.count) for link in network.links] == links
    for link in network.links:
        chance = counts[link.source] / holding * counts[link.target] / holding
        assert link.lift == pytest.approx(link.count / holding / chance)
    assert (network.total, network.missing_count) == (holding, len(held) - holding)
    assert network.other_count == sum(counts[value] for value in ranked[wanted.nodes :])
    assert network.as_of == filled.seq


def test_only_the_records_tell_that_a_table_is_too_large(filled: Filled) -> None:
    years = Breakdown((Years(1), Values("subject", 400)))
    with pytest.raises(QueryRefused, match="narrow"):
        filled.engine.aggregate(Query(Everything()), years)


def crowded(count: int, subjects: int, creators: int) -> list[Row]:
    """Records that have many values each."""
    return rows(
        *(
            {
                "title": {"en": "one of many"},
                "subjects": [f"{each if number % count == each else 'all'} {number}" for number in range(subjects)],
                "creators": [{"name": f"c{number}"} for number in range(creators)],
            }
            for each in range(count)
        )
    )


@pytest.mark.slow
def test_more_than_an_engine_counts_at_once_is_asked_in_parts(writer: IndexWriter, engine: SearchEngine) -> None:
    made = crowded(3, 320, 250)
    put(writer, made)
    breakdown = Breakdown((Values("subject", 320), Values("creator", 250)), (Metric(),))
    table = engine.aggregate(Query(), check_breakdown(breakdown, Query()))
    wanted = expected(Oracle(made), Query(), breakdown)
    assert len(wanted.rows) == 320 * 250 > 65_536
    assert list(table.rows) == wanted.rows


EVENT = {"title": {"en": "one"}, "event": {"start": "2026-05-18"}}


@pytest.mark.slow
def test_very_many_values_are_estimated_and_said_to_be(writer: IndexWriter, engine: SearchEngine) -> None:
    many = [
        {**EVENT, "type": kind, "materials": [f"{kind} {number}" for number in range(count)]}
        for kind, count in (("site", 66_500), ("person", 5))
    ]
    put(writer, rows(*many))
    asked = Breakdown((Days("weekday"),), (Metric("count_distinct", "material"),))
    with pytest.raises(QueryRefused, match="too many values to tell apart"):
        engine.aggregate(Query(), asked)
    table = engine.aggregate(Query(), Breakdown((Values("type"),), (Metric("count_distinct", "material"),)))
    assert not table.exact
    counts = {str(value): distinct for value, distinct in table.rows}
    assert counts == {"site": pytest.approx(66_500, rel=0.05), "person": 5}


@pytest.mark.slow
@pytest.mark.parametrize("by", ["start", "overlap"])
def test_years_are_asked_in_parts(writer: IndexWriter, engine: SearchEngine, by: Any) -> None:
    made = rows(
        *(
            {
                "title": {"en": "one of many"},
                "date": {"start": year, "end": year + year % 2},
                "materials": [f"{(year + number) % 300}" for number in range(250)],
            }
            for year in range(-140, 140)
        )
    )
    put(writer, made)
    breakdown = Breakdown((Years(1, by),), (Metric(), Metric("count_distinct", "material")))
    wanted = expected(Oracle(made), Query(), breakdown)
    assert sum(len(row.content["materials"]) for row in made) > 65_536
    table = engine.aggregate(Query(), check_breakdown(breakdown, Query()))
    assert (list(table.rows), table.exact) == (wanted.rows, True)
