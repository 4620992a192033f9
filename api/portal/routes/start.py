"""The first page: a search box, and ways in by kind, place and time."""

from __future__ import annotations

from flask import Response

from api.asking import found_by
from api.caching.remembering import remembered
from api.portal.language import page_language
from api.portal.page import page, paged, told_apart
from api.portal.parameters import StartPageParameters
from api.portal.routes.shared import HTML, PAGED, TEXT_HTML, blp
from api.portal.views import start as view
from api.portal.words import Words
from api.questions.asking import Question, shape
from api.questions.filtering import Asked
from search.query import FacetRequest, Page, Query

MANY = 1_000


@blp.route("/")
@paged
@remembered
@told_apart()
@blp.asks(StartPageParameters)
@blp.answers(HTML, "首页", examples=("/?lang=en",), more=PAGED, media_type=TEXT_HTML)
def show_start(asked: Asked) -> Response:
    """The start page.

    A search box, and what there is by type, region, period and data set. In the language of `lang`, else as the
    browser prefers.
    """
    facets = tuple(FacetRequest(name, MANY) for name in view.COUNTED)
    found = found_by(Question(Query(facets=facets, page=Page(size=0)), shape(asked)))
    return page("start.html", **view.shown(found, Words(page_language())))
