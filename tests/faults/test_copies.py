"""Each copy of an index shows a change a moment before or after the others: nobody who asks notices."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from itertools import count

import pytest

from bench.changing import repeating
from bench.failing import engine_url
from deploy.elasticsearch.node import Cluster
from search.engines import open_engine, open_writer
from search.ports import IndexWriter, SearchEngine
from search.query import Page, Query, Words
from tests.search.engines.entries import entries, entry

pytestmark = pytest.mark.slow

ASKERS = 4
CHANGES = 250


@pytest.fixture
def url(elasticsearch_cluster: Cluster) -> str:
    return engine_url(elasticsearch_cluster, "copies")


@pytest.fixture
def writer(url: str) -> Iterator[IndexWriter]:
    with closing(open_writer(url)) as opened:
        build = opened.begin()
        opened.write(build, entries(1, 50))
        opened.promote(build, 50)
        yield opened


@pytest.fixture
def engine(url: str, writer: IndexWriter) -> Iterator[SearchEngine]:
    with closing(open_engine(url)) as opened:
        yield opened


def test_answers_come_while_copies_show_changes_one_after_the_other(engine: SearchEngine, writer: IndexWriter) -> None:
    asked = count()
    told: list[int] = []

    def ask() -> None:
        # Each of these wishes for a copy of its own.
        told.append(engine.search(Query(Words(f"word{next(asked) % 17}"), page=Page(size=0))).as_of)

    with repeating(ask, 0.0, ASKERS):
        for seq in range(51, 51 + CHANGES):
            writer.apply([replace(entry(1), seq=seq)], seq)
    assert max(told) >= 50 + CHANGES // 2
    assert len(told) > CHANGES
