"""Equal questions asked at the same time are answered once, in one worker and, through Redis, in several."""

from __future__ import annotations

import multiprocessing
import re
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from multiprocessing.synchronize import Event
from pathlib import Path

import pytest

from api.caching.answers import Answer
from api.caching.sharing import LEASE_S, SharedAnswers
from api.resilience.redis import Redis
from bench.serving import get, serving
from tests.faults.crowd import ask_at_once
from tests.faults.node import PATIENT
from tests.http import nodes

CROWD = 1_000
DEAR = "/v1/records?q=月&page_size=100&facets=type"
AT = ("build", 7)


def made(port: int) -> int:
    """How many answers all workers of a node have made so far."""
    found = re.search(rb"^wenmai_made_answers_total (\S+)", get(port, "/metrics")[1], re.MULTILINE)
    return int(float(found[1])) if found else 0


@pytest.mark.slow
@pytest.mark.parametrize(("workers", "shared", "most"), [(1, False, 1), (4, True, 1), (4, False, 4)])
def test_a_thousand_equal_questions_are_one(
    workers: int, shared: bool, most: int, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    redis = {"WENMAI_REDIS_URL": request.getfixturevalue("redis_url")} if shared else {}
    nodes.fill(nodes.settings(tmp_path / "node"))
    with serving(tmp_path / "node", "serve", "--workers", str(workers), **PATIENT, **redis) as (port, _):
        before = made(port)
        answers = ask_at_once(port, [DEAR] * CROWD)
        assert {answer.status for answer in answers} == {200}
        assert len({answer.body for answer in answers}) == 1
        assert len(answers[0].body) > 50_000
        assert 1 <= made(port) - before <= most
        # Another question is another answer: the figure above is no artefact.
        ask_at_once(port, [f"{DEAR}&sort=title"] * 3)
        assert made(port) - before >= 2


def _opened(url: str) -> SharedAnswers:
    return SharedAnswers(Redis(url, lambda: "secret"), lambda: "secret", lambda: "edition")


def _hold(url: str, held: Event) -> None:
    def never() -> Answer:
        held.set()
        time.sleep(600)
        raise AssertionError

    _opened(url).once("question", AT, never)


def _answer(body: bytes = b"made") -> Answer:
    return Answer(AT, body, ())


def test_the_death_of_who_makes_an_answer_costs_the_others_a_moment(redis_url: str) -> None:
    spawning = multiprocessing.get_context("spawn")
    held = spawning.Event()
    holder = spawning.Process(target=_hold, args=(redis_url, held), daemon=True)
    holder.start()
    assert held.wait(90)
    holder.kill()
    begun = time.monotonic()
    assert _opened(redis_url).once("question", AT, _answer) == _answer()
    assert time.monotonic() - begun < LEASE_S + 10
    holder.join(30)


def test_of_several_processes_one_makes_it_and_the_others_have_it_at_once(
    redis_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("api.caching.sharing.LEASE_S", 60.0)
    numbers = []

    def make() -> Answer:
        numbers.append(1)
        time.sleep(0.3)
        return _answer(str(len(numbers)).encode())

    begun = time.monotonic()
    with ThreadPoolExecutor(6) as pool:
        found = list(pool.map(lambda _: _opened(redis_url).once("question", AT, make), range(6)))
    assert found == [_answer(b"1")] * 6
    assert time.monotonic() - begun < 30


@pytest.mark.parametrize("how", ["error", "nothing"])
def test_where_nothing_comes_of_it_the_others_do_not_queue_up(redis_url: str, how: str) -> None:
    def fail() -> Answer | None:
        time.sleep(0.6)
        if how == "error":
            raise ValueError
        return None

    def ask(make: Callable[[], Answer | None]) -> Answer | None:
        try:
            return _opened(redis_url).once("question", AT, make)
        except ValueError:
            return None

    begun = time.monotonic()
    with ThreadPoolExecutor(6) as pool:
        assert list(pool.map(lambda _: ask(fail), range(6))) == [None] * 6
    assert time.monotonic() - begun < 3.4, "they took turns"
    assert ask(_answer) == _answer()


def test_an_answer_of_another_position_is_not_taken(redis_url: str) -> None:
    one = _opened(redis_url)
    assert one.once("question", AT, _answer) == _answer()
    newer = Answer(("build", 8), b"newer", ())
    assert one.once("question", ("build", 8), lambda: newer) == newer
    assert one.get("question") == newer
