"""The judges themselves: rules, ranks, figures and thresholds, by cases decided by hand."""

from __future__ import annotations

from typing import Any

import pytest

from tests.relevance.asking import Outcome
from tests.relevance.figures import Figures, figures, shortfalls
from tests.relevance.queries import Judged
from tests.relevance.rules import satisfies, unknown

GARDEN = {
    "id": "key-sites:1-121",
    "type": "site",
    "title": {"zh-Hans": "拙政园", "en": "The Humble Administrator's Garden"},
    "region": "320508",
    "categories": ["heritage/ancient-building"],
    "periods": ["ming"],
}
POEM = {
    "id": "tang-poems:1",
    "title": {"zh-Hant": "黃鶴樓送孟浩然之廣陵"},
    "creators": [{"name": "李白"}],
    "text": {"zh-Hant": "故人西辭黃鶴樓，煙花三月下揚州。"},
}


@pytest.mark.parametrize(
    ("record", "rule", "met"),
    [
        (GARDEN, {"title_is": ["拙政園"]}, True),
        (GARDEN, {"title_is": ["拙政"]}, False),
        (GARDEN, {"title_has": ["拙政"]}, True),
        (GARDEN, {"title_has": ["留园", "拙政"]}, True),
        (GARDEN, {"title_is": ["the humble administrators garden"]}, True),
        (GARDEN, {"title_words": "gardens humble"}, True),
        (GARDEN, {"title_words": "gardens proud"}, False),
        (GARDEN, {"region": ["320500"]}, True),
        (GARDEN, {"region": ["320000"]}, True),
        (GARDEN, {"region": ["320600"]}, False),
        (GARDEN, {"category": ["heritage"]}, True),
        (GARDEN, {"category": ["heritage/ancient-tomb"]}, False),
        (GARDEN, {"category": ["heritage/ancient-build"]}, False),
        (GARDEN, {"type": ["site"], "period": ["ming", "qing"]}, True),
        (GARDEN, {"type": ["site"], "period": ["tang"]}, False),
        (GARDEN, {"any": [{"title_has": ["留园"]}, {"region": ["320500"]}]}, True),
        (POEM, {"creator": ["李白"], "holds": ["烟花三月"]}, True),
        (POEM, {"creator": ["杜甫"]}, False),
        (POEM, {"holds": ["黄鹤楼，烟花"]}, True),
        (POEM, {"holds": ["黄鹤楼"], "lacks": ["李白"]}, False),
        (POEM, {"holds": ["黄鹤楼"], "lacks": ["杜甫"]}, True),
    ],
)
def test_rules(record: dict[str, Any], rule: dict[str, Any], met: bool) -> None:
    assert satisfies(record, rule) is met


def test_conditions_there_are_not_are_named_at_any_depth() -> None:
    assert unknown({"title_is": [], "any": [{"regio": []}, {"any": [{"titel": []}]}]}) == {"regio", "titel"}


def _outcome(group: str, rank: int, total: int = 5) -> Outcome:
    return Outcome(Judged(group, "x"), rank, total)


def test_figures_are_shares_of_a_group_and_of_all() -> None:
    found = figures([_outcome("exact", 1), _outcome("exact", 4), _outcome("latin", 0), _outcome("latin", 0, 0)])
    assert found["exact"] == Figures(2, 0.5, 1.0, 0.625, 0.0)
    assert found["latin"] == Figures(2, 0.0, 0.0, 0.0, 0.5)
    assert found["total"] == Figures(4, 0.25, 0.5, 0.3125, 0.25)


def test_a_drop_is_told_and_so_is_an_empty_group() -> None:
    found = {"exact": Figures(10, 0.8, 0.9, 0.85, 0.1)}
    assert shortfalls(found, {"exact": {"success_at_1": 0.8, "success_at_10": 0.9, "zero": 0.1}}) == []
    told = shortfalls(found, {"exact": {"success_at_10": 0.95, "zero": 0.0}, "latin": {"success_at_10": 0.0}})
    assert [each.partition(":")[0] for each in told] == ["exact", "exact", "latin"]
