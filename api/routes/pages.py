"""The spec that the API's reading page is made from, and where problems are explained."""

from __future__ import annotations

import orjson
from flask import Response, redirect
from flask.typing import ResponseReturnValue

from api import document, links
from api.answering import FRESH, unless_known
from api.blueprint import Blueprint
from api.describing import as_yaml
from api.errors import NotKnown
from api.problems import KINDS
from api.questions.filtering import Asked

blp = Blueprint("pages", __name__, description="The spec, and what problems mean.")


def _text(body: str | bytes, media_type: str) -> Response:
    response = Response(body, content_type=media_type)
    response.headers["Cache-Control"] = FRESH
    return unless_known(response, len(body))


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
    return _text(as_yaml(document.served()), "application/yaml; charset=utf-8")


@blp.route("/openapi.json")
@blp.asks()
@blp.answers({"type": "object"}, "OpenAPI 文档（JSON）", examples=("/openapi.json",), problems=(400,))
def show_spec_json(_: Asked) -> Response:
    """This document, as JSON."""
    return _text(orjson.dumps(document.served(), option=orjson.OPT_SORT_KEYS), "application/json")


BY_NAME = [{"name": "name", "in": "path", "description": "The end of a problem's type.", "example": "bad-parameter"}]


@blp.route("/problems/<name>", parameters=BY_NAME)
@blp.asks()
@blp.leads("错误类型的说明", problems=(400, 404))
def show_problem(_: Asked, name: str) -> ResponseReturnValue:
    """What a problem type means."""
    if name not in KINDS:
        raise NotKnown(f"There is no problem type {name[:80]!r}")
    return redirect(f"{links.base()}/docs#problem-{name}", 302, Response)
