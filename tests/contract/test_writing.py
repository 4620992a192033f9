"""Builds, promotion, changes and positions, the same with every engine."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest

from search.engines import open_engine, open_writer
from search.entries import IndexEntry
from search.errors import EngineBusy, EngineError, EngineUnavailable, IndexDamaged
from search.ports import IndexWriter, SearchEngine
from search.query import FacetRequest, Page, Query, Sort, Walk
from search.results import Redirect, Served, Tombstone
from tests.contract.making import Maker, Row


@pytest.fixture
def maker() -> Maker:
    return Maker(11)


@pytest.fixture
def rows(maker: Maker) -> list[Row]:
    return maker.rows(300)


def entries(rows: list[Row]) -> list[IndexEntry]:
    return [row.entry() for row in rows]


def put(writer: IndexWriter, rows: list[Row], seq: int = 0) -> None:
    build = writer.begin()
    assert writer.write(build, entries(rows)).refused == ()
    writer.promote(build, seq or rows[-1].seq)


def ids(engine: SearchEngine) -> list[str]:
    return [record.id for record in engine.scan(Query())]


def test_an_empty_index_says_so(writer: IndexWriter, engine: SearchEngine, rows: list[Row]) -> None:
    assert writer.position() == -1
    assert writer.builds() == []
    assert not writer.foreign()
    with pytest.raises(IndexDamaged):
        writer.apply(entries(rows), 1)
    with pytest.raises(EngineUnavailable):
        engine.search(Query())
    health = engine.health()
    assert (health.ok, health.seq) == (False, -1)
    assert health.detail


def test_a_build_is_hidden_until_promoted(writer: IndexWriter, engine: SearchEngine, rows: list[Row]) -> None:
    put(writer, rows[:100])
    build = writer.begin()
    writer.write(build, entries(rows))
    assert len(ids(engine)) == 100
    writer.promote(build, 300)
    assert ids(engine) == [row.id for row in rows]
    assert (writer.position(), engine.health().seq) == (300, 300)
    assert not writer.foreign()


def test_a_build_is_filled_batch_by_batch(writer: IndexWriter, engine: SearchEngine, rows: list[Row]) -> None:
    made = entries(rows)
    made[42] = replace(made[42], keywords={"no-such-field": ("x",)})
    batches = [made[start : start + 7] for start in range(0, len(made), 7)]
    build = writer.begin()
    outcomes = list(writer.fill(build, iter(batches)))
    assert [one.written + len(one.refused) for one in outcomes] == [len(batch) for batch in batches]
    assert [entry_id for one in outcomes for entry_id, _ in one.refused] == [rows[42].id]
    assert outcomes[42 // 7].refused
    writer.promote(build, 300)
    assert ids(engine) == [row.id for row in rows if row is not rows[42]]


def test_a_source_that_breaks_off_leaves_no_half_build(
    writer: IndexWriter, engine: SearchEngine, rows: list[Row]
) -> None:
    put(writer, rows[:100])

    def broken() -> Iterator[list[IndexEntry]]:
        yield entries(rows[:150])
        raise LookupError

    build = writer.begin()
    with pytest.raises(LookupError):
        list(writer.fill(build, broken()))
    writer.discard(build)
    assert [one.records for one in writer.builds()] == [100]
    assert len(ids(engine)) == 100


def test_one_build_before_the_served_one_is_kept(writer: IndexWriter, rows: list[Row]) -> None:
    for seq in (1, 2, 3):
        put(writer, rows[:20], seq)
    told = sorted((build.seq, build.records, build.served) for build in writer.builds())
    assert told == [(2, 20, False), (3, 20, True)]


def test_an_empty_build_can_be_served(writer: IndexWriter, engine: SearchEngine) -> None:
    writer.promote(writer.begin(), 0)
    results = engine.search(Query(facets=(FacetRequest("type"),)))
    assert (results.total, results.hits, results.as_of) == (0, (), 0)
    assert (results.facets[0].values, results.facets[0].missing_count) == ((), 0)
    assert (writer.position(), ids(engine)) == (0, [])


def test_discarded_builds_are_gone(writer: IndexWriter, engine: SearchEngine, rows: list[Row]) -> None:
    put(writer, rows[:10])
    build = writer.begin()
    writer.write(build, entries(rows))
    writer.discard(build)
    assert [each.served for each in writer.builds()] == [True]
    assert len(ids(engine)) == 10
    with pytest.raises(EngineError):
        writer.write(build, entries(rows))
    with pytest.raises(EngineError):
        writer.discard(writer.builds()[0])


def test_changes_and_their_position_come_together(
    writer: IndexWriter, engine: SearchEngine, maker: Maker, rows: list[Row]
) -> None:
    put(writer, rows)
    new, changed = maker.row(900), maker.changed(rows[3])
    gone, merged = maker.gone(rows[4]), maker.gone(rows[5], into=rows[3].id)
    assert writer.apply(entries([new, changed, gone, merged]), merged.seq).written == 4
    assert engine.search(Query()).as_of == writer.position() == merged.seq
    assert engine.search(Query()).total == 299
    found = engine.get([new.id, rows[3].id, rows[4].id, rows[5].id])
    assert isinstance(found[0], Served)
    assert isinstance(found[1], Served)
    assert found[1].seq == changed.seq
    assert isinstance(found[2], Tombstone)
    assert found[3] == Redirect(rows[5].id, rows[3].id)
    restored = replace(rows[4], seq=merged.seq + 1)
    writer.apply(entries([restored]), restored.seq)
    assert engine.search(Query()).total == 300


def test_the_last_of_several_states_of_an_id_counts(
    writer: IndexWriter, engine: SearchEngine, maker: Maker, rows: list[Row]
) -> None:
    again = [maker.changed(rows[0]), maker.changed(rows[1]), maker.gone(rows[1]), maker.changed(rows[0])]
    put(writer, [*rows, *again])
    assert len(ids(engine)) == 299
    (found,) = engine.get([rows[0].id])
    assert isinstance(found, Served)
    assert found.seq == again[-1].seq
    same = [maker.changed(rows[2]), maker.gone(rows[2]), maker.changed(rows[2])]
    writer.apply(entries(same), same[-1].seq)
    assert engine.search(Query()).total == 299


def test_changes_may_be_none(writer: IndexWriter, engine: SearchEngine, rows: list[Row]) -> None:
    put(writer, rows[:5])
    assert writer.apply([], 77).written == 0
    assert (writer.position(), engine.search(Query()).as_of) == (77, 77)


def test_what_an_index_cannot_hold_is_refused_by_name(
    writer: IndexWriter, engine: SearchEngine, rows: list[Row]
) -> None:
    put(writer, rows[:10])
    first = rows[20].entry()
    bad = {
        "x:long": replace(first, id="x:long", keywords={"subject": ("长" * 30_000,)}),
        "x:token": replace(first, id="x:token", tokens={"text_exact": "a " + "b" * 70_000}),
        "x:field": replace(first, id="x:field", keywords={"colour": ("red",)}),
        "x:tokens": replace(first, id="x:tokens", tokens={"nowhere_exact": "red"}),
        "x:year": replace(first, id="x:year", year_start=1 << 40, year_end=1 << 40),
        "x:lat": replace(first, id="x:lat", lat=float("nan"), lon=1.0),
        "x:ordinal": replace(first, id="x:ordinal", ordinal=-1),
        "x:half": replace(first, id="x:half", keywords={"subject": ("\ud800",)}),
        "x:type": replace(first, id="x:type", keywords={"subject": (5,)}),  # type: ignore[dict-item]
    }
    outcome = writer.apply([rows[21].entry(), *bad.values(), rows[22].entry()], 50)
    assert outcome.written == 2
    assert [record_id for record_id, _ in outcome.refused] == [*bad]
    reasons = dict(outcome.refused)
    assert "90,000 bytes" in reasons["x:long"]
    assert "colour" in reasons["x:field"]
    assert all(reasons.values())
    assert len(ids(engine)) == 12
    assert engine.search(Query()).as_of == 50


def test_one_writer_at_a_time(writer: IndexWriter, url: str, rows: list[Row]) -> None:
    with pytest.raises(EngineBusy, match="being written"):
        open_writer(url)
    put(writer, rows[:5])
    writer.close()
    second = open_writer(url)
    assert second.position() == rows[4].seq
    second.apply(entries(rows[5:6]), 900)
    second.close()
    engine = open_engine(url)
    assert len(ids(engine)) == 6


def test_a_scan_is_one_frozen_view(writer: IndexWriter, engine: SearchEngine, maker: Maker) -> None:
    rows = maker.rows(40)
    put(writer, rows)
    scanning = engine.scan(Query())
    seen = [next(scanning).id]
    writer.apply(entries([maker.gone(row) for row in rows[5:20]]), 900)
    put(writer, rows[:2], 901)
    put(writer, rows[:2], 902)
    seen += [record.id for record in scanning]
    assert seen == [row.id for row in rows]
    assert len(ids(engine)) == 2


def walk(engine: SearchEngine, sort: Sort) -> Iterator[str]:
    after = None
    while True:
        results = engine.search(Query(sort=sort, page=Walk(9, after)))
        yield from (hit.record.id for hit in results.hits)
        after = results.next
        if after is None:
            return


@pytest.mark.parametrize("by", ["ordinal", "title", "year", "modified"])
@pytest.mark.parametrize("descending", [False, True])
def test_walks_under_writes_neither_lose_nor_repeat(
    writer: IndexWriter, engine: SearchEngine, maker: Maker, by: str, descending: bool
) -> None:
    rows = maker.rows(150)
    put(writer, rows)
    stay, leave = rows[::2], rows[1::2]
    seen: list[str] = []
    for number, record_id in enumerate(walk(engine, Sort(by, descending))):
        seen.append(record_id)
        if number % 10 == 0 and leave:
            change = maker.gone(leave.pop()) if number % 20 else maker.row(1_000 + number)
            writer.apply([change.entry()], change.seq)
    kept = {row.id for row in stay}
    assert sorted(record_id for record_id in seen if record_id in kept) == sorted(kept)
    assert len(seen) == len(set(seen))


def test_pages_hold_while_the_order_is_read(writer: IndexWriter, engine: SearchEngine, rows: list[Row]) -> None:
    put(writer, rows)
    last = engine.search(Query(sort=Sort("title"), page=Page(7, 50)))
    assert (last.total, last.hits) == (300, ())
