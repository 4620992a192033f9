"""The judged set is sound: complete, open, a third held back, and drawn the same each time."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from indexers.errors import RowRejected
from indexers.sources import all_sources
from records.model import JsonMap
from tests.relevance.draw import ROOT, large_set, sample_set, shared_folder
from tests.relevance.drawing.catalogue import sample_records
from tests.relevance.queries import GROUPS, HAND, LARGE, OPEN, SAMPLE, Judged, read
from tests.relevance.rules import satisfies, unknown

SETS = [pytest.param(path, id=path.stem) for path in (LARGE, SAMPLE)]
SAMPLE_DATASETS = {path.stem for path in (ROOT / "data" / "sample").glob("*.jsonl")}


@pytest.mark.parametrize("path", SETS)
def test_every_query_is_asked_once_and_can_be_judged(path: Path) -> None:
    queries = read(path)
    assert Counter(query.id for query in queries).most_common(1)[0][1] == 1
    assert Counter((query.group, query.text) for query in queries).most_common(1)[0][1] == 1
    for query in queries:
        assert query.text.strip()
        assert query.wanted or query.rule
        assert not unknown(query.rule) | unknown(query.always)
        assert query.by in ("drawn", "hand")


def test_every_group_is_large_enough() -> None:
    counted = Counter(query.group for query in read(LARGE))
    assert set(counted) == set(GROUPS)
    assert {group: count for group, count in counted.items() if count < 20} == {}
    assert sum(counted.values()) >= 400


def test_the_sample_has_queries_of_every_group() -> None:
    counted = Counter(query.group for query in read(SAMPLE))
    assert set(counted) == set(GROUPS)
    assert sum(counted.values()) >= 60


@pytest.mark.parametrize("path", SETS)
def test_a_third_of_each_group_is_held_back(path: Path) -> None:
    queries = read(path)
    counted, held = Counter(q.group for q in queries), Counter(q.group for q in queries if q.held)
    for group, count in counted.items():
        assert held[group] == round(count / 3)


def test_nothing_is_told_of_data_sets_whose_licence_is_unclear() -> None:
    named = {wanted.partition(":")[0] for query in read(LARGE) for wanted in query.wanted}
    assert named <= OPEN
    assert {wanted.partition(":")[0] for query in read(SAMPLE) for wanted in query.wanted} <= SAMPLE_DATASETS


def test_queries_by_hand_are_all_in_the_set() -> None:
    by_hand = {(query.group, query.text) for query in read(HAND)}
    assert by_hand <= {(query.group, query.text) for query in read(LARGE)}


def test_every_query_of_the_sample_has_an_answer() -> None:
    records = {record["id"]: record for record in sample_records(ROOT / "data" / "sample")}
    for query in read(SAMPLE):
        assert set(query.wanted) <= set(records)
        assert query.wanted or any(satisfies(record, query.rule) for record in records.values()), query


@pytest.mark.slow
def test_the_sample_set_is_drawn_the_same_again() -> None:
    assert read(SAMPLE) == sample_set()


def _folder() -> Path:
    folder = shared_folder()
    if folder is None:
        pytest.skip("the larger files are not here (set WENMAI_SHARED)")
    return folder


@pytest.mark.shared
@pytest.mark.slow
@pytest.mark.timeout(1_800)
def test_the_large_set_is_drawn_the_same_again() -> None:
    assert read(LARGE) == large_set(_folder())


@pytest.mark.shared
@pytest.mark.slow
@pytest.mark.timeout(1_800)
def test_every_query_of_the_large_set_has_an_answer() -> None:
    """In the records as the sources make them: each id that is wanted is there, and each rule without one is met."""
    folder = _folder()
    assert {source.dataset.id for source in all_sources().values()} >= OPEN
    ids, rules = _wanted(read(LARGE))
    for record in _records(folder):
        ids.discard(record["id"])
        rules = [query for query in rules if not satisfies(record, query.rule)]
    assert ids == set()
    assert rules == []


def _records(folder: Path) -> Iterator[JsonMap]:
    """Every record of every source; rows that are refused have none."""
    for source in all_sources().values():
        for path in (folder / name for name in source.files if (folder / name).is_file()):
            for row in source.read(path):
                with suppress(RowRejected):
                    yield from source.map(row.value) if row.value is not None else ()


def _wanted(queries: list[Judged]) -> tuple[set[str], list[Judged]]:
    ids = {wanted for query in queries for wanted in query.wanted}
    return ids, [query for query in queries if not query.wanted]
