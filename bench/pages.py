"""How long each kind of page takes at the server, on all records, and how large it is; hardly one is asked twice."""

from __future__ import annotations

import random
import re
from collections.abc import Iterable
from urllib.parse import quote, urlsplit

from bench import nodes, questions
from bench.common import SEED, keep, show, verdict
from bench.load import Latency, timed
from bench.serving import serving

TARGET_MS = 25.0
LANGUAGES = ("zh-Hans", "zh-Hant", "en")

Pages = dict[str, list[str]]


def main() -> None:
    """Ask a node of all records; print p50, p99 and the size of each kind of page, without its style and scripts."""
    with nodes.whole() as data, serving(data) as (port, _):
        found = {kind: timed(port, paths, total_of=len) for kind, paths in _pages(port).items()}
    _show(found)
    keep("pages", {"pages": {kind: one.told() for kind, one in found.items()}, "target_ms": TARGET_MS})


def _pages(port: int) -> Pages:
    drawn = random.Random(SEED)
    asked = questions.draw(port)
    words = [quote(questions.words(path)) for path in asked[questions.TWO_WORDS]]
    records = [urlsplit(path).path.removeprefix("/v1") for path in asked[questions.DETAIL]]
    titles = [quote(_plain(questions.words(path))) for path in asked[questions.SUGGEST]]
    years = drawn.sample(range(1, 1900), questions.ASKED)
    return {
        "the first page, again": ["/?lang=en"] * questions.ASKED,
        "a search of two words": _spoken(f"/search?q={one}" for one in words),
        "a search that is narrowed": _spoken(f"/search?type=literary-work&year_from={year}" for year in years),
        "a map of what was found": _spoken(f"/search?q={one}&show=map" for one in titles),
        "a line of time of what was found": _spoken(f"/search?q={one}&show=timeline" for one in titles),
        "everything, page by page": _spoken(f"/search?page={page}" for page in range(1, questions.ASKED + 1)),
        "a record": _spoken(f"{path}?" for path in records),
        "values of a field": _spoken(f"/values/creator?page={page}" for page in range(1, questions.ASKED + 1)),
        "a chart to build": _spoken(f"/charts?by=period&year_from={year}" for year in years),
        "a list for a frame": _spoken(f"/embed/records?q={one}" for one in words),
    }


def _plain(title: str) -> str:
    """Without its signs: a title cut off within parentheses is no question."""
    return " ".join(re.findall(r"\w+", title)) or "月"


def _spoken(paths: Iterable[str]) -> list[str]:
    """Each in one of the languages."""
    return [f"{path}&lang={LANGUAGES[number % 3]}".replace("?&", "?") for number, path in enumerate(paths)]


def _show(found: dict[str, Latency]) -> None:
    rows = [
        (kind, one.p50, TARGET_MS, verdict(one.p50, TARGET_MS), one.p99, one.median_total / 1_000)
        for kind, one in found.items()
    ]
    show("pages at the server, ms", ("", "p50", "aimed at", "", "p99", "kB"), rows)


if __name__ == "__main__":
    main()
