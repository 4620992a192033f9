"""What the chart builder shows: its choices, the table that was asked for, and where its picture is."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, cast

from flask import request
from markupsafe import Markup

from api.errors import Fault
from api.node import here
from api.portal.addresses import inside, to
from api.portal.embedding.oembed import CHART, held
from api.portal.parameters import CHARTS
from api.portal.troubles import fault
from api.portal.views.facets import hidden
from api.portal.views.tables import figures
from api.portal.words import Words
from api.questions.breaking import breakdown
from api.questions.filtering import Asked
from api.representations.tables.labelled import dimension_label, labelled, metric_label
from api.representations.tables.telling import title
from api.schemas.breaking import DIMENSIONS, METRICS
from exchange.charts import ChartKind, Drawing, Room, chart, room
from exchange.errors import CannotShow
from exchange.tables import About, Table
from exchange.tables.words import Language
from records.vocabularies import types
from search import results
from search.breakdown import Breakdown
from search.query import Query

FORM = ("by", "metric", "type", "q", "chart")
"""The parameters that the form has fields for; all others are sent along as they are."""

SETTINGS = ("empty", "top", "order", "parent", "depth", "region_level", "interval", "counted", "precision")
"""What only tables take."""

MOST_SHOWN = 100
"""Rows on the page; all are in the files."""

MOST_DRAWN = 2
FILES = ("csv", "xlsx", "vegalite", "svg", "png")
DRAWN = ("vegalite", "svg", "png")
EXAMPLES = (
    {"by": "region", "type": "site"},
    {"by": "period", "type": "literary-work"},
    {"by": "year", "type": "artifact"},
    {"by": "category,type"},
)
_LONG_AGO = datetime.min.replace(tzinfo=UTC)
"""What is not shown, since the page makes no picture itself."""


@dataclass(frozen=True, slots=True)
class Asking:
    asked: Asked
    query: Query
    by: Breakdown


@dataclass(frozen=True, slots=True)
class Choice:
    value: str
    label: str
    chosen: bool = False


def blank(t: Words, faults: Sequence[Fault] = ()) -> dict[str, Any]:
    """The form by itself, each fault at the field it is about."""
    wrong = {one.parameter: fault(one, t) for one in faults}
    elsewhere = [one for name, one in wrong.items() if name not in FORM]
    examples = [] if faults else list(_examples(t))
    return {**_form(t), "wrong": wrong, "elsewhere": elsewhere, "examples": examples, "made": None}


def shown(asking: Asking, found: results.Table, t: Words, base: str) -> dict[str, Any]:
    titles = title(asking.by, asking.query)
    table = labelled(found, asking.by, About(titles, _LONG_AGO))
    drawable = _room(asking, table, t)
    named = titles[_language(t)]
    made = {
        "title": named,
        "total": found.total,
        **figures(table, MOST_SHOWN, t),
        "picture": _file("svg", t) if drawable else "",
        "room": drawable,
        "dark": _file("svg", t, ("theme", "dark")) if drawable else "",
        "files": [(form, _file(form, t)) for form in FILES if drawable or form not in DRAWN],
        "call": f"{base.rstrip('/')}{_call()}",
        "api": _call(),
        "codes": _codes(base.rstrip("/"), named, t) if drawable else [],
        "widgets": inside("/widgets", [*_pairs("widget"), ("widget", "chart")]) if drawable else "",
        "records": inside("/search", _pairs("by", "metric", "chart", *SETTINGS)),
    }
    return {**_form(t), "wrong": {}, "elsewhere": [], "examples": [], "made": made}


def _codes(base: str, named: str, t: Words) -> list[tuple[str, str]]:
    """The chart in a page of anyone's: with its figures in a frame, or the picture alone."""
    frame = inside("/embed/chart", sorted([*_pairs("lang"), ("lang", t.lang)]))
    picture = _file("svg", t)
    return [
        ("frame", held(f"{base}{frame}", named, CHART.width, CHART.height)),
        ("picture", str(Markup('<img src="{}{}" alt="{}">').format(base, picture, named))),
    ]


def _form(t: Words) -> dict[str, Any]:
    by = [*request.args.get("by", "").split(","), "", ""]
    return {
        "dimensions": [choices(DIMENSIONS, by[place], t, dimension) for place in range(MOST_DRAWN)],
        "further": [one for one in by[MOST_DRAWN:] if one],
        "metrics": choices(tuple(METRICS), request.args.get("metric", ""), t, _metric),
        "types": kinds_of_records(t),
        "charts": [Choice(one, t(f"chart.{one}"), one in _given("chart")) for one in CHARTS],
        "words": request.args.get("q", ""),
        "hidden_rest": [*hidden(FORM), *(("type", one) for one in _given("type")[1:])],
    }


def kinds_of_records(t: Words) -> list[Choice]:
    return [Choice(one.id, types().label(one.id, t.lang), one.id in _given("type")) for one in types()]


def _given(name: str) -> list[str]:
    return request.args.getlist(name)


def choices(values: Sequence[str], chosen: str, t: Words, label: Any) -> list[Choice]:
    """What is asked for and is no choice of the form, as several metrics, is one more."""
    offered = [Choice(one, label(one, t), one == chosen) for one in values]
    return offered if chosen in ("", *values) else [*offered, Choice(chosen, chosen, True)]


def dimension(name: str, t: Words) -> str:
    return dimension_label(breakdown({"by": [name]}).by[0])[_language(t)]


def _metric(name: str, t: Words) -> str:
    return metric_label(METRICS[name])[_language(t)]


def _language(t: Words) -> Language:
    return cast(Language, t.lang)


def _examples(t: Words) -> Iterator[tuple[str, str]]:
    for one in EXAMPLES:
        by = t.comma.join(dimension(name, t) for name in one["by"].split(","))
        of = f"{t('colon')}{types().label(one['type'], t.lang)}" if "type" in one else ""
        yield f"{by}{of}", to("/charts", **one)


def _room(asking: Asking, table: Table, t: Words) -> Room | None:
    """What the picture takes, if such a chart can hold the table: what the API would refuse is not asked of it."""
    if len(asking.by.by) > MOST_DRAWN or not table.rows:
        return None
    kind = cast(ChartKind | None, asking.asked.get("chart"))
    try:
        return room(chart(table, Drawing(kind, "", _language(t)), here().shapes).spec)
    except CannotShow:
        return None


def _pairs(*leave: str) -> list[tuple[str, str]]:
    return sorted(pair for pair in request.args.items(multi=True) if pair[0] not in leave)


def _call() -> str:
    return inside("/v1/aggregate", _pairs("chart"))


def _file(form: str, t: Words, *more: tuple[str, str]) -> str:
    """It speaks the language of the page, wherever that came from."""
    return inside("/v1/aggregate", sorted([*_pairs("lang"), ("lang", t.lang), ("format", form), *more]))
