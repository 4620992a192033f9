"""A table with a place in it as GeoJSON (RFC 7946): cells of a grid as boxes or points, regions where shapes are."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Literal

import orjson

from exchange.errors import CannotShow
from exchange.shapes import Shapes
from exchange.tables.table import Cell, Column, Table, in_language
from exchange.tables.tiles import box
from exchange.tables.words import Language

As = Literal["box", "point"]
Geometry = Mapping[str, Any] | None


def geojson_bytes(
    table: Table, language: Language = "zh-Hans", cells: As = "box", shapes: Shapes | None = None
) -> bytes:
    """One feature a row, its values and names as properties; a row without a place has no geometry.

    Regions have their shape as far as `shapes` has one. CannotShow for a table with neither a grid nor a region.
    """
    placed = table.of_type("grid") or table.of_type("region")
    if placed is None:
        raise CannotShow("GeoJSON needs a place: break down by grid, or by region where the node has region shapes")
    if placed.type == "region" and shapes is None:
        raise CannotShow("this node has no shapes of regions (WENMAI_SHAPES): break down by grid, or take another form")
    features = [
        _feature(table, row, placed, language, _geometry(table, row, placed, cells, shapes)) for row in table.rows
    ]
    return orjson.dumps({"type": "FeatureCollection", "features": features, **_about(table, placed, language, shapes)})


def _feature(table: Table, row: Sequence[Cell], placed: Column, language: Language, shape: Geometry) -> dict[str, Any]:
    identity = {} if len(table.dimensions) > 1 or row[table.at(placed)] is None else {"id": row[table.at(placed)]}
    return {"type": "Feature", **identity, "geometry": shape, "properties": _properties(table, row, language)}


def _properties(table: Table, row: Sequence[Cell], language: Language) -> dict[str, Cell]:
    said: dict[str, Cell] = {}
    for column, value in zip(table.columns, row, strict=True):
        said[column.name] = value
        if column.named:
            said[f"{column.name}_label"] = column.text(value, language)
    return said


def _geometry(table: Table, row: Sequence[Cell], placed: Column, cells: As, shapes: Shapes | None) -> Geometry:
    value = row[table.at(placed)]
    if not isinstance(value, str):
        return None
    if placed.type == "region":
        return shapes.geometry(value) if shapes else None
    if cells == "box":
        return {"type": "Polygon", "coordinates": [box(value).ring]}
    return {"type": "Point", "coordinates": list(middle(table, row, value))}


def middle(table: Table, row: Sequence[Cell], cell: str) -> tuple[float, float]:
    """Longitude and latitude of the middle of what a cell holds, where the table tells it, else of the cell."""
    lon, lat = table.of_type("longitude"), table.of_type("latitude")
    if lon and lat:
        x, y = row[table.at(lon)], row[table.at(lat)]
        if isinstance(x, int | float) and isinstance(y, int | float):
            return float(x), float(y)
    return box(cell).centre


def _about(table: Table, placed: Column, language: Language, shapes: Shapes | None) -> dict[str, Any]:
    """Foreign members, which RFC 7946 allows beside the features."""
    about = table.about
    told = {
        "title": in_language(about.title, language),
        "description": in_language(about.description, language),
        "source": about.source,
        "licence": about.licence,
        "query": about.query,
        "made": about.made.isoformat(),
        "exact": table.exact,
        "other_count": table.other,
    }
    if placed.type == "region" and shapes:
        told |= {"shapes_source": shapes.source, "shapes_approval": shapes.approval}
    return {name: value for name, value in told.items() if value != ""}
