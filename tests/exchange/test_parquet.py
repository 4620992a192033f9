"""Parquet opens in pyarrow, polars and duckdb with the types that are told; what was cut off opens in none."""

from __future__ import annotations

import hashlib
import json
import random
import re
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import Any

import duckdb
import polars as pl
import pyarrow as pa
import pytest
from pyarrow import parquet

from exchange.exports import COLUMNS, WRITERS, AsOf, Options, written
from tests.exchange.exported import kept, record
from tests.exchange.test_exports import FULL, SOME, TEXTS, export

TYPES = {
    "text": ("string", pl.String, "VARCHAR"),
    "json": ("string", pl.String, "VARCHAR"),
    "texts": ("list<element: string>", pl.List(pl.String), "VARCHAR[]"),
    "languages": ("map<string, string>", None, "MAP(VARCHAR, VARCHAR)"),
    "integer": ("int64", pl.Int64, "BIGINT"),
    "number": ("double", pl.Float64, "DOUBLE"),
    "moment": ("timestamp[ms, tz=UTC]", pl.Datetime("ms", "UTC"), "TIMESTAMP WITH TIME ZONE"),
}


@pytest.fixture
def file(tmp_path: Path) -> Path:
    found = tmp_path / "some.parquet"
    found.write_bytes(export("parquet", SOME))
    return found


def test_pyarrow_finds_the_types(file: Path) -> None:
    schema = parquet.read_schema(file)
    assert {field.name: re.sub(r" \('.*'\)", "", str(field.type)) for field in schema} == {
        one.name: TYPES[one.type][0] for one in COLUMNS
    }
    assert all(field.metadata[b"description"] for field in schema)


def test_polars_finds_the_types(file: Path) -> None:
    told = {one.name: TYPES[one.type][1] for one in COLUMNS if one.type != "languages"}
    found = pl.read_parquet(file)
    assert {name: found.schema[name] for name in told} == told
    assert found["id"].to_list() == ["made:1", "made:2", "made:3"]


def test_duckdb_finds_the_types(file: Path) -> None:
    found = duckdb.sql(f"DESCRIBE SELECT * FROM '{file}'").fetchall()
    assert {name: kind for name, kind, *_ in found} == {one.name: TYPES[one.type][2] for one in COLUMNS}
    asked = f"SELECT title, title_other['bo'], year_start FROM '{file}' WHERE len(creators) = 2"
    assert duckdb.sql(asked).fetchall() == [("静夜思", "བོད", -221)]


def test_it_holds_what_the_record_says(file: Path) -> None:
    first, second, _ = parquet.read_table(file).to_pylist()
    assert first["alternative_titles"] == list(TEXTS)
    assert dict(first["title_other"]) == {"en": "Quiet", "bo": "བོད"}
    assert (first["lat"], first["lon"], first["year_end"]) == (34.26, 108.94, 907)
    assert first["modified"] == datetime(2026, 2, 3, 4, 5, 6, tzinfo=UTC)
    assert json.loads(first["more"])["extra"] == FULL["extra"]
    assert second["creators"] is None


def marked(body: bytes) -> Any:
    return json.loads(parquet.read_metadata(BytesIO(body)).metadata[b"wenmai.complete"])


@pytest.mark.parametrize("count", [0, 1, 25_000])
def test_its_footer_says_that_it_is_whole(count: int) -> None:
    body = export("parquet", [record(number) for number in range(count)])
    told = marked(body)
    footer = int.from_bytes(body[-8:-4], "little") + 8
    assert told["sha256"] == hashlib.sha256(body[:-footer]).hexdigest()
    assert (told["count"], told["as_of"]) == (count, 77)
    assert parquet.read_table(BytesIO(body)).num_rows == count


def test_no_beginning_of_it_opens() -> None:
    body = export("parquet", SOME)
    chance = random.Random(4)
    for end in (0, 4, 8, len(body) - 1, *(chance.randrange(len(body)) for _ in range(100))):
        with pytest.raises(pa.ArrowInvalid):
            parquet.read_table(BytesIO(body[:end]))


def test_rows_are_written_as_they_come() -> None:
    """However many records there are, no more than one group of rows is kept."""
    before = pa.total_allocated_bytes()
    held = []

    def batches() -> Iterator[list[Any]]:
        for number in range(0, 100_000, 1_000):
            held.append(pa.total_allocated_bytes() - before)
            yield [kept(record(number + at)) for at in range(1_000)]

    assert sum(map(len, written(WRITERS["parquet"](Options()), batches(), AsOf(1)))) > 100_000
    assert 0 < max(held[40:]) < 1.5 * max(held[:40])


def test_nobody_else_pays_for_pyarrow() -> None:
    asked = "import sys, wsgi, exchange.exports; sys.exit('pyarrow' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", asked], check=False).returncode == 0


def test_no_command_pays_for_linked_data() -> None:
    asked = "import sys, indexers.cli; sys.exit('rdflib' in sys.modules or 'pyarrow' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", asked], check=False).returncode == 0
