"""What is answered where a request never reaches the application: a problem all the same."""

from __future__ import annotations

from collections.abc import Mapping
from http import HTTPStatus
from uuid import uuid4

import orjson

from api.cors import EXPOSED
from api.problems import KINDS, MEDIA_TYPE
from api.security import HEADERS

_NAMES = {408: "too-slow", 414: "address-too-long", 431: "headers-too-large", 500: "internal"}
_DETAILS = {
    408: "The request did not arrive in time; /v1/limits tells how long it may take",
    431: "The first line and the headers are larger than /v1/limits allows",
    500: "The request id finds the cause in the node's log",
}
_UNREAD = "The request could not be read as HTTP: check its address, method, headers and body"


def problem_bytes(status: int, limits: Mapping[str, str]) -> bytes:
    """The whole answer, with its rate limit fields, after which the connection closes; nothing is quoted in it."""
    request_id = uuid4().hex
    kind = KINDS[_NAMES.get(status, "bad-request")]
    body = orjson.dumps(
        {
            "type": kind.type,
            "title": kind.title,
            "status": status,
            "detail": _DETAILS.get(status, _UNREAD),
            "request_id": request_id,
        }
    )
    headers = {
        "Connection": "close",
        "Content-Type": MEDIA_TYPE,
        "Content-Length": str(len(body)),
        "Cache-Control": "no-store",
        "X-Request-Id": request_id,
        **HEADERS,
        **limits,
        "Access-Control-Allow-Origin": "*",
        "Access-Control-Expose-Headers": ", ".join(EXPOSED),
    }
    lines = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
    return f"HTTP/1.1 {status} {HTTPStatus(status).phrase}\r\n{lines}\r\n".encode("latin-1") + body
