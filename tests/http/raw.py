"""Raw bytes to a server, as no client library would send them, and the answers to them taken apart."""

from __future__ import annotations

import json
import socket
from dataclasses import dataclass
from typing import Any

LOCAL = "127.0.0.1"


@dataclass(frozen=True, slots=True)
class Told:
    """One answer."""

    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.body)


def exchange(port: int, sent: bytes, *, ends: bool = False, timeout: float = 30) -> list[Told]:
    """All answers until the server closes; with `ends` the client says that it sends no more."""
    with socket.create_connection((LOCAL, port), timeout=timeout) as one:
        try:
            one.sendall(sent)
            if ends:
                one.shutdown(socket.SHUT_WR)
        except OSError:
            pass
        return answers(read_all(one))


def read_all(one: socket.socket) -> bytes:
    found = bytearray()
    try:
        while piece := one.recv(65_536):
            found += piece
    except ConnectionResetError:
        pass
    return bytes(found)


def answers(data: bytes) -> list[Told]:
    found = []
    while data:
        head, _, data = data.partition(b"\r\n\r\n")
        line, *fields = head.decode("latin-1").split("\r\n")
        headers = {name.lower(): value.strip() for name, _, value in (one.partition(":") for one in fields)}
        length = int(headers.get("content-length", 0))
        found.append(Told(int(line.split()[1]), headers, data[:length]))
        data = data[length:]
    return found
