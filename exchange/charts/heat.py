"""Heat maps: two dimensions as rows and columns, the figure as colour and, where there is room, as text."""

from __future__ import annotations

from collections.abc import Sequence

from exchange.charts.classes import Classes, classes, fills, inks
from exchange.charts.drawing import Drawing, Json, Point, View, head, metric_of, only, points, tooltip
from exchange.errors import CannotShow
from exchange.tables.table import Table
from exchange.tables.text import cut, width

MOST_ROWS, MOST_COLUMNS = 60, 60
NAME_ROOM, TOP_ROOM = 14, 8


def heat(table: Table, drawing: Drawing) -> View:
    """Rows and columns in the order in which they first come; years and the like in their own."""
    if len(table.dimensions) != 2:
        raise CannotShow("a heat map needs two dimensions: take bar, or break down by two")
    found = points(table, drawing)
    down, across = (_places(found, table, place) for place in (0, 1))
    rows, columns = list(down)[:MOST_ROWS], list(across)[:MOST_COLUMNS]
    shown = [point for point in found if down[point.values[0]] < len(rows) and across[point.values[1]] < len(columns)]
    metric = metric_of(table, drawing)
    made = classes([point.figure for point in shown], drawing.theme, metric)
    side = max(14, min(64, drawing.width // len(columns)))
    x: Json = {"field": "column", "type": "ordinal", "axis": None, "scale": {"domain": list(range(len(columns)))}}
    y: Json = {"field": "row", "type": "ordinal", "axis": None, "scale": {"domain": list(range(len(rows)))}}
    values = [_cell(point, made, down, across) for point in shown]
    layers = [_cells(x, y, made, table, drawing)]
    if side >= 12 + 7 * max(len(point.text) for point in shown):
        layers.append(_figures(x, y, made, drawing))
    layers += [_row_names(y, rows, shown), _column_names(x, columns, shown, side)]
    spec = {
        "width": {"step": side},
        "height": {"step": min(side, 28)},
        "data": {"values": values},
        "layer": layers,
        "resolve": {"scale": {"color": "independent"}},
    }
    return View(spec, only(len(found), len(shown), drawing.language))


def _places(found: Sequence[Point], table: Table, at: int) -> dict[object, int]:
    keys = list(dict.fromkeys(point.values[at] for point in found))
    if table.dimensions[at].type in ("year", "month", "weekday"):
        keys.sort(key=lambda key: (key is None, key if isinstance(key, int | float) else 0))
    return {key: place for place, key in enumerate(keys)}


def _cell(point: Point, made: Classes, down: dict[object, int], across: dict[object, int]) -> Json:
    return {
        "row": down[point.values[0]],
        "column": across[point.values[1]],
        "class": made.of(point.figure),
        "text": point.text,
        "first": point.names[0],
        "second": point.names[1],
        "said": point.sentence,
    }


def _cells(x: Json, y: Json, made: Classes, table: Table, drawing: Drawing) -> Json:
    one, other = (head(column, drawing.language) for column in table.dimensions)
    metric = head(metric_of(table, drawing), drawing.language)
    return {
        "mark": {"type": "rect", "stroke": drawing.theme.background, "strokeWidth": 1},
        "encoding": {
            "x": x,
            "y": y,
            "color": fills(made, metric, drawing.theme, drawing.language),
            "tooltip": tooltip([("first", one), ("second", other), ("text", metric)]),
            "description": {"field": "said", "type": "nominal"},
        },
    }


def _figures(x: Json, y: Json, made: Classes, drawing: Drawing) -> Json:
    text = {"field": "text", "type": "nominal"}
    mark = {"type": "text", "aria": False, "fontSize": 11}
    return {"mark": mark, "encoding": {"x": x, "y": y, "text": text, "color": inks(made, drawing.theme)}}


def _row_names(y: Json, rows: Sequence[object], shown: Sequence[Point]) -> Json:
    full = {point.values[0]: point.names[0] for point in reversed(shown)}
    values = [
        {"row": place, "name": cut(full[key], NAME_ROOM), "full": full[key]}
        for place, key in enumerate(rows)
        if key in full
    ]
    mark = {"type": "text", "align": "right", "baseline": "middle", "x": 0, "dx": -8, "aria": False}
    return {"data": {"values": values}, "mark": mark, "encoding": {"y": y, **_named()}}


def _column_names(x: Json, columns: Sequence[object], shown: Sequence[Point], side: int) -> Json:
    """Level where every name fits, else slanting."""
    full = {point.values[1]: point.names[1] for point in reversed(shown)}
    values = [
        {"column": place, "name": cut(full[key], TOP_ROOM), "full": full[key]}
        for place, key in enumerate(columns)
        if key in full
    ]
    level = all(12 * width(value["name"]) <= side - 4 for value in values)  # type: ignore[arg-type]
    turned: Json = {"align": "center", "baseline": "bottom", "dy": -6}
    if not level:
        turned = {"align": "left", "baseline": "middle", "angle": 315, "dx": 6, "dy": -2}
    mark = {"type": "text", "y": 0, "aria": False, **turned}
    return {"data": {"values": values}, "mark": mark, "encoding": {"x": x, **_named()}}


def _named() -> Json:
    return {"text": {"field": "name", "type": "nominal"}, "tooltip": {"field": "full", "type": "nominal"}}
