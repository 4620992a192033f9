"""A proxy before an HTTP server that breaks its answers on purpose, one way at a time."""

from __future__ import annotations

import http.client
import random
import socket
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Thread
from typing import Any, Protocol

# ruff: noqa: ARG002  faults are asked alike; few need all they are told

_NOT_PASSED_ON = frozenset({"transfer-encoding", "content-length", "connection"})
_PRODUCT = "X-elastic-product: Elasticsearch"
_JSON = "application/vnd.elasticsearch+json;compatible-with=8"


class Fault(Protocol):
    """What becomes of an answer; `over` is set when the proxy is to behave otherwise."""

    def send(self, client: socket.socket, raw: bytes, over: Event) -> bool:
        """Send what is to be sent; whether the connection is kept."""


@dataclass(frozen=True)
class Well:
    def send(self, client: socket.socket, raw: bytes, over: Event) -> bool:
        client.sendall(raw)
        return True


@dataclass(frozen=True)
class Late:
    """Nothing for so long."""

    seconds: float

    def send(self, client: socket.socket, raw: bytes, over: Event) -> bool:
        if not over.wait(self.seconds):
            client.sendall(raw)
            return True
        return False


@dataclass(frozen=True)
class Trickling:
    """A few bytes at a time, so that no single wait is long."""

    wait_s: float = 0.05
    size: int = 8

    def send(self, client: socket.socket, raw: bytes, over: Event) -> bool:
        for start in range(0, len(raw), self.size):
            client.sendall(raw[start : start + self.size])
            if over.wait(self.wait_s):
                return False
        return True


@dataclass(frozen=True)
class Cut:
    """A part of the answer, then the end."""

    share: float

    def send(self, client: socket.socket, raw: bytes, over: Event) -> bool:
        client.sendall(raw[: int(len(raw) * self.share)])
        return False


@dataclass(frozen=True)
class Canned:
    """The same answer to everything."""

    status: str
    content_type: str
    body: bytes

    def send(self, client: socket.socket, raw: bytes, over: Event) -> bool:
        head = f"HTTP/1.1 {self.status}\r\n{_PRODUCT}\r\nContent-Type: {self.content_type}"
        client.sendall(f"{head}\r\nContent-Length: {len(self.body)}\r\n\r\n".encode() + self.body)
        return True


@dataclass(frozen=True)
class Flipped:
    """One bit of the body is another; its place is drawn."""

    drawn: random.Random = field(compare=False)

    def send(self, client: socket.socket, raw: bytes, over: Event) -> bool:
        begins = raw.index(b"\r\n\r\n") + 4
        changed = bytearray(raw)
        if begins < len(raw):
            changed[self.drawn.randrange(begins, len(raw))] ^= 1 << self.drawn.randrange(8)
        client.sendall(bytes(changed))
        return True


HTML = Canned("502 Bad Gateway", "text/html", b"<html><h1>502 Bad Gateway</h1>proxy: node-1 elasticsearch:9200</html>")
GARBAGE = Canned("200 OK", _JSON, bytes(range(256)) * 20)
OTHER_SHAPE = Canned("200 OK", _JSON, b'{"responses":[{"hits":[1]},7],"docs":"x","hits":null}')
ERROR = Canned(
    "500 Internal Server Error",
    _JSON,
    b'{"error":{"type":"null_pointer_exception","reason":"shard [0] of node-1"},"status":500}',
)

FAULTS: Mapping[str, Fault] = {
    "late": Late(30),
    "trickling": Trickling(),
    "cut at once": Cut(0),
    "cut in the middle": Cut(0.6),
    "a page of another server": HTML,
    "garbage": GARBAGE,
    "another shape": OTHER_SHAPE,
    "an error": ERROR,
}
"""Faults under which nothing can be answered."""


class Proxy:
    """Passes everything on to `target`; `fault` may be set at any time, and what still waits is cut then."""

    def __init__(self, target: tuple[str, int]) -> None:
        self.target = target
        self._fault: Fault = Well()
        self.over = Event()
        self._server = _Server(("127.0.0.1", 0), _Passing)
        self._server.proxy = self
        self.port: int = self._server.server_address[1]

    @property
    def fault(self) -> Fault:
        return self._fault

    @fault.setter
    def fault(self, fault: Fault) -> None:
        before, self.over = self.over, Event()
        self._fault = fault
        before.set()

    @contextmanager
    def running(self) -> Iterator[Proxy]:
        thread = Thread(target=self._server.serve_forever, args=(0.05,), daemon=True)
        thread.start()
        try:
            yield self
        finally:
            self.over.set()
            self._server.shutdown()
            self._server.server_close()


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False
    request_queue_size = 128
    proxy: Proxy

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Who asked may well be gone: that is what is tried out."""


class _Passing(BaseHTTPRequestHandler):
    """Every method is passed on the same way."""

    protocol_version = "HTTP/1.1"
    server: _Server

    def _pass(self) -> None:
        proxy = self.server.proxy
        fault, over = proxy.fault, proxy.over
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        raw = b"" if isinstance(fault, Canned) else self._asked(proxy.target, body)
        self.close_connection = not fault.send(self.connection, raw, over)

    def __getattr__(self, name: str) -> Any:
        if name.startswith("do_"):
            return self._pass
        raise AttributeError(name)

    def _asked(self, target: tuple[str, int], body: bytes) -> bytes:
        headers = {name: value for name, value in self.headers.items() if name.lower() not in _NOT_PASSED_ON}
        with closing(http.client.HTTPConnection(*target, timeout=60)) as connection:
            connection.request(self.command, self.path, body or None, headers)
            answer = connection.getresponse()
            told = answer.read()
        lines = [f"HTTP/1.1 {answer.status} {answer.reason}"]
        lines += [f"{name}: {value}" for name, value in answer.getheaders() if name.lower() not in _NOT_PASSED_ON]
        return ("\r\n".join(lines) + f"\r\nContent-Length: {len(told)}\r\n\r\n").encode("latin-1") + told

    def log_message(self, *_: Any) -> None:
        """Nobody reads it."""
