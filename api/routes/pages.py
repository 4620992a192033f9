"""The API's reading page, and the spec it is made from."""

from __future__ import annotations

from typing import Any

import orjson
from flask import Response, current_app, make_response, redirect, render_template, request
from flask.typing import ResponseReturnValue

from api import links
from api.answering import FRESH, unless_known
from api.blueprint import Blueprint
from api.describing import as_yaml, document
from api.errors import NotKnown
from api.limits.costs import COSTS
from api.limits.published import LIMITS
from api.node import here
from api.problems import KINDS
from api.questions.filtering import Asked
from api.representations.languages import label_language
from api.representations.reading import chapters, told
from api.schemas.parameters import LanguageParameters
from api.version import release

blp = Blueprint("pages", __name__, description="Pages for people, and the spec.")

POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; img-src 'self'; base-uri 'none'; form-action 'self'; "
    "frame-ancestors 'none'"
)
DOCUMENT = "wenmai.document"
HTML = {"type": "string"}
CHAPTERS = {
    "records": "记录",
    "values": "取值与联想",
    "trees": "浏览树",
    "networks": "共现网络",
    "datasets": "数据集",
    "about": "字段、限制与状态",
    "keys": "密钥",
    "usage": "使用统计与热点",
    "probes": "运行探测",
    "discovery": "检索发现",
    "pages": "文档与规范",
    "portal": "门户网站",
}


blp.add_app_template_filter(told)


def _spec() -> dict[str, Any]:
    """The document, made when it is first asked for."""
    kept = current_app.extensions
    if DOCUMENT not in kept:
        kept[DOCUMENT] = document(kept["wenmai.spec"], here().settings)
    found: dict[str, Any] = kept[DOCUMENT]
    return found


def _text(body: str | bytes, media_type: str) -> Response:
    response = Response(body, content_type=media_type)
    response.headers["Cache-Control"] = FRESH
    return unless_known(response, len(body))


def _language(asked: Asked) -> str:
    """The language of a page: as asked, else as the browser prefers, else Chinese."""
    preferred = request.accept_languages.best_match(["zh", "en"]) or "zh"
    return "en" if label_language(asked.get("lang") or preferred) == "en" else "zh"


def _page(template: str, asked: Asked, **values: Any) -> Response:
    lang = _language(asked)
    response = make_response(
        render_template(template, lang=lang, zh=lang == "zh", base=links.base(), version=release(), **values)
    )
    response.headers["Content-Security-Policy"] = POLICY
    response.headers["Cache-Control"] = FRESH
    response.headers["Vary"] = "Accept-Language"
    response.headers["Content-Language"] = lang
    return response


@blp.route("/openapi.yaml")
@blp.asks()
@blp.answers(
    {"type": "object"},
    "OpenAPI 文档（YAML）",
    examples=("/openapi.yaml",),
    problems=(400,),
    media_type="application/yaml",
)
def show_spec(_: Asked) -> Response:
    """This document, as YAML."""
    return _text(as_yaml(_spec()), "application/yaml; charset=utf-8")


@blp.route("/openapi.json")
@blp.asks()
@blp.answers({"type": "object"}, "OpenAPI 文档（JSON）", examples=("/openapi.json",), problems=(400,))
def show_spec_json(_: Asked) -> Response:
    """This document, as JSON."""
    return _text(orjson.dumps(_spec(), option=orjson.OPT_SORT_KEYS), "application/json")


@blp.route("/docs")
@blp.asks(LanguageParameters)
@blp.answers(HTML, "接口阅读页", examples=("/docs?lang=zh",), problems=(400,), more=(), media_type="text/html")
def show_docs(asked: Asked) -> Response:
    """The reading page of the API."""
    shown = {"spec": _spec(), "chapters": chapters(_spec()), "names": CHAPTERS, "kinds": KINDS, "limits": LIMITS}
    shown |= {"tiers": here().settings.tiers if here().settings.limits else {}, "costs": COSTS}
    return _page("docs.html", asked, **shown)


BY_NAME = [{"name": "name", "in": "path", "description": "The end of a problem's type.", "example": "bad-parameter"}]


@blp.route("/problems/<name>", parameters=BY_NAME)
@blp.asks()
@blp.leads("错误类型的说明", problems=(400, 404))
def show_problem(_: Asked, name: str) -> ResponseReturnValue:
    """What a problem type means."""
    if name not in KINDS:
        raise NotKnown(f"There is no problem type {name[:80]!r}")
    return redirect(f"{links.base()}/docs#problem-{name}", 302, Response)
