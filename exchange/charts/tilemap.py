"""The tile-grid map: the 34 provincial divisions as tiles of one size, each roughly where it lies."""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files

from exchange.charts.classes import Classes, classes, fills, inks
from exchange.charts.drawing import Drawing, Json, Point, View, head, metric_of, points, tooltip
from exchange.errors import CannotShow
from exchange.tables.table import Table
from exchange.tables.text import cut, width
from exchange.tables.words import Language, number, said
from records.vocabularies import current_region, regions

SIDE = 68
SHOWN_LEFT_OUT = 4

_ENDINGS = ("特别行政区", "特別行政區", "壮族自治区", "壯族自治區", "回族自治区", "回族自治區")
_MORE_ENDINGS = ("维吾尔自治区", "維吾爾自治區", "自治区", "自治區", "省", "市")


@cache
def layout() -> Mapping[str, tuple[int, int]]:
    """Column and row of each division by its code; the west and the north are 0."""
    with files(__package__).joinpath("tile_layout.csv").open(encoding="utf-8") as lines:
        return {row["code"]: (int(row["column"]), int(row["row"])) for row in csv.DictReader(lines)}


def tiles(table: Table, drawing: Drawing) -> View:
    """CannotShow for regions below the province: these have no tile."""
    if len(table.dimensions) != 1 or table.dimensions[0].type != "region":
        raise CannotShow("a tile map needs region as its one dimension")
    found = points(table, drawing)
    placed = {_code(point): point for point in found if _code(point) in layout()}
    if found and not placed:
        raise CannotShow("a tile map shows provinces: ask for level=province")
    metric = metric_of(table, drawing)
    made = classes([point.figure for point in placed.values()], drawing.theme, metric)
    values = [_tile(code, at, placed.get(code), made, drawing.language) for code, at in layout().items()]
    title = head(metric, drawing.language)
    told = tooltip([("full", head(table.dimensions[0], drawing.language)), ("text", title)])
    empty = len(placed) < len(values)
    square: Json = {
        "mark": {"type": "rect", "width": SIDE - 4, "height": SIDE - 4, "cornerRadius": 3},
        "encoding": {
            "color": fills(made, title, drawing.theme, drawing.language, empty),
            "tooltip": told,
            "description": {"field": "said", "type": "nominal"},
        },
    }
    layers = [
        square,
        _text("name", -9, made, drawing, {"field": "size", "type": "quantitative", "scale": None, "legend": None}),
        _text("text", 11, made, drawing, {"value": 11}),
    ]
    spec = {
        "width": 9 * SIDE,
        "height": 8 * SIDE,
        "data": {"values": values},
        "encoding": {"x": _place("column", 9), "y": _place("row", 8)},
        "layer": layers,
        "resolve": {"scale": {"color": "independent"}},
    }
    return View(spec, notes=_left_out([point for point in found if _code(point) not in layout()], drawing.language))


def _code(point: Point) -> str:
    return current_region(str(point.values[0]))


def _tile(code: str, at: tuple[int, int], point: Point | None, made: Classes, language: Language) -> Json:
    full = point.names[0] if point else regions().label(code, language)
    text = point.text if point else said("none here", language)
    return {
        "column": at[0] + 0.5,
        "row": at[1] + 0.5,
        "class": made.of(point.figure) if point else -1,
        "name": cut(short_name(full), 8),
        "size": _size(cut(short_name(full), 8)),
        "full": full,
        "text": text if point else "–",
        "said": f"{full}: {text}",
    }


def short_name(name: str) -> str:
    """A division's name without what kind it is: 广西壮族自治区 is 广西."""
    for ending in (*_ENDINGS, *_MORE_ENDINGS):
        if name.endswith(ending) and len(name) > len(ending) + 1:
            return name.removesuffix(ending)
    return name


def _place(field: str, count: int) -> Json:
    scale = {"domain": [0, count], "nice": False, "zero": False, **({"reverse": True} if field == "row" else {})}
    return {"field": field, "type": "quantitative", "axis": None, "scale": scale}


def _size(name: str) -> float:
    """Of letters, so that a long name still fits its tile."""
    return round(max(8.2, min(13.0, (SIDE - 12) / max(width(name), 1))), 1)


def _text(field: str, down: int, made: Classes, drawing: Drawing, size: Json) -> Json:
    mark = {"type": "text", "dy": down, "aria": False}
    text = {"field": field, "type": "nominal"}
    return {"mark": mark, "encoding": {"text": text, "size": size, "color": inks(made, drawing.theme)}}


def _left_out(left: Sequence[Point], language: Language) -> tuple[str, ...]:
    if not left:
        return ()
    names = "; ".join(point.sentence for point in left[:SHOWN_LEFT_OUT])
    return (said("unplaced", language, count=number(len(left)), names=names),)
