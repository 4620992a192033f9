"""Five hundred clients that send or read a byte a second beside quick ones: these are answered as if alone."""

from __future__ import annotations

import os
import resource
import socket
import time
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from threading import Event, Thread
from urllib.parse import quote

import pytest

from tests.http import nodes
from tests.http.raw import LOCAL, answers, read_all
from tests.http.test_server import ask, served

pytestmark = pytest.mark.slow

SLOW = 500
MOON = quote("月")
HEAD = b"GET /v1/records?page_size=1 HTTP/1.1\r\nHost: localhost\r\nX-Padding: " + b"a" * 200 + b"\r\n\r\n"
BODY = b"POST /v1/search HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
LENGTH = BODY + b"Content-Length: 500\r\n\r\n"
CHUNKS = BODY + b"Transfer-Encoding: chunked\r\n\r\n"
LARGE = b"GET /v1/records?page_size=1000&view=full HTTP/1.1\r\nHost: localhost\r\n\r\n"


@pytest.fixture(scope="module")
def port(tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    """One worker of two threads, so that three slow clients would be enough to take all."""
    chosen = nodes.settings(tmp_path_factory.mktemp("node"))
    nodes.fill(chosen)
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(hard, 4_096), hard))
    with served(chosen, tmp_path_factory.mktemp("metrics"), workers=1, threads=2) as found:
        yield found
    resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))


class _Slow:
    """Clients that have sent `first` and go on with one byte of `then` a second."""

    def __init__(self, port: int, first: bytes, then: bytes, stack: ExitStack) -> None:
        self.open = [stack.enter_context(socket.socket()) for _ in range(SLOW)]
        for one in self.open:
            one.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 2_048)
            one.connect((LOCAL, port))
            one.sendall(first)
        self._then = then
        self._over = Event()
        self._thread = Thread(target=self._go_on)
        self._thread.start()
        stack.callback(self._stop)

    def _go_on(self) -> None:
        for at in range(len(self._then)):
            for one in self.open:
                try:
                    one.send(self._then[at : at + 1])
                except OSError:
                    pass
            if self._over.wait(1):
                return

    def _stop(self) -> None:
        self._over.set()
        self._thread.join()


KINDS = {
    "silent": (b"", b""),
    "slow heads": (HEAD[:20], HEAD[20:]),
    "slow bodies": (LENGTH, b"{" * 400),
    "slow chunks": (CHUNKS, b"1\r\n{\r\n" * 60),
    "slow sizes of chunks": (CHUNKS, b"0" * 400),
    "readers of nothing": (LARGE, b""),
}


@pytest.mark.parametrize("kind", KINDS)
def test_others_are_answered_beside_slow_clients(port: int, kind: str) -> None:
    first, then = KINDS[kind]
    with ExitStack() as stack:
        _Slow(port, first, then, stack)
        if kind == "readers of nothing":
            # Their answers are made, after which nothing is left to do for them.
            assert ask(port, "/healthz")[0] == 200
            time.sleep(5)
        took = []
        for number in range(100):
            begun = time.monotonic()
            assert ask(port, f"/v1/records?q={MOON}&page_size={number}")[0] == 200
            took.append(time.monotonic() - begun)
    # A few meet a machine that is busy otherwise.
    assert sorted(took)[94] < 1, took


@pytest.mark.parametrize(("kind", "status"), [("slow heads", 408), ("slow bodies", 408), ("slow chunks", 408)])
def test_a_slow_client_is_told_so_and_let_go(port: int, kind: str, status: int) -> None:
    first, then = KINDS[kind]
    begun = time.monotonic()
    with socket.create_connection((LOCAL, port), timeout=1) as one:
        one.sendall(first)
        found = b""
        for at in range(30):
            try:
                one.send(then[at : at + 1])
                found = one.recv(65_536)
                break
            except TimeoutError:
                continue
        found += read_all(one)
    (told,) = answers(found)
    assert told.status == status
    assert told.headers["content-type"] == "application/problem+json"
    assert 8 < time.monotonic() - begun < 20


def test_a_reader_who_takes_nothing_is_cut(port: int) -> None:
    with socket.socket() as one:
        one.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 2_048)
        one.settimeout(30)
        one.connect((LOCAL, port))
        # Many in a row, for the system itself keeps some megabytes of answers.
        one.sendall(LARGE * 60)
        time.sleep(20)
        got = len(read_all(one))
    whole = len(ask(port, "/v1/records?page_size=1000&view=full")[2])
    assert got < 60 * whole


def test_so_many_connections_and_no_more_the_silent_going_first(tmp_path: Path) -> None:
    chosen = nodes.settings(tmp_path / "node")
    nodes.fill(chosen)
    (tmp_path / "metrics").mkdir()
    arguments = f"{os.environ.get('GUNICORN_CMD_ARGS', '')} --worker-connections 50"
    with served(chosen, tmp_path / "metrics", workers=1, GUNICORN_CMD_ARGS=arguments) as port, ExitStack() as stack:
        busy = stack.enter_context(socket.create_connection((LOCAL, port), timeout=10))
        busy.sendall(HEAD[:40])
        idle = [stack.enter_context(socket.create_connection((LOCAL, port), timeout=10)) for _ in range(200)]
        assert ask(port, "/v1/limits")[0] == 200
        busy.sendall(HEAD[40:])
        assert busy.recv(12) == b"HTTP/1.1 200"
        assert sum(_is_closed(one) for one in idle) >= 140


def _is_closed(one: socket.socket) -> bool:
    one.setblocking(False)
    try:
        return one.recv(1) == b""
    except BlockingIOError:
        return False
    except OSError:
        return True
