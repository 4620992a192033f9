"""All values of a field, paged and searchable; and suggestions as one types."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from flask import Response

from api import links
from api.answering import json, timed
from api.asking import known_facet, values_of
from api.blueprint import Blueprint
from api.caching.remembering import remembered
from api.forming import InForms, formed
from api.node import here
from api.questions.asking import subset
from api.questions.filtering import Asked
from api.questions.filtering import filters as read_filters
from api.questions.walking import ValuesWalk
from api.representations.labels import labelled
from api.representations.languages import label_language
from api.representations.matching import matching
from api.representations.paging import Part, part
from api.representations.results import total, walked
from api.representations.suggestions import suggestions
from api.schemas.answers import FacetPage, SuggestAnswer
from api.schemas.forms import OF_SUGGESTIONS, SuggestParameters
from api.schemas.parameters import FacetParameters
from api.schemas.paths import BY_FIELD
from api.turns.taking import engine
from exchange.feeds import Suggested
from search.fields import FIELDS
from search.results import FacetValue, Results

blp = Blueprint("values", __name__, url_prefix="/v1", description="Values of fields, and suggestions.")

VALUES_ON_A_PAGE = 100


@blp.route("/facets/<field>", parameters=BY_FIELD)
@remembered
@blp.asks(FacetParameters)
@blp.answers(
    FacetPage,
    "一个字段的全部取值",
    examples=(
        "/v1/facets/creator?page_size=5",
        "/v1/facets/subject?q=月",
        "/v1/facets/region?type=site&page_size=5",
        "/v1/facets/subject?cursor=*&page_size=5",
    ),
    problems=(400, 404, 503),
)
def facet_values(asked: Asked, field: str) -> Response:
    """Every value of a field, with its count.

    By falling count, every level of a tree, as many pages as there are; a walk (`cursor=*`) goes by the values
    themselves, and so loses none while counts change. A filter on the field itself is left out of account, as
    everywhere.
    """
    known_facet(field)
    query = subset(asked, "within")
    walk = ValuesWalk(asked, field, query, here().cursors) if "cursor" in asked else None
    found = values_of(replace(query, read=walk.read if walk else None), field)
    body = _page(asked, found, walk)
    return json(body, link=body["links"])


def _part(asked: Asked, known: list[FacetValue], found: Results, walk: ValuesWalk | None) -> Part[FacetValue]:
    if walk is None:
        shown = part(known, asked, VALUES_ON_A_PAGE)
        return replace(shown, links=shown.links | {"walk": links.walk()}) if len(known) > len(shown.members) else shown
    step = walk.step(known, asked.get("page_size", VALUES_ON_A_PAGE), found.as_of, found.read)
    steps = {"self": links.again(), "first": links.again(cursor="*")}
    if step.cursor:
        steps["next"] = links.again(cursor=step.cursor)
    return Part(step.values, walked(step.cursor, step.size, step.since), steps)


def _page(asked: Asked, results: Results, walk: ValuesWalk | None) -> dict[str, Any]:
    lang, found = asked.get("lang", ""), results.facets[0]
    label, field = labelled(found.field, lang), FIELDS[found.field]
    kept = matching(found.values, field, label, asked["q"]) if "q" in asked else list(found.values)
    shown = _part(asked, kept, results, walk)
    return {
        "field": field.name,
        "label": field.labels[label_language(lang)],
        "labels": dict(field.labels),
        "total": total(len(kept)),
        "values": [{"value": one.value, "label": label(one.value), "count": one.count} for one in shown.members],
        "other_count": found.other_count,
        "missing_count": found.missing_count,
        "page": shown.page,
        "links": shown.links,
        "as_of": results.as_of,
        "relaxed": results.relaxed,
    }


@blp.route("/suggest")
@remembered
@blp.asks(SuggestParameters)
@blp.in_forms(OF_SUGGESTIONS)
@blp.answers(
    SuggestAnswer,
    "输入联想",
    examples=(
        "/v1/suggest?q=jing",
        "/v1/suggest?q=月&limit=5",
        "/v1/suggest?q=lb&type=person",
        "/v1/suggest?q=月&format=suggestions",
    ),
)
def suggest(asked: Asked) -> Response:
    """What one may be about to type.

    Titles, people, places, categories and periods, by the beginnings of words in either script, pinyin or initials. As
    a list that browsers show below their search box by `format` or `Accept`.
    """
    found = timed("engine", lambda: suggestions(engine(), asked, read_filters(asked)))
    return formed(
        asked,
        InForms(
            "suggestions", OF_SUGGESTIONS, lambda: {"suggestions": found}, lambda: Suggested(asked["q"], _texts(found))
        ),
    )


def _texts(found: Iterable[dict[str, Any]]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(one["text"] for one in found))
