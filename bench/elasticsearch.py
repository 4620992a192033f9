"""Elasticsearch behind our ports, beside itself asked straight and through the thinnest view, and beside tantivy."""

from __future__ import annotations

import statistics
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path

from bench import building, floor, nodes, raw, walking
from bench import questions as q
from bench.abreast import FIGURES, Question, Side, most_seconds, rounds
from bench.cluster import Place, cluster, megabytes, settle
from bench.common import keep, show, verdict, wenmai
from bench.load import CLIENTS, ask, wenmai_total
from bench.serving import serving
from search.answer import FEW

NAME = "whole"
FOUND_FEW = f"two words, at most {FEW} found"
STRAIGHT = (q.TWO_WORDS, q.EITHER, FOUND_FEW, q.ALL)
"""Kinds that are one search, so that they can be asked straight; of the first two only what finds more than `FEW`, for
else we look further, with other searches."""

MOST = 2_700
"""Questions of each kind, so that none is asked again of a side that remembers answers."""

CHECKED = 20
MINUTES = 16.0
"""For the rounds."""

P50, RATE, OF_FLOOR, BUILT, SCANNED = 1.45, 0.7, 1.15, 0.8, 0.8
"""The aims: times and requests/s of ours by those of the bare search; times by those of the view, and its requests/s by
ours; loading and reading by what the official client does."""

OURS, TANTIVY, FLOOR, RAW = "ours on Elasticsearch", "ours on tantivy", "thinnest view", "straight"

Questions = dict[str, list[Question]]


@dataclass(frozen=True, slots=True)
class Served:
    """All that is asked."""

    sides: tuple[Side, ...]

    def __getitem__(self, name: str) -> Side:
        return next(side for side in self.sides if side.name == name)


def main() -> None:
    """Fill an index, ask all sides, read all of it, fill others; print the ratios."""
    with nodes.whole() as data, cluster() as place:
        made = _build(place, data)
        questions, agreed = _questions(place, data)
        with _served(place, data, questions) as served:
            count = rounds(served.sides, questions, most_seconds(MINUTES))
        walked = walking.measure(place, NAME)
        filled = building.measure(place, data)
    _show_asked(served, count)
    _show_beside(served, count)
    rates = {"filling an index": (filled, BUILT), "reading all records": (walked, SCANNED)}
    _show_rates(rates, made)
    told = {side.name: side.found for side in served.sides}
    aims = {"p50": P50, "rate": RATE, "of floor": OF_FLOOR, "built": BUILT, "scanned": SCANNED}
    kept = {"rounds": count, "agreed": agreed, "build": made, "filled": filled, "walked": walked, "aims": aims}
    keep("elasticsearch", kept | {"asked": told})


def _build(place: Place, data: Path) -> dict[str, float]:
    """The ordinary command, from the store to searchable."""
    started = time.perf_counter()
    outcome = wenmai(data, "build", WENMAI_ENGINE_URL=place.engine_url(NAME))
    took_s = time.perf_counter() - started
    assert outcome["done"], outcome
    settle(place)
    written = float(outcome["written"])
    return {"records": written, "seconds": took_s, "per_second": written / took_s, "mb": megabytes(place, NAME)}


def _questions(place: Place, data: Path) -> tuple[Questions, int]:
    """By kind, and of how many checked ones our counts were those of the cluster.

    Drawn at a server of their own, since another would remember its answers.
    """
    index = f"{place.prefix}-{NAME}"
    with serving(data, WENMAI_ENGINE_URL=place.engine_url(NAME)) as (port, _):
        drawn = q.draw_many(port)
        found: Questions = {kind: [Question(path) for path in paths[:MOST]] for kind, paths in drawn.items()}
        two, few = _sorted(place, index, drawn[q.TWO_WORDS])
        found |= {q.TWO_WORDS: two, FOUND_FEW: few, q.EITHER: _sorted(place, index, drawn[q.EITHER])[0]}
        found[q.ALL] = [Question(path, raw.compiled(path)) for path in drawn[q.ALL][:MOST]]
        agreed = _agree(place, index, port, [*two[-CHECKED:], *found[q.EITHER][-CHECKED:]])
    rows = [(kind, len(asked)) for kind, asked in found.items()]
    show("questions", ("question", "different ones"), rows)
    print(f"total and facet counts are the cluster's own in {agreed} of {2 * CHECKED} answers")
    return found, agreed


def _sorted(place: Place, index: str, paths: Sequence[str]) -> tuple[list[Question], list[Question]]:
    """Those that find more than a few, and those that do not; asked of the cluster alone."""
    found: tuple[list[Question], list[Question]] = ([], [])
    with closing(HTTPConnection("127.0.0.1", place.port, timeout=60)) as connection:
        for path in paths:
            search = raw.compiled(path)
            many = raw.total(ask(connection, raw.straight(index, search))) > FEW
            found[not many].append(Question(path, search))
            if len(found[0]) >= MOST:
                break
    return found[0][:MOST], found[1][:MOST]


def _agree(place: Place, index: str, port: int, checked: Sequence[Question]) -> int:
    with (
        closing(HTTPConnection("127.0.0.1", port, timeout=60)) as ours,
        closing(HTTPConnection("127.0.0.1", place.port, timeout=60)) as theirs,
    ):
        answers = [(ask(ours, one.path), ask(theirs, raw.straight(index, one.search))) for one in checked]
    return sum(
        (wenmai_total(mine), raw.our_counts(mine)) == (raw.total(other), raw.counts(other)) for mine, other in answers
    )


@contextmanager
def _served(place: Place, data: Path, questions: Questions) -> Iterator[Served]:
    """All sides, served at once: those that are not asked rest."""
    index = f"{place.prefix}-{NAME}"
    every, straight = frozenset(questions), frozenset(STRAIGHT)

    def path(one: Question) -> str:
        return one.path

    def search(one: Question) -> tuple[str, bytes]:
        return f"/{index}/_search", one.search

    with ExitStack() as open_:
        log = Path(open_.enter_context(tempfile.TemporaryDirectory())) / "floor.log"
        ours, _ = open_.enter_context(serving(data, WENMAI_ENGINE_URL=place.engine_url(NAME)))
        tantivy, _ = open_.enter_context(serving(data))
        view = open_.enter_context(floor.serving(place.url, log))
        yield Served(
            (
                Side(OURS, ours, path, wenmai_total, every),
                Side(RAW, place.port, search, raw.total, straight),
                Side(FLOOR, view, search, raw.total, straight),
                Side(TANTIVY, tantivy, path, wenmai_total, every),
            )
        )


def _show_beside(served: Served, count: int) -> None:
    """The aims."""
    columns = ("question", "ours by", "p50 ratio", "aimed at", "", "requests/s ratio", "aimed at", "")
    rows = [row for kind in STRAIGHT if kind in served[OURS].found for row in _ratios(served, kind)]
    show(f"ours by what stands beside it, medians of {count} rounds", columns, rows)


def _ratios(served: Served, kind: str) -> Iterator[tuple[object, ...]]:
    aims = {RAW: (P50, RATE), FLOOR: (OF_FLOOR, 1 / OF_FLOOR), TANTIVY: (None, None)}
    aimed = kind in (q.TWO_WORDS, q.EITHER)
    for name, (slowest, fewest) in aims.items():
        time_, rate = (
            served[OURS].median(kind, figure) / served[name].median(kind, figure) for figure in ("p50", "rate")
        )
        most, least = (slowest, fewest) if aimed else (None, None)
        yield kind, name, time_, most, verdict(time_, most), rate, least, verdict(rate, least, at_least=True)


def _show_asked(served: Served, count: int) -> None:
    rows = [
        (kind, side.name, *(side.median(kind, figure) for figure in FIGURES))
        for kind in served[OURS].found
        for side in served.sides
        if kind in side.found
    ]
    columns = ("question", "side", "p50 ms", "p99 ms", f"requests/s, {CLIENTS} clients", "asked a round by one client")
    show(f"medians of {count} rounds", columns, rows)


def _show_rates(rates: Mapping[str, tuple[dict[str, list[float]], float]], made: Mapping[str, float]) -> None:
    rows: list[tuple[object, ...]] = []
    for what, (found, aim) in rates.items():
        middle = {name: statistics.median(each) for name, each in found.items()}
        ours = middle.pop("ours")
        ((name, theirs),) = middle.items()
        ratio = ours / theirs
        rows.append((what, ours, name, theirs, ratio, aim, verdict(ratio, aim, at_least=True)))
    rows.append(("wenmai build, from the store", made["per_second"], "–", None, None, None, "–"))
    show("records a second", ("what", "ours", "beside", "", "ratio", "aimed at", ""), rows)
    print(f"the index takes {made['mb']:,.0f} MB, {made['mb'] * 1e6 / made['records']:,.0f} bytes a record")
