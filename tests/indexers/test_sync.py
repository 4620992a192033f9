"""The index comes into step with the store, by changes or by a new build, and says where it stands."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from indexers import sync
from indexers.sync import build, catch_up
from records.store import Store
from search.engines import open_writer
from search.ports import Build, IndexWriter
from tests.indexers.nodes import Node, node_in


@pytest.fixture
def node(tmp_path: Path) -> Iterator[Node]:
    with node_in(tmp_path / "node") as made:
        yield made


@pytest.fixture
def writer(node: Node) -> Iterator[IndexWriter]:
    with closing(open_writer(node.settings.engine_url)) as opened:
        yield opened


def test_the_first_time_a_build_is_made(node: Node, writer: IndexWriter) -> None:
    node.put(1, 2, 3)
    synced = catch_up(node.store, writer, node.workers)
    assert (synced.built, synced.written, synced.seq, synced.refused) == (True, 3, 3, ())
    assert node.served() == {"towers:1", "towers:2", "towers:3"}


def test_later_only_what_changed_is_written(node: Node, writer: IndexWriter) -> None:
    node.put(1, 2, 3)
    build_id = node.health().build if catch_up(node.store, writer, node.workers) else ""
    node.put(4)
    node.put(1, subjects=["塔"])
    node.store.withdraw(["towers:2"], "重复")
    node.store.merge("towers:3", "towers:4")
    synced = catch_up(node.store, writer, node.workers)
    assert (synced.built, synced.written, synced.seq) == (False, 4, 7)
    assert node.served() == {"towers:1", "towers:4"}
    assert (node.health().build, node.health().seq) == (build_id, 7)
    assert catch_up(node.store, writer, node.workers).written == 0


def test_an_empty_store_gives_an_index_that_answers(node: Node, writer: IndexWriter) -> None:
    synced = catch_up(node.store, writer, node.workers)
    assert (synced.built, synced.written, synced.seq) == (True, 0, 0)
    assert (node.health().ok, node.health().records) == (True, 0)


def test_far_behind_a_new_build_is_made(node: Node, writer: IndexWriter, monkeypatch: pytest.MonkeyPatch) -> None:
    node.put(1)
    catch_up(node.store, writer, node.workers)
    first = node.health().build
    monkeypatch.setattr(sync, "REBUILD_FROM", 3)
    node.put(2, 3)
    assert not catch_up(node.store, writer, node.workers).built
    node.put(4, 5, 6)
    assert catch_up(node.store, writer, node.workers).built
    assert node.health().build != first
    assert len(node.served()) == 6


@pytest.mark.slow
def test_more_than_one_batch_arrives_whole(node: Node, writer: IndexWriter, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sync, "READ", 7)
    monkeypatch.setattr(sync, "CHUNK", 3)
    node.put(*range(30))
    seen: list[int] = []
    catch_up(node.store, writer, node.workers, seen.append)
    assert sum(seen) == 30
    assert len(node.served()) == 30
    node.put(*range(30, 50))
    assert catch_up(node.store, writer, node.workers).written == 20
    assert len(node.served()) == 50


def test_what_is_put_while_a_build_is_made_is_in_it_at_the_end(node: Node, writer: IndexWriter) -> None:
    node.put(1, 2)

    def meanwhile(_: int) -> None:
        if node.store.last_seq() == 2:
            node.put(3)
            node.store.withdraw(["towers:1"], "重复")

    synced = build(node.store, writer, node.workers, meanwhile)
    assert (synced.built, synced.seq) == (True, 4)
    assert node.served() == {"towers:2", "towers:3"}


def test_an_index_never_claims_a_change_as_of_which_it_does_not_hold_all(
    node: Node, writer: IndexWriter, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sync, "READ", 2)
    node.put(1, 2)
    catch_up(node.store, writer, node.workers)
    node.put(3, 4, 5, 6)
    node.put(3, subjects=["塔"])
    states: list[int] = []

    def look(_: int) -> None:
        states.append(node.health().seq)
        assert {f"towers:{number}" for number in range(1, min(states[-1], 6) + 1)} <= node.served()

    catch_up(node.store, writer, node.workers, look)
    assert states == [2, 7]


def test_a_build_that_is_served_holds_what_changed_while_it_was_made(
    node: Node, writer: IndexWriter, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sync, "CHUNK", 1)
    node.put(1, 2, 3)
    promote, promoted = writer.promote, []

    def watched(build: Build, seq: int) -> None:
        promote(build, seq)
        promoted.append((node.health().seq, node.served()))

    def meanwhile(_: int) -> None:
        if node.store.last_seq() == 3:
            node.put(3, subjects=["塔"])

    monkeypatch.setattr(writer, "promote", watched)
    build(node.store, writer, node.workers, meanwhile)
    assert promoted == [(4, {"towers:1", "towers:2", "towers:3"})]


def test_a_build_that_fails_harms_nothing_and_leaves_nothing(node: Node, writer: IndexWriter) -> None:
    node.put(1, 2)
    catch_up(node.store, writer, node.workers)
    before = node.health()

    def interrupted(_: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        build(node.store, writer, node.workers, interrupted)
    assert node.health() == before
    assert [each.id for each in writer.builds() if not each.served] == []
    node.put(3)
    catch_up(node.store, writer, node.workers)
    assert len(node.served()) == 3


def test_a_store_restored_from_an_older_copy_is_built_anew(node: Node, tmp_path: Path) -> None:
    """The store was brought back from an older backup: the index stands at a change that is not there any more."""
    node.put(1, 2, 3)
    with closing(open_writer(node.settings.engine_url)) as writer:
        catch_up(node.store, writer, node.workers)
    with closing(Store.open(f"sqlite:///{tmp_path / 'older.db'}")) as older:
        older.put([])
        with closing(open_writer(node.settings.engine_url)) as writer:
            synced = catch_up(older, writer, node.workers)
    assert (synced.built, synced.seq) == (True, 0)
    assert node.served() == set()
