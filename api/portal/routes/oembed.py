"""oEmbed: how a page of this site is put into another."""

from __future__ import annotations

from typing import Any
from xml.sax.saxutils import escape as in_xml

from flask import Response

from api import links
from api.answering import FRESH, json
from api.asking import record_of
from api.portal.embedding.oembed import CHART, RECORD, Target, held, target
from api.portal.embedding.parameters import OembedParameters
from api.portal.language import page_language
from api.portal.routes.shared import blp
from api.portal.views.cards import titled
from api.portal.words import Words
from api.questions.asking import chosen
from api.questions.breaking import breakdown
from api.questions.filtering import Asked
from api.representations.languages import label_language
from api.representations.tables.telling import title
from exchange.tables.table import in_language
from exchange.tables.words import language_of
from search.results import Redirect

SEEN_FRESH_S = 3600
TEXTS = ("type", "version", "title", "provider_name", "provider_url", "html")
NUMBERS = ("width", "height", "cache_age")
SCHEMA = {
    "type": "object",
    "properties": {
        **{name: {"type": "string"} for name in TEXTS},
        **{name: {"type": "integer"} for name in NUMBERS},
    },
    "required": [*TEXTS, *NUMBERS],
    "additionalProperties": False,
}
CONTENT = {"application/json": {"schema": SCHEMA}, "text/xml": {"schema": {"type": "string"}}}
EXAMPLES = (
    "/oembed?url=/records/classical-poems:jing-ye-si&maxwidth=400",
    "/oembed?url=/search%3Fq%3D%E6%9C%88&lang=en",
    "/oembed?url=/v1/aggregate%3Fby%3Dtype",
)


@blp.route("/oembed")
@blp.several(CONTENT)
@blp.asks(OembedParameters)
@blp.answers(SCHEMA, "oEmbed：把本站页面嵌入他处", examples=EXAMPLES, problems=(400, 404, 410, 503), more=())
def show_oembed(asked: Asked) -> Response:
    """How a record, a search or a table is put into a page (oEmbed 1.0), as JSON or XML.

    Of an address elsewhere nothing is known (404); it is never asked.
    """
    beside = [(name, str(asked[name])) for name in ("accent", "lang", "theme") if name in asked]
    told = _told(target(asked["url"], beside), asked)
    response = json(told) if asked.get("format") != "xml" else _xml(told)
    response.headers["Cache-Control"] = FRESH
    response.vary.add("Accept-Language")
    return response


def _told(found: Target, asked: Asked) -> dict[str, Any]:
    lang = label_language(found.asked.get("lang") or page_language())
    named = _title(found, lang)
    width = min(found.frame.width, asked.get("maxwidth", found.frame.width))
    height = min(found.frame.height, asked.get("maxheight", found.frame.height))
    return {
        "type": "rich",
        "version": "1.0",
        "title": named,
        "provider_name": Words(lang)("site.name"),
        "provider_url": links.address("/"),
        "html": held(found.src, named, width, height),
        "width": width,
        "height": height,
        "cache_age": SEEN_FRESH_S,
    }


def _title(found: Target, lang: str) -> str:
    """NotKnown or Withdrawn for a record that is not there."""
    if found.frame is RECORD:
        record = record_of(found.record)
        while isinstance(record, Redirect):
            record = record_of(record.to)
        return titled(record, lang)[0]
    if found.frame.path == CHART.path:
        return in_language(title(breakdown(found.asked), chosen(found.asked)), language_of(lang))
    return dict(found.pairs).get("q", "") or Words(lang)("search.all")


def _xml(told: dict[str, Any]) -> Response:
    body = "".join(f"<{name}>{in_xml(str(value))}</{name}>" for name, value in told.items())
    whole = f'<?xml version="1.0" encoding="utf-8" standalone="yes"?>\n<oembed>{body}</oembed>\n'
    return Response(whole, content_type="text/xml; charset=utf-8")
