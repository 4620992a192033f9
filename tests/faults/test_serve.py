"""A node goes on when a part of it is killed, and is gone, all of it, when it is stopped."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import time
from pathlib import Path

import pytest

from bench.killing import write_records
from bench.ports import free_port
from bench.processes import child, children, says, within
from bench.serving import get, serving
from indexers.serving import STOP_S
from tests.faults.node import Node

pytestmark = pytest.mark.slow

PATIENCE_S = 30


@pytest.fixture
def node(tmp_path: Path) -> Node:
    return Node(tmp_path / "node")


def _found(port: int) -> int:
    return int(json.loads(get(port, "/v1/records?page_size=0")[1])["total"]["value"])


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM])
def test_a_process_for_jobs_that_ends_is_started_again(node: Node, number: signal.Signals) -> None:
    with serving(node.data) as (_, process):
        working = child(process.pid, "api.working")
        assert working is not None
        os.kill(working, number)
        assert within(40, lambda: child(process.pid, "api.working") not in (working, None))


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM])
def test_a_sync_that_ends_is_started_again(node: Node, tmp_path: Path, number: signal.Signals) -> None:
    write_records(tmp_path / "faults.jsonl", 50)
    with serving(node.data) as (port, process):
        sync = child(process.pid, "--watch")
        assert sync is not None
        os.kill(sync, number)
        assert within(30, lambda: child(process.pid, "--watch") != sync)
        assert within(PATIENCE_S, lambda: child(process.pid, "--watch") is not None)
        assert node.run("ingest", str(tmp_path / "faults.jsonl"), "--no-sync").code == 0
        assert within(PATIENCE_S, lambda: _found(port) == 50)


def test_a_killed_worker_is_replaced_and_another_answers_meanwhile(node: Node) -> None:
    with serving(node.data) as (port, process):
        web = child(process.pid, "gunicorn")
        assert web is not None
        killed = children(web)[0]
        os.kill(killed, signal.SIGKILL)
        assert within(PATIENCE_S, lambda: killed not in children(web) and len(children(web)) == 2)
        assert get(port, "/readyz")[0] == 200
    log = [json.loads(line) for line in node.data.with_name("node.log").read_text().splitlines()]
    assert any(str(killed) in line["event"] and line["level"] == "error" for line in log)


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM, signal.SIGINT])
def test_nothing_is_left_of_a_node_that_ended(node: Node, number: signal.Signals) -> None:
    with serving(node.data) as (port, process):
        first = children(process.pid)
        below = [pid for each in first for pid in children(each)]
        assert len(first) == 3
        assert len(below) >= 2
        process.send_signal(number)
        assert process.wait(PATIENCE_S) == (-number if number == signal.SIGKILL else 0)
        assert within(PATIENCE_S, lambda: all(not says(pid) for pid in (*first, *below)))
        with pytest.raises(ConnectionRefusedError):
            get(port, "/healthz")


def test_children_that_do_not_end_have_one_time_for_all_of_them(node: Node) -> None:
    with serving(node.data) as (_, process):
        first = children(process.pid)
        assert len(first) == 3
        for each in first:
            os.kill(each, signal.SIGSTOP)
        begun = time.monotonic()
        process.terminate()
        assert process.wait(4 * STOP_S) == 0
        assert time.monotonic() - begun < 1.7 * STOP_S
        assert within(PATIENCE_S, lambda: all(not says(pid) for pid in first))


def test_a_port_that_is_taken_is_said_at_once(node: Node) -> None:
    with serving(node.data) as (port, _):
        refused = Node(node.data.with_name("other")).run("serve", "--port", str(port))
        assert refused.code == 1
        assert str(port) in refused.outcome["error"]
        assert "--port" in refused.told
        assert "gunicorn" not in refused.told
        assert "Traceback" not in refused.told


def test_a_watch_stops_at_once(node: Node) -> None:
    watch = node.start("sync", "--watch")
    try:
        assert within(PATIENCE_S, lambda: (node.data / "index" / "current.json").exists())
        started = time.monotonic()
        watch.send_signal(signal.SIGTERM)
        watch.communicate(timeout=PATIENCE_S)
        assert time.monotonic() - started < 20
    finally:
        watch.kill()
    node.state()


def test_sync_waits_for_a_store_that_does_not_answer(tmp_path: Path) -> None:
    url = f"postgresql+psycopg://nobody@127.0.0.1:{free_port()}/none"
    watch = Node(tmp_path / "node", {"WENMAI_DATABASE_URL": url}).start("sync", "--watch")
    try:
        assert watch.stderr is not None
        line = json.loads(watch.stderr.readline())
        assert (line["event"], line["level"]) == ("sync failed; trying again", "warning")
        with pytest.raises(subprocess.TimeoutExpired):
            watch.wait(1)
    finally:
        watch.terminate()
        watch.communicate(timeout=PATIENCE_S)
