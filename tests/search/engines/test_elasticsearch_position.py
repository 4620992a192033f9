"""The position of an answer: asked for only now and then, and yet never that of another build, nor ahead of it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing

import pytest
from elasticsearch import Elasticsearch

from records.model import State
from search.engines import open_engine, open_writer
from search.engines.elasticsearch.documents import POSITION_ID, sums
from search.errors import EngineUnavailable
from search.ports import IndexWriter, SearchEngine
from search.query import Page, Query, Words
from search.results import Served
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


def test_nothing_is_told_from_a_copy_that_is_behind_until_long_after(
    writer: IndexWriter,
    engine: SearchEngine,
    rows: list[Row],
    elasticsearch_url: str,
    index_prefix: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A node that hung and woke is one; here the position is set back by hand, which is all that tells of it."""
    _served(writer, rows[:10], 1_000)
    wanted = next(row.id for row in rows[:10] if row.state is State.LIVE)
    index, _ = engine.position(fresh=True)
    with closing(Elasticsearch(elasticsearch_url)) as client:

        def standing_at(seq: int) -> None:
            held = {"kind": "position", "seq": seq, "sums": sums(POSITION_ID, 0, seq)}
            client.delete(index=index, id=POSITION_ID)
            client.index(index=index, id=POSITION_ID, routing=POSITION_ID, document=held, refresh=True)

        standing_at(999)
        with pytest.raises(EngineUnavailable, match="behind"):
            engine.position(fresh=True)
        for ask in (lambda: engine.search(Query()), lambda: engine.get([wanted]), lambda: engine.similar(wanted, 3)):
            with pytest.raises(EngineUnavailable, match="behind"):
                ask()
        assert not engine.health().ok
        standing_at(1_001)
        assert isinstance(engine.get([wanted])[0], Served)
        assert engine.search(Query()).as_of == 1_001
        standing_at(900)
        monkeypatch.setattr("search.engines.elasticsearch.standing.REMEMBERED_S", 0.0)
        assert engine.search(Query(page=Page(size=0))).as_of == 900


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
