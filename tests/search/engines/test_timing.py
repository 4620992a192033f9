"""The client within its time, against servers of a few lines that behave and misbehave."""

from __future__ import annotations

import socket
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from threading import Event, Thread

import pytest
from elastic_transport import ConnectionError as NoConnection
from elastic_transport import ConnectionTimeout, NodeConfig

from search.engines.elasticsearch.timing import TimedNode

ANSWER = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n{}"

Talk = Callable[[socket.socket], None]


@contextmanager
def server(*talks: Talk) -> Iterator[TimedNode]:
    """A node whose host takes one connection after the other, each for one talk."""
    with socket.create_server(("127.0.0.1", 0)) as listening:

        def run() -> None:
            for talk in talks:
                with listening.accept()[0] as one:
                    talk(one)

        thread = Thread(target=run)
        thread.start()
        config = NodeConfig("http", "127.0.0.1", listening.getsockname()[1], connections_per_node=1, request_timeout=5)
        with closing(TimedNode(config)) as node:
            yield node
        thread.join(5)
        assert not thread.is_alive()


def answering(times: int, seen: list[bytes]) -> Talk:
    def talk(one: socket.socket) -> None:
        for _ in range(times):
            seen.append(one.recv(65_536))
            one.sendall(ANSWER)

    return talk


def test_a_connection_that_was_dropped_meanwhile_is_opened_anew():
    seen: list[bytes] = []
    dropped = Event()

    def dropping(one: socket.socket) -> None:
        answering(1, seen)(one)
        one.close()
        dropped.set()

    with server(dropping, answering(1, seen)) as node:
        assert node.perform_request("GET", "/").body == b"{}"
        assert dropped.wait(5)
        assert node.perform_request("GET", "/").body == b"{}"
    assert len(seen) == 2


def test_no_answer_in_time_is_told_apart_from_a_cut_one():
    seen: list[bytes] = []

    def silent(one: socket.socket) -> None:
        assert one.recv(65_536)
        one.settimeout(5)
        assert one.recv(1) == b""

    def cut(one: socket.socket) -> None:
        assert one.recv(65_536)
        one.sendall(ANSWER[:-1])

    with server(silent, cut, answering(1, seen)) as node:
        with pytest.raises(ConnectionTimeout):
            node.perform_request("GET", "/", request_timeout=1.0)
        with pytest.raises(NoConnection):
            node.perform_request("GET", "/")
        assert node.perform_request("GET", "/").body == b"{}"


def test_an_answer_byte_by_byte_is_overdue_as_a_whole():
    """The whole of it would take twenty seconds."""

    def dribbling(one: socket.socket) -> None:
        assert one.recv(65_536)
        with suppress(OSError):
            for byte in ANSWER:
                one.sendall(bytes((byte,)))
                time.sleep(0.3)

    with server(dribbling) as node:
        begun = time.monotonic()
        with pytest.raises(ConnectionTimeout):
            node.perform_request("GET", "/", request_timeout=0.5)
        assert time.monotonic() - begun < 15


def test_nobody_there():
    with socket.create_server(("127.0.0.1", 0)) as gone:
        port = gone.getsockname()[1]
    with closing(TimedNode(NodeConfig("http", "127.0.0.1", port, connections_per_node=1))) as node:
        for _ in range(2):
            with pytest.raises(NoConnection):
                node.perform_request("GET", "/")
