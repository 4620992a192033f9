"""Export jobs whose workers are killed, paused and stopped, on disks that fill and engines that go: done, or told."""

from __future__ import annotations

import json
import os
import resource
import signal
import sqlite3
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import orjson
import pytest
from flask import Flask
from flask.testing import FlaskClient

from api import create_app
from bench.common import ROOT
from bench.processes import child
from bench.serving import ask as ask_on
from bench.serving import get as get_from
from bench.serving import serving
from deploy.elasticsearch.node import Cluster
from records.jobs import OPEN
from records.store import Store
from settings import Settings
from tests.exchange.exported import ndjson
from tests.faults.inside import soon
from tests.faults.test_exports import RECORDS, WHOLE, cluster, far, fill
from tests.http import nodes
from tests.http.asking import get

__all__ = ["cluster", "far"]

pytestmark = pytest.mark.slow

LEASE_S = 60.0
"""None is to run out, however busy the machine is; a test that wants one to have run out says so."""

SHORT_LEASE_S = 5.0

MARKED = b'{"resumed":1,'
"""Beginning of a record that no node sends."""


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    return fill(nodes.settings(tmp_path_factory.mktemp("large")))


@pytest.fixture
def client(large: Settings) -> Iterator[FlaskClient]:
    app = create_app(large)
    yield app.test_client()
    app.extensions["wenmai"].close()


@pytest.fixture
def start(large: Settings, tmp_path: Path) -> Iterator[Callable[..., subprocess.Popen[bytes]]]:
    """Starts a worker of the large node; whatever is left of those started is ended with the test."""
    with starting(large, tmp_path / "log") as found:
        yield found


@contextmanager
def starting(node: Settings, log: Path) -> Iterator[Callable[..., subprocess.Popen[bytes]]]:
    """Each writes a log of its own: lines of several in one file may come between each other."""
    own = {
        "WENMAI_DATA": str(node.data),
        "WENMAI_ENGINE_URL": node.engine_url,
        "WENMAI_DATABASE_URL": node.database_url,
    }
    began: list[subprocess.Popen[bytes]] = []

    def begin(*size: int, lease: float | str = LEASE_S, **options: Any) -> subprocess.Popen[bytes]:
        words = [sys.executable, "-m", "tests.faults.working", *map(str, (lease, *size))]
        with log.with_name(f"{log.name}-{len(began)}").open("ab") as told:
            began.append(subprocess.Popen(words, cwd=ROOT, env=os.environ | own, stderr=told, **options))
        return began[-1]

    try:
        yield begin
    finally:
        for one in began:
            one.kill()
            one.wait(30)


def asked(client: FlaskClient, **question: Any) -> str:
    """The address of a new job."""
    response = client.post("/v1/exports", json=question)
    assert response.status_code == 202, response.get_data(as_text=True)
    return f"/v1/exports/{response.get_json()['id']}"


def over(client: FlaskClient, path: str) -> bool:
    return get(client, path)["state"] not in OPEN


def part_of(node: Settings, path: str) -> Path | None:
    """The file that is being written."""
    found = sorted(node.exports.glob(f"{path.rpartition('/')[2]}-*.part"), key=lambda one: one.stat().st_mtime_ns)
    return found[-1] if found else None


def stopped_within(node: Settings, path: str, worker: subprocess.Popen[bytes], number: int = signal.SIGKILL) -> None:
    """Send a signal to the worker, which fell asleep in the midst; killed or asleep, it has its lease no longer."""
    await_sleep(worker)
    if number == signal.SIGSTOP:
        put_to_sleep(node, worker)
    else:
        worker.send_signal(number)
        worker.send_signal(signal.SIGCONT)
        worker.wait(60)
    assert part_of(node, path) is not None
    if number != signal.SIGTERM:
        end_lease(node, path)


def await_sleep(worker: subprocess.Popen[bytes]) -> None:
    stat = Path(f"/proc/{worker.pid}/stat")
    soon(lambda: stat.read_text().rpartition(")")[2].split()[0] == "T", 120)


def end_lease(node: Settings, path: str) -> None:
    with closing(sqlite3.connect(node.data / "records.db", timeout=30)) as database, database:
        told = database.execute("UPDATE export_jobs SET lease = 0 WHERE id = ?", (path.rpartition("/")[2],))
        assert told.rowcount == 1


def put_to_sleep(node: Settings, worker: subprocess.Popen[bytes]) -> None:
    """Not in the midst of a write: asleep it would hold SQLite's one lock, and all who write wait for it to wake."""
    for _ in range(100):
        worker.send_signal(signal.SIGSTOP)
        await_sleep(worker)
        if can_be_written(node):
            return
        worker.send_signal(signal.SIGCONT)
        time.sleep(0.02)
    raise AssertionError("it writes into the store all the time")


def can_be_written(node: Settings) -> bool:
    with closing(sqlite3.connect(node.data / "records.db", timeout=0.2, isolation_level=None)) as database:
        try:
            database.execute("BEGIN IMMEDIATE")
        except sqlite3.OperationalError:
            return False
        database.execute("ROLLBACK")
    return True


def attempts(node: Settings, path: str) -> tuple[int, int]:
    with closing(Store.open(node.database_url)) as store:
        job = store.jobs.get(path.rpartition("/")[2])
    assert job is not None
    return job.attempt, job.lost


def body_of(client: FlaskClient, path: str) -> bytes:
    return client.get(f"{path}/file").get_data()


def streamed(client: FlaskClient, **query: str) -> bytes:
    return client.get("/v1/export", query_string={"compression": "none", **query}).get_data()


def mark(node: Settings, path: str) -> None:
    """The first record of what is left, by which one can tell that it was gone on from."""
    part = part_of(node, path)
    assert part is not None
    part.write_bytes(part.read_bytes().replace(b"{", MARKED, 1))


def test_a_worker_killed_twice_in_the_midst_leaves_a_whole_file(
    large: Settings, client: FlaskClient, start: Callable[..., subprocess.Popen[bytes]]
) -> None:
    path = asked(client)
    stopped_within(large, path, start(3_000_000))
    mark(large, path)
    stopped_within(large, path, start(20_000_000))
    start()
    soon(lambda: over(client, path), 120)
    told, body = get(client, path), body_of(client, path)
    found, end = ndjson(body)
    assert (told["state"], told["count"], end.right) == ("done", RECORDS, True)
    assert [one["id"] for one in found] == WHOLE
    assert found[0]["resumed"] == 1
    assert body.replace(MARKED, b"{", 1).splitlines()[:-1] == streamed(client).splitlines()[:-1]
    assert attempts(large, path) == (3, 2)
    soon(lambda: len(list(large.exports.glob(f"{told['id']}-*"))) == 1)


def test_a_csv_whose_worker_is_killed_is_begun_anew(
    large: Settings, client: FlaskClient, start: Callable[..., subprocess.Popen[bytes]]
) -> None:
    path = asked(client, format="csv")
    stopped_within(large, path, start(3_000_000))
    start()
    soon(lambda: over(client, path), 120)
    assert body_of(client, path) == streamed(client, format="csv")


def test_a_job_that_ends_three_workers_is_failed(
    large: Settings, client: FlaskClient, start: Callable[..., subprocess.Popen[bytes]]
) -> None:
    path = asked(client, format="csv", bom=True)
    other = asked(client, filter={"ids": ["made:1"]})
    for _ in range(3):
        stopped_within(large, path, start(1_000_000))
    start()
    soon(lambda: over(client, path) and over(client, other), 120)
    failed = get(client, path)
    assert (failed["state"], get(client, other)["state"]) == ("failed", "done")
    assert "3 times" in failed["why"]
    soon(lambda: part_of(large, path) is None, 90)


def test_a_worker_that_is_told_to_stop_gives_its_job_back_at_once(
    large: Settings, client: FlaskClient, start: Callable[..., subprocess.Popen[bytes]]
) -> None:
    path = asked(client, fields=["id", "rights", "dataset", "extra"])
    stopped_within(large, path, start(3_000_000, lease="real"), signal.SIGTERM)
    assert get(client, path)["state"] == "waiting"
    mark(large, path)
    start(lease="real")
    # A real worker is nice to all others.
    soon(lambda: over(client, path), 120)
    found, end = ndjson(body_of(client, path))
    assert end.right
    assert ([one["id"] for one in found], found[0]["resumed"]) == (WHOLE, 1)
    assert attempts(large, path) == (2, 0)


def test_a_worker_that_slept_past_its_lease_harms_nothing(
    large: Settings, client: FlaskClient, start: Callable[..., subprocess.Popen[bytes]]
) -> None:
    path = asked(client, q="Test OR 测试")
    sleeping = start(3_000_000, lease=SHORT_LEASE_S)
    stopped_within(large, path, sleeping, signal.SIGSTOP)
    asleep = time.monotonic()
    start()
    soon(lambda: over(client, path) and time.monotonic() - asleep > SHORT_LEASE_S, 120)
    body = body_of(client, path)
    sleeping.send_signal(signal.SIGCONT)
    soon(lambda: not list(large.exports.glob("*.part")), 60)
    assert sleeping.poll() is None
    assert body_of(client, path) == body
    assert ndjson(body)[1].right
    soon(lambda: len(list(large.exports.glob(f"{path.rpartition('/')[2]}-*"))) == 1)


def test_a_node_that_is_killed_goes_on_with_its_jobs_when_it_is_back(large: Settings) -> None:
    with serving(large.data, WENMAI_LIMITS="off") as (port, process):
        path = posted(port, {"fields": ["title", "rights", "dataset", "extra"]})
        soon(lambda: part_of(large, path) is not None, 90)
        working = child(process.pid, "api.working")
        assert working is not None
        os.kill(working, signal.SIGKILL)
        process.kill()
        process.wait(30)
    with serving(large.data, WENMAI_LIMITS="off") as (port, _):
        soon(lambda: json.loads(get_from(port, path)[1])["state"] == "done", 180)
        found, end = ndjson(get_from(port, f"{path}/file")[1])
    assert end.right
    assert [one["id"] for one in found] == WHOLE


def posted(port: int, question: dict[str, Any]) -> str:
    import http.client

    with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=30)) as connection:
        status, body = ask_on(connection, ("/v1/exports", orjson.dumps(question)))
    assert status == 202, body
    return f"/v1/exports/{json.loads(body)['id']}"


@pytest.fixture
def small_disk(large: Settings) -> Iterator[Path]:
    if os.geteuid() != 0:
        pytest.skip("only root can mount a small disk")
    large.exports.mkdir(exist_ok=True)
    subprocess.run(["mount", "-t", "tmpfs", "-o", "size=20m", "tmpfs", large.exports], check=True)
    yield large.exports
    subprocess.run(["umount", "-l", large.exports], check=True)


def test_a_disk_that_fills_fails_the_job_and_keeps_some_room(
    large: Settings, small_disk: Path, client: FlaskClient, start: Callable[..., subprocess.Popen[bytes]]
) -> None:
    path = asked(client, q="Test OR vessel")
    other = asked(client, q="Test OR vessel", filter={"ids": ["made:1"]})
    start()
    soon(lambda: over(client, path) and over(client, other), 120)
    failed = get(client, path)
    assert failed["state"] == "failed"
    assert "disk of this node is full" in failed["why"]
    assert get(client, other)["state"] == "done"
    assert [one.name.partition(".")[2] for one in small_disk.iterdir()] == ["ndjson"]
    assert client.get(f"{path}/file").status_code == 410


def test_a_write_that_fails_fails_the_job_and_leaves_nothing(
    large: Settings, client: FlaskClient, start: Callable[..., subprocess.Popen[bytes]]
) -> None:
    """No file may grow beyond a few megabytes: the store's are not so large."""
    path = asked(client, q="Test OR vessel", compression="none")
    other = asked(client, q="Test OR vessel", filter={"ids": ["made:2"]})
    start(preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (9_000_000, 9_000_000)))
    soon(lambda: over(client, path) and over(client, other), 120)
    assert [get(client, one)["state"] for one in (path, other)] == ["failed", "done"]
    assert "full" in get(client, path)["why"]
    assert not list(large.exports.glob(f"{path.rpartition('/')[2]}-*"))


@pytest.mark.parametrize("form", ["ndjson", "csv"])
def test_an_engine_that_goes_is_waited_for(cluster: Cluster, far: Settings, tmp_path: Path, form: str) -> None:
    cluster.start()
    app = create_app(far)
    client = app.test_client()
    with starting(far, tmp_path / "log") as begin:
        path = asked(client, format=form)
        worker = begin(1_000_000)
        await_sleep(worker)
        cluster.nodes[0].kill()
        worker.send_signal(signal.SIGCONT)
        soon(lambda: waits(get(client, path)), 90)
        cluster.start()
        soon(lambda: over(client, path), 150)
        assert worker.poll() is None
    told = get(client, path)
    assert (told["state"], told["count"]) == ("done", RECORDS)
    assert body_of(client, path) == streamed(client, format=form)
    assert attempts(far, path)[1] == 0
    app.extensions["wenmai"].close()


def waits(told: dict[str, Any]) -> bool:
    return told["state"] == "waiting" and "tried again" in told.get("why", "")


@pytest.mark.timeout(600)
def test_two_hundred_jobs_at_once_are_all_done_each_once(database_url: str, tmp_path: Path) -> None:
    chosen = nodes.settings(tmp_path / "node", WENMAI_DATABASE_URL=database_url)
    nodes.fill(chosen)
    app = create_app(chosen)
    client = app.test_client()
    forms = ("ndjson", "csv", "geojson", "parquet")
    with starting(chosen, tmp_path / "log") as begin:
        for _ in range(3):
            begin()
        paths = [asked(client, q=f"月 OR {number}", format=forms[number % 4]) for number in range(200)]
        soon(lambda: all(over(client, path) for path in paths), 240)
        soon(lambda: ended(tmp_path).total() >= 200)
    assert Counter(get(client, path)["state"] for path in paths) == {"done": 200}
    assert ended(tmp_path) == Counter(path.rpartition("/")[2] for path in paths)
    assert {attempts(chosen, path) for path in paths[::10]} == {(1, 0)}
    assert_whole(app, paths)
    app.extensions["wenmai"].close()


def ended(folder: Path) -> Counter[str]:
    """How often each job was told to have ended."""
    told = "".join(log.read_text() for log in folder.glob("log-*")).splitlines(keepends=True)
    lines = [json.loads(line) for line in told if line.startswith("{") and line.endswith("\n")]
    return Counter(line["job"] for line in lines if line["event"] == "export job")


def assert_whole(app: Flask, paths: list[str]) -> None:
    """Every NDJSON and CSV is what a stream gives."""
    client = app.test_client()
    for number, path in enumerate(paths):
        if number % 4 < 2:
            form = ("ndjson", "csv")[number % 4]
            assert body_of(client, path) == streamed(client, q=f"月 OR {number}", format=form)
