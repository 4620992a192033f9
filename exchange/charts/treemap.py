"""Treemaps: a tree as rectangles inside rectangles, each as large as its figure."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from exchange.charts.drawing import Drawing, Json, Point, View, head, metric_of, name_of, only, points, tooltip
from exchange.charts.squares import Rect, squarified
from exchange.errors import CannotShow
from exchange.tables.table import Table
from exchange.tables.text import cut
from exchange.tables.words import said
from records.vocabularies import Vocabulary, categories, periods, regions, vocabulary

MOST = 300
HEIGHT = 460
HEAD = 20
"""Pixels of a group's rectangle that bear its name."""

_VOCABULARIES = {"category": "categories", "region": "regions", "period": "periods"}
_PATHS: Mapping[str, Callable[[str], tuple[str, ...]]] = {
    "category": lambda value: categories().path(value),
    "region": lambda value: tuple(code for code in regions().path(value) if code != "100000"),
    "period": lambda value: periods().path(value),
}


def treemap(table: Table, drawing: Drawing) -> View:
    """Groups are the first dimension of two; of one, the roots of its tree. A row that others lie under is left out."""
    found = [point for point in _leaves(table, points(table, drawing)) if point.figure > 0]
    if not found:
        raise CannotShow("a treemap needs figures above nothing: take bar")
    shown = sorted(found, key=lambda point: -point.figure)[:MOST]
    groups: dict[str, list[Point]] = {}
    for point in shown:
        groups.setdefault(_group(table, point, drawing), []).append(point)
    ordered = sorted(groups.items(), key=lambda pair: -sum(point.figure for point in pair[1]))
    alone = all(len(inside) == 1 for _, inside in ordered) or len(ordered) == 1
    boxes = squarified([sum(p.figure for p in inside) for _, inside in ordered], Rect(0, 0, drawing.width, HEIGHT))
    leaves: list[Json] = []
    heads: list[Json] = []
    for place, ((name, inside), outer) in enumerate(zip(ordered, boxes, strict=True)):
        room = outer if alone else outer.below(HEAD)
        if not alone:
            heads.append(_corner(outer) | {"name": cut(name, max(0, outer.width - 10) / 12), "full": name})
        inner = squarified([point.figure for point in inside], room)
        leaves += [_leaf(point, rect, place) for point, rect in zip(inside, inner, strict=True)]
    spec = {"width": drawing.width, "height": HEIGHT, "layer": _layers(leaves, heads, table, drawing)}
    return View(spec, only(len(found), MOST, drawing.language))


def _leaves(table: Table, found: Sequence[Point]) -> list[Point]:
    """Without rows that are counted again in rows below them."""
    path = _PATHS.get(table.dimensions[-1].type)
    if path is None or len(table.dimensions) > 1:
        return list(found)
    above = {step for point in found for step in path(str(point.values[0]))[:-1]}
    return [point for point in found if point.values[0] not in above]


def _group(table: Table, point: Point, drawing: Drawing) -> str:
    if len(table.dimensions) > 1:
        return point.names[0]
    column = table.dimensions[0]
    path = _PATHS[column.type](str(point.values[0])) if column.type in _PATHS else ()
    if not path:
        return said("unknown", drawing.language) if point.values[0] is None else ""
    named: Vocabulary[Any] = vocabulary(_VOCABULARIES[column.type])
    return (
        name_of(column.text(path[0], drawing.language))
        if path[0] in column.labels
        else named.label(path[0], drawing.language)
    )


def _corner(rect: Rect) -> Json:
    return {"x": rect.x, "y": rect.y, "x2": rect.x + rect.width, "y2": rect.y + rect.height}


def _leaf(point: Point, rect: Rect, group: int) -> Json:
    """Name and figure as far as they fit, the whole when pointed at."""
    name, room = point.names[-1], (rect.width - 10) / 12
    short = cut(name, room) if rect.height >= 20 and room >= 2 else ""
    figure = point.text if rect.height >= 38 and rect.width >= 8 * len(point.text) + 10 else ""
    told = {"full": " · ".join(point.names), "text": point.text, "said": point.sentence}
    return {**_corner(rect), **told, "name": short, "shown": figure, "group": group % 6}


def _layers(leaves: list[Json], heads: list[Json], table: Table, drawing: Drawing) -> list[Json]:
    names = " · ".join(head(column, drawing.language) for column in table.dimensions)
    told = tooltip([("full", names), ("text", head(metric_of(table, drawing), drawing.language))])
    x, y = _place("x", drawing.width, False), _place("y", HEIGHT, True)
    fills = {"domain": list(range(6)), "range": list(_shades(drawing))}
    rects = {
        "mark": {"type": "rect", "stroke": drawing.theme.background, "strokeWidth": 1.5},
        "encoding": {
            "x": x,
            "y": y,
            "x2": {"field": "x2"},
            "y2": {"field": "y2"},
            "color": {"field": "group", "type": "nominal", "scale": fills, "legend": None},
            "tooltip": told,
            "description": {"field": "said", "type": "nominal"},
        },
    }
    ink = drawing.theme.background
    inside: list[Json] = [{"data": {"values": leaves}, **rects}]
    for field, down, size in (("name", 13, 12), ("shown", 29, 11)):
        inside.append({"data": _only(leaves, field), **_text(field, x, y, down, ink, size)})
    if heads:
        inside.append({"data": {"values": heads}, **_text("name", x, y, 11, drawing.theme.ink, 12, bold=True)})
    return inside


def _only(leaves: list[Json], field: str) -> Json:
    """Those that have such a text, and no more of them than where it stands: each text is measured when drawn."""
    return {"values": [{name: leaf[name] for name in ("x", "y", field)} for leaf in leaves if leaf[field]]}


def _shades(drawing: Drawing) -> tuple[str, ...]:
    return LIGHT_GROUPS if not drawing.dark else DARK_GROUPS


LIGHT_GROUPS = ("#9e2b20", "#44548a", "#8a5a1c", "#4c110a", "#5d5aa8", "#3f6b4f")
DARK_GROUPS = ("#ef8d78", "#a29ef9", "#f5ed81", "#54c3d6", "#d9a06a", "#9fce9f")
"""Dark enough, or light enough, for the names that stand upon them."""


def _place(field: str, end: float, down: bool) -> Json:
    scale = {"domain": [0, end], "nice": False, "zero": False, **({"reverse": True} if down else {})}
    return {"field": field, "type": "quantitative", "axis": None, "scale": scale}


def _text(field: str, x: Json, y: Json, down: int, ink: str, size: int, bold: bool = False) -> Json:  # noqa: PLR0913
    weight = {"fontWeight": "bold"} if bold else {}
    mark = {"type": "text", "align": "left", "baseline": "middle", "dx": 5, "dy": down, "aria": False, "color": ink}
    text = {"field": field, "type": "nominal"}
    return {"mark": mark | {"fontSize": size} | weight, "encoding": {"x": x, "y": y, "text": text}}
