"""The gunicorn worker: a thread is taken for a whole request and left before its answer is read (decision 19)."""

from __future__ import annotations

import errno
import socket
import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from functools import partial
from selectors import EVENT_READ, EVENT_WRITE
from typing import Any

from gunicorn.http import wsgi
from gunicorn.http.errors import LimitRequestHeaders, LimitRequestLine, ParseException, UnsupportedTransferCoding
from gunicorn.workers.gthread import ThreadWorker

from api.feeds.late import MAY_WAIT, is_late
from api.garbage import look_seldom
from api.keys.callers import bucket
from api.limits.limiting import headers_for
from api.limits.published import BODY_S, SLOWEST
from api.schemas.changes import MOST_WAITING
from api.serving.arriving import Arrival
from api.serving.connection import Connection
from api.serving.typed import Gathered, TypedRequest
from api.serving.unread import problem_bytes
from search.warming import warm

LINGER_S = 2.0
"""So long a client may go on sending after its answer, which a closed socket could destroy; so long, too, a worker that
stops waits for the next request of a client that was promised the connection stays open."""

MOST_HELD = 128 * 1024 * 1024
"""Bytes of requests and answers that clients are slow with; beyond, the slowest are cut."""

OTHERS_S = 0.001
"""So long a worker that let someone in leaves the next to the others: connections are kept, and come many at a time."""

NOT_WAITING = 8
"""Threads beside those of who waits for changes, for who might and is answered at once."""

LAST_S = 3.0
"""So long before it would be killed a worker that stops waits for nobody any more, but sends on what it counted."""

TICK_S = 0.5
_PROBES = (b"GET /healthz ", b"HEAD /healthz ")
_STATUS = {LimitRequestLine: 414, LimitRequestHeaders: 431, UnsupportedTransferCoding: 501}


class Worker(ThreadWorker):  # type: ignore[misc]
    """Waits for all clients in one loop, and answers each request in a thread."""

    def load_wsgi(self) -> None:
        super().load_wsgi()
        # Dictionaries and grammar now, so that no one's first question waits for them.
        warm()
        look_seldom()
        self._clients: set[Connection] = set()
        self._looked = 0.0
        self._accepting_from = 0.0
        # Of its own, so that `/healthz` answers even while all other threads wait for an engine.
        self._probed = ThreadPoolExecutor(1, thread_name_prefix="healthz")
        # Sleeping threads: those who wait for changes keep nobody from an answer, nor those who could but need not.
        self._late = ThreadPoolExecutor(MOST_WAITING + NOT_WAITING, thread_name_prefix="late")

    def run(self) -> None:
        self.poller.register(self.method_queue.fileno(), EVENT_READ, self.method_queue.run_callbacks)
        while self.alive and self.is_parent_alive():
            self._step()
        self._stop()
        # What was counted is sent on.
        self.wsgi.extensions["wenmai"].tallying.close()
        self.wsgi.extensions["wenmai"].close_pictures()

    def _stop(self) -> None:
        """Whoever was let in is answered; whoever may send once more has a moment for it."""
        self.alive = False
        self.wsgi.extensions["wenmai"].feed.close()
        for listener in self.sockets:
            self._accept_all(listener)
        self.set_accept_enabled(False)
        until = time.monotonic() + self.cfg.graceful_timeout - LAST_S
        while self.nr_conns and time.monotonic() < until:
            soon = time.monotonic() + LINGER_S
            for conn in self._clients:
                conn.until = min(conn.until, soon if conn.idle else until)
            self._step()
        self._probed.shutdown(wait=False)
        self._late.shutdown(wait=False)
        self.tpool.shutdown(wait=False)

    def _step(self) -> None:
        self.notify()
        now = time.monotonic()
        self.set_accept_enabled(self.alive and self._has_room() and now >= self._accepting_from)
        self.wait_for_and_dispatch_events(TICK_S if now >= self._accepting_from else OTHERS_S)
        now = time.monotonic()
        if now - self._looked >= TICK_S:
            self._looked = now
            self._measure()
            self._cut_late(now)

    def _has_room(self) -> bool:
        """Where all are being answered none is slow, and none is cut: the next wait outside."""
        return self.nr_conns < self.worker_connections or bool(self._clients)

    def _measure(self) -> None:
        node = self.wsgi.extensions["wenmai"]
        node.metrics.connections.set(self.nr_conns)
        node.metrics.waiting.set(node.turns.waiting)

    # -- connections

    def accept(self, listener: socket.socket) -> None:
        try:
            sock, client = listener.accept()
        except OSError as error:
            # Another worker has it, or it is gone. Where there are no files left, room must be made for it.
            if error.errno in (errno.EMFILE, errno.ENFILE):
                self._cut_slowest()
            return
        conn = Connection(sock, client, listener.getsockname())
        self._accepting_from = time.monotonic() + OTHERS_S
        self.nr_conns += 1
        if self.nr_conns > self.worker_connections:
            self._cut_slowest()
        self._await(conn, EVENT_READ, self._receive)
        self._receive(conn)

    def _accept_all(self, listener: socket.socket) -> None:
        before = -1
        while before < self.nr_conns <= self.worker_connections:
            before = self.nr_conns
            self.accept(listener)

    def _await(self, conn: Connection, event: int, then: Any) -> None:
        self._leave(conn)
        self._clients.add(conn)
        self.poller.register(conn.sock, event, lambda _: then(conn))

    def _leave(self, conn: Connection) -> None:
        """No longer waited for."""
        if conn in self._clients:
            self._clients.remove(conn)
            self.poller.unregister(conn.sock)

    def _drop(self, conn: Connection) -> None:
        self._leave(conn)
        if conn.open:
            self.nr_conns -= 1
            conn.close()

    def _cut_late(self, now: float) -> None:
        for conn in [one for one in self._clients if one.until <= now]:
            if not conn.idle:
                self.wsgi.extensions["wenmai"].metrics.cut.inc()
            if conn.request.data and not conn.out.left:
                self._refuse(conn, 408)
            else:
                self._drop(conn)
        held = sum(conn.held for conn in self._clients)
        while held > MOST_HELD and self._clients:
            held -= self._cut_slowest()

    def _cut_slowest(self) -> int:
        """Of those waited for: one that is silent, else the one that began first. How many bytes that frees."""
        slowest = min(self._clients, key=lambda conn: (not conn.idle, conn.since), default=None)
        if slowest is None:
            return 0
        self._drop(slowest)
        return slowest.held

    # -- requests

    def _receive(self, conn: Connection) -> None:
        if not conn.open:
            return
        try:
            data = conn.receive()
        except OSError:
            self._drop(conn)
            return
        if data:
            self._arrived(conn, conn.request.add(data))
        elif data is not None:
            self._ended(conn)

    def _ended(self, conn: Connection) -> None:
        """The client sends no more, but may still read."""
        if conn.request.data:
            self._refuse(conn, 400)
        else:
            self._drop(conn)

    def _arrived(self, conn: Connection, arrival: Arrival) -> None:
        if arrival is Arrival.MORE:
            self._encourage(conn)
        elif arrival is Arrival.HEAD_TOO_LARGE:
            self._refuse(conn, 431)
        else:
            late = is_late(conn.request.data)
            self._hand(conn, self._pool(conn, late), partial(self.handle, conn, arrival is Arrival.TOO_LARGE, late))

    def _pool(self, conn: Connection, late: bool) -> ThreadPoolExecutor:
        if late:
            return self._late
        probed = conn.request.data.startswith(_PROBES)
        pool: ThreadPoolExecutor = self._probed if probed else self.tpool
        return pool

    def _hand(self, conn: Connection, pool: ThreadPoolExecutor, answer: Callable[[], bool]) -> None:
        self._leave(conn)
        done = pool.submit(answer)
        done.add_done_callback(lambda found: self.method_queue.defer(self.finish_request, conn, found))

    def _encourage(self, conn: Connection) -> None:
        """Its head is here: time for the body begins; one who waits to be told so is told."""
        if not conn.request.in_body or conn.encouraged:
            return
        conn.encouraged = True
        conn.wait(BODY_S)
        if conn.request.expects:
            conn.out.sendall(b"HTTP/1.1 100 Continue\r\n\r\n")
            self._push(conn)

    def _refuse(self, conn: Connection, status: int) -> None:
        self._hand(conn, self.tpool, partial(self._tell, conn, status))

    # -- answers, made in a thread

    def _tell(self, conn: Connection, status: int) -> bool:
        """The problem that ends a connection."""
        asker = bucket(conn.client[0] if isinstance(conn.client, tuple) else "")
        limits = headers_for(self.wsgi.extensions["wenmai"], asker)
        conn.out.sendall(problem_bytes(status, limits))
        return False

    def handle(self, conn: Connection, too_large: bool = False, late: bool = False) -> bool:
        """Whether the connection may be used again."""
        source = Gathered(bytes(conn.request.data), too_large=too_large)
        conn.requests += 1
        try:
            request = TypedRequest(self.cfg, source, conn.client, conn.requests)
            response, environ = wsgi.create(request, conn.out, conn.client, conn.server, self.cfg)
            response.version = "wenmai"
        except (ParseException, OSError, StopIteration) as error:
            # Without its text, which may quote a key.
            self.log.info("A request cannot be read: %s", type(error).__name__)
            stays = self._tell(conn, _STATUS.get(type(error), 400))
        else:
            stays = self._answer(conn, response, environ | {"wsgi.multithread": True, MAY_WAIT: late})
        conn.await_request(self.cfg.keepalive, source.take_buffered() if stays else b"")
        with suppress(OSError):
            conn.out.push()
        return stays

    def _answer(self, conn: Connection, response: Any, environ: dict[str, Any]) -> bool:
        self._count(response)
        try:
            self._write(response, self.wsgi(environ, response.start_response))
        except OSError:
            # The reader is gone, or too slow.
            return False
        except Exception:
            self.log.exception("An answer broke off")
            return False if response.headers_sent else self._tell(conn, 500)
        return not response.should_close()

    def _write(self, response: Any, parts: Any) -> None:
        try:
            for part in parts:
                response.write(part)
            response.close()
        finally:
            if hasattr(parts, "close"):
                parts.close()

    def _count(self, response: Any) -> None:
        self.nr += 1
        if self.nr >= self.max_requests:
            self.alive = False
        if not self.alive:
            response.force_close()

    # -- answers, read by the client

    def finish_request(self, conn: Connection, done: Future[bool]) -> None:
        error = done.exception()
        if error is not None:
            self.log.error("An answer broke off: %r", error)
        self._answered(conn, stays=error is None and done.result())

    def _answered(self, conn: Connection, *, stays: bool) -> None:
        if not self._push(conn):
            return
        if conn.out.left:
            conn.wait(BODY_S)
            conn.idle = False
            self._await(conn, EVENT_WRITE, partial(self._send, stays=stays))
        elif stays:
            self._go_on(conn)
        else:
            self._linger(conn)

    def _push(self, conn: Connection) -> bool:
        """False where the client is gone."""
        try:
            conn.until += conn.out.push() / SLOWEST
        except OSError:
            self._drop(conn)
        return conn.open

    def _send(self, conn: Connection, *, stays: bool) -> None:
        if conn.open and self._push(conn) and not conn.out.left:
            self._answered(conn, stays=stays)

    def _go_on(self, conn: Connection) -> None:
        if not conn.request.data:
            conn.await_request(self.cfg.keepalive)
        self._await(conn, EVENT_READ, self._receive)
        if conn.request.data:
            self._arrived(conn, conn.request.look())

    def _linger(self, conn: Connection) -> None:
        """Closed at once, a socket with bytes not read would take the answer away from its reader."""
        try:
            conn.sock.shutdown(socket.SHUT_WR)
        except OSError:
            self._drop(conn)
            return
        conn.await_request(LINGER_S)
        self._await(conn, EVENT_READ, self._drain)

    def _drain(self, conn: Connection) -> None:
        if not conn.open:
            return
        try:
            ended = conn.receive() == b""
        except OSError:
            ended = True
        if ended:
            self._drop(conn)
