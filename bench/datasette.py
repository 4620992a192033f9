"""Side by side with Datasette (SQLite FTS5): same records, our tokens, same questions, in interleaved rounds."""

from __future__ import annotations

import json
import os
import random
import statistics
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, closing
from dataclasses import dataclass, field
from functools import partial
from http.client import HTTPConnection
from pathlib import Path
from typing import Any

from bench import fts, nodes, peer
from bench import questions as q
from bench.common import KEPT, SEED, keep, megabytes, require_disk, show
from bench.load import CLIENTS, TotalOf, ask, throughput, timed, wenmai_total
from bench.memory import megabytes_of, worker_megabytes
from bench.serving import serving
from records.store import Store
from settings import Settings

KINDS = (q.TWO_WORDS, q.EITHER, q.ALL, q.DETAIL, q.SUGGEST)
ROUNDS = 2
ASKED = 100
LATENCY_S = 12.0
COUNTED_S = 4.0
CHECKED = 20
MOST_MINUTES = 6.0
"""For the rounds; a round that would begin later is left out, and said to be."""

GIGABYTES = 8.0
Pair = tuple[str, str]
"""A path of ours and the one that asks Datasette the same."""


@dataclass(slots=True)
class Figures:
    """What each round gave, by kind."""

    p50: dict[str, list[float]] = field(default_factory=dict)
    p99: dict[str, list[float]] = field(default_factory=dict)
    rate: dict[str, list[float]] = field(default_factory=dict)
    asked: dict[str, list[int]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two: how it is served, which of a pair it is asked, and how an answer of its says a total."""

    name: str
    serve: Callable[[], AbstractContextManager[tuple[int, Any]]]
    which: int
    total_of: TotalOf
    figures: Figures = field(default_factory=Figures)


def main() -> None:
    """Fill a database, choose the questions both answer alike, ask both, print the ratios."""
    peer.install()
    KEPT.mkdir(parents=True, exist_ok=True)
    require_disk(KEPT, GIGABYTES)
    with nodes.whole() as data, tempfile.TemporaryDirectory(prefix="datasette-", dir=KEPT) as name:
        database = Path(name) / "bench.db"
        took = _filled(database, data)
        ours = Side("wenmai", partial(serving, data), 0, wenmai_total)
        theirs = Side(f"datasette {peer.VERSION}", partial(peer.serving, database), 1, peer.total)
        chosen, memory = _chosen(ours, theirs)
        rounds = _rounds((ours, theirs), chosen)
        _show_build(database, took, nodes.disk(data), memory)
    _show(ours, theirs, rounds)
    kept = {side.name: {name: getattr(side.figures, name) for name in Figures.__slots__} for side in (ours, theirs)}
    keep("datasette", {"version": peer.VERSION, "rounds": rounds, "build_s": took, "memory_mb": memory, **kept})


def _filled(database: Path, data: Path) -> dict[str, float]:
    settings = Settings.from_env({"WENMAI_DATA": str(data)})
    with closing(Store.open(settings.database_url)) as store:
        took = peer.fill(database, store)
    print(f"database made in {sum(took.values()):.0f} s", flush=True)
    return took


def _chosen(ours: Side, theirs: Side) -> tuple[dict[str, tuple[list[Pair], list[Pair]]], dict[str, float]]:
    """By kind the pairs one client asks and those many do; all of them are asked once here, untimed, to compare."""
    with ours.serve() as (port, process), theirs.serve() as (their_port, their_process):
        one, many = q.draw(port), q.draw_many(port)
        why: dict[str, Counter[str]] = {kind: Counter() for kind in KINDS}
        alike = _alike(port, their_port, why)
        chosen = {}
        for kind in KINDS:
            timed_pairs = list(alike(kind, one[kind]))[:ASKED]
            chosen[kind] = (timed_pairs, list(_pairs(kind, many[kind], why[kind])))
        facets = _facets_agree(port, their_port, chosen[q.TWO_WORDS][0])
        memory = {"wenmai": _share(worker_megabytes(process.pid)), theirs.name: megabytes_of(their_process.pid)[1]}
    rows = [(kind, len(chosen[kind][0]), ", ".join(f"{n} × {what}" for what, n in why[kind].items())) for kind in KINDS]
    show("questions that both answer alike", ("question", "compared", "dropped"), rows)
    print(f"facet counts agree on {facets[0]} of {facets[1]} questions of two words, in all five facets")
    return chosen, memory


def _alike(
    port: int, their_port: int, why: Mapping[str, Counter[str]]
) -> Callable[[str, Sequence[str]], Iterator[Pair]]:
    """Of the paths of a kind those with the same total at both; `why` counts the others."""
    ours, theirs = HTTPConnection("127.0.0.1", port, timeout=60), HTTPConnection("127.0.0.1", their_port, timeout=120)

    def alike(kind: str, paths: Sequence[str]) -> Iterator[Pair]:
        for pair in _pairs(kind, paths, why[kind]):
            if _size(kind, ask(ours, pair[0])) == _size_theirs(kind, ask(theirs, _unfaceted(pair[1]))):
                yield pair
            else:
                why[kind]["totals differ"] += 1

    return alike


def _pairs(kind: str, paths: Sequence[str], why: Counter[str]) -> Iterator[Pair]:
    for path in paths:
        try:
            yield path, peer.path_of(kind, path)
        except fts.Untold as untold:
            why[f"no FTS5 expression for {untold}"] += 1


def _unfaceted(path: str) -> str:
    """Facets have no part in the total, and match-all takes seconds with them."""
    return path + ("&_nofacet=1" if "?" in path else "?_nofacet=1")


def _size(kind: str, body: bytes) -> int | bool:
    if kind == q.SUGGEST:
        return any(one["type"] not in ("region", "period", "category") for one in json.loads(body)["suggestions"])
    return True if kind == q.DETAIL else wenmai_total(body)


def _size_theirs(kind: str, body: bytes) -> int | bool:
    if kind == q.SUGGEST:
        return bool(json.loads(body)["rows"])
    return bool(json.loads(body)["rows"]) if kind == q.DETAIL else peer.total(body)


def _share(workers: list[tuple[float, ...]]) -> float:
    return sum(worker[1] for worker in workers)


def _facets_agree(port: int, their_port: int, pairs: Sequence[Pair]) -> tuple[int, int]:
    """Of how many questions all facets have the same counts, largest first (those alike may come in another order)."""
    drawn = random.Random(SEED).sample(pairs, min(CHECKED, len(pairs)))
    agreed = 0
    with closing(HTTPConnection("127.0.0.1", port)) as ours, closing(HTTPConnection("127.0.0.1", their_port)) as theirs:
        for mine, other in drawn:
            facets, told = json.loads(ask(ours, mine))["facets"], json.loads(ask(theirs, other))["facet_results"]
            agreed += all(_counts(facets[name]["values"]) == _counts(told[name]["results"]) for name in peer.FACETS)
    return agreed, len(drawn)


def _counts(values: Sequence[Mapping[str, Any]]) -> list[int]:
    return sorted((value["count"] for value in values), reverse=True)[: peer.FACET_SIZE]


def _rounds(sides: tuple[Side, Side], chosen: Mapping[str, tuple[list[Pair], list[Pair]]]) -> int:
    """Each round, one after the other: one client and each kind; then many, where a side is started anew."""
    begun = time.monotonic()
    most_s = float(os.environ.get("MINUTES", MOST_MINUTES)) * 60
    for number in range(ROUNDS):
        gone_s = time.monotonic() - begun
        if number and gone_s + gone_s / number > most_s:
            print(f"round {number + 1} is left out: {gone_s:.0f} s are gone, of {most_s:.0f}", flush=True)
            return number
        for side in sides:
            _one_client(side, chosen)
        for side in sides:
            _many_clients(side, chosen)
        print(f"round {number + 1} of {ROUNDS} ends after {time.monotonic() - begun:.0f} s", flush=True)
    return ROUNDS


def _one_client(side: Side, chosen: Mapping[str, tuple[list[Pair], list[Pair]]]) -> None:
    with side.serve() as (port, _):
        for kind in KINDS:
            paths = [pair[side.which] for pair in chosen[kind][0]]
            if not paths:
                continue
            _warm(port, paths[-1:] if kind != q.ALL else [])
            found = timed(port, paths, LATENCY_S, side.total_of)
            for name, value in (("p50", found.p50), ("p99", found.p99), ("asked", found.n)):
                getattr(side.figures, name).setdefault(kind, []).append(value)
            print(f"  {side.name}, {kind}: p50 {found.p50:,.1f} ms of {found.n}", flush=True)


def _warm(port: int, paths: Sequence[str]) -> None:
    with closing(HTTPConnection("127.0.0.1", port, timeout=120)) as connection:
        for path in paths:
            ask(connection, path)


def _many_clients(side: Side, chosen: Mapping[str, tuple[list[Pair], list[Pair]]]) -> None:
    """Served anew for each kind: Datasette goes on computing what clients asked that are gone."""
    for kind in KINDS:
        paths = [pair[side.which] for pair in chosen[kind][1]]
        if paths:
            with side.serve() as (port, _):
                _warm(port, paths[-1:] if kind != q.ALL else [])
                counted = throughput(port, paths, COUNTED_S)
            side.figures.rate.setdefault(kind, []).append(counted.per_second)
            print(f"  {side.name}, {CLIENTS} clients, {kind}: {counted.per_second:,.1f} requests/s", flush=True)


def _show_build(
    database: Path, took: Mapping[str, float], disk: Mapping[str, float], memory: Mapping[str, float]
) -> None:
    rows = [(f"datasette: {name}, s", value) for name, value in took.items()]
    rows += [("datasette: database on disk, MB", megabytes(database))]
    rows += [(f"wenmai: {name} on disk, MB", value) for name, value in disk.items()]
    rows += [(f"{name}: memory (PSS) of what answers, MB", value) for name, value in memory.items()]
    show("making and keeping", ("what", "figure"), rows)


def _show(ours: Side, theirs: Side, rounds: int) -> None:
    columns = ("question", "asked", "p50", "theirs", "ratio", "p99", "theirs", "ratio", "req/s", "theirs", "ratio")
    rows = [_row(kind, ours.figures, theirs.figures) for kind in KINDS if kind in ours.figures.p50]
    title = f"wenmai beside {theirs.name}: medians of {rounds} rounds; ms with one client, requests/s with {CLIENTS}"
    show(title, columns, rows)
    print("ratio: theirs by ours for times, ours by theirs for requests/s; above 1 wenmai is quicker")


def _row(kind: str, ours: Figures, theirs: Figures) -> tuple[object, ...]:
    p50, their_p50 = statistics.median(ours.p50[kind]), statistics.median(theirs.p50[kind])
    p99, their_p99 = statistics.median(ours.p99[kind]), statistics.median(theirs.p99[kind])
    rate, their_rate = statistics.median(ours.rate[kind]), statistics.median(theirs.rate[kind])
    asked = f"{min(ours.asked[kind])} / {min(theirs.asked[kind])}"
    ratio = rate / their_rate if their_rate else "none in time"
    return kind, asked, p50, their_p50, their_p50 / p50, p99, their_p99, their_p99 / p99, rate, their_rate, ratio
