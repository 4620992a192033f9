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
from records.ids import dataset_of
from search.query import FacetRequest, Page, Query
from search.results import Hit

MANY = 1_000
FEW = 6
OF_ONE = 2
"""Records of one data set among what is new, where others changed too."""


def _beside() -> str:
    return f"{page_language()} {hot_list().version}"


def _new() -> list[Hit]:
    """What changed last, some of each data set: one that was taken in as a whole would hide all others."""
    taken: list[Hit] = []
    spare: list[Hit] = []
    full: list[str] = []
    while len(taken) < FEW:
        told = {"-dataset": full} if full else {}
        found = found_by(meant({"sort": "-modified", "page_size": FEW, **told})).hits
        for hit in found:
            if hit in taken:
                continue
            (spare if _of(hit, taken) >= OF_ONE else taken).append(hit)
        more = {dataset_of(hit.record.id) for hit in found if _of(hit, taken) >= OF_ONE}
        if not more or len(found) < FEW:
            break
        full += sorted(more)
    return sorted([*taken, *spare][:FEW], key=lambda hit: hit.record.seq, reverse=True)


def _of(hit: Hit, taken: list[Hit]) -> int:
    """How many of the same data set were taken."""
    return sum(dataset_of(one.record.id) == dataset_of(hit.record.id) for one in taken)


@shows("/", StartPageParameters, beside=_beside)
@tells("首页", examples=("/?lang=en",))
def show_start(asked: Asked) -> Response:
    """The start page.

    A search box, and what there is by type, region, period and data set. In the language of `lang`, else as the
    browser prefers.
    """
    facets = tuple(FacetRequest(name, MANY) for name in view.COUNTED)
    found = found_by(Question(Query(facets=facets, page=Page(size=0)), shape(asked)))
    read = found_by(meant({"sort": "hot", "page_size": FEW})) if hot_list().ids else None
    return page("start.html", **view.shown(found, _new(), read, Words(page_language()), pictures()))
