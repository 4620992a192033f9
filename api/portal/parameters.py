"""The parameters of pages: the API's own, and how the records are shown."""

from __future__ import annotations

from typing import get_args

from api.schemas.breaking import By, breaking
from api.schemas.forms import OF_TABLES, forms
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
from exchange.charts import ChartKind

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
_OF_TABLES = {name: one for name, one in breaking().items() if name not in ("layout", "page_size", "cursor")}
_CHART = forms(OF_TABLES)["chart"]
CHARTS: tuple[str, ...] = tuple(kind for kind in get_args(ChartKind) if kind != "network")
"""The kinds of charts that tables have."""

ChartPageParameters = made(
    "ChartPageParameters",
    {**_OF_TABLES, "by": By(metadata=_OF_TABLES["by"].metadata), "chart": _CHART},
    question(),
    filters(),
    relaxing(),
    language(),
)
