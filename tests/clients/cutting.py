"""Wires that break: proxies that cut what a server sends after so many bytes, or let it come altered."""

from __future__ import annotations

import re
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress

AWAY = b"HTTP/1.1 503 Service Unavailable\r\nRetry-After: 0\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"


class Wire:
    """`cuts` are the bytes after which one connection after another is cut; those after them are not.

    `away`: so many connections are answered 503, as by a proxy whose server is away. `altered`: what is packed is
    asked for unpacked, and a Han character comes as another one; headers stay as they are.
    """

    def __init__(self, to: int, cuts: list[int], *, altered: bool = False, away: int = 0) -> None:
        self._to = to
        self.altered = altered
        self._cuts = list(cuts)
        self._away = away
        self._listening = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listening.getsockname()[1]
        self.connections = 0
        self._threads = [threading.Thread(target=self._accept)]
        self._threads[0].start()

    def close(self) -> None:
        with suppress(OSError):
            self._listening.shutdown(socket.SHUT_RDWR)
        for thread in self._threads:
            thread.join(20)
        self._listening.close()

    def _accept(self) -> None:
        with suppress(OSError):
            while True:
                near, _ = self._listening.accept()
                self.connections += 1
                if self.connections <= self._away:
                    _send_away(near)
                    continue
                room = self._cuts.pop(0) if self._cuts else None
                self._threads.append(threading.Thread(target=self._join, args=(near, room)))
                self._threads[-1].start()

    def _join(self, near: socket.socket, room: int | None) -> None:
        there, back_again = (_unpacked, _other) if self.altered else (_as_it_is, _as_it_is)
        with closing(near), closing(socket.create_connection(("127.0.0.1", self._to))) as far:
            back = threading.Thread(target=_carry, args=(near, far, None, there))
            back.start()
            _carry(far, near, room, back_again)
            back.join(20)


def _send_away(near: socket.socket) -> None:
    with closing(near), suppress(OSError):
        near.recv(4096)
        near.sendall(AWAY)


def _as_it_is(chunk: bytes) -> bytes:
    return chunk


def _unpacked(chunk: bytes) -> bytes:
    return re.sub(rb"(?i)accept-encoding", b"x-ccept-encoding", chunk)


def _other(chunk: bytes) -> bytes:
    """As long as before, and UTF-8 still: no framing can show that anything is wrong."""
    return chunk.replace(b"\xe6", b"\xe7")


def _carry(source: socket.socket, target: socket.socket, room: int | None, altered: Callable[[bytes], bytes]) -> None:
    """Until one end is at its end, or there is no room left; then both are cut."""
    with suppress(OSError):
        while room != 0 and (chunk := source.recv(4096)):
            target.sendall(altered(chunk if room is None else chunk[:room]))
            room = None if room is None else max(0, room - len(chunk))
    for one in (source, target):
        with suppress(OSError):
            one.shutdown(socket.SHUT_RDWR)


@contextmanager
def wire(to: int, *cuts: int, altered: bool = False, away: int = 0) -> Iterator[Wire]:
    found = Wire(to, [*cuts], altered=altered, away=away)
    try:
        yield found
    finally:
        found.close()
