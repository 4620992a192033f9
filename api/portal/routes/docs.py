"""Pages for who writes programs: the API to read, and how to begin with it."""

from __future__ import annotations

from flask import Response

from api import links
from api.portal.language import page_language
from api.portal.page import page
from api.portal.parameters import StartPageParameters
from api.portal.routes.shared import shows, tells
from api.portal.views import developers, docs
from api.portal.words import Words
from api.questions.cursors import digest, today
from api.questions.filtering import Asked


def _beside() -> str:
    """Limits are settings, which may be others after a restart."""
    return f"{page_language()} {digest(sorted(docs.tiers().items()))}"


@shows("/docs", StartPageParameters, beside=_beside)
@tells("接口文档（页面）", examples=("/docs?lang=zh-Hant",), problems=(400,))
def show_docs(_: Asked) -> Response:
    """The API to read: every address with its parameters, costs and examples; limits, and problems."""
    return page("docs.html", base=links.base(), **docs.shown(Words(page_language())))


@shows("/developers", StartPageParameters, beside=lambda: f"{_beside()} {today()}")
@tells("开发者（页面）", examples=("/developers?lang=en",), problems=(400,))
def show_developers(_: Asked) -> Response:
    """How to begin: recipes in four languages with the addresses of this node, how to get a key, limits."""
    return page("developers.html", **developers.shown(Words(page_language()), links.base()))
