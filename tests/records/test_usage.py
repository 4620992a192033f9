"""Counts of usage: added once, by many at once, within bounds, forgotten in time, and told without what is small."""

from __future__ import annotations

import random
import subprocess
import sys
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta

import pytest

from records import usage_adding
from records.store import Store
from records.usage import KEPT_DAYS, WORDS_KEPT_DAYS, Span, day_number
from records.usage_adding import Batch
from tests.records.counter import NAMES
from tests.records.making import many

DAY = date(2026, 11, 20)
AT = datetime(2026, 11, 20, 12, tzinfo=UTC)
WEEK = Span.until(DAY, 7)


def add(store: Store, kind: str, counts: dict[str, int], day: date = DAY, batch: str = "") -> int:
    numbered = {(kind, day_number(day), name): count for name, count in counts.items()}
    return store.usage.add([Batch(batch or f"{kind}-{day}-{sorted(counts)}"[:32], numbered)], at=AT)


def exact(store: Store, kind: str, span: Span = WEEK) -> dict[str, int]:
    return {one.name: one.count for one in store.usage.totals([kind], span)}


def test_counts_add_up_by_kind_day_and_name(store: Store) -> None:
    add(store, "route", {"/v1/records": 3, "/docs": 1}, batch="a")
    add(store, "route", {"/v1/records": 4}, batch="b")
    add(store, "route", {"/v1/records": 5}, DAY - timedelta(days=6), batch="c")
    add(store, "route", {"/v1/records": 100}, DAY - timedelta(days=7), batch="d")
    add(store, "key", {"/v1/records": 7}, batch="e")
    assert exact(store, "route") == {"/v1/records": 12, "/docs": 1}
    assert store.usage.days("route", WEEK) == {DAY: 8, DAY - timedelta(days=6): 5}
    assert store.usage.days("route", WEEK, "/docs") == {DAY: 1}


def test_a_batch_sent_again_is_not_added_again(store: Store) -> None:
    batch = Batch("once", {("route", day_number(DAY), "/docs"): 2})
    assert [store.usage.add([batch, batch], at=AT), store.usage.add([batch], at=AT)] == [1, 0]
    assert exact(store, "route") == {"/docs": 2}


@pytest.mark.slow
def test_processes_that_count_at_once_lose_and_repeat_nothing(store: Store, database_url: str) -> None:
    command = [sys.executable, "-m", "tests.records.counter", database_url]
    counting = [subprocess.Popen([*command, own, "40"]) for own in "abcd"]
    assert [one.wait(120) for one in counting] == [0] * 4
    day = Span.until(date(1970, 1, 1) + timedelta(days=20_000), 1)
    assert exact(store, "record", day) == {f"jade:{name}": 4 * 40 * (name + 1) for name in range(NAMES)}


def test_a_batch_sent_twice_at_the_same_time_is_added_once(store: Store, database_url: str) -> None:
    batches = [Batch(f"b{number}", {("route", day_number(DAY), "/docs"): 1}) for number in range(20)]

    def work(_: int) -> int:
        own = Store.open(database_url)
        new = sum(own.usage.add([batch], at=AT) for batch in batches)
        own.close()
        return new

    with ThreadPoolExecutor(4) as pool:
        assert sum(pool.map(work, range(4))) == 20
    assert exact(store, "route") == {"/docs": 20}


def test_no_day_has_more_names_than_there_is_room_for(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(usage_adding, "MOST_NAMES", {"zero": 5})
    add(store, "zero", {"a": 1, "b": 2, "c": 3}, batch="1")
    add(store, "zero", {"a": 10, "d": 1, "e": 9, "f": 8, "": 2}, batch="2")
    add(store, "zero", {"g": 50, "e": 1}, batch="3")
    assert exact(store, "zero") == {"": 53, "a": 11, "e": 10, "f": 8, "c": 3, "b": 2}
    add(store, "route", {str(number): 1 for number in range(9)}, batch="4")
    assert len(exact(store, "route")) == 9


def test_what_is_old_is_forgotten_words_sooner(store: Store) -> None:
    ages = (0, WORDS_KEPT_DAYS - 1, WORDS_KEPT_DAYS, KEPT_DAYS - 1, KEPT_DAYS)
    for age in ages:
        for kind in ("zero", "route"):
            add(store, kind, {str(age): 1}, DAY - timedelta(days=age), batch=f"{kind}{age}")
    assert store.usage.prune(at=AT) == 4
    ever = Span.until(DAY, 1_000)
    assert set(exact(store, "zero", ever)) == {str(age) for age in ages[:2]}
    assert set(exact(store, "route", ever)) == {str(age) for age in ages[:4]}
    late = Batch("route0", {("route", day_number(DAY), "late"): 1})
    assert store.usage.add([late], at=AT) == 0
    store.usage.prune(at=AT + timedelta(days=3))
    assert store.usage.add([late], at=AT) == 1


def test_what_is_told_is_of_each_day_in_tens(store: Store) -> None:
    days = {0: {"a": 25, "b": 9, "c": 10}, 1: {"a": 19, "b": 9}, 2: {"a": 9, "b": 9}}
    for age, counts in days.items():
        add(store, "dataset", counts, DAY - timedelta(days=age), batch=str(age))
    told = {one.name: one.count for one in store.usage.told(["dataset"], WEEK)}
    assert told == {"a": 30, "c": 10, "b": 0}


def test_nothing_that_is_told_depends_on_what_is_hidden(store: Store) -> None:
    """Whatever sums and differences are made of it: the answer is the same for every number a hidden one may be."""
    add(store, "record", {"jade:1": 42, "jade:2": 1, "jade:3": 10}, batch="first")
    seen = set()
    for step in range(9):
        seen.add((tuple(store.usage.told(["record"], WEEK)), tuple(store.usage.top_records(WEEK, 10))))
        add(store, "record", {"jade:2": 1 if step < 8 else 0}, batch=f"more{step}")
    assert exact(store, "record")["jade:2"] == 9
    assert len(seen) == 1
    assert [one.name for one in store.usage.top_records(WEEK, 10)] == ["jade:1", "jade:3"]


def test_hot_are_live_records_by_reads_then_by_ordinal(store: Store) -> None:
    store.put(many(range(6)))
    store.withdraw(["jade:4"], "gone")
    add(store, "record", {"jade:5": 2, "jade:0": 2, "jade:3": 4, "jade:1": 1, "jade:4": 50, "jade:9": 50, "": 9})
    add(store, "record", {"jade:2": 3}, DAY - timedelta(days=6))
    add(store, "record", {"jade:1": 90}, DAY - timedelta(days=7))
    assert store.usage.hot(1, WEEK, most=10, least=2) == ["jade:3", "jade:2", "jade:0", "jade:5"]
    assert store.usage.hot(2, WEEK, most=3, least=1) == ["jade:3", "jade:2", "jade:0"]


def test_the_hot_list_of_a_slot_is_one_for_all(store: Store, database_url: str) -> None:
    store.put(many(range(2)))
    add(store, "record", {"jade:0": 3})
    first = store.usage.hot(7, WEEK, most=10, least=1)
    add(store, "record", {"jade:1": 9})
    other = Store.open(database_url)
    assert other.usage.hot(7, WEEK, most=10, least=1) == first == ["jade:0"]
    assert other.usage.hot(8, WEEK, most=10, least=1) == ["jade:1", "jade:0"]
    other.close()


def test_random_counts_are_told_as_brute_force_says(store: Store) -> None:
    chance = random.Random(6)
    held: Counter[tuple[date, str]] = Counter()
    for number in range(60):
        day, name = DAY - timedelta(days=chance.randrange(9)), f"d{chance.randrange(5)}"
        count = chance.randrange(30)
        held[day, name] += count
        add(store, "dataset", {name: count}, day, batch=str(number))
    inside = [day for day, _ in held if WEEK.first <= day <= WEEK.last]
    expected: Counter[str] = Counter()
    for (day, name), count in held.items():
        if day in inside:
            expected[name] += count // 10 * 10
    assert {one.name: one.count for one in store.usage.told(["dataset"], WEEK)} == dict(expected)
