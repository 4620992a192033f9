"""Styles and scripts of the pages."""

from __future__ import annotations

from flask import Response

from api.errors import NotKnown
from api.portal import assets
from api.portal.routes.shared import blp
from api.questions.filtering import Asked

KEPT = "public, max-age=31536000, immutable"
BY_NAME = [
    {"name": "edition", "in": "path", "description": "Of all files together.", "x-zh": "版本。", "example": "0"},
    {"name": "name", "in": "path", "description": "The file.", "x-zh": "文件名。", "example": "portal.css"},
]


@blp.route("/assets/<edition>/<name>", parameters=BY_NAME)
@blp.asks()
@blp.answers(
    {"type": "string"},
    "页面的样式与脚本",
    examples=("/assets/0/portal.css",),
    problems=(400, 404),
    more=(),
    media_type="text/css",
)
def show_asset(_: Asked, edition: str, name: str) -> Response:
    """A style or script of the pages.

    Under the edition that pages name it is kept for ever; under any other it is the file as it is now, for a while.
    """
    content = assets.contents().get(name)
    if content is None:
        raise NotKnown(f"There is no file {name[:80]!r}")
    response = Response(content, content_type=assets.TYPES[name.rpartition(".")[2]])
    response.headers["Cache-Control"] = KEPT if edition == assets.edition() else "public, max-age=60"
    return response
