"""The form of the chart builder: its choices, and what it sends along."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, cast

from flask import request

from api.portal.parameters import CHARTS
from api.portal.views.facets import hidden
from api.portal.words import Words
from api.questions.breaking import breakdown
from api.representations.datasets import described
from api.representations.tables.labelled import dimension_label, metric_label
from api.schemas.breaking import DIMENSIONS, METRICS
from exchange.tables.table import in_language
from exchange.tables.words import Language
from records.vocabularies import periods, regions, types
from search.breakdown import INTERVALS

MOST_DRAWN = 2
SIMPLE = ("by", "metric", "type", "q", "chart")
MORE = ("region", "period", "dataset", "year_from", "year_to", "top", "interval")
"""Those that are folded until one is told."""

FORM = (*SIMPLE, *MORE)
"""The parameters that the form has fields for; all others are sent along as they are."""

_SEVERAL = ("type", "region", "period", "dataset")
_HIGHEST_REGION = "100000"


@dataclass(frozen=True, slots=True)
class Choice:
    value: str
    label: str
    chosen: bool = False


def form(t: Words) -> dict[str, Any]:
    by = [*request.args.get("by", "").split(","), "", ""]
    return {
        "dimensions": [choices(DIMENSIONS, by[place], t, dimension) for place in range(MOST_DRAWN)],
        "further": [one for one in by[MOST_DRAWN:] if one],
        "metrics": choices(tuple(METRICS), request.args.get("metric", ""), t, _metric),
        "types": kinds_of_records(t),
        "charts": [Choice(one, t(f"chart.{one}"), one in _given("chart")) for one in CHARTS],
        "given": {name: request.args.get(name, "") for name in FORM},
        "picks": {name: _picks(name, t) for name in ("region", "period", "dataset", "interval")},
        "unfolded": any(request.args.get(name) for name in MORE),
        "hidden_rest": [*hidden(FORM), *((name, one) for name in _SEVERAL for one in _given(name)[1:])],
    }


def kinds_of_records(t: Words) -> list[Choice]:
    return [Choice(one.id, types().label(one.id, t.lang), one.id in _given("type")) for one in types()]


def _picks(name: str, t: Words) -> list[Choice]:
    offered = list(_OFFERED[name](t))
    given = request.args.get(name, "")
    marked = [Choice(value, label, value == given) for value, label in offered]
    if not given or given in dict(offered):
        return marked
    return [*marked, Choice(given, _NAMED[name](given, t) if name in _NAMED else given, True)]


def _regions(t: Words) -> Iterator[tuple[str, str]]:
    return ((one.id, regions().label(one.id, t.lang)) for one in regions() if one.level == "province")


def _periods(t: Words) -> Iterator[tuple[str, str]]:
    return ((one.id, periods().label(one.id, t.lang)) for one in periods() if len(periods().path(one.id)) == 1)


def _datasets(t: Words) -> Iterator[tuple[str, str]]:
    return ((name, in_language(told.get("title") or {}, _language(t)) or name) for name, told in described().items())


def _intervals(_: Words) -> Iterator[tuple[str, str]]:
    return ((str(years), f"{years:,}") for years in INTERVALS)


_OFFERED: dict[str, Callable[[Words], Iterator[tuple[str, str]]]] = {
    "region": _regions,
    "period": _periods,
    "dataset": _datasets,
    "interval": _intervals,
}
_NAMED: dict[str, Callable[[str, Words], str]] = {
    "region": lambda value, t: regions().label(value, t.lang),
    "period": lambda value, t: periods().label(value, t.lang),
}


def choices(values: Sequence[str], chosen: str, t: Words, label: Callable[[str, Words], str]) -> list[Choice]:
    """What is asked for and is no choice of the form, as several metrics, is one more."""
    offered = [Choice(one, label(one, t), one == chosen) for one in values]
    return offered if chosen in ("", *values) else [*offered, Choice(chosen, chosen, True)]


def dimension(name: str, t: Words) -> str:
    return dimension_label(breakdown({"by": [name]}).by[0])[_language(t)]


def _metric(name: str, t: Words) -> str:
    return metric_label(METRICS[name])[_language(t)]


def _given(name: str) -> list[str]:
    return request.args.getlist(name)


def _language(t: Words) -> Language:
    return cast(Language, t.lang)
