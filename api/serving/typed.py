"""A request as gunicorn reads it, out of bytes that have all arrived."""

from __future__ import annotations

import re
from io import BytesIO
from typing import Any

from gunicorn.http.message import Request
from gunicorn.http.unreader import Unreader
from werkzeug.exceptions import RequestEntityTooLarge

from api.limits.published import LARGEST_BODY, LONGEST_ADDRESS

_RAW = re.compile(rb"[\x80-\xff]")


class Gathered(Unreader):  # type: ignore[misc]
    """Gives gunicorn the bytes of one request, and then an end: it never reads what has not arrived."""

    def __init__(self, data: bytes, *, too_large: bool) -> None:
        super().__init__()
        self._data = data
        self.too_large = too_large

    def chunk(self, _size_hint: int | None = None) -> bytes:
        data, self._data = self._data, b""
        return data


class _TooLarge:
    """The body of a request that has too much of it."""

    def read(self, *_: object) -> bytes:
        raise RequestEntityTooLarge


class TypedRequest(Request):  # type: ignore[misc]
    """Percent-encodes the raw UTF-8 of `curl '…?q=故宫'`, which gunicorn refuses to read; takes longer addresses."""

    # What a client waits for is told it while the body arrives.
    _policy_expect_continue = False

    def read_line(self, unreader: Any, buf: Any, _limit: int = 0) -> Any:
        """As gunicorn's, whose limit cannot be set above 8,190: two thousand Han characters take 18,000 bytes."""
        return super().read_line(unreader, buf, LONGEST_ADDRESS)

    def parse_request_line(self, line_bytes: bytes) -> None:
        super().parse_request_line(_RAW.sub(lambda byte: b"%%%02X" % ord(byte[0]), line_bytes))

    def set_body_reader(self) -> None:
        """Read at once, so that a body that is no body is told of before the application begins."""
        super().set_body_reader()
        if self.unreader.too_large:
            self.force_close()
            self.body: Any = _TooLarge()
        else:
            self.body = BytesIO(self.body.read(LARGEST_BODY + 1))
