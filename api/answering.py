"""From a body to an answer over HTTP: bytes, validators, conditional requests."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from time import perf_counter
from typing import Any, cast

import orjson
from flask import Response, request

from api import links
from api.caching.answers import etag
from api.hooks import spent
from api.version import release

FRESH = "public, max-age=30, stale-if-error=600"
STABLE = "public, max-age=3600"
NEVER = "no-store"


def json(body: Any, *, cache: str = FRESH, link: Mapping[str, str | None] | None = None) -> Response:
    """A JSON answer."""
    response = Response(orjson.dumps(body, option=orjson.OPT_UTC_Z), content_type="application/json")
    response.headers["Cache-Control"] = cache
    if header := links.header(link or {}):
        response.headers["Link"] = header
    return response


def timed(name: str, run: Callable[[], Any]) -> Any:
    """What `run` gives; its time goes to `Server-Timing`."""
    begun = perf_counter()
    try:
        return run()
    finally:
        spent(name, perf_counter() - begun)


def unless_known(response: Response, *parts: object) -> Response:
    """The answer with a validator made of `parts`; 304 where the asker has it already."""
    response.headers["ETag"] = etag(release(), links.base(), links.asked(), *parts)
    return conditional(response)


def conditional(response: Response) -> Response:
    """The answer, or 304 where the asker sent its validator; one who sent none costs no comparing."""
    if "If-None-Match" not in request.headers:
        return response
    return cast(Response, response.make_conditional(request))
