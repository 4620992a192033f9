"""The filters of a JSON search, read into clauses."""

from __future__ import annotations

from typing import Any

import pytest

from api.questions.clauses import read_tree
from search.query import AnyOf, Box, Every, Near, Not, Point, Terms, YearRange

SITE, BEIJING = Terms("type", ("site",)), Terms("region", ("110000",))


def test_what_is_anded_at_the_top_becomes_filters() -> None:
    tree = read_tree({"type": ["site"], "and": [{"region": ["110000"]}, {"and": [{"year_from": 1}]}]})
    assert set(tree.filters) == {SITE, BEIJING, YearRange(1, None)}
    assert tree.clauses == ()


def test_what_nests_becomes_clauses() -> None:
    tree = read_tree({"or": [{"type": ["site"]}, {"region": ["110000"], "year_to": 5}]})
    assert tree.filters == ()
    assert tree.clauses == (AnyOf((SITE, Every((BEIJING, YearRange(None, 5))))),)


def test_a_not_around_values_leaves_them_out() -> None:
    assert read_tree({"not": {"type": ["site"]}}).filters == (Terms("type", ("site",), exclude=True),)
    assert read_tree({"not": {"-type": ["site"]}}).filters == (SITE,)
    assert read_tree({"not": {"year_from": 5}}).clauses == (Not(YearRange(5, None)),)
    both = read_tree({"not": {"type": ["site"], "region": ["110000"]}})
    assert isinstance(both.clauses[0], Not)
    assert isinstance(both.clauses[0].clause, Every)


def test_places_are_read_and_the_first_point_is_where_distances_begin() -> None:
    tree = read_tree({"and": [{"bbox": [1, 2, 3, 4]}, {"near": [5, 6], "radius": 7}]})
    assert set(tree.filters) == {Box(1, 2, 3, 4), Near(Point(5, 6), 7)}
    assert tree.origin == Point(5, 6)


@pytest.mark.parametrize(
    ("tree", "at"),
    [
        ("site", "filter"),
        ({}, "filter"),
        ({"and": {}}, "filter.and"),
        ({"not": []}, "filter.not"),
        ({"or": [1]}, "filter.or[0]"),
        ({"or": [{"type": ["site"]}, {"nope": 1}]}, "filter.or[1].nope"),
        ({"type": [""]}, "filter.type[0]"),
        ({"type": [None]}, "filter.type[0]"),
        ({"ids": "a:b"}, "filter.ids"),
        ({"near": [1]}, "filter.near"),
        ({"not": {"bbox": [1, 5, 2, 4]}}, "filter.not.bbox"),
    ],
)
def test_a_fault_has_its_path(tree: Any, at: str) -> None:
    assert {fault.parameter for fault in read_tree(tree).faults} == {at}
