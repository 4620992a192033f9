"""The operator's file of region shapes: read, or refused in words that say where and how to mend it."""

from __future__ import annotations

import gzip
import json
from pathlib import Path
from typing import Any

import pytest

from exchange.errors import ShapesInvalid
from exchange.shapes import LARGEST_FILE, read_shapes
from tests.shared_folder import shared_file

RING = [[116, 39], [117, 39], [117, 40], [116, 40], [116, 39]]


def _feature(code: str = "110000", **changes: Any) -> dict[str, Any]:
    return {"properties": {"code": code}, "geometry": {"type": "Polygon", "coordinates": [RING]}} | changes


def _file(tmp_path: Path, *features: Any, **changes: Any) -> Path:
    path = tmp_path / "shapes.geojson"
    known = {"type": "FeatureCollection", "source": "测绘院", "approval": "GS(2024)0650号", "features": list(features)}
    path.write_text(json.dumps({name: value for name, value in (known | changes).items() if value is not None}))
    return path


def test_shapes_are_found_by_code(tmp_path: Path) -> None:
    found = read_shapes(_file(tmp_path, _feature(), _feature("310000")))
    assert (found.source, found.approval) == ("测绘院", "GS(2024)0650号")
    assert found.geometry("310000") == {"type": "Polygon", "coordinates": [RING]}
    assert found.geometry("440000") is None


def test_a_packed_file_and_another_name_for_the_code(tmp_path: Path) -> None:
    plain = _file(tmp_path, _feature(properties={"adcode": 110000}))
    packed = tmp_path / "shapes.geojson.gz"
    packed.write_bytes(gzip.compress(plain.read_bytes()))
    assert read_shapes(packed) == read_shapes(plain)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"source": None}, '"source"'),
        ({"approval": " "}, '"approval".*|.*审图号'),
        ({"features": []}, "at least one feature"),
        ({"type": "Feature"}, "FeatureCollection"),
        ({"features": [_feature(properties={})]}, "feature 0 has no region code"),
        ({"features": [_feature(), _feature("999999")]}, "feature 1: '999999' is no code of GB/T 2260"),
        ({"features": [_feature(), _feature()]}, "feature 1 has the code 110000 of feature 0"),
        ({"features": [_feature(geometry={"type": "Point", "coordinates": [1, 2]})]}, "Polygon or MultiPolygon"),
        ({"features": [_feature(geometry=None)]}, "Polygon or MultiPolygon"),
        ({"features": [_feature(geometry={"type": "Polygon", "coordinates": [[[1e9, 2]] * 4]})]}, "in degrees"),
        ({"features": [_feature(geometry={"type": "Polygon", "coordinates": [[["a", 2]] * 4]})]}, "in degrees"),
        ({"features": [_feature(geometry={"type": "MultiPolygon", "coordinates": [RING]})]}, "in degrees"),
        ({"features": ["x", 5]}, "feature 0 is no GeoJSON feature; feature 1"),
        ({"features": [_feature("999999")] * 9}, "and 12 more"),
    ],
)
def test_a_bad_file_is_refused_by_what_is_wrong(tmp_path: Path, change: dict[str, Any], said: str) -> None:
    with pytest.raises(ShapesInvalid, match=said) as refused:
        read_shapes(_file(tmp_path, _feature(), **change))
    assert "shapes.geojson" in str(refused.value)


@pytest.mark.parametrize("content", [b"", b"\x1f\x8bbroken", b"[1]", b"{", b"\xff\xfe", b"\x1f\x8b\x08\x00short"])
def test_what_is_no_geojson_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "broken.geojson"
    path.write_bytes(content)
    with pytest.raises(ShapesInvalid, match=r"broken\.geojson"):
        read_shapes(path)


def test_a_file_that_grows_without_end_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "bomb.gz"
    path.write_bytes(gzip.compress(b" " * (LARGEST_FILE + 2), 1))
    with pytest.raises(ShapesInvalid, match="64 MB"):
        read_shapes(path)


def test_no_file_at_all(tmp_path: Path) -> None:
    with pytest.raises(ShapesInvalid, match="cannot be read"):
        read_shapes(tmp_path / "missing.geojson")


@pytest.mark.shared
def test_real_provinces_are_read(tmp_path: Path) -> None:
    packed = shared_file("geo-china-provinces.geojson.gz")
    known = json.loads(gzip.decompress(packed.read_bytes())) | {"source": "Apache ECharts", "approval": "无（测试用）"}
    path = tmp_path / "provinces.geojson"
    path.write_text(json.dumps(known))
    assert len(read_shapes(path).geometries) == 34
