"""Readers of a served node whose every answer is compared with what is true of the records."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from bench.asking import Answer, ask
from bench.changing import DATASET, Truth, repeating

LISTS = (
    "/v1/records?page_size=5&facets=dataset&sort=-modified",
    "/v1/records?page_size=0",
    "/v1/records?q=made&page_size=3&facets=dataset",
    "/v1/records?cursor=*&page_size=20",
)


@dataclass(frozen=True)
class Judged:
    """When an answer was there (monotonic clock), its status, and what is wrong with it, or nothing."""

    at: float
    seconds: float
    status: int
    stale: bool
    wrong: str


class Judging:
    """Asks lists and single records at random; seeded, but for how its threads take turns."""

    def __init__(self, port: int, truth: Truth, seed: int, look: Callable[[Answer], None]) -> None:
        self.judged: list[Judged] = []
        self._port = port
        self._truth = truth
        self._drawn = random.Random(seed)
        self._look = look
        self._known_upto = 0
        """The newest change that any answer told of."""

    @contextmanager
    def going_on(self, clients: int) -> Iterator[None]:
        with repeating(self._step, 0.02, clients):
            yield

    def _step(self) -> None:
        with self._truth.lock:
            one = self._drawn.choice(list(self._truth.titles) or [f"{DATASET}:0"])
            single = self._drawn.random() < 0.5
            path = f"/v1/records/{one}" if single else self._drawn.choice(LISTS)
            known_upto = self._known_upto
        answer = ask(self._port, path)
        self._look(answer)
        with self._truth.lock:
            wrong = self._of_one(answer, one, known_upto) if single else self._of_list(answer)
        done = answer.begun + answer.seconds
        self.judged.append(Judged(done, answer.seconds, answer.status, answer.stale, wrong and f"{path}: {wrong}"))

    def _of_one(self, answer: Answer, one: str, known_upto: int) -> str:
        titles = self._truth.titles.get(one, {})
        if answer.status == 200:
            told = answer.json
            return self._truth.wrong(one, told["seq"], told["title"]["en"], 0 if answer.stale else known_upto)
        if answer.status == 404:
            return f"not found, though put by change {min(titles)}" if titles and min(titles) <= known_upto else ""
        if answer.status == 410:
            return "" if "" in titles.values() else "withdrawn, which it never was"
        return "" if answer.status == 503 else f"status {answer.status}"

    def _of_list(self, answer: Answer) -> str:
        if answer.status != 200:
            return "" if answer.status == 503 else f"status {answer.status}"
        told: dict[str, Any] = answer.json
        as_of, total = told["as_of"], told["total"]["value"]
        self._known_upto = max(self._known_upto, as_of)
        least, most = self._truth.live(as_of)
        if not least <= total <= most:
            return f"{total} records as of {as_of}; there were {least} to {most}"
        for facet in told["facets"].values():
            counted = sum(value["count"] for value in facet["values"])
            if counted != total:
                return f"{counted} in the facet, {total} in all"
        shown = ((each["id"], each["seq"], each["title"]["en"]) for each in told["records"])
        return next(filter(None, (self._truth.wrong(*each, as_of) for each in shown)), "")


@dataclass(frozen=True)
class Failover:
    """What readers noticed of a fault: answers in all, errors, kept answers given in place of errors, wrong ones.

    `again_s` is from the fault to the last error or kept answer.
    """

    answers: int
    errors: int
    stale: int
    before: int
    again_s: float
    slowest_s: float
    wrong: tuple[str, ...]


def failover(judged: list[Judged], harmed: float) -> Failover:
    """`before` counts the errors before the fault, of which there should be none."""
    errors = [each.at for each in judged if each.status == 503]
    failed = [each.at for each in judged if each.status == 503 or each.stale]
    return Failover(
        len(judged),
        sum(at >= harmed for at in errors),
        sum(each.stale for each in judged),
        sum(at < harmed for at in errors),
        max((at - harmed for at in failed if at >= harmed), default=0.0),
        max(each.seconds for each in judged),
        tuple(each.wrong for each in judged if each.wrong),
    )
