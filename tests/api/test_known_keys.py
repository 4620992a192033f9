"""What a process knows of keys: asked once a minute, known on while the store is away, made-up ones never asked for."""

from __future__ import annotations

import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import Event

import pytest
from sqlalchemy import event

from api.keys import known
from api.keys.known import KnownKeys
from api.resilience.waiting import AT_ONCE, PatientStore
from records.errors import StoreUnavailable
from records.keys import Kind, Wish, make
from records.store import Store

WISH = Wish("Museum walks", "dev@example.org", "An app that shows what stands near.")


class Node:
    """A process that knows keys of a real store, which can be taken away, or made to hang."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.away = False
        self.hung: Event | None = None
        self.opened = 0
        self.now = 1_000.0
        self.known = KnownKeys(PatientStore(self._open), self._open, clock=lambda: self.now)
        self.asked: list[str] = []
        event.listen(store._database._engine, "before_cursor_execute", self._ask)

    def _ask(self, _c: object, _u: object, statement: str, *_: object) -> None:
        if "WHERE keys.digest" in statement:
            self.asked.append(statement)

    def _open(self) -> Store:
        self.opened += 1
        if self.hung:
            self.hung.wait(60)
        if self.away:
            raise StoreUnavailable("gone")
        return self.store

    def issue(self) -> str:
        return self.store.keys.issue(WISH).text


@pytest.fixture
def node(sqlite_store: Store, monkeypatch: pytest.MonkeyPatch) -> Iterator[Node]:
    monkeypatch.setattr("api.resilience.waiting.PATIENCE_S", 30)
    found = Node(sqlite_store)
    yield found
    if found.hung:
        found.hung.set()
    found.known.close()


def test_a_key_is_asked_for_once_a_minute(node: Node) -> None:
    text = node.issue()
    for _ in range(50):
        assert node.known.find(text)
    assert len(node.asked) == 1
    node.now += known.FRESH_S - 1
    node.known.find(text)
    assert len(node.asked) == 1
    node.now += 2
    node.known.find(text)
    assert len(node.asked) == 2


def test_what_changed_is_known_within_a_minute(node: Node) -> None:
    issued = node.store.keys.issue(WISH)
    assert node.known.find(issued.text) == issued.key
    revoked = node.store.keys.revoke(issued.key.id, "lost")
    node.now += known.FRESH_S + 1
    found = node.known.find(issued.text)
    assert found is not None
    assert found.revoked == revoked.revoked


def test_a_known_key_outlasts_any_outage(node: Node) -> None:
    text, unseen = node.issue(), node.issue()
    assert node.known.find(text)
    node.away = True
    for _ in range(100):
        node.now += 600
        assert node.known.find(text)
        with pytest.raises(StoreUnavailable):
            node.known.find(unseen)
    assert node.opened < 10, "a store that is away is left alone"
    assert node.known.find(make(Kind.SECRET, b"another seal")) is None
    node.away = False
    time.sleep(2.1)
    assert node.known.find(unseen)


def test_a_store_that_hangs_keeps_nobody_waiting(node: Node, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("api.resilience.waiting.PATIENCE_S", 0.2)
    text, unseen = node.issue(), node.issue()
    assert node.known.find(text)
    node.hung, node.now = Event(), node.now + 600
    begun = time.monotonic()
    with ThreadPoolExecutor(16) as pool:
        assert all(pool.map(node.known.find, [text] * 2_000))
    with pytest.raises(StoreUnavailable):
        node.known.find(unseen)
    assert time.monotonic() - begun < 30, "it hangs for a minute"
    assert node.opened <= 1 + 1 + AT_ONCE
    node.hung.set()
    node.hung = None
    time.sleep(2.1)
    assert node.known.find(unseen)


def test_of_many_who_find_a_key_gone_stale_one_asks(node: Node) -> None:
    text = node.issue()
    node.known.find(text)
    for _ in range(20):
        node.now += known.FRESH_S + 1
        before = len(node.asked)
        with ThreadPoolExecutor(8) as pool:
            assert all(pool.map(node.known.find, [text] * 40))
        assert 1 <= len(node.asked) - before <= 8


def test_keys_that_are_made_up_are_never_asked_for(node: Node) -> None:
    node.known.find(node.issue())
    asked = len(node.asked)
    for number in range(10_000):
        assert node.known.find(make(Kind.SECRET, b"seal %d" % number)) is None
    assert len(node.asked) == asked
    assert len(node.known._known) + len(node.known._unknown) == 1


def test_keys_the_store_has_lost_are_kept_in_mind_within_bounds(node: Node, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(known, "MOST_UNKNOWN", 50)
    good, seal = node.issue(), node.store.keys.seal
    lost = [make(Kind.SECRET, seal) for _ in range(300)]
    for text in lost:
        assert node.known.find(text) is None
        assert node.known.find(text) is None
    assert len(node.asked) == 300
    assert len(node.known._unknown) == 50
    assert node.known.find(good)


def test_keys_are_known_within_bounds(node: Node, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(known, "MOST_KEYS", 20)
    texts = [node.issue() for _ in range(60)]
    assert all(node.known.find(text) for text in texts * 2)
    assert len(node.known._known) == 20
