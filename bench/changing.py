"""Records that change all the time, and what is true of them after each change."""

from __future__ import annotations

import random
import threading
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from typing import Any

import orjson

from records.model import State
from records.schema import draft
from records.store import Store

AT_ONCE = 20
EVERY_S = 0.2
DATASET = "made"


@dataclass
class Truth:
    """The number of live records after each change, and each record's titles by the change that brought them.

    A withdrawal is a change whose title is empty.
    """

    changes: list[int] = field(default_factory=lambda: [0])
    totals: list[int] = field(default_factory=lambda: [0])
    titles: dict[str, dict[int, str]] = field(default_factory=dict)
    lock: threading.Lock = field(default_factory=threading.Lock)

    @property
    def upto(self) -> int:
        return self.changes[-1]

    def live(self, since: int) -> tuple[int, int]:
        """The fewest and the most live records of all states from that change on."""
        numbers = self.totals[bisect_right(self.changes, since) - 1 :]
        return min(numbers), max(numbers)

    def live_ids(self) -> list[str]:
        return [one for one, titles in self.titles.items() if titles[max(titles)]]

    def note(self, seq: int, one: str, title: str) -> None:
        before = self.titles.setdefault(one, {})
        was_live = bool(before) and bool(before[max(before)])
        before[seq] = title
        self.changes.append(seq)
        self.totals.append(self.totals[-1] + bool(title) - was_live)

    def wrong(self, one: str, seq: int, title: str, as_of: int) -> str:
        """What is wrong with a record as it was told, when all up to `as_of` was to be known."""
        titles = self.titles.get(one, {})
        if titles.get(seq) != title:
            return f"{one} was never put as {title!r} by change {seq}"
        known = sorted(titles)
        later = known[bisect_left(known, seq) + 1 :]
        return f"{one} as of change {seq}, though {later[0]} is known" if later and later[0] <= as_of else ""


class Changing:
    """Puts, changes and withdraws records in a store, over and over; seeded."""

    def __init__(self, database_url: str, seed: int) -> None:
        self.truth = Truth()
        self._url = database_url
        self._drawn = random.Random(seed)
        self._made = 0

    @contextmanager
    def going_on(self) -> Iterator[None]:
        def step(store: Store) -> None:
            with self.truth.lock:
                self.step(store)

        with closing(Store.open(self._url)) as store, repeating(lambda: step(store), EVERY_S):
            yield

    def step(self, store: Store) -> None:
        live = self.truth.live_ids()
        changed = self._drawn.sample(live, min(len(live), AT_ONCE // 2))
        new = [f"{DATASET}:{self._made + number}" for number in range(AT_ONCE)]
        self._made += AT_ONCE
        store.put([draft(self._record(one)) for one in (*changed, *new)])
        if unchanged := sorted(set(live) - set(changed)):
            store.withdraw(self._drawn.sample(unchanged, 1), "twice")
        for entry in store.entries_since(self.truth.upto, 1_000):
            title = orjson.loads(entry.content)["title"]["en"] if entry.state is State.LIVE else ""
            self.truth.note(entry.seq, entry.id, title)

    def _record(self, one: str) -> dict[str, Any]:
        title = f"made {one.partition(':')[2]} {self._drawn.randrange(1 << 40):x}"
        return {"id": one, "dataset": DATASET, "type": "artifact", "title": {"en": title}}


@contextmanager
def repeating(step: Callable[[], None], every_s: float, times: int = 1) -> Iterator[None]:
    """Run `step` again and again in threads of its own while the block runs; what it raises is raised at the end."""
    over = threading.Event()
    failed: list[BaseException] = []

    def run() -> None:
        try:
            while not over.wait(every_s):
                step()
        except BaseException as error:  # noqa: BLE001  it belongs to who waits for the end
            failed.append(error)

    threads = [threading.Thread(target=run) for _ in range(times)]
    for thread in threads:
        thread.start()
    try:
        yield
    finally:
        over.set()
        for thread in threads:
            thread.join()
    if failed:
        raise failed[0]
