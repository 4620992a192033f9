"""The engines of the contract, and one index in each that has been through builds, updates and withdrawals."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

import pytest

from search.engines import open_engine, open_writer
from search.ports import IndexWriter, SearchEngine
from tests import elasticsearch
from tests.contract.making import Maker, Row
from tests.contract.oracle import Oracle

ENGINES = ("tantivy", "elasticsearch", "elasticsearch-3-shards")
"""Each of them answers the whole suite."""

RECORDS = 1_200

PATIENCE_S = 60
"""What is asked here is right or wrong, however busy the machine is."""


@dataclass(frozen=True, slots=True)
class Filled:
    """An engine over an index, and what should be in it."""

    name: str
    engine: SearchEngine
    oracle: Oracle
    rows: dict[str, Row]
    seq: int


@pytest.fixture(scope="session", params=ENGINES)
def engine_name(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def url(engine_name: str, tmp_path: Path, request: pytest.FixtureRequest) -> str:
    """An index of one's own, still empty."""
    if engine_name == "tantivy":
        return f"tantivy:{tmp_path / 'index'}"
    return _elasticsearch(engine_name, request, request.getfixturevalue("index_prefix"))


def _elasticsearch(engine_name: str, request: pytest.FixtureRequest, prefix: str) -> str:
    shards = 3 if engine_name == "elasticsearch-3-shards" else 1
    return f"elasticsearch+{request.getfixturevalue('elasticsearch_url')}/{prefix}?shards={shards}&timeout={PATIENCE_S}"


@pytest.fixture
def writer(url: str) -> Iterator[IndexWriter]:
    opened = open_writer(url)
    yield opened
    opened.close()


@pytest.fixture
def engine(url: str) -> Iterator[SearchEngine]:
    opened = open_engine(url)
    yield opened
    opened.close()


@pytest.fixture(scope="session")
def filled(
    engine_name: str, request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Filled]:
    """Only to be read; tests that write make their own."""
    prefix = f"test-{uuid4().hex[:12]}"
    if engine_name == "tantivy":
        index_url = f"tantivy:{tmp_path_factory.mktemp(prefix) / 'index'}"
    else:
        index_url = _elasticsearch(engine_name, request, prefix)
    rows, seq = fill(index_url, Maker(7), RECORDS)
    opened = open_engine(index_url)
    yield Filled(engine_name, opened, Oracle(rows.values()), rows, seq)
    opened.close()
    if engine_name != "tantivy":
        elasticsearch.remove(request.getfixturevalue("elasticsearch_url"), prefix)


def fill(index_url: str, maker: Maker, count: int) -> tuple[dict[str, Row], int]:
    """A build, then changes in many small commits: new, changed, withdrawn, merged and restored records."""
    rows = {row.id: row for row in maker.rows(count)}
    opened = open_writer(index_url)
    try:
        build = opened.begin()
        for start in range(0, count, 500):
            outcome = opened.write(build, [row.entry() for row in list(rows.values())[start : start + 500]])
            assert outcome.refused == ()
        opened.promote(build, max(row.seq for row in rows.values()))
        for number in range(12):
            changes = _changes(maker, rows, count + number * 10)
            rows.update({row.id: row for row in changes})
            opened.apply([row.entry() for row in changes], max(row.seq for row in changes))
    finally:
        opened.close()
    return rows, max(row.seq for row in rows.values())


def _changes(maker: Maker, rows: dict[str, Row], last: int) -> list[Row]:
    new = [maker.row(last + step) for step in range(1, 11)]
    chosen = maker.random.sample(sorted(rows), 30)
    changed = [maker.changed(rows[record_id]) for record_id in chosen[:20]]
    withdrawn = [maker.gone(rows[record_id]) for record_id in chosen[20:26]]
    merged = [maker.gone(rows[record_id], into=chosen[0]) for record_id in chosen[26:]]
    return [*new, *changed, *withdrawn, *merged]
