"""The first page: a search box, and ways in by kind, place and time."""

from __future__ import annotations

from flask import Response

from api.asking import found_by, meant
from api.portal.language import page_language
from api.portal.page import page, pictures
from api.portal.parameters import StartPageParameters
from api.portal.routes.shared import shows, tells
from api.portal.views import start as view
from api.portal.words import Words
from api.questions.asking import Question, shape
from api.questions.filtering import Asked
from api.usage.heat import hot_list
from search.query import FacetRequest, Page, Query

MANY = 1_000
FEW = 6


def _beside() -> str:
    return f"{page_language()} {hot_list().version}"


@shows("/", StartPageParameters, beside=_beside)
@tells("首页", examples=("/?lang=en",))
def show_start(asked: Asked) -> Response:
    """The start page.

    A search box, and what there is by type, region, period and data set. In the language of `lang`, else as the
    browser prefers.
    """
    facets = tuple(FacetRequest(name, MANY) for name in view.COUNTED)
    found = found_by(Question(Query(facets=facets, page=Page(size=0)), shape(asked)))
    new = found_by(meant({"sort": "-modified", "page_size": FEW}))
    read = found_by(meant({"sort": "hot", "page_size": FEW})) if hot_list().ids else None
    return page("start.html", **view.shown(found, new, read, Words(page_language()), pictures()))
