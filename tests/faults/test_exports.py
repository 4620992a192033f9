"""Exports that break off: reader gone, worker killed, engine stopped. Told, gone on with, never silently short."""

from __future__ import annotations

import http.client
import os
import re
import signal
import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from deploy.elasticsearch.command import QUICK
from deploy.elasticsearch.node import Cluster, ElasticsearchMissing
from deploy.elasticsearch.server import running
from records.schema import draft
from records.store import Store
from search.engines import open_writer
from search.making import make_entry
from settings import Settings
from tests.exchange.exported import ndjson
from tests.faults.inside import soon
from tests.http import nodes
from tests.http.raw import LOCAL
from tests.http.test_server import ask, served

pytestmark = pytest.mark.slow

RECORDS = 12_000
MORE = {"kept": "x" * 4_000}
"""So much in each that the whole export, of fifty megabytes, fits into no buffer on its way."""

WHOLE = [f"made:{number}" for number in range(RECORDS)]


def fill(chosen: Settings) -> Settings:
    store = Store.open(chosen.database_url)
    writer = open_writer(chosen.engine_url)
    build = writer.begin()
    for first in range(0, RECORDS, 500):
        store.put([draft(nodes.record(number, extra=MORE)) for number in range(first, first + 500)])
    seq = 0
    while entries := store.entries_since(seq, 500):
        assert not writer.write(build, [make_entry(one) for one in entries]).refused
        seq = entries[-1].seq
    writer.promote(build, store.last_seq())
    writer.close()
    store.close()
    return chosen


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    return fill(nodes.settings(tmp_path_factory.mktemp("large")))


@contextmanager
def streaming(port: int, path: str = "/v1/export") -> Iterator[http.client.HTTPResponse]:
    """An export whose reader is as slow as it likes."""
    connection = http.client.HTTPConnection(LOCAL, port, timeout=60)
    connection.connect()
    connection.sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 65_536)
    connection.request("GET", path)
    answer = connection.getresponse()
    assert answer.status == 200
    try:
        yield answer
    finally:
        answer.close()
        connection.close()


def rest_of(answer: http.client.HTTPResponse) -> tuple[bytes, bool]:
    """What still comes, and whether HTTP says that it is all."""
    found = bytearray()
    try:
        while piece := answer.read(1 << 20):
            found += piece
    except http.client.IncompleteRead as error:
        return bytes(found + error.partial), False
    except OSError:
        return bytes(found), False
    return bytes(found), True


def exports_free(port: int) -> bool:
    """Whether there is a turn: one byte of an export is read."""
    connection = http.client.HTTPConnection(LOCAL, port, timeout=30)
    try:
        connection.request("HEAD", "/v1/export")
        return connection.getresponse().status == 200
    finally:
        connection.close()


def test_who_reads_slowly_gets_all_of_it(large: Settings, tmp_path: Path) -> None:
    with served(large, tmp_path, workers=1) as port, streaming(port) as answer:
        began = answer.read(100_000)
        time.sleep(3)
        rest, whole = rest_of(answer)
    found, mark = ndjson(began + rest)
    assert (whole, mark.right) == (True, True)
    assert [one["id"] for one in found] == WHOLE


def test_a_reader_who_goes_frees_what_it_held(large: Settings, tmp_path: Path) -> None:
    with served(large, tmp_path, workers=1, threads=4, WENMAI_EXPORTS="1 at once") as port:
        for _ in range(3):
            with streaming(port) as answer:
                assert answer.read(100_000)
                assert not exports_free(port)
                assert ask(port, "/v1/records?page_size=1")[0] == 200
            soon(lambda: exports_free(port), 90)


def test_a_reader_who_takes_nothing_is_cut_and_frees_what_it_held(large: Settings, tmp_path: Path) -> None:
    with served(large, tmp_path, workers=1, WENMAI_EXPORTS="1 at once") as port, streaming(port):
        assert not exports_free(port)
        soon(lambda: exports_free(port), 120)


def test_a_worker_that_is_killed_leaves_no_whole_export(large: Settings, tmp_path: Path) -> None:
    with served(large, tmp_path, workers=1) as port:
        with streaming(port) as answer:
            began = answer.read(3_000_000)
            os.kill(worker_of(tmp_path), signal.SIGKILL)
            rest, whole = rest_of(answer)
        first, mark = ndjson(began + rest)
        assert (whole, mark.right) == (False, False)
        soon(lambda: _up(port), 90)
        assert gone_on(port, [one["id"] for one in first]) == WHOLE


def worker_of(metrics: Path) -> int:
    """The only worker, by the files it keeps its counts in."""
    return max(int(found[1]) for file in metrics.iterdir() if (found := re.fullmatch(r"counter_(\d+)\.db", file.name)))


def _up(port: int) -> bool:
    try:
        return exports_free(port)
    except OSError:
        return False


def gone_on(port: int, have: list[str]) -> list[str]:
    """The ids, once those that are missing were asked for."""
    assert 0 < len(have) < RECORDS
    body = ask(port, f"/v1/export?after={have[-1]}")[2]
    more, mark = ndjson(body)
    assert mark.right
    return have + [one["id"] for one in more]


@pytest.fixture(scope="module")
def cluster(elasticsearch_allowed: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    try:
        with running(tmp_path_factory.mktemp("cut"), heap="512m", jvm=QUICK) as found:
            yield found
    except ElasticsearchMissing as missing:
        pytest.fail(str(missing))


@pytest.fixture(scope="module")
def far(cluster: Cluster, tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """As `large`, on the cluster."""
    url = f"elasticsearch+{cluster.url}/cut?timeout=3"
    return fill(nodes.settings(tmp_path_factory.mktemp("far"), WENMAI_ENGINE_URL=url))


@pytest.mark.parametrize("end", ["stop", "kill"])
def test_an_engine_that_goes_breaks_the_export_off_and_it_goes_on_later(
    cluster: Cluster, far: Settings, tmp_path: Path, end: str
) -> None:
    cluster.start()
    with served(far, tmp_path, workers=1, WENMAI_EXPORTS="1 at once") as port:
        with streaming(port) as answer:
            began = answer.read(1_000_000)
            getattr(cluster.nodes[0], end)()
            rest, whole = rest_of(answer)
        first, mark = ndjson(began + rest)
        assert (whole, mark.right) == (False, False)
        assert ask(port, "/v1/export")[0] == 503
        cluster.start()
        soon(lambda: _up(port), 120)
        assert gone_on(port, [one["id"] for one in first]) == WHOLE


def test_who_reads_by_the_old_http_sees_no_mark_either(cluster: Cluster, far: Settings, tmp_path: Path) -> None:
    """There the end of the connection is all there is to tell an end by."""
    cluster.start()
    with (
        served(far, tmp_path, workers=1) as port,
        socket.create_connection((LOCAL, port), timeout=60) as one,
    ):
        one.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 65_536)
        one.sendall(b"GET /v1/export HTTP/1.0\r\n\r\n")
        found = bytearray(one.recv(65_536))
        cluster.nodes[0].kill()
        while piece := one.recv(1 << 20):
            found += piece
    body = bytes(found).partition(b"\r\n\r\n")[2]
    records, mark = ndjson(body)
    assert 0 < len(records) < RECORDS
    assert mark.told is None
