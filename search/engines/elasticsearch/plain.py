"""How the official client sends over plain HTTP: kept connections of the standard library, one write a request.

The client's own way, through urllib3, takes half a millisecond of processor time more for each question; it stays in
use for TLS.
"""

from __future__ import annotations

import select
import time
import weakref
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection, HTTPException
from queue import LifoQueue
from typing import Any

from elastic_transport import ApiResponseMeta, BaseNode, ConnectionTimeout, HttpHeaders, NodeConfig
from elastic_transport import ConnectionError as NoConnection
from elastic_transport._node import NodeApiResponse

from search.engines.elasticsearch.timing import seconds_left, watched

MADE_BY = ("hc", "1")
_LEAST_S = 0.001
"""A time of nothing would mean not to wait at all."""


class _Kept(HTTPConnection):
    """Head and body leave together: a server woken by a head alone would wait for the body."""

    def __init__(self, config: NodeConfig) -> None:
        super().__init__(config.host, config.port)
        self._waiting: list[bytes] = []

    def send(self, data: Any) -> None:
        self._waiting.append(data)

    def flush(self, until: float) -> None:
        whole = b"".join(self._waiting)
        self._waiting.clear()
        self.timeout = max(until - time.monotonic(), _LEAST_S)
        if self.sock is None:
            self.connect()
        self.sock.settimeout(max(until - time.monotonic(), _LEAST_S))
        super().send(whole)

    def close(self) -> None:
        self._waiting.clear()
        super().close()

    @property
    def is_dropped(self) -> bool:
        """Whether the other side has closed it: before a question there is nothing to be read."""
        if self.sock is None:
            return False
        looked = select.poll()
        looked.register(self.sock, select.POLLIN)
        return bool(looked.poll(0))


class PlainNode(BaseNode):
    """One host; as many questions at once as its settings say."""

    _CLIENT_META_HTTP_CLIENT = MADE_BY

    def __init__(self, config: NodeConfig) -> None:
        super().__init__(config)
        self._closed = False
        self._free: LifoQueue[_Kept] = LifoQueue()
        for _ in range(config.connections_per_node):
            self._free.put(_Kept(config))
        # As the client's own does: one that is let go without being closed leaves no open socket behind.
        weakref.finalize(self, _close, self._free)

    def perform_request(
        self,
        method: str,
        target: str,
        body: bytes | None = None,
        headers: HttpHeaders | None = None,
        request_timeout: Any = None,
    ) -> NodeApiResponse:
        started = time.monotonic()
        until = started + seconds_left(self.config, request_timeout)
        sent = self._headers.copy()
        sent.update(headers or {})
        with self._connected() as connection:
            connection.request(method, f"{self._path_prefix}{target}", body, dict(sent.items()))
            connection.flush(until)
            with watched(connection.sock, until - time.monotonic()):
                answer = connection.getresponse()
                read = answer.read()
        meta = ApiResponseMeta(
            node=self.config,
            duration=time.monotonic() - started,
            http_version="1.1",
            status=answer.status,
            headers=HttpHeaders(answer.getheaders()),
        )
        return NodeApiResponse(meta, read)

    def close(self) -> None:
        """What is being asked is still answered."""
        self._closed = True
        _close(self._free)

    @contextmanager
    def _connected(self) -> Iterator[_Kept]:
        """A connection of our own for one question; one that failed is opened anew for the next."""
        connection = self._free.get()
        if self._closed:
            self._free.put(connection)
            raise NoConnection("closed")
        try:
            if connection.is_dropped:
                connection.close()
            yield connection
        except BaseException as error:
            connection.close()
            if isinstance(error, TimeoutError):
                raise ConnectionTimeout("no answer in time", errors=(error,)) from error
            if isinstance(error, OSError | HTTPException):
                raise NoConnection(type(error).__name__, errors=(error,)) from error
            raise
        finally:
            self._free.put(connection)


def _close(free: LifoQueue[_Kept]) -> None:
    for connection in [free.get() for _ in range(free.qsize())]:
        connection.close()
        free.put(connection)
