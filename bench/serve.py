"""How long answers take at the server with one client on all records, how many it gives to many, and its memory."""

from __future__ import annotations

from bench import nodes
from bench import questions as q
from bench.common import keep, show, verdict
from bench.load import CLIENTS, Latency, Rate, show_floor, throughput, timed
from bench.memory import MEMORY, worker_megabytes
from bench.serving import get, serving

TARGETS: dict[str, tuple[float | None, float | None]] = {
    q.TWO_WORDS: (5.0, 30.0),
    q.EITHER: (5.0, 30.0),
    q.ALL: (75.0, None),
    q.AGAIN: (2.0, None),
    q.PINYIN: (None, 60.0),
    q.MIXED: (None, 60.0),
}
"""p50 and p99 in milliseconds. What other engines need for two words was measured for either of two."""

WORKER_MB = 300.0
COUNTED_S = 5.0


def main() -> None:
    """Take in or find the records, serve, ask, and print what it took."""
    with nodes.whole() as data, serving(data) as (port, process):
        asked = q.draw(port)
        get(port, "/v1/records?q=warm")
        floor = show_floor(port, COUNTED_S)
        answers = {kind: timed(port, paths) for kind, paths in asked.items()}
        memory = worker_megabytes(process.pid)
        show_answers(answers)
        _show_memory("memory of each worker after those questions, MB", memory)
        many = q.draw_many(port)
        rates = {kind: throughput(port, paths, COUNTED_S) for kind, paths in many.items()}
        loaded = worker_megabytes(process.pid)
    _show_rates(rates, many)
    _show_memory(f"memory of each worker after {CLIENTS} clients, MB", loaded)
    kept = {
        "answers": {kind: one.told() for kind, one in answers.items()},
        "rates": {kind: rate.told() for kind, rate in rates.items()},
        "floor": floor,
        "worker_mb": memory,
        "worker_mb_loaded": loaded,
        "targets": TARGETS,
    }
    keep("serve", kept)


def show_answers(answers: dict[str, Latency], title: str = "one client, at the server, ms") -> None:
    """Each kind beside its targets."""
    columns = ("question", "asked", "p50", "aimed at", "", "p99", "aimed at", "", "longest", "median total")
    show(title, columns, [_row(kind, one) for kind, one in answers.items()])


def _row(kind: str, one: Latency) -> tuple[object, ...]:
    p50, p99 = TARGETS.get(kind, (None, None))
    middle = (one.p50, p50, verdict(one.p50, p50), one.p99, p99, verdict(one.p99, p99))
    return kind, one.n, *middle, one.max, int(one.median_total)


def _show_rates(rates: dict[str, Rate], asked: q.Questions) -> None:
    """With more answers than different questions, some of them came from memory."""
    rows = [(kind, rate.per_second, rate.answered, len(asked[kind]), rate.cut) for kind, rate in rates.items()]
    columns = ("question", "requests/s", "answered", "different questions", "unanswered at the end")
    show(f"{CLIENTS} clients for {COUNTED_S:.0f} s each", columns, rows)


def _show_memory(title: str, memory: list[tuple[float, ...]]) -> None:
    rows = [(f"{number}", *mb, WORKER_MB, *(verdict(one, WORKER_MB) for one in mb)) for number, mb in enumerate(memory)]
    show(title, ("worker", *MEMORY, "aimed at", *MEMORY), rows)
