"""A request that is arriving: its bytes are gathered until it is whole, so that no thread ever waits for a client."""

from __future__ import annotations

import re
from enum import Enum, auto

from api.limits.published import LARGEST_BODY, LARGEST_HEAD, LONGEST_ADDRESS

_END = re.compile(rb"\r?\n\r?\n")
_LENGTH = re.compile(rb"\ncontent-length[ \t]*:[ \t]*(\d{1,18})[ \t]*\r?\n", re.IGNORECASE)
_CODED = re.compile(rb"\ntransfer-encoding[ \t]*:", re.IGNORECASE)
_EXPECTS = re.compile(rb" HTTP/1\.1\r\n(?:.*\r\n)*?expect:[ \t]*100-continue[ \t]*\r\n", re.IGNORECASE)
_HTTP = re.compile(rb"\S+ \S+ HTTP/\d")
_SIZE = re.compile(rb"([0-9a-fA-F]{1,8})[ \t]*(?:;[^\r\n]*)?\r\n")
_MOST_CODED = 8 * LARGEST_BODY
_LONGEST_SIZE = 4_096


class Arrival(Enum):
    """How far a request has come."""

    MORE = auto()
    """Not all of it is here."""
    WHOLE = auto()
    """All of it is here, or enough to see that it cannot be read."""
    TOO_LARGE = auto()
    """Its body is more than is taken; the rest of it need not be waited for."""
    HEAD_TOO_LARGE = auto()
    """Its head does not end."""


class Arriving:
    """The bytes of one request, and of those sent after it.

    Where a request ends is told here only so that it need not be waited for any longer. What it says is gunicorn's to
    read, out of these bytes alone: were both ever of two minds, the request is refused, never read differently.
    """

    __slots__ = ("_at", "_begun", "_coded", "_decoded", "_head", "_length", "data", "expects")

    def __init__(self, data: bytes = b"") -> None:
        self.data = bytearray(data)
        self.expects = False
        self._begun = False
        self._head = 0
        self._length = 0
        self._coded = False
        self._at = 0
        self._decoded = 0

    @property
    def in_body(self) -> bool:
        return self._head > 0

    def add(self, data: bytes) -> Arrival:
        self.data += data
        return self.look()

    def look(self) -> Arrival:
        """How far it has come; each byte is looked at about once, however they come."""
        if not self._head:
            found = self._look_at_head()
            if found is not None:
                return found
        if self._coded:
            return self._look_at_chunks()
        if self._length > LARGEST_BODY:
            return Arrival.TOO_LARGE
        return Arrival.WHOLE if len(self.data) >= self._head + self._length else Arrival.MORE

    def _look_at_head(self) -> Arrival | None:
        """None once it is here and there may be a body behind it."""
        # From 2: one empty line may go before.
        end = _END.search(self.data, max(self._at - 3, 2))
        if end is None:
            return self._look_at_line()
        if end.end() > LARGEST_HEAD:
            return Arrival.HEAD_TOO_LARGE
        self._head = self._at = end.end()
        self._tell_body(bytes(self.data[: self._head]))
        return None

    def _look_at_line(self) -> Arrival:
        """What does not begin as HTTP does may never have an end."""
        ended = self.data.find(b"\n", max(self._at, 2)) if not self._begun else 0
        self._at = len(self.data)
        if ended > 0:
            self._begun = True
            if not _HTTP.match(self.data[:ended].lstrip(b"\r\n")):
                return Arrival.WHOLE
        if not self._begun and self._at > LONGEST_ADDRESS:
            return Arrival.WHOLE
        return Arrival.MORE if self._at <= LARGEST_HEAD else Arrival.HEAD_TOO_LARGE

    def _tell_body(self, head: bytes) -> None:
        length = _LENGTH.search(head)
        self._length = int(length[1]) if length else 0
        self._coded = _CODED.search(head) is not None
        self.expects = (self._coded or self._length > 0) and _EXPECTS.match(head[head.find(b" HTTP/") :]) is not None

    def _look_at_chunks(self) -> Arrival:
        while size := _SIZE.match(self.data, self._at):
            length = int(size[1], 16)
            if length == 0:
                return self._look_at_trailers(size.end())
            self._decoded += length
            if self._decoded > LARGEST_BODY:
                return Arrival.TOO_LARGE
            self._at = size.end() + length + 2
        if len(self.data) - self._at > _LONGEST_SIZE or len(self.data) > _MOST_CODED:
            return Arrival.WHOLE
        return Arrival.WHOLE if self.data.find(b"\n", self._at) >= 0 else Arrival.MORE

    def _look_at_trailers(self, at: int) -> Arrival:
        """After the last chunk; `at` is where its size ends."""
        if self.data.startswith(b"\r\n", at) or self.data.find(b"\r\n\r\n", at) >= 0:
            return Arrival.WHOLE
        return Arrival.MORE if len(self.data) - at <= LARGEST_HEAD else Arrival.WHOLE
