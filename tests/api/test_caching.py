"""Kept answers: the newest of each question, within their room."""

from __future__ import annotations

import random
from concurrent.futures import ThreadPoolExecutor

from api.caching.answers import OVERHEAD, Answer, Answers, etag


def answer(size: int, seq: int = 1) -> Answer:
    return Answer(("build", seq), b"x" * size, ())


def test_the_newest_answer_of_a_question_is_kept() -> None:
    kept = Answers(10_000)
    kept.put("a", answer(10))
    kept.put("a", answer(20, seq=2))
    found = kept.get("a")
    assert found is not None
    assert found.position == ("build", 2)
    assert kept.get("b") is None


def test_what_was_not_asked_for_longest_goes_first() -> None:
    kept = Answers(4 * (600 + OVERHEAD))
    for key in "abcd":
        kept.put(key, answer(600))
    kept.get("a")
    kept.put("e", answer(600))
    assert [key for key in "abcde" if kept.get(key)] == ["a", "c", "d", "e"]


def test_an_answer_that_would_fill_the_room_is_not_kept() -> None:
    kept = Answers(10_000)
    kept.put("a", answer(100))
    kept.put("b", answer(9_000))
    assert kept.get("a") is not None
    assert kept.get("b") is None


def test_the_room_is_kept_to_under_threads() -> None:
    kept, capacity = Answers(50_000), 50_000

    def work(seed: int) -> None:
        chance = random.Random(seed)
        for _ in range(2_000):
            key = str(chance.randrange(60))
            if chance.random() < 0.5:
                kept.put(key, answer(chance.randrange(4_000)))
            else:
                kept.get(key)

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(work, range(4)))
    held = [found for found in (kept.get(str(n)) for n in range(60)) if found]
    assert 0 < sum(found.size for found in held) <= capacity
    assert sum(found.size for found in held) == kept._size


def test_validators_differ_with_any_part() -> None:
    tags = {etag("a", 1), etag("a", 2), etag("b", 1), etag("a", "1"), etag("a"), etag("a1")}
    assert len(tags) == 6
    assert all(tag.startswith('W/"') for tag in tags)
    assert etag("a", 1) == etag("a", 1)
