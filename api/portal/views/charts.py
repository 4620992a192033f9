"""What the chart builder shows: its choices, the table that was asked for, and where its picture is."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any, cast

from flask import request
from markupsafe import Markup

from api.errors import Fault
from api.node import here
from api.portal.addresses import inside, to
from api.portal.embedding.oembed import CHART, held, sized
from api.portal.troubles import fault
from api.portal.views.chart_form import FORM, MOST_DRAWN, dimension, form
from api.portal.views.tables import figures
from api.portal.words import Words
from api.questions.filtering import Asked
from api.representations.tables.labelled import labelled
from api.representations.tables.telling import title
from exchange.charts import ChartKind, Drawing, Room, chart, room
from exchange.charts.span import cut, rows_seen
from exchange.errors import CannotShow
from exchange.tables import About, Table
from exchange.tables.left import sentences
from exchange.tables.words import Language, year
from records.vocabularies import types
from search import results
from search.breakdown import Breakdown
from search.query import Query

SETTINGS = ("empty", "top", "order", "parent", "depth", "region_level", "interval", "counted", "precision")
"""What only tables take."""

MOST_SHOWN = 100
"""Rows on the page; all are in the files."""

FILES = ("csv", "xlsx", "vegalite", "svg", "png")
DRAWN = ("vegalite", "svg", "png")
EXAMPLES = (
    {"by": "region", "type": "site"},
    {"by": "period", "type": "literary-work"},
    {"by": "year", "type": "artwork"},
    {"by": "category,type"},
    {"by": "type"},
)
_LONG_AGO = datetime.min.replace(tzinfo=UTC)
"""What is not shown, since the page makes no picture itself."""


Pairs = list[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Asking:
    """`added` is what the page asks beside what it was asked."""

    asked: Asked
    query: Query
    by: Breakdown
    added: Mapping[str, Any]


def blank(t: Words, faults: Sequence[Fault]) -> dict[str, Any]:
    """The form by itself, each fault at the field it is about."""
    wrong = {one.parameter: fault(one, t) for one in faults}
    elsewhere = [one for name, one in wrong.items() if name not in FORM]
    return {**form(t), "wrong": wrong, "elsewhere": elsewhere, "examples": [], "made": None, "first": False}


def shown(asking: Asking, found: results.Table, t: Words, base: str) -> dict[str, Any]:
    titles = title(asking.by, asking.query)
    table = labelled(found, asking.by, About(titles, _LONG_AGO))
    drawable = _room(asking, table, t)
    named, pairs = titles[_language(t)], _asked(asking.added)
    rows, span = rows_seen(table)
    left = (*cut(span, table.dimensions[0].step, _language(t)), *sentences(table, _language(t)))
    made = {
        "title": named,
        "total": found.total,
        **figures(replace(table, rows=rows), MOST_SHOWN, t),
        "cut": len(table.rows) - min(len(rows), MOST_SHOWN),
        "left": left,
        "years": _years(asking, t),
        "room": drawable,
        **(_drawings(pairs, named, base, t) if drawable else _UNDRAWN),
        "files": [(form, _file(pairs, form, t)) for form in FILES if drawable or form not in DRAWN],
        "call": f"{base.rstrip('/')}{_call(pairs)}",
        "api": _call(pairs),
        "records": inside("/search", _but(pairs, "by", "metric", "chart", *SETTINGS)),
    }
    return {
        **form(t),
        "wrong": {},
        "elsewhere": [],
        "examples": list(_examples(t)),
        "made": made,
        "first": "by" in asking.added,
    }


_UNDRAWN: Mapping[str, Any] = {"picture": "", "dark": "", "codes": [], "widgets": ""}


def _drawings(pairs: Pairs, named: str, base: str, t: Words) -> dict[str, Any]:
    return {
        "picture": _file(pairs, "svg", t),
        "dark": _file(pairs, "svg", t, ("theme", "dark")),
        "codes": _codes(pairs, base.rstrip("/"), named, t),
        "widgets": inside("/widgets", sorted([*_but(pairs, "widget"), ("widget", "chart")])),
    }


def _years(asking: Asking, t: Words) -> str:
    """What the page chose of years, said."""
    told = asking.added
    if "year_from" not in told:
        return t("charts.interval.chosen", n=told["interval"]) if told.get("interval", 1) > 1 else ""
    ends = {name: year(told[f"year_{name}"], _language(t)) for name in ("from", "to")}
    return t("charts.years.chosen", first=ends["from"], last=ends["to"])


def _codes(pairs: Pairs, base: str, named: str, t: Words) -> list[tuple[str, str]]:
    """The chart in a page of anyone's: with its figures in a frame, or the picture alone."""
    frame = inside("/embed/chart", sorted([*_but(pairs, "lang"), ("lang", t.lang)]))
    picture, shown = _file(pairs, "svg", t), sized(CHART, dict(pairs).get("by", ""))
    return [
        ("frame", held(f"{base}{frame}", named, shown.width, shown.height)),
        ("picture", str(Markup('<img src="{}{}" alt="{}">').format(base, picture, named))),
    ]


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


def _asked(added: Mapping[str, Any]) -> Pairs:
    return sorted([*request.args.items(multi=True), *((name, str(value)) for name, value in added.items())])


def _but(pairs: Pairs, *leave: str) -> Pairs:
    return [pair for pair in pairs if pair[0] not in leave]


def _call(pairs: Pairs) -> str:
    return inside("/v1/aggregate", _but(pairs, "chart"))


def _file(pairs: Pairs, form: str, t: Words, *more: tuple[str, str]) -> str:
    """It speaks the language of the page, wherever that came from."""
    return inside("/v1/aggregate", sorted([*_but(pairs, "lang"), ("lang", t.lang), ("format", form), *more]))
