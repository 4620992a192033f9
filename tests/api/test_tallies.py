"""Counts of a process: none lost among threads, and no more room taken however much is asked."""

from __future__ import annotations

import tracemalloc
from concurrent.futures import ThreadPoolExecutor

from api.usage.tallies import MOST_NAMES, MOST_OTHERS, Tallies


def test_threads_at_once_lose_no_count() -> None:
    tallies = Tallies()
    taken: list[dict[tuple[str, int, str], int]] = []

    def work(thread: int) -> None:
        for number in range(5_000):
            tallies.add((("route", "/docs"), ("key", f"key-{number % 7}")), 1)
            if number % 500 == 0:
                taken.append(tallies.taken())

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(work, range(8)))
    taken.append(tallies.taken())
    assert sum(part.get(("route", 1, "/docs"), 0) for part in taken) == 40_000
    assert sum(count for part in taken for (kind, _, _), count in part.items() if kind == "key") == 40_000
    assert len(tallies) == 0


def test_a_hundred_thousand_different_words_take_bounded_room() -> None:
    tallies = Tallies()
    tracemalloc.start()
    for number in range(100_000):
        tallies.add((("zero", f"words {number}"), ("route", "/v1/records"), ("slow", f"shape {number}")), 1)
    size, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert size < 1_000_000
    counts = tallies.taken()
    assert len(counts) == MOST_NAMES["zero"] + MOST_NAMES["slow"] + 3
    assert counts["zero", 1, ""] == 100_000 - MOST_NAMES["zero"]
    assert sum(count for (kind, _, _), count in counts.items() if kind == "zero") == 100_000


def test_what_was_met_before_is_counted_by_name_when_there_is_no_room_for_more() -> None:
    tallies = Tallies()
    for number in range(MOST_OTHERS + 10):
        tallies.add((("type", str(number)),), 1)
    tallies.add((("type", "0"), ("type", "never seen")), 1)
    counts = tallies.taken()
    assert (counts["type", 1, "0"], counts["type", 1, ""]) == (2, 11)
    tallies.add((("type", "never seen"),), 1)
    assert tallies.taken() == {("type", 1, "never seen"): 1}
