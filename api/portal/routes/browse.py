"""Pages to browse by: the tree of themes, and the data sets."""

from __future__ import annotations

from flask import Response

from api.asking import values_of
from api.node import here
from api.portal.language import page_language
from api.portal.page import page
from api.portal.parameters import StartPageParameters
from api.portal.routes.shared import shows, tells
from api.portal.views import browse as view
from api.portal.words import Words
from api.questions.filtering import Asked
from records.errors import StoreUnavailable
from records.model import Dataset
from search.query import Page, Query


@shows("/categories", StartPageParameters)
@tells("按类别浏览（页面）", examples=("/categories?lang=en",))
def show_categories(_: Asked) -> Response:
    """The tree of themes, for people.

    With the records of each theme counted, those of all below it too.
    """
    found = values_of(Query(page=Page(size=0)), "category").facets[0]
    return page("categories.html", themes=view.themes(found, Words(page_language())))


def _beside() -> str:
    return f"{page_language()} {max((one.modified.isoformat() for one in _known()), default='')}"


def _known() -> list[Dataset]:
    """What the store tells; nothing while it does not answer and never did."""
    try:
        return here().datasets()
    except StoreUnavailable:
        return []


@shows("/datasets", StartPageParameters, beside=_beside)
@tells("数据集一览（页面）", examples=("/datasets?lang=en",))
def show_datasets(_: Asked) -> Response:
    """Every data set, for people."""
    counts = {one.value: one.count for one in values_of(Query(page=Page(size=0)), "dataset").facets[0].values}
    return page("datasets.html", sets=view.sets(_known(), counts, Words(page_language())))
