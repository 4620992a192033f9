"""Widgets: the page that makes their code, and their script, each edition under its own number, which never changes."""

from __future__ import annotations

from collections.abc import Sequence

from flask import Response, request

from api.answering import STABLE
from api.asking import found_by, meant, record_of, table_of
from api.caching.remembering import remembered
from api.errors import BadParameters, Fault, NotKnown, Withdrawn
from api.portal.embedding import editions
from api.portal.embedding.parameters import WidgetPageParameters
from api.portal.language import page_language
from api.portal.page import page, paged, told_apart, with_sets
from api.portal.routes.assets import KEPT
from api.portal.routes.refusing import told_in_place
from api.portal.routes.shared import blp, tells
from api.portal.views import widgets as view
from api.portal.views.cards import titled
from api.portal.words import Words
from api.questions.asking import chosen
from api.questions.breaking import breakdown
from api.questions.filtering import Asked
from api.representations.tables.telling import title
from exchange.tables.table import in_language
from exchange.tables.words import language_of
from search.reasons import Reason
from search.results import Redirect, Served

_NOT_HERE = Reason("not-here", "is not the id of a record that is here")
EXAMPLES = (
    "/widgets?lang=en",
    "/widgets?q=明月&widget=search&accent=2f6f4f&lang=zh-Hant",
    "/widgets?widget=chart&by=period&type=literary-work&theme=dark",
)
BY_VERSION = [
    {
        "name": "version",
        "in": "path",
        "description": "`v1` for the newest of the first version, or an edition such as `1.0.0`.",
        "x-zh": "v1 为该大版本的最新版，或固定版本号如 1.0.0。",
        "example": "v1",
    }
]


@blp.route("/widgets/<version>/wenmai.js", parameters=BY_VERSION)
@blp.asks()
@blp.answers(
    {"type": "string"},
    "网页组件脚本",
    examples=("/widgets/v1/wenmai.js", "/widgets/1.0.0/wenmai.js"),
    problems=(400, 404),
    more=(),
    media_type="text/javascript",
)
def show_widgets(_: Asked, version: str) -> Response:
    """The script of the widgets.

    An edition never changes and may be kept for ever, with its hash (`docs/widgets.md`); `v1` is the newest that works
    the same way.
    """
    content = editions.script(version)
    if content is None:
        raise NotKnown(f"There is no version {version[:40]!r} of the widgets; there are {', '.join(editions.known())}")
    response = Response(content, content_type="text/javascript; charset=utf-8")
    response.headers["Cache-Control"] = KEPT if version in editions.numbered() else STABLE
    return response


def _refused(faults: Sequence[Fault]) -> Response:
    return page("widgets.html", **view.blank(Words(page_language()), faults))


@blp.route("/widgets")
@paged
@told_in_place(_refused)
@remembered
@told_apart(with_sets)
@blp.asks(WidgetPageParameters)
@tells("嵌入代码制作（页面）", examples=EXAMPLES)
def show_widget_builder(asked: Asked) -> Response:
    """The page that makes the code of widgets and frames, and shows them.

    Takes what is to be shown as `/v1/records` and `/v1/aggregate` take it, and how it looks.
    """
    t, kind = Words(page_language()), view.kind()
    if kind == "card":
        found = _of_card(asked)
        return page("widgets.html", **(view.shown(found, t) if found else view.blank(t)))
    named = _counted(asked, kind, t) if kind in ("chart", "map") else _listed(asked, t)
    return page("widgets.html", **view.shown(view.Chosen(kind, named, view.whole(kind)), t))


def _listed(asked: Asked, t: Words) -> str:
    """What a list is called; raises what is wrong with its question."""
    found_by(meant({**asked, "page_size": 1}))
    return request.args.get("q", "").strip() or t("search.all")


def _counted(asked: Asked, kind: str, t: Words) -> str:
    by = breakdown({"by": ["region"]} if kind == "map" else {"by": ["type"], **asked})
    query = chosen(asked)
    table_of(query, by)
    return in_language(title(by, query), language_of(t.lang))


def _of_card(asked: Asked) -> view.Chosen | None:
    """The record asked for, else any; none where there are no records."""
    found = _named(asked["record"]) if "record" in asked else next(iter(_first()), None)
    if found is None:
        return None
    return view.Chosen("card", titled(found, page_language())[0], f"/records/{found.id}", found.id)


def _first() -> Sequence[Served]:
    return [one.record for one in found_by(meant({"page_size": 1})).hits]


def _named(record_id: str) -> Served:
    try:
        found = record_of(record_id)
    except (NotKnown, Withdrawn) as error:
        raise BadParameters([Fault("record", _NOT_HERE)]) from error
    if isinstance(found, Redirect):
        raise BadParameters([Fault("record", "is told of under another id now", found.to)])
    return found
