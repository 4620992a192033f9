"""`wenmai dump`: files that are what their manifest says, there whole or not at all, the old ones gone."""

from __future__ import annotations

import fcntl
import gzip
import hashlib
import json
import resource
import time
from pathlib import Path
from typing import Any

import pytest
from backports import zstd
from pyarrow import parquet

from tests.exchange.exported import ndjson
from tests.indexers.taking import lines, record
from tests.indexers.test_cli import Node, node, told

__all__ = ["node"]


def filled(node: Node, count: int = 5) -> Node:
    assert node.run("ingest", node.file("towers.jsonl", lines(*map(record, range(1, count + 1))))).exit_code == 0
    other = lines({**record(1), "id": "walls:1", "dataset": "walls"})
    assert node.run("ingest", node.file("walls.jsonl", other)).exit_code == 0
    return node


def dumps(node: Node) -> list[Path]:
    return sorted(path for path in (node.folder / "node" / "dumps").glob("*") if path.is_dir())


def manifest(node: Node) -> Any:
    return json.loads((dumps(node)[-1] / "manifest.json").read_bytes())


@pytest.mark.parametrize(("packed", "ending"), [("gzip", "gz"), ("zstd", "zst")])
def test_files_are_what_the_manifest_says(node: Node, packed: str, ending: str) -> None:
    filled(node)
    outcome = told(node.run("dump", "--packed", packed))
    assert (outcome["done"], outcome["rows"]) == (True, 6)
    found = manifest(node)
    assert [(one["id"], one["rows"]) for one in found["datasets"]] == [("towers", 5), ("walls", 1)]
    files = [file for one in found["datasets"] for file in one["files"]]
    assert {path.name for path in dumps(node)[-1].iterdir()} == {"manifest.json", *(file["name"] for file in files)}
    for file in files:
        body = (dumps(node)[-1] / file["name"]).read_bytes()
        assert (len(body), hashlib.sha256(body).hexdigest()) == (file["bytes"], file["sha256"])
    unpacked = {"gzip": gzip.decompress, "zstd": zstd.decompress}[packed]
    records, mark = ndjson(unpacked((dumps(node)[-1] / f"towers.ndjson.{ending}").read_bytes()))
    assert mark.right
    assert [one["id"] for one in records] == [f"towers:{number}" for number in range(1, 6)]
    assert parquet.read_table(dumps(node)[-1] / "towers.parquet")["id"].to_pylist() == [one["id"] for one in records]
    assert found["schema"] == "1"
    assert found["as_of"] == outcome["as_of"] == 6


def test_some_data_sets_only(node: Node) -> None:
    filled(node)
    assert told(node.run("dump", "walls"))["rows"] == 1
    assert [one["id"] for one in manifest(node)["datasets"]] == manifest(node)["datasets_asked"] == ["walls"]
    assert manifest(node)["id"].endswith("-some")
    refused = node.run("dump", "walls", "nosuch")
    assert (refused.exit_code, told(refused)["done"]) == (1, False)
    assert "nosuch" in told(refused)["error"]


def test_old_ones_go_and_nothing_else(node: Node) -> None:
    filled(node, 1)
    made = []
    (node.folder / "node" / "dumps" / "lost+found").mkdir(parents=True)
    for _ in range(4):
        made.append(told(node.run("dump", WENMAI_DUMPS="2"))["id"])
    assert [path.name for path in dumps(node)] == [*made[-2:], "lost+found"]


def test_those_of_some_data_sets_are_counted_by_themselves(node: Node) -> None:
    filled(node, 1)
    every = told(node.run("dump", WENMAI_DUMPS="1"))["id"]
    assert "datasets_asked" not in manifest(node)
    some = []
    for _ in range(2):
        some.append(told(node.run("dump", "walls", WENMAI_DUMPS="1")))
    assert some[1]["removed"] == [some[0]["id"]]
    assert {path.name for path in dumps(node)} == {every, some[1]["id"]}
    newer = told(node.run("dump", WENMAI_DUMPS="1"))
    assert newer["removed"] == [every]
    assert {path.name for path in dumps(node)} == {some[1]["id"], newer["id"]}


def test_without_records_there_is_nothing_to_dump(node: Node) -> None:
    assert node.run("ingest", node.file("none.jsonl", b"")).exit_code in (0, 1)
    assert node.run("build").exit_code == 0
    assert told(node.run("dump"))["done"] is False


def test_a_full_disk_leaves_nothing_half(node: Node) -> None:
    """No file may grow beyond what the first ones need."""
    filled(node, 400)
    assert told(node.run("dump", "walls"))["done"]
    before = dumps(node)
    time.sleep(1.1)
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    try:
        resource.setrlimit(resource.RLIMIT_FSIZE, (2_000, hard))
        failed = node.run("dump")
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert failed.exit_code == 1
    assert "dumps" in told(failed)["error"]
    assert dumps(node) == before


def test_one_at_a_time_and_what_was_killed_is_cleared_away(node: Node) -> None:
    filled(node, 1)
    root = node.folder / "node" / "dumps"
    left = root / "20260101T000000Z.making"
    left.mkdir(parents=True)
    with (root / ".lock").open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        assert "another" in told(node.run("dump"))["error"]
    assert told(node.run("dump"))["done"]
    assert not left.exists()
