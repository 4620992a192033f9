"""Answers in time: counted to the last byte, for the client's own time begins anew with each byte it is given."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from typing import Any

import urllib3
from elastic_transport import ConnectionTimeout, HttpHeaders, NodeConfig, Urllib3HttpNode
from urllib3.connection import HTTPConnection, HTTPSConnection

TICK_S = 0.1
_UNTOLD_S = 60.0

_allotted = threading.local()


@contextmanager
def due(at: float) -> Iterator[None]:
    """All that this thread asks in the block ends by then (monotonic clock), or with ConnectionTimeout."""
    _allotted.until = at
    try:
        yield
    finally:
        _allotted.until = None


def seconds_left(config: NodeConfig, request_timeout: Any) -> float:
    """What an answer may take: what is left of the time allotted, else the client's own; or ConnectionTimeout."""
    until = getattr(_allotted, "until", None)
    if until is None:
        own = request_timeout if isinstance(request_timeout, int | float) else config.request_timeout
        return float(own or _UNTOLD_S)
    seconds = float(until - time.monotonic())
    if seconds <= 0:
        raise ConnectionTimeout("no time is left")
    return seconds


class TimedNode(Urllib3HttpNode):
    """One host of a cluster, asked in no more time than there is left."""

    def __init__(self, config: NodeConfig) -> None:
        super().__init__(config)
        self.pool.ConnectionCls = _SecureConnection if config.scheme == "https" else _Connection

    def perform_request(
        self,
        method: str,
        target: str,
        body: bytes | None = None,
        headers: HttpHeaders | None = None,
        request_timeout: Any = None,
    ) -> Any:
        # One time for connecting and for reading, which the client would count apart.
        whole: Any = urllib3.Timeout(total=seconds_left(self.config, request_timeout))
        return super().perform_request(method, target, body, headers, whole)


class _Watch:
    """Cuts connections whose answer is overdue, so that whoever reads from them goes on."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._numbers = count()
        self._open: dict[int, tuple[float, Any]] = {}
        self._some = threading.Event()
        self._thread: threading.Thread | None = None

    def begin(self, sock: Any, seconds: float) -> int:
        number = next(self._numbers)
        with self._lock:
            self._open[number] = (time.monotonic() + seconds, sock)
            self._some.set()
            if self._thread is None or not self._thread.is_alive():
                self._thread = threading.Thread(target=self._run, name="overdue", daemon=True)
                self._thread.start()
        return number

    def end(self, number: int) -> bool:
        """Whether the answer came before it was overdue."""
        with self._lock:
            return self._open.pop(number, None) is not None

    def _run(self) -> None:
        while True:
            self._some.wait()
            time.sleep(TICK_S)
            with self._lock:
                now = time.monotonic()
                for number in [number for number, (at, _) in self._open.items() if at < now]:
                    _cut(self._open.pop(number)[1])
                if not self._open:
                    self._some.clear()


def _cut(sock: Any) -> None:
    try:
        # Below any TLS, whose own goodbye could wait again.
        socket.socket.shutdown(sock, socket.SHUT_RDWR)
    except OSError:
        pass


_watch = _Watch()


@contextmanager
def watched(sock: Any, seconds: float) -> Iterator[None]:
    """TimeoutError where what the block reads from the socket is not whole by then."""
    number = _watch.begin(sock, seconds)
    try:
        yield
    except Exception as error:
        if _watch.end(number):
            raise
        raise TimeoutError("the answer was not whole in time") from error
    finally:
        _watch.end(number)


class _Watched(HTTPConnection):
    def getresponse(self) -> Any:
        seconds = self.timeout
        if self.sock is None or not isinstance(seconds, int | float):
            return super().getresponse()
        with watched(self.sock, seconds):
            return super().getresponse()


class _Connection(_Watched):
    pass


class _SecureConnection(_Watched, HTTPSConnection):
    pass
