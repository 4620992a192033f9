"""Turns at the engine: a bounded number of questions at once, those of many records apart; beyond, 503 at once."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from flask import Flask, Response, g, request

from api.keys.callers import caller
from api.node import here
from api.turns.holding import Held
from api.turns.pool import BULK, DOWNLOAD, DRAWING, INTERACTIVE
from search.ports import SearchEngine

MOST_INTERACTIVE = 200
"""Records, ids or values; a question for more is bulk, and so is each step of a walk."""

SIZES: Mapping[str, str] = {
    "/v1/records": "page_size",
    "/v1/search": "page_size",
    "/v1/records/batch": "ids",
    "/v1/facets/<field>": "page_size",
}
"""The routes that may be asked for many at once, each with the parameter that tells how many."""


def class_of(route: str, asked: Mapping[str, Any]) -> str:
    """Bulk or interactive, by what was asked."""
    if route not in SIZES:
        return INTERACTIVE
    many = asked.get(SIZES[route], 0)
    size = len(many) if isinstance(many, list | tuple) else many
    return BULK if "cursor" in asked or size > MOST_INTERACTIVE else INTERACTIVE


def engine() -> SearchEngine:
    """The engine, once it is this request's turn, which lasts until it is answered; Overloaded, or EngineError."""
    if "turn" not in g:
        route = request.url_rule.rule if request.url_rule else ""
        kind = class_of(route, g.get("asked", {}))
        here().turns.take(kind, keyed=caller().key is not None)
        g.turn = kind
    return here().engine


@contextmanager
def drawing() -> Iterator[None]:
    """The turn of one picture; whoever draws asks the engine no more, and gives the turn there back before.

    Pictures are drawn one at a time, so few may wait: who waits holds a thread that others could be answered by.
    """
    _end(None)
    here().turns.take(DRAWING, keyed=caller().key is not None)
    try:
        yield
    finally:
        here().turns.give_back(DRAWING)


def in_turn(send: Callable[[], Response]) -> Response:
    """A file as `send` answers with it, which holds one of the turns of files until it was read; Overloaded."""
    turns = here().turns
    turns.take(DOWNLOAD, keyed=caller().key is not None)
    try:
        response = send()
    except BaseException:
        turns.give_back(DOWNLOAD)
        raise
    # Else it would go out past whoever closes it.
    response.direct_passthrough = False
    response.response = Held(response.response, lambda: turns.give_back(DOWNLOAD))
    return response


def _end(_: BaseException | None) -> None:
    if kind := g.pop("turn", ""):
        here().turns.give_back(kind)


def register(app: Flask) -> None:
    app.teardown_request(_end)
