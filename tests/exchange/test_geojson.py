"""GeoJSON: cells lie where the web map says, regions have the operator's shapes, texts survive."""

from __future__ import annotations

import json
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exchange.errors import CannotShow
from exchange.shapes import Shapes
from exchange.tables import Column, geojson_bytes
from exchange.tables.tiles import box
from tests.exchange.making import COUNT, MALICIOUS, counted, dimension, table

SQUARE = {"type": "Polygon", "coordinates": [[[116, 39], [117, 39], [117, 40], [116, 40], [116, 39]]]}
LON, LAT = Column("lon", "metric", "longitude"), Column("lat", "metric", "latitude")
SHAPES = Shapes("示例测绘院", "GS(2024)0650号", {"110000": SQUARE})


@given(st.floats(-179.999, 179.999), st.floats(-85, 85), st.integers(0, 22))
def test_a_place_lies_in_the_cell_it_is_counted_in(lon: float, lat: float, zoom: int) -> None:
    """The cell is worked out by the formula of the OpenStreetMap wiki (slippy map tile names)."""
    across = 2**zoom
    x = int((lon + 180) / 360 * across)
    y = int((1 - math.asinh(math.tan(math.radians(lat))) / math.pi) / 2 * across)
    found = box(f"{zoom}/{x}/{y}")
    assert found.west - 2e-6 <= lon <= found.east + 2e-6
    assert found.south - 2e-6 <= lat <= found.north + 2e-6


NO_CELLS = ["", "3/1", "3/8/0", "3/0/8", "30/0/0", "-1/0/0", "1/0/x", "3/1/²", f"3/{'9' * 5000}/1"]


@pytest.mark.parametrize("cell", NO_CELLS)
def test_what_is_no_cell_is_refused(cell: str) -> None:
    with pytest.raises(CannotShow, match="zoom/x/y"):
        box(cell)


def test_cells_are_boxes_or_points() -> None:
    columns = [dimension("grid", "grid"), COUNT, LON, LAT]
    cells = table(columns, [("1/1/0", 5, 116.4, 39.9), ("1/0/1", 2, None, None), (None, 9, None, None)])
    boxes = json.loads(geojson_bytes(cells))["features"]
    assert boxes[0]["geometry"]["coordinates"][0] == [[0, 0], [180, 0], [180, 85.051129], [0, 85.051129], [0, 0]]
    assert boxes[2]["geometry"] is None
    points = json.loads(geojson_bytes(cells, cells="point"))["features"]
    assert [point["geometry"] and point["geometry"]["coordinates"] for point in points] == [
        [116.4, 39.9],
        [-90, pytest.approx(-42.5255645, abs=1e-6)],
        None,
    ]
    assert points[0]["properties"] == {"grid": "1/1/0", "count": 5, "lon": 116.4, "lat": 39.9}


def test_regions_have_the_shapes_of_the_operator() -> None:
    names = {"110000": {"zh-Hans": "北京市"}, "310000": {"zh-Hans": "上海市"}}
    found = json.loads(geojson_bytes(counted("region", {"110000": 3, "310000": 2}, "region", names), shapes=SHAPES))
    assert [feature["geometry"] for feature in found["features"]] == [SQUARE, None]
    assert found["features"][1]["properties"] == {"region": "310000", "region_label": "上海市", "count": 2}
    assert (found["shapes_source"], found["shapes_approval"]) == ("示例测绘院", "GS(2024)0650号")


def test_a_table_without_a_place_is_refused() -> None:
    with pytest.raises(CannotShow, match="grid"):
        geojson_bytes(counted("type", {"site": 1}))
    with pytest.raises(CannotShow, match="WENMAI_SHAPES"):
        geojson_bytes(counted("region", {"110000": 1}, "region"))


def test_malicious_text_is_read_back() -> None:
    columns = [dimension("grid", "grid"), dimension("name"), COUNT]
    found = json.loads(geojson_bytes(table(columns, [("1/0/0", text, 1) for text in MALICIOUS])))
    assert tuple(feature["properties"]["name"] for feature in found["features"]) == MALICIOUS
    assert not any("id" in feature for feature in found["features"])
