"""Pages for other sites' frames: some records of a search, one record, a chart; whole without scripts."""

from __future__ import annotations

from typing import Any, cast

from flask import Response, redirect, request
from markupsafe import Markup

from api import links
from api.answering import STABLE, timed
from api.asking import found_by, meant, record_of, table_of
from api.forming import about, svg
from api.portal.addresses import changed, inside
from api.portal.embedding.parameters import (
    USUAL_RECORDS,
    EmbedChartParameters,
    EmbedListParameters,
    EmbedRecordParameters,
    ThemeParameters,
)
from api.portal.embedding.views import credited, look, opening, picture, schemes, told
from api.portal.language import page_language
from api.portal.page import page, pictures, with_sets
from api.portal.routes.shared import blp, shows, tells
from api.portal.usual import usual
from api.portal.words import Words
from api.questions.asking import chosen
from api.questions.breaking import breakdown
from api.questions.cursors import today
from api.questions.filtering import Asked
from api.representations.tables.labelled import labelled
from api.representations.tables.telling import title
from api.schemas.paths import BY_ID, EXAMPLE_ID
from api.usage.noting import note_read
from exchange.tables import Table
from exchange.tables.table import in_language
from exchange.tables.words import language_of
from search.results import Hit, Redirect
from search.tables.tabulate import within

LOOKS = ("theme", "accent", "font", "plain")
LIST_EXAMPLES = ("/embed/records?q=明月&page_size=3&lang=zh-Hant", "/embed/records?type=site&accent=2f6f4f&theme=dark")
SEARCH_EXAMPLES = ("/embed/search?q=明月&type=literary-work", "/embed/search?type=site&lang=en&theme=dark")
CHART_EXAMPLES = ("/embed/chart?by=type&lang=en", "/embed/chart?by=region&type=site&chart=tilemap")


def _framed(template: str, asked: Asked, more: str, **values: Any) -> Response:
    """`more` is where the whole of it is."""
    return page(template, look=look(asked), more=more, **values)


def _bare(*but: str) -> links.Pairs:
    """What is asked, without how it looks."""
    return [pair for pair in links.asked() if pair[0] not in (*LOOKS, *but)]


@shows("/embed/records", EmbedListParameters)
@tells("可嵌入的列表", examples=LIST_EXAMPLES)
def embed_records(asked: Asked) -> Response:
    """Records found, as a small page for a frame on any site.

    Takes the filters, words and order of `/v1/records`.
    """
    return _list("embed-records.html", asked)


@shows("/embed/search", EmbedListParameters)
@tells("可嵌入的检索框", examples=SEARCH_EXAMPLES)
def embed_search(asked: Asked) -> Response:
    """A box to search with and the records found, for a frame on any site.

    Takes what `/embed/records` takes; what is typed is searched within the filters.
    """
    return _list("embed-search.html", asked, sent_along=[pair for pair in links.asked() if pair[0] != "q"])


def _list(template: str, asked: Asked, **values: Any) -> Response:
    t = Words(page_language())
    found = found_by(meant({"page_size": USUAL_RECORDS, **asked}))
    rows = [credited(hit, t, pictures()) for hit in found.hits]
    heading = request.args.get("q", "").strip() or t("search.all")
    more = inside("/search", _bare("page_size"))
    return _framed(template, asked, more, rows=rows, total=found.total, heading=heading, **values)


@shows("/embed/records/<record:record_id>", EmbedRecordParameters, parameters=BY_ID)
@tells(
    "可嵌入的记录卡片", examples=(f"/embed/records/{EXAMPLE_ID}?lang=en",), problems=(400, 404, 410, 503), more=(301,)
)
def embed_record(asked: Asked, record_id: str) -> Response:
    """A record as a card, for a frame on any site."""
    found = record_of(record_id)
    if isinstance(found, Redirect):
        return cast(Response, redirect(changed(links.asked(), f"/embed/records/{found.to}"), 301, Response))
    note_read(found)
    t = Words(page_language())
    one = credited(Hit(found), t, pictures())
    begun = opening(found.text, t)
    return _framed("embed-card.html", asked, inside(f"/records/{found.id}", _bare()), one=one, **begun)


@shows("/embed/chart", EmbedChartParameters, beside=lambda: f"{with_sets()} {today()}")
@tells("可嵌入的图表", examples=CHART_EXAMPLES)
def embed_chart(asked: Asked) -> Response:
    """A chart with its figures, for a frame on any site.

    Takes what `/v1/aggregate` takes, and draws what it tells.
    """
    t = Words(page_language())
    divided: Asked = {**asked, **usual(asked)}
    query, by = chosen(divided), breakdown(divided)
    named = title(by, query)
    table = labelled(table_of(query, by), by, about(named, within(query, by)))
    drawn = {"lang": t.lang, **{name: asked[name] for name in ("chart", "width") if name in asked}}
    shown = timed("form", lambda: [(scheme, _picture(table, drawn, scheme)) for scheme in schemes(asked)])
    heading = in_language(named, language_of(t.lang))
    more = inside("/charts", _bare("width"))
    lone = len(by.by) == 1 and drawn.get("chart") != "treemap"
    return _framed("embed-chart.html", asked, more, heading=heading, drawn=shown, lone=lone, **told(table, t))


def _picture(table: Table, drawn: Asked, scheme: str) -> Markup:
    return picture(svg(table, {**drawn, "theme": scheme}))


@blp.route("/embed/theme.css")
@blp.asks(ThemeParameters)
@blp.answers(
    {"type": "string"},
    "嵌入页的强调色",
    examples=("/embed/theme.css?accent=2f6f4f",),
    problems=(400,),
    more=(),
    media_type="text/css",
)
def embed_theme(asked: Asked) -> Response:
    """The accent of a page for a frame, as a style; lighter in the dark."""
    colour = f"#{asked['accent'].lower()}"
    style = f":root {{ --accent: light-dark({colour}, color-mix(in oklab, {colour} 60%, white)); }}\n"
    response = Response(style, content_type="text/css; charset=utf-8")
    response.headers["Cache-Control"] = STABLE
    return response
