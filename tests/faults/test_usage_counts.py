"""Counts of usage while processes count at once, are killed, and the store or Redis is away: none twice, few lost."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from flask import Flask

from api import create_app
from api.usage.tallying import FLUSH_S
from bench.processes import workers_of
from bench.serving import get, serving
from records.store import Store
from settings import Settings
from tests import postgres, redis
from tests.faults.inside import soon
from tests.faults.node import PATIENT
from tests.faults.test_exports import fill, streaming
from tests.http import nodes
from tests.http.usage import counted, flushed

pytestmark = pytest.mark.slow

AT_ONCE_S = 4.0
"""Generous, for a machine that does other work beside this; the store is waited for longer than this in these tests."""

RECORDS = ("made:1", "made:2", "made:3", "made:6")


@pytest.fixture
def filled(tmp_path: Path) -> Settings:
    chosen = nodes.settings(tmp_path / "node")
    nodes.fill(chosen)
    return chosen


def read_by_many(port: int, times: int) -> None:
    """Each record read as often, by several at once, each time in a way that nobody kept an answer to."""

    def read(number: int) -> None:
        for one in RECORDS:
            assert get(port, f"/v1/records/{one}?fields=title{',type' * (number % 5)}")[0] == 200

    with ThreadPoolExecutor(6) as pool:
        list(pool.map(read, range(times)))


@pytest.mark.parametrize("through", ["store", "redis"])
def test_processes_that_count_at_once_count_exactly(filled: Settings, redis_server: redis.Server, through: str) -> None:
    more = {"WENMAI_REDIS_URL": redis_server.patient_url} if through == "redis" else {}
    with serving(filled.data, "serve", "--workers", "3", **PATIENT, **more) as (port, _):
        read_by_many(port, 40)
        time.sleep(FLUSH_S + 1)
        read_by_many(port, 25)
    assert counted(filled, "record") == dict.fromkeys(RECORDS, 65)
    assert counted(filled, "route")["/v1/records/{record_id}"] == 65 * len(RECORDS)


def test_a_worker_that_is_killed_loses_what_it_counted_last(filled: Settings) -> None:
    with serving(filled.data, "serve", "--workers", "2", **PATIENT) as (port, process):
        read_by_many(port, 30)
        soon(lambda: counted(filled, "record") == dict.fromkeys(RECORDS, 30), 60)
        read_by_many(port, 10)
        for worker in workers_of(process.pid):
            os.kill(worker, signal.SIGKILL)
        until = time.monotonic() + 30
        while time.monotonic() < until and not answers(port):
            time.sleep(0.1)
        read_by_many(port, 5)
    for times in counted(filled, "record").values():
        assert 30 + 5 <= times <= 45


def test_an_export_that_nobody_reads_costs_no_counts_when_the_node_stops(tmp_path: Path) -> None:
    """It is broken off sooner than counts are sent on by themselves, and what was counted until then is sent on."""
    chosen = fill(nodes.settings(tmp_path / "node"))
    settings = {"GUNICORN_CMD_ARGS": f"--graceful-timeout {FLUSH_S - 1:g}"}
    with serving(chosen.data, "serve", "--workers", "1", **settings) as (port, process), streaming(port):
        assert get(port, "/v1/records/made:1")[0] == 200
        soon(lambda: counted(chosen, "record") == {"made:1": 1})
        assert get(port, "/v1/records/made:1?fields=title")[0] == 200
        process.terminate()
        assert process.wait(90) == 0
    assert counted(chosen, "record") == {"made:1": 2}


def answers(port: int) -> bool:
    try:
        return get(port, "/healthz")[0] == 200
    except OSError:
        return False


@pytest.fixture
def by_hand(monkeypatch: pytest.MonkeyPatch) -> None:
    """Counts are sent on when the test says so."""
    monkeypatch.setattr("api.usage.tallying.FLUSH_S", 600.0)


@pytest.fixture
def own_postgres(tmp_path: Path, postgres_cluster: postgres.Cluster) -> Iterator[postgres.Cluster]:
    """A server to be stopped and started."""
    del postgres_cluster  # only to fail, or be left out, as it does where there is none
    with postgres.cluster() as found:
        yield found


def reading(app: Flask, times: int) -> float:
    """The longest that one reading took."""
    client, longest = app.test_client(), 0.0
    for number in range(times):
        begun = time.perf_counter()
        assert client.get(f"/v1/records/made:1?fields=title{',type' * number}").status_code == 200
        longest = max(longest, time.perf_counter() - begun)
    return longest


def test_while_the_store_is_away_counts_wait_and_requests_do_not(
    tmp_path: Path, own_postgres: postgres.Cluster
) -> None:
    url = own_postgres.url(own_postgres.new_database())
    chosen = nodes.settings(tmp_path / "node", WENMAI_DATABASE_URL=url)
    nodes.fill(chosen)
    app = create_app(chosen)
    reading(app, 5)
    flushed(app)
    own_postgres.stop()
    assert reading(app, 5) < AT_ONCE_S
    flushed(app)
    assert reading(app, 5) < AT_ONCE_S
    flushed(app)
    own_postgres.start()
    until = time.monotonic() + 60
    while counted(chosen, "record") != {"made:1": 15}:
        assert time.monotonic() < until, counted(chosen, "record")
        time.sleep(0.5)
        flushed(app)
    flushed(app)
    assert counted(chosen, "record") == {"made:1": 15}
    app.extensions["wenmai"].close()


def test_what_redis_may_have_got_is_counted_once(filled: Settings, redis_server: redis.Server, by_hand: None) -> None:
    """Silent Redis takes in what was sent to it when it wakes, long after it went to the store instead."""
    chosen = nodes.settings(filled.data, WENMAI_REDIS_URL=f"{redis_server.url}?socket_timeout=3")
    app = create_app(chosen)
    reading(app, 3)
    redis_server.pause()
    flushed(app)
    assert counted(chosen, "record") == {"made:1": 3}
    redis_server.resume()
    name = app.extensions["wenmai"].redis.name("usage", "batches")
    with redis_server.client() as client:
        until = time.monotonic() + 30
        while not client.hlen(name):
            assert time.monotonic() < until
            time.sleep(0.05)
    reading(app, 2)
    with redis_server.client() as client:
        until = time.monotonic() + 60
        while client.hlen(name):
            assert time.monotonic() < until
            flushed(app)
            time.sleep(0.2)
    app.extensions["wenmai"].close()
    assert counted(chosen, "record") == {"made:1": 5}


def test_batches_that_wait_in_redis_are_brought_on_by_another(
    filled: Settings, redis_server: redis.Server, by_hand: None
) -> None:
    chosen = nodes.settings(filled.data, WENMAI_REDIS_URL=redis_server.patient_url)
    first, second = create_app(chosen), create_app(chosen)
    reading(first, 3)
    with redis_server.client() as client:
        client.set(first.extensions["wenmai"].redis.name("usage", "turn"), b"another's", px=600_000)
    flushed(first)
    assert counted(chosen, "record") == {}
    with redis_server.client() as client:
        client.delete(first.extensions["wenmai"].redis.name("usage", "turn"))
        client.hset(first.extensions["wenmai"].redis.name("usage", "batches"), "rubbish", b"\xff{")
    flushed(second)
    assert counted(chosen, "record") == {"made:1": 3}
    for app in (first, second):
        app.extensions["wenmai"].close()
    assert counted(chosen, "record") == {"made:1": 3}


def test_counts_of_a_store_that_stays_away_take_bounded_room(tmp_path: Path) -> None:
    chosen = nodes.settings(tmp_path / "node")
    nodes.fill(chosen)
    app = create_app(chosen)
    tallying = app.extensions["wenmai"].tallying
    Store.open(chosen.database_url).close()
    (chosen.data / "records.db").unlink()
    (chosen.data / "records.db").mkdir()
    for number in range(100_000):
        tallying.note((("zero", f"words {number}"),))
        if number % 10_000 == 0:
            tallying.flush()
    assert len(tallying.tallies) <= 1_001
    tallying.close()
