"""The blueprint of all pages, and what every page's route is made of."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import reduce
from typing import Any

from marshmallow import Schema

from api.blueprint import Blueprint, View
from api.caching.remembering import remembered
from api.portal.language import page_language
from api.portal.page import paged, told_apart

HTML = {"type": "string"}
TEXT_HTML = "text/html"
PAGED = (303, 304)
"""What a page may answer with beside itself."""

blp = Blueprint("portal", "api.portal", description="The public's site, for people.", template_folder="templates")


def shows(
    rule: str,
    takes: type[Schema],
    *,
    beside: Callable[[], str] = page_language,
    parameters: Any = None,
    around: Sequence[Callable[[Any], Any]] = (),
    kept: bool = True,
) -> Callable[[View], View]:
    """The view makes the page at `rule`, kept by its language or by what `beside` tells; above `tells`.

    `around` wraps the whole, the innermost first. Not `kept`: it depends on more than the index, and is made each time.
    """
    route = blp.route(rule, parameters=parameters)
    keeping = (told_apart(beside), remembered) if kept else ()
    steps = (blp.asks(takes), *keeping, paged, *around, route)

    def decorate(view: View) -> View:
        return reduce(lambda made, step: step(made), steps, view)

    return decorate


def tells(
    zh: str,
    *,
    examples: Sequence[str],
    problems: Sequence[int] = (400, 503),
    more: Sequence[int] = (),
    kept: bool = True,
) -> Callable[[View], View]:
    """A page's summary in Chinese, links that show it, and statuses beside those of every page."""
    beside = PAGED if kept else PAGED[:1]
    return blp.answers(HTML, zh, examples=examples, problems=problems, more=(*more, *beside), media_type=TEXT_HTML)
