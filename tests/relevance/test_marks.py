"""What is highlighted is what a person would underline: cases judged by hand, over the records of the sample."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from search.answer import answer
from search.grammar import parse
from search.ports import SearchEngine
from search.query import Ids, Query
from tests.relevance.draw import ROOT
from tests.relevance.drawing.catalogue import sample_records
from tests.relevance.queries import FOLDER, GROUPS, SUGGEST
from tests.search.making import engine_over

MARKS = FOLDER / "marks.jsonl"
LEAST = 4


@dataclass(frozen=True, slots=True)
class Case:
    """`marks` are by field the pieces a person would underline, in order, as they stand in the record; fields that are
    not named are not judged. In the group `suggest` the field is `suggestion`."""

    group: str
    q: str
    record: str
    marks: dict[str, list[str]]


CASES = [Case(**json.loads(line)) for line in MARKS.read_text("utf-8").splitlines()]


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SearchEngine]:
    records = list(sample_records(ROOT / "data" / "sample"))
    opened = engine_over(tmp_path_factory.mktemp("index"), records)
    yield opened
    opened.close()


def test_every_group_is_judged() -> None:
    counted = Counter(case.group for case in CASES)
    assert set(counted) == set(GROUPS)
    assert {group: count for group, count in counted.items() if count < LEAST} == {}


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.group}-{case.q}-{case.record}")
def test_what_a_person_would_underline_is_marked(engine: SearchEngine, case: Case) -> None:
    found = _suggested(engine, case) if case.group == SUGGEST else _searched(engine, case)
    assert {field: found.get(field, []) for field in case.marks} == case.marks


Found = dict[str, list[str]]
"""The pieces marked, by field."""


def _searched(engine: SearchEngine, case: Case) -> Found:
    """Asked as the API asks, of the one record, so that words read loosely are marked as they were read."""
    results = answer(engine, Query(parse(case.q), filters=(Ids((case.record,)),), highlight=True))
    (hit,) = results.hits
    found: Found = {}
    for one in hit.highlights:
        found.setdefault(one.field, []).extend(one.text[start:end] for start, end in one.spans)
    return found


def _suggested(engine: SearchEngine, case: Case) -> Found:
    (found,) = (one for one in engine.suggest(case.q, 10) if one.id == case.record)
    return {"suggestion": [found.text[start:end] for start, end in found.spans]}
