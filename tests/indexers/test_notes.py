"""What mapping changes in a row is counted, remembered and told; and mappers may look at the files beside theirs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any

import orjson
import pytest

from indexers import reporting
from indexers.ingest import Input, Into, Options, Outcome, ingest
from indexers.readers import read_json_lines
from indexers.rejects import RejectsFile
from indexers.sources import DatasetInfo, Mapped, Note, Source
from indexers.sources.values import refusing
from indexers.workers import Workers
from tests.indexers.taking import Bench, bench_in, record

UNKNOWN = Note("end", "0 stands for unknown and is left out")


@pytest.fixture
def bench(tmp_path: Path) -> Iterator[Bench]:
    with bench_in(tmp_path) as made:
        yield made


@refusing
def map_tower(row: Mapping[str, Any]) -> Mapped:
    return Mapped((record(row["number"]),), (UNKNOWN,) if row["end"] == 0 else ())


def map_linked(folder: Path, row: Mapping[str, Any]) -> Mapped:
    (made,) = map_tower(row)
    return Mapped(({**made, "description": {"en": (folder / "beside.txt").read_text()}},))


def _take(bench: Bench, rows: list[dict[str, int]]) -> Outcome:
    path = bench.folder / "rows.jsonl"
    path.write_bytes(b"\n".join(map(orjson.dumps, rows)))
    source = Input("towers", path, read_json_lines, map_tower, "towers")
    with RejectsFile(bench.folder / "rejects", "taken", datetime.now(UTC)) as rejects, Workers() as workers:
        return ingest(source, Into(bench.store, bench.url, workers), rejects, Options())


def test_changed_values_are_counted_and_remembered_whether_or_not_the_record_is_new(bench: Bench) -> None:
    rows = [{"number": number, "end": number % 3} for number in range(9)]
    for _ in range(2):
        outcome = _take(bench, rows)
        assert outcome.changes == {"end: 0 stands for unknown and is left out": 3}
        (run,) = bench.store.last_runs()
        assert run.changes == outcome.changes
    assert outcome.whole


def test_a_rejected_row_has_no_notes(bench: Bench) -> None:
    outcome = _take(bench, [{"end": 0}, {"number": 1, "end": 0}])
    assert (outcome.rejected, sum(outcome.changes.values())) == (1, 1)


def test_changes_are_told_to_a_person(bench: Bench, capsys: pytest.CaptureFixture[str]) -> None:
    reporting.explain_ingest(_take(bench, [{"number": 1, "end": 0}]))
    assert "1 × end: 0 stands for unknown and is left out" in capsys.readouterr().err


def test_a_source_may_link_to_what_stands_beside_its_file(tmp_path: Path) -> None:
    (tmp_path / "beside.txt").write_text("told beside")
    info = DatasetInfo("towers", {"en": "Towers"}, {"en": "Towers"}, "A publisher", "")
    plain = Source("towers", info, ("rows.jsonl",), read_json_lines, map_tower)
    linked = Source(
        "towers", info, ("rows.jsonl",), read_json_lines, map_tower, lambda folder: partial(map_linked, folder)
    )
    assert plain.mapper(tmp_path) is map_tower
    (made,) = linked.mapper(tmp_path)({"number": 1, "end": 1})
    assert made["description"] == {"en": "told beside"}
