"""What is wrong with a breakdown or a network is told at once, by parameter, before any engine is asked."""

from __future__ import annotations

from typing import Any

import pytest

from search.breakdown import Breakdown, Days, Links, Metric, Nodes, Regions, Tiles, Values, Years
from search.errors import QueryRefused
from search.query import Query, YearRange
from search.tables.checking import aggregatable, check_breakdown, check_links, cost

TYPE = Values("type")


def told(breakdown: Breakdown, query: Query | None = None) -> list[tuple[str, str, str]]:
    with pytest.raises(QueryRefused) as refused:
        check_breakdown(breakdown, query or Query())
    return [(each.parameter, each.reason, each.suggestion) for each in refused.value.problems]


def by(*dimensions: Any) -> Breakdown:
    return Breakdown(dimensions)


@pytest.mark.parametrize(
    ("breakdown", "parameter", "words", "suggestion"),
    [
        (by(), "by", "1 to 3 dimensions, not 0", ""),
        (by(TYPE, Regions(), Nodes("period"), Years()), "by", "1 to 3 dimensions, not 4", ""),
        (by(TYPE, TYPE), "by", "type is asked for twice", ""),
        (by(Values("tpye")), "by", "'tpye' is no field", "type"),
        (by(Values("title")), "by", "not a field of such values", ""),
        (by(Values("region")), "by", "not a field of such values", ""),
        (by(Nodes("type")), "by", "not a field of such values", ""),
        (by(Values("type", 0)), "top", "0 is outside 1 to 1,000", ""),
        (by(Values("type", 1_001)), "top", "1001 is outside 1 to 1,000", ""),
        (by(Values("type", 10, "size")), "order", "none of count, value", ""),  # type: ignore[arg-type]
        (by(Regions("provinces")), "level", "none of province, city, county", "province"),
        (by(Regions("city", "44")), "parent", "'44' is not a known region", "440000"),
        (by(Nodes("period", 1, "tagn")), "parent", "not a known period", "tang"),
        (by(Nodes("period", 0)), "depth", "0 is outside 1 to 10", ""),
        (by(Years(0)), "interval", "0 is none of auto, 1, 10", ""),
        (by(Years(-10)), "interval", "-10 is none of", ""),
        (by(Years(10, "end")), "counted", "none of overlap, start", ""),  # type: ignore[arg-type]
        (by(Tiles(29)), "precision", "29 is outside 0 to 22", ""),
        (by(Tiles(-1)), "precision", "-1 is outside 0 to 22", ""),
        (by(Days("hour")), "by", "none of month, month-of-year, weekday", ""),
        (Breakdown((TYPE,), ()), "metric", "1 to 10 metrics, not 0", ""),
        (Breakdown((TYPE,), (Metric("sum"),)), "metric", "'sum' is none of count", ""),
        (Breakdown((TYPE,), (Metric(), Metric())), "metric", "count is asked for twice", ""),
        (Breakdown((TYPE,), (Metric("count", "creator"),)), "metric", "count is of records", ""),
        (Breakdown((TYPE,), (Metric("count_distinct", "year"),)), "metric", "not a field of such values", ""),
        (Breakdown((TYPE,), (Metric("min", "year_strat"),)), "metric", "none of year_start", "year_start"),
        (Breakdown((TYPE,), (Metric("percentile", "year_end", 101.0),)), "metric", "101.0 is outside 0 to 100", ""),
        (Breakdown((TYPE,), (Metric("percentile", "year_end", float("nan")),)), "metric", "nan is outside", ""),
    ],
)
def test_what_is_wrong_is_told(breakdown: Breakdown, parameter: str, words: str, suggestion: str) -> None:
    (problem,) = told(breakdown)
    assert problem[0] == parameter
    assert words in problem[1]
    assert problem[2] == suggestion


def test_all_that_is_wrong_is_told_at_once() -> None:
    wrong = Breakdown((Years(0), Tiles(29), Regions("town")), (Metric("sum"),))
    assert [parameter for parameter, _, _ in told(wrong)] == ["interval", "precision", "level", "metric"]


@pytest.mark.parametrize(
    ("breakdown", "narrower"),
    [
        (by(Regions("county"), Values("subject", 1_000)), "take a higher level of region"),
        (by(Years(1), Values("type"), Values("dataset", 10)), "take a longer interval of year"),
        (by(Tiles(12), Values("creator", 100)), "take a lower precision of grid"),
        (by(Values("subject", 1_000), Values("creator", 1_000)), "ask for fewer of subject by top"),
        (by(Nodes("period", None), Values("subject", 400)), "take period at one depth"),
    ],
)
def test_a_table_that_would_be_too_large_is_told_how_to_narrow(breakdown: Breakdown, narrower: str) -> None:
    (problem,) = told(breakdown)
    assert problem[0] == "by"
    assert f"may make {cost(breakdown, Query()):,} cells" in problem[1]
    assert narrower in problem[1]


def test_years_asked_for_make_a_table_smaller() -> None:
    wide = by(Years(1), Values("subject", 100))
    assert told(wide)
    narrow = Query(filters=(YearRange(1900, 1999),))
    assert check_breakdown(wide, narrow) == wide
    assert told(wide, Query(filters=(YearRange(1900, None),)))


def test_what_can_be_asked_comes_back_with_todays_regions() -> None:
    plain = Breakdown((Regions("county", "440000"), TYPE), (Metric(), Metric("share")))
    assert check_breakdown(plain, Query()) == plain
    moved = by(Regions("county", "110103"))
    assert check_breakdown(moved, Query()).by == (Regions("county", "110101"),)


def test_fields_that_can_be_broken_down_are_declared() -> None:
    assert {"type", "region", "category", "period", "year", "location", "event", "creator"} <= set(aggregatable())
    assert {"title", "text", "modified"}.isdisjoint(aggregatable())


@pytest.mark.parametrize(
    ("links", "parameters"),
    [
        (Links("subejct"), ["field"]),
        (Links("region"), ["field"]),
        (Links("subject", 1), ["nodes"]),
        (Links("subject", 201), ["nodes"]),
        (Links("year", 0, 0), ["field", "nodes", "support"]),
    ],
)
def test_what_is_wrong_with_a_network(links: Links, parameters: list[str]) -> None:
    with pytest.raises(QueryRefused) as refused:
        check_links(links)
    assert [each.parameter for each in refused.value.problems] == parameters


def test_a_network_that_can_be_asked() -> None:
    assert check_links(Links("material", 200, 3)) == Links("material", 200, 3)
