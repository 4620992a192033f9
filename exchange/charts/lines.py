"""Lines and areas over years."""

from __future__ import annotations

from exchange.charts.drawing import Drawing, Json, View, head, metric_of, number_axis, points, year_axis
from exchange.charts.series import colour, piled, series, told, value_of, without
from exchange.errors import CannotShow
from exchange.tables.table import Table

FEW = 60
"""Points of a line that are marked singly."""


def lines(table: Table, drawing: Drawing) -> View:
    return _over_years(table, drawing, {"type": "line", "strokeWidth": 2})


def areas(table: Table, drawing: Drawing) -> View:
    return _over_years(table, drawing, {"type": "area"})


def _over_years(table: Table, drawing: Drawing, mark: Json) -> View:
    """Areas of several series are piled up. What is read of a point is told by its own mark, not by the line's."""
    column, metric = table.dimensions[0], metric_of(table, drawing)
    if column.type != "year":
        raise CannotShow(f"a chart of kind {mark['type']} needs years as its first dimension: take bar")
    found = points(table, drawing)
    shown = [point for point in found if isinstance(point.values[0], int | float)]
    area = mark["type"] == "area"
    ends = piled(shown) if area else [(0, point.figure) for point in shown]
    labels = series(table, shown)
    values = [
        value_of(point, 0, labels) | {"year": point.values[0], "low": low, "high": high}
        for point, (low, high) in zip(shown, ends, strict=True)
    ]
    axis = number_axis(head(metric, drawing.language), metric, drawing.language)
    years = year_axis(head(column, drawing.language), drawing.language)
    encoding: Json = {
        "x": {"field": "year", "type": "quantitative", "scale": {"nice": False, "zero": False}, "axis": years},
        "y": {"field": "high", "type": "quantitative", "axis": axis},
        **colour(table, drawing, labels),
    }
    layers = [_body(mark, area), _marks(table, drawing, area and len(shown) > 1, len(shown))]
    spec = {"width": drawing.width, "height": 300, "data": {"values": values}, "encoding": encoding, "layer": layers}
    return View(spec, notes=without(found))


def _body(mark: Json, area: bool) -> Json:
    return {"mark": mark | {"aria": False}, **({"encoding": {"y2": {"field": "low"}}} if area else {})}


def _marks(table: Table, drawing: Drawing, unseen: bool, count: int) -> Json:
    mark = {"type": "point", "filled": True, "size": 36 if count <= FEW else 6, "opacity": 0 if unseen else 1}
    return {"mark": mark, "encoding": told(table, drawing)}
