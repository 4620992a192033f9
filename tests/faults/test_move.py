"""A node is moved to another engine and back while people ask and records come in: not one of them notices."""

from __future__ import annotations

import http.client
import json
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import closing, contextmanager
from pathlib import Path
from threading import Event

import pytest

from bench.killing import write_records
from bench.serving import ask, get, serving
from tests.faults.node import Node

pytestmark = pytest.mark.slow

RECORDS = 300
PATH = "/v1/records?page_size=1"


def _seen(over: Event, port: int) -> list[tuple[int, int]]:
    """The change and the total of each answer; one that is no answer is an error."""
    seen: list[tuple[int, int]] = []
    with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=30)) as connection:
        while not over.wait(0.01):
            status, body = ask(connection, PATH)
            assert status == 200, body
            told = json.loads(body)
            seen.append((told["as_of"], told["total"]["value"]))
    return seen


@contextmanager
def _asked_all_along(port: int) -> Iterator[list[Future[list[tuple[int, int]]]]]:
    over = Event()
    with ThreadPoolExecutor(2) as pool:
        asking = [pool.submit(_seen, over, port) for _ in range(2)]
        try:
            yield asking
        finally:
            over.set()


def _more(folder: Path, dataset: str) -> str:
    path = folder / f"{dataset}.jsonl"
    path.write_bytes((folder / "faults.jsonl").read_bytes().replace(b"faults", dataset.encode()))
    return str(path)


def _engine(port: int) -> str:
    return str(json.loads(get(port, "/v1/status")[1])["engine"]["name"])


def test_there_and_back_again(elasticsearch_url: str, index_prefix: str, tmp_path: Path) -> None:
    node = Node(tmp_path / "node")
    there = f"elasticsearch+{elasticsearch_url}/{index_prefix}"
    write_records(tmp_path / "faults.jsonl", RECORDS)
    assert node.run("ingest", str(tmp_path / "faults.jsonl")).code == 0
    with serving(node.data) as (port, _):
        with _asked_all_along(port) as asking:
            moving = node.start("engine", "move", there)
            taken = node.run("ingest", _more(tmp_path, "others"))
            _, told = moving.communicate(timeout=120)
            assert (moving.returncode, taken.code) == (0, 0), (told, taken.told)
            assert _engine(port) == "elasticsearch"
            assert node.run("ingest", _more(tmp_path, "thirds")).code == 0
            assert node.run("engine", "move", f"tantivy:{node.data / 'index'}").code == 0
            assert _engine(port) == "tantivy"
            assert node.run("ingest", _more(tmp_path, "fourths")).code == 0
        seen = [each.result() for each in asking]
        assert json.loads(get(port, PATH)[1])["total"]["value"] == 4 * RECORDS
    for answers in seen:
        assert answers == sorted(answers)
        # What is found may be newer than the position by a moment, never older.
        assert all(total >= as_of for as_of, total in answers)
        assert {RECORDS, 3 * RECORDS} <= {total for _, total in answers}
    assert not (node.data / "engine.json").exists()


def test_where_it_is_already_it_is_not_moved(tmp_path: Path) -> None:
    node = Node(tmp_path / "node")
    ended = node.run("engine", "move", f"tantivy:{node.data / 'index'}")
    assert ended.code == 2
    assert "serves already" in ended.told


def test_a_move_that_fails_changes_nothing_and_shows_no_secret(tmp_path: Path) -> None:
    node = Node(tmp_path / "node")
    write_records(tmp_path / "faults.jsonl", 20)
    assert node.run("ingest", str(tmp_path / "faults.jsonl")).code == 0
    ended = node.run("engine", "move", "elasticsearch+http://user:hush@127.0.0.1:9/wenmai")
    assert (ended.code, ended.outcome["command"], ended.outcome["done"]) == (1, "engine move", False)
    assert "no node of the cluster answers" in ended.outcome["error"]
    assert "Traceback" not in ended.told
    assert "hush" not in ended.told + str(ended.outcome)
    assert not (node.data / "engine.json").exists()
    assert node.run("status", "--json").outcome["index"]["records"] == 20
