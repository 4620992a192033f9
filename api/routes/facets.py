"""All values of a field, paged and searchable; and suggestions as one types."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from flask import Response

from api.answering import json, timed
from api.blueprint import Blueprint
from api.caching.remembering import remembered
from api.errors import NotKnown
from api.nearest import nearest
from api.questions.asking import subset
from api.questions.filtering import Asked
from api.questions.filtering import filters as read_filters
from api.representations.labels import labelled
from api.representations.languages import label_language
from api.representations.matching import matching
from api.representations.paging import part
from api.representations.results import total
from api.representations.suggestions import suggestions
from api.schemas.answers import FacetPage, SuggestAnswer
from api.schemas.parameters import FACETS, FacetParameters, SuggestParameters
from api.turns.taking import engine
from search.answer import answer
from search.fields import FIELDS
from search.query import MAX_FACET_VALUES, FacetRequest
from search.results import FacetResult, Results

blp = Blueprint("values", __name__, url_prefix="/v1", description="Values of fields, and suggestions.")

VALUES_ON_A_PAGE = 100
BY_FIELD = [
    {
        "name": "field",
        "in": "path",
        "description": "A field with facets.",
        "x-zh": "可统计的字段。",
        "schema": {"type": "string", "enum": list(FACETS)},
        "example": "creator",
    }
]


@blp.route("/facets/<field>", parameters=BY_FIELD)
@remembered
@blp.asks(FacetParameters)
@blp.answers(
    FacetPage,
    "一个字段的全部取值",
    examples=("/v1/facets/creator?page_size=5", "/v1/facets/subject?q=月", "/v1/facets/region?type=site&page_size=5"),
    problems=(400, 404, 503),
)
def facet_values(asked: Asked, field: str) -> Response:
    """Every value of a field, with its count.

    By falling count, every level of a tree, as many pages as there are. A filter on the field itself is left out of
    account, as everywhere.
    """
    if field not in FACETS:
        near = nearest(field, FACETS)
        raise NotKnown(f"There is no field {field[:80]!r} with facets" + (f"; did you mean {near}?" if near else ""))
    found = _values(asked, field)
    return json(_page(asked, found.facets[0], found.as_of))


def _values(asked: Asked, field: str) -> Results:
    query = replace(subset(asked, "within"), facets=(FacetRequest(field, MAX_FACET_VALUES, every_level=True),))
    found: Results = timed("engine", lambda: answer(engine(), query))
    return found


def _page(asked: Asked, found: FacetResult, as_of: int) -> dict[str, Any]:
    lang = asked.get("lang", "")
    label, field = labelled(found.field, lang), FIELDS[found.field]
    kept = matching(found.values, field, label, asked["q"]) if "q" in asked else found.values
    shown = part(kept, asked, VALUES_ON_A_PAGE)
    return {
        "field": field.name,
        "label": field.labels[label_language(lang)],
        "labels": dict(field.labels),
        "total": total(len(kept)),
        "values": [{"value": one.value, "label": label(one.value), "count": one.count} for one in shown.members],
        "missing_count": found.missing_count,
        "page": shown.page,
        "links": shown.links,
        "as_of": as_of,
    }


@blp.route("/suggest")
@remembered
@blp.asks(SuggestParameters)
@blp.answers(
    SuggestAnswer,
    "输入联想",
    examples=("/v1/suggest?q=jing", "/v1/suggest?q=月&limit=5", "/v1/suggest?q=lb&type=person"),
)
def suggest(asked: Asked) -> Response:
    """What one may be about to type.

    Titles, people, places, categories and periods, by the beginnings of words in either script, pinyin or initials.
    """
    found = timed("engine", lambda: suggestions(engine(), asked, read_filters(asked)))
    return json({"suggestions": found})
