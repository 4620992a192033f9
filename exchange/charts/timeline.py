"""The timeline of periods: each from its first to its last year, its figure as colour and as text."""

from __future__ import annotations

from exchange.charts.classes import Classes, classes, fills
from exchange.charts.drawing import Drawing, Json, Point, View, head, metric_of, only, points, tooltip, year_axis
from exchange.errors import CannotShow
from exchange.tables.table import Table
from exchange.tables.text import cut
from exchange.tables.words import Language, number, said, year
from records.vocabularies import Period, periods

MOST = 60
EARLIEST = -2200
"""The axis begins here if anything begins later: before, ages are so long that no dynasty could be seen beside them."""


def timeline(table: Table, drawing: Drawing) -> View:
    """Periods that the vocabulary does not know are told under the chart."""
    if len(table.dimensions) != 1 or table.dimensions[0].type != "period":
        raise CannotShow("a timeline needs period as its one dimension")
    found = points(table, drawing)
    known = {point.values[0]: period for point in found if (period := periods().get(str(point.values[0])))}
    if not known:
        raise CannotShow("none of the table's periods has years: take bar")
    dated = sorted((p for p in found if p.values[0] in known), key=lambda p: _years(known[p.values[0]]))
    shown = [(point, known[point.values[0]]) for point in dated[:MOST]]
    made = classes([point.figure for point, _ in shown], drawing.theme, metric_of(table, drawing))
    ends = _ends([period for _, period in shown], table.about.made.year)
    values = [
        _span(at, point, period, ends, drawing) | {"class": made.of(point.figure)}
        for at, (point, period) in enumerate(shown)
    ]
    layers = _layers(len(shown), ends, made, table, drawing)
    spec = {"width": drawing.width, "height": {"step": 24}, "data": {"values": values}, "layer": layers}
    left = [point for point in found if point.values[0] not in known]
    names = "; ".join(point.sentence for point in left[:4])
    notes = (said("unplaced", drawing.language, count=number(len(left)), names=names),) if left else ()
    return View(spec, only(len(dated), MOST, drawing.language), notes)


def _span(at: int, point: Point, period: Period, ends: tuple[int, int], drawing: Drawing) -> Json:
    first, last = ends
    told = {"full": point.names[0], "text": point.text, "said": point.sentence}
    span = {"from": max(period.start, first), "to": max(min(period.end + 1, last), first)}
    return {"at": at, **span, **told, **_named(period, point.names[0], drawing)}


def _layers(count: int, ends: tuple[int, int], made: Classes, table: Table, drawing: Drawing) -> list[Json]:
    """Bars, the periods' names beside them, and the figures after them."""
    title = head(metric_of(table, drawing), drawing.language)
    y: Json = {"field": "at", "type": "ordinal", "axis": None, "scale": {"domain": list(range(count))}}
    scale = {"domain": list(ends), "nice": False, "zero": False}
    axis = year_axis("", drawing.language) | {"grid": True, "title": None}
    x: Json = {"field": "from", "type": "quantitative", "scale": scale, "axis": axis}
    told = tooltip([("full", head(table.dimensions[0], drawing.language)), ("text", title)])
    bar = {
        "y": y,
        "x": x,
        "x2": {"field": "to"},
        "color": fills(made, title, drawing.theme, drawing.language),
        "tooltip": [*told, {"field": "span", "type": "nominal", "title": " "}],
        "description": {"field": "said", "type": "nominal"},
    }
    beside = {"type": "text", "align": "right", "x": 0, "dx": -8, "aria": False}
    after = {"type": "text", "align": "left", "dx": 5, "aria": False}
    return [
        {"mark": {"type": "bar", "height": {"band": 0.72}, "cornerRadius": 2}, "encoding": bar},
        {"mark": beside, "encoding": {"y": y, "text": {"field": "name", "type": "nominal"}}},
        {"mark": after, "encoding": {"y": y, "x": x | {"field": "to"}, "text": {"field": "text", "type": "nominal"}}},
    ]


def _years(period: Period) -> tuple[int, int]:
    return period.start, period.end


def _ends(shown: list[Period], now: int) -> tuple[int, int]:
    """Where the axis begins and ends; what still goes on ends now."""
    start = min(period.start for period in shown)
    late = [period.start for period in shown if period.start >= EARLIEST]
    first = max(start, min([EARLIEST, *late])) if late else start
    return first, max(first + 1, min(now, max(period.end for period in shown) + 1))


def _named(period: Period, name: str, drawing: Drawing) -> Json:
    """Its years, and beside the name where it began if that lies before the axis."""
    end = year(period.end, drawing.language) if period.end < 9999 else ""
    span = f"{year(period.start, drawing.language)}–{end}"
    early = _began(period, drawing.language) if period.start < EARLIEST else ""
    return {"name": cut(name, 12) + early, "span": span}


def _began(period: Period, language: Language) -> str:
    return said("began", language, start=year(period.start, language))
