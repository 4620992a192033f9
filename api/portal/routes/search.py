"""The search page: the API's own question, answered for people."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from flask import Response

from api.asking import counted_by, found_by, meant
from api.portal.language import page_language
from api.portal.page import page, pictures, with_sets
from api.portal.parameters import SearchPageParameters
from api.portal.routes.shared import shows, tells
from api.portal.views import facets, near, without_events
from api.portal.views import search as view
from api.portal.words import Words
from api.questions.filtering import Asked
from search.query import Everything

GRID_SIZE = 24
EXAMPLES = (
    "/search?q=明月&lang=zh-Hans",
    "/search?type=site&region=110000&show=grid&lang=zh-Hant",
    "/search?q=jingyesi&lang=en",
    "/search?year_from=618&year_to=907&sort=year",
)


@shows("/search", SearchPageParameters, beside=with_sets)
@tells("检索页", examples=EXAMPLES)
def show_search(asked: Asked) -> Response:
    """The search page.

    Takes the filters, order and pages of `/v1/records`, and shows the same records and counts.
    """
    wanted = meant(_usual(asked) | dict(asked))
    wanted = replace(wanted, query=replace(wanted.query, facets=facets.requests(asked)))
    found, words = counted_by(wanted), Words(page_language())
    told = view.shown(asked, wanted.query, found, words, pictures())
    if not found.total and "event_to" in asked:
        told["days"] = without_events.told(asked, found_by(meant(without_events.later(asked))), words)
    elif not found.total and "radius" in asked:
        told["beyond"] = near.farther(asked, found_by(meant(near.beyond(asked))), words)
    return page("search.html", **told)


def _usual(asked: Asked) -> dict[str, Any]:
    """What a page asks where its address does not."""
    usual: dict[str, Any] = {}
    if not isinstance(asked.get("q", Everything()), Everything):
        usual["highlight"] = True
    if asked.get("show") == "grid":
        usual["page_size"] = GRID_SIZE
    return usual
