"""One client's connection: what arrives on it, what leaves on it, and until when each is waited for."""

from __future__ import annotations

import select
import socket
import time
from typing import Any

from api.limits.published import BODY_S, HEAD_S, SLOWEST
from api.serving.arriving import Arriving

PUSHED = 65_536
"""So many bytes of an answer are gathered before they are sent: most answers go in one piece."""

HELD = 4 * 1024 * 1024
"""So many bytes of an answer made piece by piece may wait for its reader, before its thread waits too."""

STALLED_S = 30.0
"""A thread waits no longer for a reader who takes nothing at all, however quick it was before."""

TAKEN = 262_144


class TooSlow(ConnectionAbortedError):
    """The reader takes less than the slowest rate."""


class Outgoing:
    """Stands for the socket where gunicorn writes an answer; no thread waits for a reader, but in very long answers."""

    def __init__(self, sock: socket.socket) -> None:
        self._sock = sock
        self._left = bytearray()

    @property
    def left(self) -> int:
        return len(self._left)

    def sendall(self, data: bytes) -> None:
        if len(self._left) > HELD:
            self._wait()
        self._left += data
        if len(self._left) >= PUSHED:
            self.push()

    def push(self) -> int:
        """Send what the client takes now, and tell how much that was; OSError where it is gone."""
        sent = 0
        try:
            while self._left:
                taken = self._sock.send(self._left)
                del self._left[:taken]
                sent += taken
        except BlockingIOError:
            pass
        return sent

    def _wait(self) -> None:
        until = time.monotonic() + BODY_S
        while len(self._left) > HELD // 2:
            poll = select.poll()
            poll.register(self._sock, select.POLLOUT)
            poll.poll(1_000)
            now = time.monotonic()
            until = min(until + self.push() / SLOWEST, now + STALLED_S)
            if now > until:
                raise TooSlow


class Connection:
    """What the worker knows of a client; while one of its threads answers, only that thread touches it."""

    __slots__ = (
        "client",
        "encouraged",
        "idle",
        "open",
        "out",
        "request",
        "requests",
        "server",
        "since",
        "sock",
        "until",
    )

    def __init__(self, sock: socket.socket, client: Any, server: Any) -> None:
        sock.setblocking(False)
        # An answer goes out whole: nothing is gained by waiting for more of it.
        if sock.family != socket.AF_UNIX:
            sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.sock = sock
        self.client = client
        self.server = server
        self.out = Outgoing(sock)
        self.open = True
        self.requests = 0
        self.await_request(HEAD_S)

    def await_request(self, seconds: float, begun: bytes = b"") -> None:
        """For so long nothing need come; `begun` is what of the next request is here already."""
        self.request = Arriving(begun)
        self.idle = not begun
        self.encouraged = False
        self.wait(HEAD_S if begun else seconds)

    def wait(self, seconds: float) -> None:
        self.since = time.monotonic()
        self.until = self.since + seconds

    def receive(self) -> bytes | None:
        """What came; empty where the client has ended, None where nothing did; OSError where it is gone."""
        try:
            data = self.sock.recv(TAKEN)
        except BlockingIOError:
            return None
        self._count(len(data))
        return data

    def _count(self, received: int) -> None:
        """A head is waited for so long, a body as long as it comes at the slowest rate at least."""
        if self.idle:
            self.idle = False
            self.wait(HEAD_S)
        elif self.request.in_body:
            self.until += received / SLOWEST

    @property
    def held(self) -> int:
        return len(self.request.data) + self.out.left

    def close(self) -> None:
        self.open = False
        self.sock.close()
