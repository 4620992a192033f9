"""Several writers and a reader at once: numbers come in the order of commits, and a follower misses nothing."""

from __future__ import annotations

import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor

from records.model import Entry
from records.store import Store
from tests.records.making import bare, many

WRITERS = 4
BATCHES = 25


def _follow(store: Store, finished: threading.Event) -> Iterator[tuple[list[Entry], list[int]]]:
    """What a follower sees: the entries and the numbers of changes after the last ones it saw."""
    entries_seen = changes_seen = 0
    while True:
        last = finished.is_set()
        entries = store.entries_since(entries_seen, 50)
        changes = store.changes(changes_seen, 50).changes
        entries_seen = entries[-1].seq if entries else entries_seen
        changes_seen = changes[-1].seq if changes else changes_seen
        yield entries, [change.seq for change in changes]
        if last and not entries and not changes:
            return
        time.sleep(0.002)


def _writes(url: str, writer: int) -> None:
    """New records, and changes of records that the other writers change too."""
    own = Store.open(url)
    for batch in range(BATCHES):
        new = range(batch * 5, batch * 5 + 5)
        own.put([*many(range(5), f"{writer}.{batch}", "shared"), *many(new, dataset=f"w{writer}")])
    own.close()


def _run_all(work: Callable[[int], None], count: int, finished: threading.Event) -> None:
    with ThreadPoolExecutor(count) as pool:
        list(pool.map(work, range(count)))
    finished.set()


def test_a_follower_of_many_writers_misses_nothing(store: Store, database_url: str) -> None:
    finished = threading.Event()
    writing = threading.Thread(target=_run_all, args=(lambda n: _writes(database_url, n), WRITERS, finished))
    writing.start()
    seen: dict[str, int] = {}
    numbers: list[int] = []
    for entries, changes in _follow(store, finished):
        seen.update((entry.id, entry.version) for entry in entries)
        numbers += changes
    writing.join()
    total = WRITERS * BATCHES * 10
    assert numbers == list(range(1, total + 1))
    assert seen == {entry.id: entry.version for entry in store.entries_since(0, total)}
    assert len(seen) == WRITERS * BATCHES * 5 + 5
    assert seen["shared:0"] == WRITERS * BATCHES


def test_two_writers_of_one_new_id_make_one_record(store: Store, database_url: str) -> None:
    gate = threading.Barrier(WRITERS)
    outcomes: Counter[str] = Counter()

    def work(writer: int) -> None:
        own = Store.open(database_url)
        for number in range(10):
            gate.wait()
            outcome = own.put([bare(number, str(writer))])
            outcomes.update(created=len(outcome.created), updated=len(outcome.updated))
        own.close()

    _run_all(work, WRITERS, threading.Event())
    assert outcomes == {"created": 10, "updated": 10 * (WRITERS - 1)}
    assert all(len(store.history(f"jade:{number}")) == WRITERS for number in range(10))


def test_a_new_store_opened_by_many_at_once(fresh_url: str) -> None:
    def work(_: int) -> None:
        Store.open(fresh_url).close()

    _run_all(work, WRITERS, threading.Event())
    store = Store.open(fresh_url)
    assert store.put(many("a")).last_seq == 1
    store.close()
