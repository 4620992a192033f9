"""The parameters of pages: the API's own, and how the records are shown."""

from __future__ import annotations

from api.schemas.parameters import (
    FacetParameters,
    about,
    facets,
    filters,
    language,
    made,
    numbered_pages,
    ordering,
    question,
    relaxing,
)
from api.schemas.values import OneOf, Text

SHOWS = ("list", "grid", "map", "timeline")
"""The ways that records found are shown, the usual one first."""

SearchPageParameters = made(
    "SearchPageParameters",
    question(),
    filters(),
    facets(),
    ordering(),
    numbered_pages(),
    language(),
    relaxing(),
    {
        "show": Text(
            validate=OneOf(SHOWS),
            metadata={**about("How the page shows what is found.", "结果的显示方式。", "grid"), "default": SHOWS[0]},
        )
    },
)
ValuesPageParameters = made(
    "ValuesPageParameters",
    {name: field for name, field in FacetParameters._declared_fields.items() if name != "cursor"},
)
StartPageParameters = made("StartPageParameters", language())
