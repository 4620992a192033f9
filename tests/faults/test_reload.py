"""Workers that are replaced, killed or stopped under load: nobody who is being answered is left without an answer."""

from __future__ import annotations

import http.client
import os
import re
import signal
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from threading import Event, Thread
from urllib.parse import quote

import pytest

from bench.killing import write_records
from bench.processes import child, children, within
from bench.serving import get, serving
from tests.faults.node import PATIENT, Node

pytestmark = pytest.mark.slow

KEPT, FRESH = 6, 4
PATIENCE_S = 90


@dataclass
class Load:
    """Clients that ask without a pause, some over a connection they keep; what failed, and when it was begun."""

    port: int
    answered: int = 0
    failed: list[tuple[float, str]] = field(default_factory=list)
    over: Event = field(default_factory=Event)

    def keep_asking(self, *, kept: bool, number: int) -> None:
        while not self.over.is_set():
            with closing(http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)) as connection:
                self._ask(connection, number)
                while kept and connection.sock is not None and not self.over.is_set():
                    self._ask(connection, number)

    def goes_on(self, after: int) -> bool:
        return self.answered > after + 100

    def _ask(self, connection: http.client.HTTPConnection, number: int) -> None:
        begun = time.monotonic()
        try:
            connection.request("GET", f"/v1/records?q={quote('月')}+{number}{self.answered}&facets=type")
            answer = connection.getresponse()
            answer.read()
        except (OSError, http.client.HTTPException) as error:
            self.failed.append((begun, repr(error)))
            connection.close()
            if isinstance(error, ConnectionRefusedError):
                self.over.wait(0.05)
            return
        if answer.status != 200:
            self.failed.append((begun, str(answer.status)))
        self.answered += 1


@contextmanager
def asked(port: int) -> Iterator[Load]:
    load = Load(port)
    threads = [
        Thread(target=load.keep_asking, kwargs={"kept": number < KEPT, "number": number})
        for number in range(KEPT + FRESH)
    ]
    for thread in threads:
        thread.start()
    try:
        yield load
    finally:
        load.over.set()
        for thread in threads:
            thread.join()


def _renewed(web: int, before: set[int]) -> bool:
    return len(children(web)) == 2 and not before & set(children(web))


@pytest.fixture
def node(tmp_path: Path) -> Node:
    found = Node(tmp_path / "node", PATIENT)
    write_records(tmp_path / "records.jsonl", 200)
    assert found.run("ingest", str(tmp_path / "records.jsonl")).code == 0
    return found


def test_a_reload_under_load_fails_no_request(node: Node) -> None:
    with serving(node.data, **node.settings) as (port, process):
        web = child(process.pid, "gunicorn")
        assert web is not None
        with asked(port) as load:
            for _ in range(3):
                before = set(children(web))
                os.kill(process.pid, signal.SIGHUP)
                assert within(PATIENCE_S, partial(_renewed, web, before))
                assert within(PATIENCE_S, partial(load.goes_on, load.answered))
        assert load.failed == []
        assert process.poll() is None


def test_whoever_is_being_answered_when_the_node_is_stopped_has_the_answer(node: Node) -> None:
    with serving(node.data, **node.settings) as (port, process), asked(port) as load:
        assert within(PATIENCE_S, lambda: load.answered > 200)
        told = time.monotonic()
        process.terminate()
        assert process.wait(90) == 0
    assert [error for begun, error in load.failed if begun < told] == []
    assert load.failed, "the node was stopped"


def test_a_worker_killed_under_load_takes_only_its_own_requests_with_it(node: Node) -> None:
    def counted() -> float:
        text = get(port, "/metrics")[1].decode()
        return sum(
            float(one) for one in re.findall(r'wenmai_requests_total\{[^}]*route="/v1/records"[^}]*\} (\S+)', text)
        )

    with serving(node.data, **node.settings) as (port, process):
        web = child(process.pid, "gunicorn")
        assert web is not None
        with asked(port) as load:
            assert within(PATIENCE_S, lambda: load.answered > 200)
            killed = children(web)[0]
            os.kill(killed, signal.SIGKILL)
            reached = load.answered
            assert within(PATIENCE_S, partial(load.goes_on, reached))
            assert within(PATIENCE_S, lambda: killed not in children(web) and len(children(web)) == 2)
        assert len(load.failed) <= KEPT + FRESH
        assert load.answered <= counted() <= load.answered + len(load.failed)
        assert within(PATIENCE_S, lambda: f'pid="{killed}"' not in get(port, "/metrics")[1].decode())
        assert not list((node.data / "metrics").glob(f"*_{killed}.db"))
