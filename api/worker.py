"""The gunicorn worker: takes request lines as people type them, and answers even what it cannot read as a problem."""

from __future__ import annotations

import re
import selectors
import socket
import time
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Any
from uuid import uuid4

import orjson
from gunicorn import util
from gunicorn.http.message import Request
from gunicorn.http.parser import RequestParser
from gunicorn.workers.gthread import ThreadWorker

from api.callers import bucket
from api.cors import EXPOSED
from api.limiting import headers_for
from api.limits import LONGEST_ADDRESS
from api.problems import MEDIA_TYPE
from search.warming import warm

_RAW = re.compile(rb"[\x80-\xff]")
_PROBE = b"GET /healthz "
_PEEKED = 2_048
_KINDS = {414: "address-too-long", 431: "headers-too-large", 500: "internal"}


class TypedRequest(Request):  # type: ignore[misc]
    """Percent-encodes the raw UTF-8 of `curl '…?q=故宫'`, which gunicorn refuses to read; takes longer addresses."""

    def read_line(self, unreader: Any, buf: Any, _limit: int = 0) -> Any:
        """As gunicorn's, whose limit cannot be set above 8,190: two thousand Han characters take 18,000 bytes."""
        return super().read_line(unreader, buf, LONGEST_ADDRESS)

    def parse_request_line(self, line_bytes: bytes) -> None:
        super().parse_request_line(_RAW.sub(lambda byte: b"%%%02X" % ord(byte[0]), line_bytes))


class Worker(ThreadWorker):  # type: ignore[misc]
    """A threaded worker whose every answer keeps our contract."""

    def init_process(self) -> None:
        # gunicorn has no setting for either; both are read through these names at each use.
        RequestParser.mesg_class = TypedRequest
        util.write_error = partial(write_problem, self._limits)
        super().init_process()

        self._probed.shutdown(wait=False)

    def run(self) -> None:
        """As gunicorn's; at its end what was counted is sent on."""
        try:
            super().run()
        finally:
            self.wsgi.extensions["wenmai"].tallying.close()

    def get_thread_pool(self) -> Any:
        """Beside the pool of all, a thread of its own for `/healthz`: it answers even while all others wait."""
        self._probed = ThreadPoolExecutor(1, thread_name_prefix="healthz")
        return super().get_thread_pool()

    def enqueue_req(self, conn: Any) -> None:
        """A thread is taken only where there is something to read; gunicorn's would wait in one for it."""
        waiting = _waiting(conn.sock)
        if not (waiting or conn.initialized or conn.data_ready):
            self._await(conn)
            return
        # Whole, so that none who sends it slowly keeps the thread from others.
        probes = waiting.startswith(_PROBE) and b"\r\n\r\n" in waiting
        pool = self._probed if probes else self.tpool
        done = pool.submit(self.handle, conn)
        done.add_done_callback(lambda found: self.method_queue.defer(self.finish_request, conn, found))

    def _await(self, conn: Any) -> None:
        conn.sock.setblocking(False)
        conn.timeout = time.monotonic() + self.cfg.keepalive
        self.pending_conns.append(conn)
        self.poller.register(conn.sock, selectors.EVENT_READ, partial(self.on_pending_socket_readable, conn))

    def _limits(self, client: socket.socket) -> dict[str, str]:
        """The rate limit fields for whoever is at the other end; none where it hung up."""
        try:
            return headers_for(self.wsgi.extensions["wenmai"], bucket(_peer(client)))
        except OSError:
            return {}

    def load_wsgi(self) -> None:
        super().load_wsgi()
        # Dictionaries and grammar now, so that no one's first question waits for them.
        warm()


def _waiting(client: socket.socket) -> bytes:
    """What can be read, and stays to be; empty where there is nothing, or it is enciphered."""
    try:
        return client.recv(_PEEKED, socket.MSG_PEEK | socket.MSG_DONTWAIT)
    except (OSError, ValueError):
        return b""


def _peer(client: socket.socket) -> str:
    name = client.getpeername()
    return str(name[0]) if isinstance(name, tuple) else ""


def write_problem(
    limits: Callable[[socket.socket], Mapping[str, str]], client: socket.socket, status: int, reason: str, _message: str
) -> None:
    """What gunicorn sends when a request never reaches the application; the message may quote it and is left out."""
    request_id = uuid4().hex
    problem = {
        "type": f"/problems/{_KINDS.get(status, 'bad-request')}",
        "title": reason,
        "status": status,
        "detail": "The request could not be read as HTTP: check its address, method and headers.",
        "request_id": request_id,
    }
    body = orjson.dumps(problem)
    more = "".join(f"{name}: {value}\r\n" for name, value in limits(client).items())
    head = (
        f"HTTP/1.1 {status} {reason}\r\nConnection: close\r\nContent-Type: {MEDIA_TYPE}\r\n"
        f"Content-Length: {len(body)}\r\nX-Request-Id: {request_id}\r\n{more}"
        f"Access-Control-Allow-Origin: *\r\nAccess-Control-Expose-Headers: {', '.join(EXPOSED)}\r\n\r\n"
    )
    util.write_nonblock(client, head.encode("latin-1") + body)
