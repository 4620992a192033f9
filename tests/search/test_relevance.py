"""Relevance: what a reader would expect to stand first, and to be found at all."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from search.answer import answer
from search.grammar import parse
from search.ports import SearchEngine
from search.query import Query
from tests.search.making import content, engine_over


def _poem(local_id: str, title: str, creator: str, text: str) -> dict[str, object]:
    return content(
        local_id,
        title={"zh-Hans": title},
        creators=[{"name": creator}],
        text={"zh-Hans": text},
        periods=["tang"],
        categories=["literature/poem/shi"],
    )


def _site(local_id: str, title: str, *periods: str) -> dict[str, object]:
    return content(
        local_id,
        type="site",
        title={"zh-Hans": title},
        periods=list(periods),
        categories=["heritage/ancient-building"],
    )


RECORDS = [
    _poem("sent", "寄李白", "任华", "月下独行"),
    _poem("moon", "古朗月行", "李白", "小时不识月"),
    _poem("pass", "赠友人", "李白", "将军夜引弓"),
    _poem("long", "黄鹤楼送孟浩然之广陵", "李白", "烟花三月下扬州"),
    _poem("tower", "黄鹤楼", "崔颢", "昔人已乘黄鹤去"),
    _poem("grave", "过前人墓", "李白", "荒草"),
    _site("tomb", "李白墓", "tang"),
    _site("wall", "长城", "ming"),
    _site("old-wall", "齐长城遗址", "zhou"),
    _site("hall", "大观堂", "qing"),
    _site("walk", "步月亭", "yuan"),
]


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SearchEngine]:
    opened = engine_over(tmp_path_factory.mktemp("index"), RECORDS)
    yield opened
    opened.close()


def found(engine: SearchEngine, q: str) -> list[str]:
    return [hit.record.id.removeprefix("poems:") for hit in answer(engine, Query(parse(q), relax=False)).hits]


@pytest.mark.parametrize(
    ("q", "first"),
    [
        ("huanghelou", "tower"),
        ("huang he lou", "tower"),
        ("黄鹤楼", "tower"),
        ("李白 月", "moon"),
        ("李白 墓", "tomb"),
        ("明长城", "wall"),
        ("唐代诗人李白写的关于月的诗有哪些", "moon"),
    ],
)
def test_what_is_meant_stands_first(engine: SearchEngine, q: str, first: str) -> None:
    assert found(engine, q)[0] == first


@pytest.mark.parametrize(
    ("q", "ids"),
    [
        ("明长城", {"wall"}),
        ("title:明长城", set()),
        ('"明长城"', set()),
        ("明清古建筑", {"wall", "hall"}),
        ("元明古建筑", {"wall", "walk"}),
        ("长城在哪里", {"wall", "old-wall"}),
        ("明月", set()),
    ],
)
def test_dynasties_and_particles_in_a_question(engine: SearchEngine, q: str, ids: set[str]) -> None:
    assert set(found(engine, q)) == ids


def test_what_stands_for_a_word_with_a_dynasty_is_marked(engine: SearchEngine) -> None:
    (hit,) = answer(engine, Query(parse("明长城"), highlight=True)).hits
    assert [(one.field, one.text, one.spans) for one in hit.highlights] == [("title.zh-Hans", "长城", ((0, 2),))]
