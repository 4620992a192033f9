"""The script of the widgets: each edition under its own number, which never changes, and the newest of a version."""

from __future__ import annotations

from flask import Response

from api.answering import STABLE
from api.errors import NotKnown
from api.portal.embedding import editions
from api.portal.routes.assets import KEPT
from api.portal.routes.shared import blp
from api.questions.filtering import Asked

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
