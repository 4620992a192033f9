"""What happens around every request: its id, its time, its log line, and the headers every answer has."""

from __future__ import annotations

import re
from time import perf_counter
from uuid import uuid4

import structlog
from flask import Flask, Response, g, request
from werkzeug.datastructures import Headers

from api.logs import shown_path, shown_query
from api.node import here
from api.security import HEADERS, TRANSPORT
from api.usage import noting
from search import patience

_SANE_ID = re.compile(r"[A-Za-z0-9._-]{8,64}")
METHODS = ("GET", "HEAD", "OPTIONS", "POST", "PUT", "PATCH", "DELETE")
"""The methods counted by name; any other word a client makes up is counted with the rest."""

log = structlog.get_logger("wenmai.http")


def _begin() -> None:
    patience.begin()
    g.begun = perf_counter()
    given = request.headers.get("X-Request-Id", "")
    g.request_id = given if _SANE_ID.fullmatch(given) else uuid4().hex


def spent(name: str, seconds: float) -> None:
    """Note for `Server-Timing` how long a part of the answer took."""
    g.timings = [*g.get("timings", ()), f"{name};dur={seconds * 1000:.2f}"]


def _end(response: Response) -> Response:
    seconds = perf_counter() - g.begun
    headers = response.headers
    headers["X-Request-Id"] = g.request_id
    headers["Server-Timing"] = ", ".join((*g.get("timings", ()), f"total;dur={seconds * 1000:.2f}"))
    headers.setdefault("Cache-Control", "no-store")
    _secure(headers)
    route = request.url_rule.rule if request.url_rule else "none"
    method = request.method if request.method in METHODS else "other"
    here().metrics.observe(route, method, response.status_code, seconds)
    noting.count(response, seconds)
    _tell(route, response.status_code, seconds)
    return response


def _secure(headers: Headers) -> None:
    for name, value in HEADERS.items():
        headers.setdefault(name, value)
    if request.is_secure or here().settings.base_url.startswith("https://"):
        headers.setdefault(*TRANSPORT)


def _tell(route: str, status: int, seconds: float) -> None:
    log.info(
        "request",
        request_id=g.request_id,
        method=request.method,
        path=shown_path(request.path),
        query=shown_query(request.query_string),
        route=route,
        status=status,
        ms=round(seconds * 1000, 2),
    )


def register(app: Flask) -> None:
    app.before_request(_begin)
    app.after_request(_end)
    app.teardown_request(lambda _: patience.end())
