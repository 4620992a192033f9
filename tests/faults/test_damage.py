"""A full disk, two writers, a damaged index: said clearly, mended by itself, nothing lost."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import orjson
import pytest

from bench.killing import write_records
from tests.faults.node import Node, ended

pytestmark = pytest.mark.slow


@pytest.fixture
def node(tmp_path: Path) -> Node:
    return Node(tmp_path / "node")


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("records") / "faults.jsonl"
    write_records(path, 600)
    return path


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    if os.geteuid() != 0:
        pytest.skip("only root can mount a small disk")
    folder = tmp_path / "disk"
    folder.mkdir()
    subprocess.run(["mount", "-t", "tmpfs", "-o", "size=3m", "tmpfs", folder], check=True)
    yield folder
    subprocess.run(["umount", "-l", folder], check=True)


def test_a_full_disk_is_said_and_mended_by_running_again(small_disk: Path, tmp_path: Path, file: Path) -> None:
    large = tmp_path / "faults.jsonl"
    write_records(large, 6_000)
    full = Node(small_disk / "node")
    failed = full.run("ingest", str(large))
    assert failed.code != 0
    assert "Traceback" not in failed.told
    assert "INSERT" not in failed.told
    subprocess.run(["mount", "-o", "remount,size=400m", small_disk], check=True)
    assert full.run("ingest", str(large)).code == 0
    whole = Node(tmp_path / "whole")
    assert whole.run("ingest", str(large)).code == 0
    assert full.state() == whole.state()


def test_two_ingests_at_once_both_arrive(node: Node, tmp_path: Path, file: Path) -> None:
    other = tmp_path / "others.jsonl"
    other.write_bytes(file.read_bytes().replace(b"faults", b"others"))
    both = [node.start("ingest", str(path)) for path in (file, other)]
    assert [ended(process).code for process in both] == [0, 0]
    node.state()
    counts = {row["id"]: row["live"] for row in node.run("status", "--json").outcome["datasets"]}
    assert counts == {"faults": 600, "others": 600}


def test_the_same_file_twice_at_once_is_taken_in_once(node: Node, file: Path) -> None:
    both = [node.start("ingest", str(file)) for _ in range(2)]
    assert [ended(process).code for process in both] == [0, 0]
    node.state()
    assert node.run("status", "--json").outcome["seq"] == 600


def _truncate_a_segment(served: Path) -> None:
    largest = max(
        (p for p in served.iterdir() if p.suffix in (".idx", ".term", ".store")), key=lambda p: p.stat().st_size
    )
    os.truncate(largest, largest.stat().st_size // 2)


def _remove_a_segment(served: Path) -> None:
    max((p for p in served.iterdir() if p.suffix == ".store"), key=lambda p: p.stat().st_size).unlink()


def _scramble_the_list_of_segments(served: Path) -> None:
    (served / "meta.json").write_bytes(b"{")


DAMAGES = [_truncate_a_segment, _remove_a_segment, _scramble_the_list_of_segments, shutil.rmtree]


@pytest.mark.parametrize("damage", DAMAGES, ids=lambda f: f.__name__.strip("_"))
@pytest.mark.parametrize("builds", [1, 2])
def test_a_damaged_index_is_built_again(node: Node, file: Path, damage: Callable[[Path], None], builds: int) -> None:
    assert node.run("ingest", str(file)).code == 0
    for _ in range(builds - 1):
        assert node.run("build").code == 0
    whole = node.state()
    damage(_served(node))
    synced = node.run("sync")
    assert synced.code == 0, synced.told
    assert "damaged" in synced.told
    assert node.state() == whole


def _served(node: Node) -> Path:
    index = node.data / "index"
    pointer = orjson.loads((index / "current.json").read_bytes())
    named = {value for value in pointer.values() if isinstance(value, str)}
    return max((p for p in (index / "builds").iterdir() if p.name in named), key=lambda p: p.stat().st_mtime)
