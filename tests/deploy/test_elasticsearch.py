"""Real nodes: one that answers and ends with its parent, three that are killed, paused and started again."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from bench.asking import within
from bench.common import ROOT
from deploy.elasticsearch.command import QUICK
from deploy.elasticsearch.node import Cluster, Node, NotStarted, ask
from deploy.elasticsearch.server import free_ports, running

pytestmark = pytest.mark.slow

ENDS_WITHIN_S = 120


def until(what: Callable[[], bool]) -> None:
    """Wait for it, or fail."""
    end = time.monotonic() + ENDS_WITHIN_S
    while not what():
        assert time.monotonic() < end, "it did not happen in time"
        time.sleep(0.05)


def there(pid: int) -> bool:
    """Whether the process lives; one that ended and was not yet buried does not."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(") ", 1)[1][0] != "Z"
    except (FileNotFoundError, ProcessLookupError):
        return False


def test_the_shared_server_answers_what_it_was_given(elasticsearch_url: str, index_prefix: str) -> None:
    index = f"/{index_prefix}-records"
    mappings = {"properties": {"words": {"type": "text", "analyzer": "whitespace"}}}
    assert ask(elasticsearch_url, "PUT", index, {"mappings": mappings})[0] == 200
    for number, words in enumerate(["故宫 博物院", "颐和园", "故宫 角楼"]):
        assert ask(elasticsearch_url, "PUT", f"{index}/_doc/{number}?refresh=true", {"words": words})[0] == 201
    status, found = ask(elasticsearch_url, "POST", f"{index}/_search", {"query": {"match": {"words": "故宫"}}})
    assert (status, {hit["_id"] for hit in found["hits"]["hits"]}) == (200, {"0", "2"})


def test_all_processes_of_a_run_have_the_same_server_and_it_ends_with_the_run(tmp_path: Path) -> None:
    (tmp_path / "test_two.py").write_text(
        "from pathlib import Path\n"
        "import pytest\n"
        "@pytest.mark.parametrize('number', range(4))\n"
        "def test_tells(number, elasticsearch_url, worker_id):\n"
        f"    (Path({str(tmp_path)!r}) / f'{{worker_id}}-{{number}}').write_text(elasticsearch_url)\n"
    )
    (tmp_path / "conftest.py").write_text("from tests.conftest import *\n")
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("PYTEST_", "ELASTICSEARCH_"))}
    words = [sys.executable, "-m", "pytest", "-q", "-n", "2", "--dist", "each", "-c", str(ROOT / "pyproject.toml")]
    done = subprocess.run(
        [*words, f"--rootdir={tmp_path}", "-p", "no:cacheprovider", str(tmp_path)],
        cwd=ROOT,
        env=kept | {"PYTHONPATH": str(ROOT)},
        capture_output=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout.decode()
    told = {path.name.split("-")[0]: path.read_text() for path in tmp_path.glob("gw*-*")}
    assert set(told) == {"gw0", "gw1"}
    assert len(set(told.values())) == 1
    until(lambda: not answers(told["gw0"]))


def answers(url: str) -> bool:
    try:
        return ask(url, "GET", "/_cluster/health", timeout=2)[0] == 200
    except OSError:
        return False


def test_a_run_that_is_killed_leaves_nothing_behind(elasticsearch_allowed: None, tmp_path: Path) -> None:
    told = tmp_path / "told.json"
    with subprocess.Popen(["sleep", "600"]) as run:
        words = [sys.executable, "-m", "tests.elasticsearch", str(run.pid), str(told)]
        with subprocess.Popen(words, cwd=ROOT) as keeper:
            try:
                until(lambda: told.exists())
                said = json.loads(told.read_text())
                until(lambda: answers(said["url"]))
            finally:
                run.kill()
            assert keeper.wait(ENDS_WITHIN_S) == 0
    assert not answers(said["url"])
    assert not Path(said["folder"]).exists()


def test_a_node_that_cannot_start_says_why(elasticsearch_allowed: None, tmp_path: Path) -> None:
    with pytest.raises(NotStarted, match=r"node-1 ended by itself(.|\n)*no\.such\.setting"):  # noqa: SIM117
        with running(tmp_path, settings={"no.such.setting": "1"}, jvm=QUICK):
            pass


STARTER = """
import sys, time
from pathlib import Path
from deploy.elasticsearch.command import QUICK
from deploy.elasticsearch.server import free_ports, running
with running(Path(sys.argv[1]), heap="256m", jvm=QUICK) as cluster:
    print(cluster.nodes[0].pid, flush=True)
    time.sleep(600)
"""


@pytest.mark.parametrize("when", ["while it starts", "once it answers"])
def test_started_by_a_script_in_the_background_it_ends_when_it_is_told_to(
    elasticsearch_allowed: None, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, when: str
) -> None:
    """A shell that is no terminal has what it starts with `&` ignore interrupts."""
    monkeypatch.delenv("ELASTICSEARCH_URL", raising=False)
    (port,) = free_ports(1)
    words = f"exec {sys.executable} -m deploy.elasticsearch --port {port} --heap 256m --folder {tmp_path}"
    with subprocess.Popen(
        ["sh", "-c", f"trap '' INT; {words}"], cwd=ROOT, stderr=subprocess.PIPE, text=True
    ) as process:
        try:
            assert process.stderr is not None
            if when == "while it starts":
                within(ENDS_WITHIN_S, lambda: bool(list(tmp_path.rglob("log"))))
            else:
                assert any("answers on" in line for line in process.stderr)
            process.terminate()
            assert process.wait(ENDS_WITHIN_S) == 0
        finally:
            process.kill()


@pytest.fixture
def starter(elasticsearch_allowed: None, tmp_path: Path) -> Iterator[tuple[subprocess.Popen[str], int]]:
    """A process that has started a node, and the node's."""
    words = [sys.executable, "-c", STARTER, str(tmp_path / "elasticsearch")]
    with subprocess.Popen(words, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        try:
            yield process, int(process.stdout.readline())
        finally:
            process.kill()


@pytest.mark.parametrize("paused", [False, True])
def test_a_node_dies_with_the_process_that_started_it(starter: tuple[subprocess.Popen[str], int], paused: bool) -> None:
    process, node = starter
    assert there(node)
    if paused:
        os.kill(node, signal.SIGSTOP)
    process.kill()
    process.wait()
    until(lambda: not there(node))


def count(node: Node) -> int:
    found: int = node.ask("GET", "/kept/_count")[1].get("count", -1)
    return found


def test_three_nodes_survive_the_loss_of_any_one(elasticsearch_cluster: Cluster) -> None:
    first, second, third = elasticsearch_cluster.nodes
    settings = {"number_of_shards": 3, "number_of_replicas": 1, "index.unassigned.node_left.delayed_timeout": "0"}
    assert first.ask("PUT", "/kept?wait_for_active_shards=all", {"settings": settings})[0] == 200
    for number in range(100):
        assert second.ask("PUT", f"/kept/_doc/{number}", {"number": number})[0] == 201
    first.ask("POST", "/kept/_refresh")

    first.kill()
    assert not first.alive
    second.wait()
    until(lambda: count(second) == count(third) == 100)
    assert third.ask("PUT", "/kept/_doc/100?refresh=true", {"number": 100})[0] == 201

    elasticsearch_cluster.start()
    assert second.ask("GET", "/_cluster/health?wait_for_status=green&timeout=60s", timeout=90)[0] == 200
    until(lambda: count(first) == 101)

    third.pause()
    with pytest.raises(TimeoutError):
        third.ask("GET", "/kept/_count", timeout=1)
    third.resume()
    until(lambda: count(third) == 101)

    second.stop()
    until(lambda: count(first) == count(third) == 101)
