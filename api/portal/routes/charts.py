"""The chart builder: a form that asks what the API's tables are asked, and the table and the picture it makes."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import wraps
from typing import Any, TypeVar, cast

from flask import Response, redirect, request

from api import links
from api.asking import table_of
from api.caching.remembering import remembered
from api.errors import Fault
from api.portal.addresses import changed
from api.portal.language import page_language
from api.portal.page import page, paged, told_apart, with_sets
from api.portal.parameters import ChartPageParameters
from api.portal.routes.refusing import told_in_place
from api.portal.routes.shared import blp, tells
from api.portal.usual import usual
from api.portal.views import charts as view
from api.portal.words import Words
from api.questions.asking import chosen
from api.questions.breaking import TAKEN_BY, breakdown
from api.questions.filtering import Asked
from api.schemas.breaking import DIMENSIONS

FIRST = "type"
"""What is drawn before anything was chosen."""

View = TypeVar("View", bound=Callable[..., Response])
EXAMPLES = (
    "/charts?lang=en",
    "/charts?by=region&type=site&lang=zh-Hant",
    "/charts?by=period,type&metric=share",
)


def joined(view: View) -> View:
    """A view whose `by` a form may send several times: these are put into one, as the API takes them; and settings that
    none of them takes are left out, which a form sends whatever was chosen in it."""

    @wraps(view)
    def shown(*args: Any, **kwargs: Any) -> Response:
        given = [one for one in request.args.getlist("by") if one.strip()]
        idle = set(_idle(",".join(given).split(","))) if given else set()
        if len(given) < 2 and not idle.intersection(request.args):
            return view(*args, **kwargs)
        leave = {"by", *idle}
        rest = [pair for pair in request.args.items(multi=True) if pair[0] not in leave and pair[1].strip()]
        return cast(Response, redirect(changed([*rest, ("by", ",".join(given))]), 303, Response))

    return cast(View, shown)


def _idle(by: Sequence[str]) -> Iterator[str]:
    """Settings of the form that no dimension takes."""
    return (name for name in ("top", "interval") if not set(by) & set(TAKEN_BY[name]) and set(by) <= set(DIMENSIONS))


def _refused(faults: Sequence[Fault]) -> Response:
    return page("charts.html", **view.blank(Words(page_language()), faults))


@blp.route("/charts")
@joined
@paged
@told_in_place(_refused)
@remembered
@told_apart(with_sets)
@blp.asks(ChartPageParameters)
@tells("图表制作（页面）", examples=EXAMPLES)
def show_charts(asked: Asked) -> Response:
    """The chart builder, for people.

    Takes what `/v1/aggregate` takes, and shows its table and its picture, with the links that give them.
    """
    words = Words(page_language())
    added: dict[str, Any] = {} if "by" in asked else {"by": FIRST}
    asked = {**asked, **({"by": [FIRST]} if added else {})}
    divided = usual(asked)
    added, asked = {**added, **divided}, {**asked, **divided}
    query, by = chosen(asked), breakdown(asked)
    asking = view.Asking(asked, query, by, added)
    return page("charts.html", **view.shown(asking, table_of(query, by), words, links.base()))
