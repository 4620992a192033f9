"""Maps: cells of a grid as boxes or circles over degrees, and regions in the shapes the operator gave."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence

from exchange.charts.classes import Classes, classes, fills
from exchange.charts.drawing import Drawing, Json, Point, View, head, metric_of, name_of, points, tooltip
from exchange.charts.planes import flat_geometry
from exchange.errors import CannotShow
from exchange.shapes import Shapes
from exchange.tables.geojson import middle
from exchange.tables.table import Column, Table
from exchange.tables.tiles import Box, box
from exchange.tables.words import Language, said
from records.vocabularies import current_region

MOST_CELLS = 20_000
TALLEST = 900


def map_of(table: Table, drawing: Drawing, as_points: bool, shapes: Shapes | None) -> View:
    if len(table.dimensions) != 1 or table.dimensions[0].type not in ("grid", "region"):
        raise CannotShow("a map needs grid, or region where there are shapes, as its one dimension")
    if table.dimensions[0].type == "region":
        if shapes is None:
            raise CannotShow("this node has no region shapes (WENMAI_SHAPES): take tilemap")
        return _regions(table, drawing, shapes)
    found = [point for point in points(table, drawing) if isinstance(point.values[0], str)]
    if len(found) > MOST_CELLS:
        raise CannotShow(f"a map shows {MOST_CELLS:,} cells, not {len(found):,}: ask for a lower precision")
    if not found:
        raise CannotShow("no row of the table has a cell to be drawn")
    return _grid(table, drawing, found, as_points)


def _grid(table: Table, drawing: Drawing, found: Sequence[Point], as_points: bool) -> View:
    """A degree of latitude is as long as one of longitude is where the map's middle lies."""
    boxes = [box(str(point.values[0])) for point in found]
    frame = _around(boxes)
    metric = metric_of(table, drawing)
    title = head(metric, drawing.language)
    made = classes([point.figure for point in found], drawing.theme, metric)
    values = [_cell(table, point, cell, made) for point, cell in zip(found, boxes, strict=True)]
    told = tooltip([("full", head(table.dimensions[0], drawing.language)), ("text", title)])
    encoding: Json = {"tooltip": told, "description": {"field": "said", "type": "nominal"}}
    if as_points:
        encoding |= _circles(frame, title, drawing)
        mark: Json = {"type": "circle", "opacity": 0.7, "stroke": drawing.theme.background, "strokeWidth": 0.5}
    else:
        encoding |= _boxes(frame) | {"color": fills(made, title, drawing.theme, drawing.language)}
        mark = {"type": "rect"}
    across = math.cos(math.radians((frame.south + frame.north) / 2)) * (frame.east - frame.west)
    height = max(160, min(TALLEST, round(drawing.width * (frame.north - frame.south) / max(across, 1e-6))))
    return View(
        {"width": drawing.width, "height": height, "data": {"values": values}, "mark": mark, "encoding": encoding}
    )


def _around(boxes: Sequence[Box]) -> Box:
    """With a little room on each side, and never less than a cell and a half."""
    west, south = min(cell.west for cell in boxes), min(cell.south for cell in boxes)
    east, north = max(cell.east for cell in boxes), max(cell.north for cell in boxes)
    across, down = 0.04 * (east - west), 0.04 * (north - south)
    return Box(west - across, south - down, east + across, north + down)


def _cell(table: Table, point: Point, cell: Box, made: Classes) -> Json:
    lon, lat = middle(table, point.row, str(point.values[0]))
    full = f"{abs(lat):.2f}°{'N' if lat >= 0 else 'S'} {abs(lon):.2f}°{'E' if lon >= 0 else 'W'}"
    edges = {"west": cell.west, "east": cell.east, "south": cell.south, "north": cell.north, "lon": lon, "lat": lat}
    told = {"figure": point.figure, "text": point.text, "full": full, "said": f"{full}: {point.text}"}
    return {**edges, **told, "class": made.of(point.figure)}


def _degrees(low: float, high: float, east: bool) -> Json:
    plus, minus = ("E", "W") if east else ("N", "S")
    label = f"format(abs(datum.value), '~r') + '°' + (datum.value < 0 ? '{minus}' : datum.value > 0 ? '{plus}' : '')"
    scale = {"domain": [low, high], "nice": False, "zero": False}
    return {"type": "quantitative", "scale": scale, "axis": {"title": None, "labelExpr": label, "tickCount": 6}}


def _boxes(frame: Box) -> Json:
    return {
        "x": {"field": "west", **_degrees(frame.west, frame.east, True)},
        "x2": {"field": "east"},
        "y": {"field": "south", **_degrees(frame.south, frame.north, False)},
        "y2": {"field": "north"},
    }


def _circles(frame: Box, title: str, drawing: Drawing) -> Json:
    size = {"field": "figure", "type": "quantitative", "scale": {"range": [12, 700]}, "legend": {"title": title}}
    return {
        "x": {"field": "lon", **_degrees(frame.west, frame.east, True)},
        "y": {"field": "lat", **_degrees(frame.south, frame.north, False)},
        "size": size,
        "color": {"value": drawing.theme.lone},
    }


def _regions(table: Table, drawing: Drawing, shapes: Shapes) -> View:
    """All shapes of the file are drawn; those without a figure are grey."""
    found = points(table, drawing)
    metric = metric_of(table, drawing)
    title = head(metric, drawing.language)
    by_code = {current_region(str(point.values[0])): point for point in found}
    placed = [point for code, point in by_code.items() if shapes.geometry(code)]
    if not placed:
        raise CannotShow("the node's shapes have none of these regions: ask for another level, or take bar")
    made = classes([point.figure for point in placed], drawing.theme, metric)
    features, height = flat_geometry(shapes.geometries, drawing.width)
    values = list(_features(features, by_code, made, table.dimensions[0], drawing.language))
    told = tooltip([("properties.full", head(table.dimensions[0], drawing.language)), ("properties.text", title)])
    colour = fills(made, title, drawing.theme, drawing.language, len(placed) < len(values))
    spec = {
        "width": drawing.width,
        "height": height,
        "data": {"values": values},
        "projection": {"type": "identity"},
        "mark": {"type": "geoshape", "stroke": drawing.theme.background, "strokeWidth": 0.7},
        "encoding": {
            "color": colour | {"field": "properties.class"},
            "tooltip": told,
            "description": {"field": "properties.said", "type": "nominal"},
        },
    }
    return View(spec, notes=(_origin(shapes, drawing.language),))


def _features(
    features: dict[str, Json], by_code: dict[str, Point], made: Classes, column: Column, language: Language
) -> Iterator[Json]:
    for code, geometry in features.items():
        point = by_code.get(code)
        full = point.names[0] if point else name_of(column.text(code, language))
        text = point.text if point else said("none here", language)
        told = {"full": full, "text": text, "said": f"{full}: {text}", "class": made.of(point.figure) if point else -1}
        yield {"type": "Feature", "geometry": geometry, "properties": told}


def _origin(shapes: Shapes, language: Language) -> str:
    colon, gap = (": ", "  ·  ") if language == "en" else ("：", "　")
    approval = f"{said('approval', language)}{colon}{shapes.approval}"
    return f"{said('shapes', language)}{colon}{shapes.source}{gap}{approval}"
