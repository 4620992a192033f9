"""The position of an answer: asked for only now and then, and yet never that of another build, nor ahead of it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing

import pytest

from records.model import State
from search.engines import open_engine, open_writer
from search.ports import IndexWriter, SearchEngine
from search.query import Query, Words
from tests.contract.making import Maker, Row

pytestmark = pytest.mark.slow


@pytest.fixture
def rows() -> list[Row]:
    return Maker(11).rows(30)


@pytest.fixture
def writer(elasticsearch_url: str, index_prefix: str) -> Iterator[IndexWriter]:
    with closing(open_writer(f"elasticsearch+{elasticsearch_url}/{index_prefix}")) as found:
        yield found


@pytest.fixture
def engine(elasticsearch_url: str, index_prefix: str) -> Iterator[SearchEngine]:
    with closing(open_engine(f"elasticsearch+{elasticsearch_url}/{index_prefix}")) as found:
        yield found


def _served(writer: IndexWriter, rows: list[Row], seq: int) -> None:
    build = writer.begin()
    assert writer.write(build, [row.entry() for row in rows]).refused == ()
    writer.promote(build, seq)


def _live(rows: list[Row]) -> int:
    return sum(row.state is State.LIVE for row in rows)


@pytest.mark.parametrize("query", [Query(), Query(Words("nothing-is-called-so"), relax=False)])
def test_the_position_is_that_of_the_build_that_answers(
    writer: IndexWriter, engine: SearchEngine, rows: list[Row], query: Query
) -> None:
    for number in range(1, 6):
        _served(writer, rows[: 2 * number], 1_000 * number)
        answers = [engine.search(query) for _ in range(3)]
        assert {answer.as_of for answer in answers} == {1_000 * number}
        if query == Query():
            assert {answer.total for answer in answers} == {_live(rows[: 2 * number])}


def test_a_change_is_found_at_once_and_told_a_moment_later(
    writer: IndexWriter, engine: SearchEngine, rows: list[Row]
) -> None:
    _served(writer, rows[:10], 1_000)
    held = _live(rows[:10])
    for number, row in enumerate(rows[10:20], 1):
        before = engine.search(Query())
        assert writer.apply([row.entry()], 1_000 + number).refused == ()
        held += _live([row])
        after = engine.search(Query())
        assert (before.total, after.total) == (held - _live([row]), held)
        assert before.as_of <= after.as_of <= 1_000 + number
        assert engine.position(fresh=True)[1] == 1_000 + number
