"""The search finds what people mean: no group of the judged queries falls below its threshold."""

from __future__ import annotations

from contextlib import closing

import pytest

from indexers.sync import build
from indexers.workers import Workers
from records.store import Store
from search.engines import open_writer
from tests.relevance.asking import ask_all
from tests.relevance.figures import TOTAL, figures, shortfalls, thresholds
from tests.relevance.nodes import large_node, sample_node
from tests.relevance.queries import GROUPS, LARGE, SAMPLE, read

APART = 0.02
"""How far the shares of two engines may lie apart over all queries."""


@pytest.mark.slow
def test_the_sample_reaches_its_thresholds() -> None:
    least = thresholds("sample")
    assert set(least) == {*GROUPS, TOTAL}
    queries = [query for query in read(SAMPLE) if not query.held]
    found = figures(ask_all(sample_node().engine_url, queries))
    assert shortfalls(found, least) == []


@pytest.mark.slow
def test_both_engines_find_alike(elasticsearch_url: str, index_prefix: str) -> None:
    node, url = sample_node(), f"elasticsearch+{elasticsearch_url}/{index_prefix}"
    with closing(Store.open(node.database_url)) as store, closing(open_writer(url)) as writer, Workers() as workers:
        assert build(store, writer, workers).refused == ()
    queries = read(SAMPLE)
    embedded, other = (figures(ask_all(engine, queries))[TOTAL] for engine in (node.engine_url, url))
    assert abs(embedded.success_at_1 - other.success_at_1) <= APART
    assert abs(embedded.success_at_10 - other.success_at_10) <= APART
    assert other.zero == embedded.zero
    found = figures(ask_all(url, [query for query in queries if not query.held]))
    assert shortfalls(found, thresholds("sample")) == []


@pytest.mark.shared
@pytest.mark.slow
@pytest.mark.timeout(3_600)
def test_the_larger_records_reach_their_thresholds() -> None:
    """The first time the node is made, which takes minutes."""
    least = thresholds("large")
    assert set(least) == {*GROUPS, TOTAL}
    settings = large_node()
    if settings is None:
        pytest.skip("the larger files are not here (set WENMAI_SHARED)")
    queries = [query for query in read(LARGE) if not query.held]
    found = figures(ask_all(settings.engine_url, queries))
    assert shortfalls(found, least) == []
