"""Pages to browse by: the tree of themes, and the data sets."""

from __future__ import annotations

from flask import Response

from api.answering import NEVER
from api.asking import values_of
from api.node import here
from api.portal.language import page_language
from api.portal.page import page, with_sets
from api.portal.parameters import StartPageParameters
from api.portal.routes.shared import shows, tells
from api.portal.views import browse as view
from api.portal.words import Words
from api.questions.filtering import Asked
from search.errors import EngineError
from search.query import Page, Query


@shows("/categories", StartPageParameters)
@tells("按类别浏览（页面）", examples=("/categories?lang=en",))
def show_categories(_: Asked) -> Response:
    """The tree of themes, for people.

    With the records of each theme counted, those of all below it too.
    """
    found = values_of(Query(page=Page(size=0)), "category").facets[0]
    return page("categories.html", themes=view.themes(found, Words(page_language())))


@shows("/datasets", StartPageParameters, beside=with_sets)
@tells("数据集一览（页面）", examples=("/datasets?lang=en",))
def show_datasets(_: Asked) -> Response:
    """Every data set, for people."""
    counts = _counts()
    response = page("datasets.html", sets=view.sets(here().known_datasets(), counts, Words(page_language())))
    if not counts:
        response.headers["Cache-Control"] = NEVER
    return response


def _counts() -> dict[str, int]:
    """The records of each data set; empty while no engine can count them, since the store still tells the rest."""
    try:
        return {one.value: one.count for one in values_of(Query(page=Page(size=0)), "dataset").facets[0].values}
    except EngineError:
        return {}
