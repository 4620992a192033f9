"""`python -m tests.relevance.draw`: draw the queries anew from the publishers' files; the same each time.

Writes `queries.jsonl` and `sample.jsonl` beside it; `--check` writes nothing and exits with 1 where they would differ.
"""

from __future__ import annotations

import os
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path

from tests.relevance.drawing.catalogue import sample_entries, sample_records, shared_entries
from tests.relevance.drawing.groups import GROUPS as DRAWN
from tests.relevance.drawing.groups import Group
from tests.relevance.drawing.passed_over import PASSED_OVER
from tests.relevance.drawing.pool import Pool
from tests.relevance.queries import GROUPS, HAND, LARGE, SAMPLE, Judged, order, read, write
from tests.relevance.rules import satisfies

ROOT = Path(__file__).resolve().parents[2]
_ANYTHING = "*"


def shared_folder() -> Path | None:
    """Where the larger files are (WENMAI_SHARED, else ../shared), or None where they are not."""
    folder = Path(os.environ.get("WENMAI_SHARED") or ROOT.parent / "shared") / "data"
    return folder if folder.is_dir() else None


def large_set(folder: Path) -> list[Judged]:
    pool = Pool(shared_entries(folder))
    drawn = [query for group in DRAWN for query in _draw(pool, group, group.quotas)]
    return _finished([*drawn, *read(HAND)])


def sample_set() -> list[Judged]:
    """Drawn from the project's own records, and whatever queries by hand they answer."""
    folder = ROOT / "data" / "sample"
    pool = Pool(sample_entries(folder))
    drawn = [query for group in DRAWN for query in _draw(pool, group, {_ANYTHING: group.sample})]
    records = list(sample_records(folder))
    by_hand = [query for query in read(HAND) if any(satisfies(record, query.rule) for record in records)]
    return _finished([*drawn, *by_hand])


def _draw(pool: Pool, group: Group, quotas: Mapping[str, int]) -> Iterator[Judged]:
    for dataset, wanted in quotas.items():
        found = _made(pool, group, dataset)
        yield from (query for _, query in zip(range(wanted), found, strict=False))


def _made(pool: Pool, group: Group, dataset: str) -> Iterator[Judged]:
    seen: set[str] = set()
    for entry, title in pool.drawn(group.name, dataset, group.fits(pool)):
        query = group.make(pool, entry, title)
        if query is not None and query.text not in seen and query.text not in PASSED_OVER:
            seen.add(query.text)
            yield query


def _finished(queries: Iterable[Judged]) -> list[Judged]:
    """Numbered in their groups, a third of each held back; what two draws gave is kept once."""
    grouped: dict[str, dict[str, Judged]] = defaultdict(dict)
    for query in queries:
        grouped[query.group].setdefault(query.text, query)
    return [query for group in GROUPS for query in _numbered(group, list(grouped[group].values()))]


def _numbered(group: str, queries: list[Judged]) -> Iterator[Judged]:
    by_chance = sorted(queries, key=lambda query: order("held", group, query.text))
    held = {query.text for query in by_chance[: round(len(queries) / 3)]}
    for number, query in enumerate(queries, 1):
        yield replace(query, id=f"{group}-{number:02}", held=query.text in held)


def main() -> None:
    folder = shared_folder()
    sets = {SAMPLE: sample_set()} | ({LARGE: large_set(folder)} if folder else {})
    if "--check" in sys.argv[1:]:
        stale = [path.name for path, queries in sets.items() if read(path) != queries]
        sys.exit(f"would be drawn otherwise: {', '.join(stale)}" if stale else 0)
    for path, queries in sets.items():
        write(path, queries)
        print(f"{path.name}: {len(queries)} queries")


if __name__ == "__main__":
    main()
