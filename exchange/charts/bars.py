"""Bars: lying, one a row, for what has names; standing, in order, for years, months and days of the week."""

from __future__ import annotations

from collections.abc import Sequence

from exchange.charts.drawing import Drawing, Json, Point, View, head, metric_of, number_axis, only, points, year_axis
from exchange.charts.series import colour, piled, series, told, value_of, without
from exchange.charts.span import cut as cut_at
from exchange.charts.span import place, seen
from exchange.tables.table import Cell, Column, Table
from exchange.tables.text import cut

MOST = 60
NAME_ROOM = 18
"""Of names, in letters' heights."""


def bars(table: Table, drawing: Drawing) -> View:
    ordered = table.dimensions[0].type in ("year", "month", "weekday") or table.dimensions[0].name == "month"
    return _standing(table, drawing) if ordered else _lying(table, drawing)


def _lying(table: Table, drawing: Drawing) -> View:
    """The first sixty, in the table's order; beyond, bars are too thin to be read."""
    found = points(table, drawing)
    keys = list(dict.fromkeys(point.values[0] for point in found))
    rows = {key: at for at, key in enumerate(keys[:MOST])}
    shown = [point for point in found if point.values[0] in rows]
    labels = series(table, shown)
    values = [value_of(point, rows[point.values[0]], labels) for point in shown]
    step = 26 if len(rows) <= 30 else 20
    metric = metric_of(table, drawing)
    title = head(metric, drawing.language)
    rank: Json = {"field": "at", "type": "ordinal", "axis": None, "scale": {"domain": list(range(len(rows)))}}
    figures: Json = {"field": "figure", "type": "quantitative", "axis": number_axis(title, metric, drawing.language)}
    bar: Json = {"y": rank, "x": figures | {"stack": "zero"}, **told(table, drawing), **colour(table, drawing, labels)}
    layers: list[Json] = [
        {"mark": {"type": "bar", "height": {"band": 0.76}, **_edge(table, drawing)}, "encoding": bar},
        _names(rank, shown, rows),
    ]
    if len(table.dimensions) == 1:
        layers.append(_figures(rank, figures))
    spec = {"width": drawing.width, "height": {"step": step}, "data": {"values": values}, "layer": layers}
    return View(spec, only(len(keys), MOST, drawing.language))


def _edge(table: Table, drawing: Drawing) -> Json:
    """Parts of a bar are kept apart by more than their colour."""
    return {"stroke": drawing.theme.background, "strokeWidth": 1} if len(table.dimensions) > 1 else {}


def _names(rank: Json, shown: Sequence[Point], rows: dict[Cell, int]) -> Json:
    """Written by ourselves beside the bars: two long names may look the same when cut, an axis would make them one."""
    first = {point.values[0]: point.names[0] for point in reversed(shown)}
    values = [{"at": at, "name": cut(first[key], NAME_ROOM), "full": first[key]} for key, at in rows.items()]
    mark = {"type": "text", "align": "right", "baseline": "middle", "x": 0, "dx": -8, "aria": False}
    text = {"field": "name", "type": "nominal"}
    encoding = {"y": rank, "text": text, "tooltip": {"field": "full", "type": "nominal"}}
    return {"data": {"values": values}, "mark": mark, "encoding": encoding}


def _figures(rank: Json, figures: Json) -> Json:
    mark = {"type": "text", "align": "left", "baseline": "middle", "dx": 5, "aria": False}
    return {"mark": mark, "encoding": {"y": rank, "x": figures, "text": {"field": "text", "type": "nominal"}}}


def _standing(table: Table, drawing: Drawing) -> View:
    """What is of one year stands on one another, the heights worked out here: both ends of a bar are told."""
    found = points(table, drawing)
    column, metric = table.dimensions[0], metric_of(table, drawing)
    if _timed(column):
        shown, ends = seen(found, column)
    else:
        shown, ends = [point for point in found if isinstance(point.values[0], int | float)], None
    labels = series(table, shown)
    values = [
        value_of(point, 0, labels) | _span(point, column) | {"low": low, "high": high}
        for point, (low, high) in zip(shown, piled(shown), strict=True)
    ]
    axis = number_axis(head(metric, drawing.language), metric, drawing.language)
    encoding: Json = {
        **_across(table, drawing),
        "y": {"field": "high", "type": "quantitative", "axis": axis},
        "y2": {"field": "low"},
        **told(table, drawing),
        **colour(table, drawing, labels),
    }
    mark = {"type": "rect", "stroke": drawing.theme.background, "strokeWidth": 0.5 if len(shown) < 200 else 0}
    spec = {"width": drawing.width, "height": 300, "data": {"values": values}, "mark": mark, "encoding": encoding}
    return View(spec, notes=(*cut_at(ends, column.step, drawing.language), *without(found, column)))


def _timed(column: Column) -> bool:
    """Whether it has an axis of years."""
    return column.type == "year" or column.name == "month"


def _across(table: Table, drawing: Drawing) -> Json:
    column = table.dimensions[0]
    title = head(column, drawing.language)
    if _timed(column):
        scale = {"nice": False, "zero": False}
        axis = year_axis(title, drawing.language)
        return {"x": {"field": "from", "type": "quantitative", "scale": scale, "axis": axis}, "x2": {"field": "to"}}
    band = {"paddingInner": 0.2, "paddingOuter": 0.1}
    axis = {"title": title, "labelAngle": 0}
    return {"x": {"field": "full", "type": "ordinal", "sort": None, "axis": axis, "scale": band}}


def _span(point: Point, column: Column) -> Json:
    start = place(point.values[0], column)
    return {} if start is None else {"from": start, "to": start + (1 / 12 if column.name == "month" else column.step)}
