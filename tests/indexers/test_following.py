"""One process follows the store; the others wait for it, or ask it for their turn."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from indexers import following
from indexers.errors import NotInStep
from indexers.following import follow, reach, rebuild
from indexers.turn import Turn
from search.engines import open_writer
from search.errors import EngineBusy
from tests.indexers.nodes import Node, node_in


@pytest.fixture
def node(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Node]:
    monkeypatch.setattr(following, "POLL_S", 0.02)
    monkeypatch.setattr(following, "PATIENCE_S", 0.1)
    with node_in(tmp_path / "node") as made:
        yield made


@contextmanager
def _followed(node: Node) -> Iterator[None]:
    """Someone follows while the block runs; ended when it says so, and quickly."""
    over = threading.Event()
    thread = threading.Thread(target=follow, args=(node.settings, lambda: not over.is_set()))
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join(20)
        assert not thread.is_alive()


def _soon(what: Callable[[], bool]) -> bool:
    until = time.monotonic() + 20
    while not what() and time.monotonic() < until:
        time.sleep(0.02)
    return what()


def test_changes_are_served_as_they_come(node: Node) -> None:
    node.put(1)
    with _followed(node):
        assert _soon(lambda: node.health().seq == 1)
        node.put(2)
        assert _soon(lambda: node.health().seq == 2)
        node.store.withdraw(["towers:1"], "重复")
        assert _soon(lambda: node.health().seq == 3)
    assert node.served() == {"towers:2"}


def test_while_someone_follows_others_wait_for_their_records(node: Node) -> None:
    with _followed(node):
        assert _soon(lambda: _is_busy(node))
        node.put(1, 2)
        synced = reach(node.store, node.settings, node.workers)
        assert (synced.seq, synced.written) == (2, 0)
        assert node.served() == {"towers:1", "towers:2"}


def _is_busy(node: Node) -> bool:
    try:
        open_writer(node.settings.engine_url).close()
    except EngineBusy:
        return True
    return False


def test_who_waits_for_a_writer_that_stands_still_is_told(node: Node) -> None:
    node.put(1)
    with closing(open_writer(node.settings.engine_url)), pytest.raises(NotInStep, match="of 1"):
        reach(node.store, node.settings, node.workers, patience=0.5)


def test_alone_one_writes_oneself(node: Node) -> None:
    node.put(1, 2)
    assert reach(node.store, node.settings, node.workers).written == 2
    assert reach(node.store, node.settings, node.workers).written == 0


def test_a_build_is_made_though_someone_follows_and_he_goes_on_after_it(node: Node) -> None:
    node.put(1, 2)
    with _followed(node):
        assert _soon(lambda: node.health().seq == 2)
        first = node.health().build
        built = rebuild(node.store, node.settings, node.workers)
        assert (built.built, built.written) == (True, 2)
        assert node.health().build != first
        node.put(3)
        assert _soon(lambda: node.health().seq == 3)


def test_who_follows_waits_for_another_writer(node: Node) -> None:
    node.put(1)
    with closing(open_writer(node.settings.engine_url)), _followed(node):
        time.sleep(0.3)
        assert not node.health().ok
    with _followed(node):
        assert _soon(lambda: node.health().seq == 1)


def test_who_follows_goes_on_after_the_index_was_damaged(node: Node) -> None:
    node.put(1, 2)
    with _followed(node):
        assert _soon(lambda: node.health().seq == 2)
    for path in (node.settings.data / "index").rglob("meta.json"):
        path.write_bytes(b"{")
    with _followed(node):
        assert _soon(lambda: node.health().seq == 2)
    assert node.served() == {"towers:1", "towers:2"}


def test_a_turn_is_asked_only_while_it_is(tmp_path: Path) -> None:
    turn = Turn(tmp_path / "node")
    assert not turn.is_asked()
    with turn.asked():
        assert turn.is_asked()
        assert Turn(tmp_path / "node").is_asked()
    assert not turn.is_asked()


def test_turns_come_one_after_another(tmp_path: Path) -> None:
    turn, order = Turn(tmp_path), []

    def second() -> None:
        with turn.asked():
            order.append("second")

    with turn.asked():
        thread = threading.Thread(target=second)
        thread.start()
        time.sleep(0.1)
        order.append("first")
    thread.join(10)
    assert order == ["first", "second"]
