"""Answers that were made are given to the next asker, while the index stands where it stood or does not answer."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar, cast

from flask import Response, request

from api import links
from api.accepting import form_asked
from api.answering import FRESH, conditional
from api.caching.answers import Answer, Position, etag
from api.node import here
from api.questions.cursors import today
from api.schemas.forms import Forms
from api.usage.heat import version_asked
from api.usage.noting import note, noted
from api.version import release
from search.errors import EngineError

View = TypeVar("View", bound=Callable[..., Response])
Make = Callable[[], Response]

_KEPT_HEADERS = (
    "Link",
    "ETag",
    "Cache-Control",
    "Content-Type",
    "Content-Disposition",
    "Content-Security-Policy",
)


def remembered(view: View) -> View:
    """Keeps good answers; asks the view once for what many ask at the same time, and gives its errors to them all.

    So the view answers everyone alike: who may ask, and how much, is told before it is reached.
    """

    forms: Forms = getattr(view, "forms", ())
    beside: Callable[[], str] = getattr(view, "beside", str)

    @wraps(view)
    def answered(*args: Any, **kwargs: Any) -> Response:
        question = _question(forms, beside())
        try:
            response = _current(question, lambda: view(*args, **kwargs))
        except EngineError:
            kept = here().kept.last(question)
            if kept is None:
                raise
            response = _again(kept, "stale")
        if forms:
            response.vary.add("Accept")
        return response

    return cast(View, answered)


def _question(forms: Forms, beside: str) -> str:
    """What is asked, whichever way it was written, in which of its forms, and what else the answer depends on."""
    target = f"{links.address(request.path, links.asked())} {version_asked()} {form_asked(forms)} {beside}".rstrip()
    if "cursor" in request.args or request.method == "POST":
        # Cursors hold for some days after they were made: an answer with one is made anew each day.
        target = f"{target} {today()}"
    if request.method != "POST":
        return target
    body = hashlib.blake2b(request.get_data(), digest_size=16).hexdigest()
    return f"{request.mimetype} {body} {target}"


def _current(question: str, make: Make) -> Response:
    """The answer as of now; where nothing answers, `make` still tells what is wrong with the question itself.

    An answer made now may hold more than the position known before it; one that was kept, or is being made, must be of
    the newest.
    """
    kept = here().kept.near(question)
    try:
        position = here().position(fresh=_must_be_newest(question, kept))
    except EngineError:
        if kept is None and here().kept.last(question) is None:
            return make()
        raise
    tag = etag(release(), question, position)
    if _known(tag):
        note(kept.about if kept else ())
        return _bare(304, tag)
    if kept and kept.position == position:
        return _again(kept, "fresh")
    return _once(question, position, tag, make)


def _must_be_newest(question: str, kept: Answer | None) -> bool:
    return kept is not None or bool(request.if_none_match) or here().kept.another_makes(question)


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


def _once(question: str, position: Position, tag: str, make: Make) -> Response:
    """Made here, or taken from whoever began to make it before; made here too where that was for one asker alone."""
    own: list[Response] = []

    def made() -> Answer | None:
        here().metrics.made.inc()
        own.append(make())
        return _whole(own[0], position, tag)

    answer = here().kept.once(question, position, made)
    if own:
        return conditional(own[0])
    return make() if answer is None else _again(answer, "shared")


def _whole(response: Response, position: Position, tag: str) -> Answer | None:
    """The answer as it is kept; None for one that is no good to others."""
    if response.status_code != 200 or response.cache_control.no_store:
        return None
    response.headers.setdefault("ETag", tag)
    headers = tuple((name, response.headers[name]) for name in _KEPT_HEADERS if name in response.headers)
    return Answer(position, response.get_data(), headers, noted())


_STATES = {"fresh": "hit", "shared": 'hit; detail="shared"', "stale": 'hit; detail="stale"'}


def _again(kept: Answer, state: str) -> Response:
    here().metrics.kept.labels(state).inc()
    note(kept.about)
    response = Response(kept.body)
    for name, value in kept.headers:
        response.headers[name] = value
    response.headers["Cache-Status"] = f"wenmai; {_STATES[state]}"
    return conditional(response)
