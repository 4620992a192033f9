"""Several servers asked the same beside each other: fresh questions each round, and each time another goes first."""

from __future__ import annotations

import os
import statistics
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from bench.load import CLIENTS, TotalOf, throughput, timed
from bench.serving import Asked

ROUNDS = 3
ASKED = 100
"""Questions one client asks a side in a round, or as many as there are."""

WARMING = 64
"""Questions each side is asked beforehand, by many clients, that are not asked again."""

LATENCY_S = 12.0
COUNTED_S = 4.0
FIGURES = ("p50", "p99", "rate", "asked")

Found = dict[str, list[float]]


@dataclass(frozen=True, slots=True)
class Question:
    """A path of ours, and the search it comes to where there is one."""

    path: str
    search: bytes = b""


@dataclass(frozen=True, slots=True)
class Side:
    """One of those asked: its port, how it is asked a question, how an answer of its says a total; what was found."""

    name: str
    port: int
    form: Callable[[Question], Asked]
    total_of: TotalOf
    kinds: frozenset[str]
    found: dict[str, Found] = field(default_factory=dict)

    def note(self, kind: str, **figures: float) -> None:
        for name, value in figures.items():
            self.found.setdefault(kind, {}).setdefault(name, []).append(value)

    def median(self, kind: str, figure: str) -> float:
        return statistics.median(self.found[kind][figure])


def rounds(sides: Sequence[Side], questions: Mapping[str, Sequence[Question]], most_s: float) -> int:
    """How many were asked; one that would end after `most_s` seconds is left out, and said to be."""
    begun = time.monotonic()
    for side in sides:
        for kind in side.kinds & questions.keys():
            throughput(side.port, [side.form(one) for one in questions[kind][:WARMING]], 1.0)
    for number in range(ROUNDS):
        gone_s = time.monotonic() - begun
        if number and gone_s + gone_s / number > most_s:
            print(f"round {number + 1} is left out: {gone_s:.0f} s are gone, of {most_s:.0f}", flush=True)
            return number
        turn = [*sides[number % len(sides) :], *sides[: number % len(sides)]]
        for kind, asked in questions.items():
            _round(turn, kind, part(asked, number))
        print(f"round {number + 1} of {ROUNDS} ends after {time.monotonic() - begun:.0f} s", flush=True)
    return ROUNDS


def part(questions: Sequence[Question], number: int) -> Sequence[Question]:
    """The questions of one round: all of them where there is one only, which is asked again and again."""
    if len(questions) == 1:
        return list(questions) * ASKED
    left = questions[WARMING:]
    return left[number * len(left) // ROUNDS : (number + 1) * len(left) // ROUNDS]


def _round(sides: Sequence[Side], kind: str, questions: Sequence[Question]) -> None:
    """One client asks each side the first, many clients the rest."""
    one = questions[: min(ASKED, len(questions) // 2)]
    many = questions[len(one) :]
    asking = [side for side in sides if kind in side.kinds]
    for side in asking:
        told = timed(side.port, [side.form(each) for each in one], LATENCY_S, side.total_of)
        side.note(kind, p50=told.p50, p99=told.p99, asked=told.n)
        print(f"  {side.name}, {kind}: p50 {told.p50:,.2f} ms of {told.n}", flush=True)
    for side in asking:
        counted = throughput(side.port, [side.form(each) for each in many], COUNTED_S)
        side.note(kind, rate=counted.per_second)
        print(f"  {side.name}, {CLIENTS} clients, {kind}: {counted.per_second:,.1f} requests/s", flush=True)


def most_seconds(minutes: float) -> float:
    """MINUTES of the environment, else so many."""
    return float(os.environ.get("MINUTES", minutes)) * 60
