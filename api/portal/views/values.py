"""All values of a field, in pages, each leading to its records."""

from __future__ import annotations

from typing import Any

from flask import request

from api.portal.addresses import asked, inside, of_api
from api.portal.views.facets import NATION, hidden
from api.portal.views.pages import paging
from api.portal.views.start import Way
from api.portal.words import Words
from api.questions.filtering import Asked
from api.representations.labels import labelled
from api.representations.matching import matching
from records.vocabularies import vocabulary
from search.fields import FIELDS, Field, Kind
from search.query import WINDOW
from search.results import FacetResult

SIZE = 200
MOST_PAGES = WINDOW
"""Pages of values are bounded by their number alone."""


def shown(given: Asked, found: FacetResult, t: Words) -> dict[str, Any]:
    field, label = FIELDS[found.field], labelled(found.field, t.lang)
    kept = matching(found.values, field, label, given["q"]) if "q" in given else found.values
    number, size = given.get("page", 1), given.get("page_size", SIZE)
    part = kept[(number - 1) * size : number * size]
    return {
        "name": field.labels[t.lang],
        "values": [
            Way(label(one.value), one.count, _leads(field.name, one.value), _above(field, one.value, t)) for one in part
        ],
        "count": len(kept),
        "sought": request.args.get("q", ""),
        "within": request.args.get("within", ""),
        "hidden_values": list(hidden(("q",))),
        "paging": paging(number, size, len(kept), MOST_PAGES * size),
        "back": inside("/search", sorted(_search())),
        "api": of_api(f"/v1/facets/{field.name}"),
    }


def _above(field: Field, value: str, t: Words) -> str:
    """In a tree what the value lies in, the nation left out, which holds all; the nearest first."""
    if field.kind is not Kind.TREE:
        return ""
    label = labelled(field.name, t.lang)
    path = vocabulary(field.vocabulary).path(value)[:-1]
    return t.comma.join(label(step) for step in reversed(path) if step != NATION)


def _search() -> list[tuple[str, str]]:
    """What a search for the same records asks."""
    kept = [pair for pair in asked() if pair[0] not in ("q", "page_size")]
    return [("q" if name == "within" else name, value) for name, value in kept]


def _leads(field: str, value: str) -> str:
    return inside("/search", sorted([*(pair for pair in _search() if pair[0] != field), (field, value)]))
