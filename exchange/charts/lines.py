"""Lines and areas over years."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from exchange.charts.drawing import Drawing, Json, Point, View, head, metric_of, number_axis, points, year_axis
from exchange.charts.series import Series, colour, piled, series, told, value_of, without
from exchange.charts.span import cut, seen
from exchange.errors import CannotShow
from exchange.tables.table import Cell, Table

FEW = 60
"""Points of a line that are marked singly."""

COUNTED = ("count", "share")
"""How the names of metrics begin that are nothing where a table has no row."""


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
    shown, seen_from = seen(found, column)
    area = mark["type"] == "area"
    ends = piled(shown) if area else [(0.0, point.figure) for point in shown]
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
    path = _path(shown, labels, column.step if metric.name.startswith(COUNTED) else 0, area)
    layers = [
        {"data": {"values": path}, **_body(mark, area)},
        _marks(table, drawing, area and len(shown) > 1, len(shown)),
    ]
    spec = {"width": drawing.width, "height": 300, "data": {"values": values}, "encoding": encoding, "layer": layers}
    return View(spec, notes=(*cut(seen_from, column.step, drawing.language), *without(found, column)))


def _path(shown: Sequence[Point], labels: Series, step: int, area: bool) -> list[Json]:
    """What a line or area goes through: with nothing on either side of years that no row tells of (`step` years lie
    between two rows; 0: no row says nothing), and in each year every series there is, for else one would hide another.
    """
    figures = {point.values: point.figure for point in shown}
    told = sorted({_year(point) for point in shown})
    edges = {after + step for after, before in pairwise(told) if step and before - after > step}
    edges |= {before - step for after, before in pairwise(told) if step and before - after > step}
    rows: list[tuple[Cell, ...]] = [(kind,) for kind in labels] or [()]
    path: list[Json] = []
    for year in sorted({*told, *edges}):
        low = 0.0
        for kind in rows:
            figure = figures.get((year, *kind), 0.0 if step or (area and kind) else None)
            if figure is not None:
                named = {"kind": labels[kind[0]]} if kind else {}
                path.append({"year": year, "low": low, "high": low + figure} | named)
                low += figure if area else 0
    return path


def _year(point: Point) -> int:
    return int(point.values[0] or 0)


def _body(mark: Json, area: bool) -> Json:
    return {"mark": mark | {"aria": False}, **({"encoding": {"y2": {"field": "low"}}} if area else {})}


def _marks(table: Table, drawing: Drawing, unseen: bool, count: int) -> Json:
    mark = {"type": "point", "filled": True, "size": 36 if count <= FEW else 6, "opacity": 0 if unseen else 1}
    return {"mark": mark, "encoding": told(table, drawing)}
