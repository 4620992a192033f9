"""From a body to an answer over HTTP: bytes, validators, conditional requests, and answers kept for the next asker."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from functools import wraps
from time import perf_counter
from typing import Any, TypeVar, cast

import orjson
from flask import Response, request

from api import links
from api.caching import Answer, Position, etag
from api.hooks import spent
from api.node import here
from api.version import release
from search.errors import EngineError

View = TypeVar("View", bound=Callable[..., Response])

FRESH = "public, max-age=30, stale-if-error=600"
STABLE = "public, max-age=3600"
NEVER = "no-store"

_KEPT_HEADERS = ("Link", "ETag", "Cache-Control", "Content-Type")


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
    return cast(Response, response.make_conditional(request))


def _key() -> str:
    """What is asked, whichever way it was written."""
    target = links.address(request.path, links.asked())
    if request.method != "POST":
        return target
    body = hashlib.blake2b(request.get_data(), digest_size=16).hexdigest()
    return f"{request.mimetype} {body} {target}"


def _known(tag: str) -> bool:
    given = request.if_none_match
    return (
        request.method in ("GET", "HEAD")
        and not given.star_tag
        and given.contains_weak(tag.removeprefix("W/").strip('"'))
    )


def _bare(status: int, tag: str) -> Response:
    response = Response(status=status)
    response.headers["ETag"] = tag
    response.headers["Cache-Control"] = FRESH
    return response


def remembered(view: View) -> View:
    """Keeps good answers, and gives them again while the index stands where it stood, or does not answer at all."""

    @wraps(view)
    def answered(*args: Any, **kwargs: Any) -> Response:
        key = _key()
        kept = here().answers.get(key)
        try:
            return _current(key, kept, lambda: view(*args, **kwargs))
        except EngineError:
            if kept is None:
                raise
            return _again(kept, 'hit; detail="stale"')

    return cast(View, answered)


def _current(key: str, kept: Answer | None, make: Callable[[], Response]) -> Response:
    """The answer as of now; where nothing answers, `make` still tells what is wrong with the question itself.

    An answer made now may hold more than the position known before it; one that was kept must be of the newest.
    """
    try:
        position = here().position(fresh=kept is not None or bool(request.if_none_match))
    except EngineError:
        if kept is None:
            return make()
        raise
    tag = etag(release(), key, position)
    if _known(tag):
        return _bare(304, tag)
    if kept and kept.position == position:
        return _again(kept, "hit")
    return _keep(key, position, tag, make())


def _keep(key: str, position: Position, tag: str, response: Response) -> Response:
    if response.status_code != 200:
        return response
    response.headers.setdefault("ETag", tag)
    headers = tuple((name, response.headers[name]) for name in _KEPT_HEADERS if name in response.headers)
    here().answers.put(key, Answer(position, response.get_data(), headers))
    return cast(Response, response.make_conditional(request))


def _again(kept: Answer, state: str) -> Response:
    here().metrics.kept.labels("stale" if "stale" in state else "fresh").inc()
    response = Response(kept.body)
    for name, value in kept.headers:
        response.headers[name] = value
    response.headers["Cache-Status"] = f"wenmai; {state}"
    return cast(Response, response.make_conditional(request))
