"""The operator's file of region shapes: GeoJSON that names its source and its approval number."""

from __future__ import annotations

import gzip
import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import orjson

from exchange.errors import ShapesInvalid
from records.vocabularies import regions

LARGEST_FILE = 64 * 1024 * 1024
"""Bytes, unpacked."""

CODES = ("code", "adcode", "gb", "id")
"""Properties that may hold a region's code; the first that is there is taken."""

_DEPTHS = {"Polygon": 1, "MultiPolygon": 2}
_SHOWN = 5
_WANTED = {"source": "who published the shapes", "approval": "their approval number, as 审图号 GS(2024)0650号"}


@dataclass(frozen=True, slots=True)
class Shapes:
    """Shapes by region code; `source` and `approval` stand under every map drawn from them."""

    source: str
    approval: str
    geometries: Mapping[str, Mapping[str, Any]] = field(repr=False)

    def geometry(self, code: str) -> Mapping[str, Any] | None:
        return self.geometries.get(code)


def read_shapes(path: Path) -> Shapes:
    """A GeoJSON file, plain or gzip, whose features have a property `code` and whose top holds `source` and `approval`.

    ShapesInvalid names the file, the features and how to mend them, all that are wrong at once.
    """
    known = _read(path)
    told = [_told(path, known, name) for name in ("source", "approval")]
    features = known.get("features")
    if known.get("type") != "FeatureCollection" or not isinstance(features, list) or not features:
        raise ShapesInvalid(f'{path}: must be a GeoJSON FeatureCollection with at least one feature ("features": […])')
    faults = [fault for fault in _faults(features) if fault]
    if faults:
        more = f"; and {len(faults) - _SHOWN} more" if len(faults) > _SHOWN else ""
        raise ShapesInvalid(f"{path}: {'; '.join(faults[:_SHOWN])}{more}")
    return Shapes(told[0], told[1], {_code(feature): feature["geometry"] for feature in features})


def _read(path: Path) -> dict[str, Any]:
    try:
        packed = path.read_bytes()
        content = _unpacked(packed) if packed[:2] == b"\x1f\x8b" else packed
        if len(content) > LARGEST_FILE:
            raise ShapesInvalid(f"{path}: larger than {LARGEST_FILE // 2**20} MB unpacked: simplify the outlines")
        known = orjson.loads(content.removeprefix(b"\xef\xbb\xbf"))
    except (OSError, EOFError) as error:
        raise ShapesInvalid(f"{path}: cannot be read: {error}") from error
    except orjson.JSONDecodeError as error:
        raise ShapesInvalid(f"{path}: no JSON: {error}") from error
    if not isinstance(known, dict):
        raise ShapesInvalid(f"{path}: must be a GeoJSON FeatureCollection, not a {type(known).__name__}")
    return known


def _unpacked(packed: bytes) -> bytes:
    """No more than a byte past the limit, however much a small file would grow to."""
    with gzip.open(io.BytesIO(packed)) as stream:
        return stream.read(LARGEST_FILE + 1)


def _told(path: Path, known: Mapping[str, Any], name: str) -> str:
    text = known.get(name)
    if not isinstance(text, str) or not text.strip():
        raise ShapesInvalid(f'{path}: must say {_WANTED[name]}, in a member "{name}" beside "features"')
    return text.strip()


def _code(feature: Mapping[str, Any]) -> str:
    """Of the feature's properties or its id; empty where there is none."""
    properties = feature.get("properties") or {}
    found = next((properties[name] for name in CODES if properties.get(name)), feature.get("id", ""))
    return str(found)[:6]


def _faults(features: Sequence[Any]) -> Iterator[str]:
    """What is wrong with each feature; empty where nothing is."""
    seen: dict[str, int] = {}
    for place, feature in enumerate(features):
        if not isinstance(feature, dict) or not isinstance(feature.get("properties") or {}, dict):
            yield f"feature {place} is no GeoJSON feature"
            continue
        code = _code(feature)
        if code in seen:
            yield f"feature {place} has the code {code} of feature {seen[code]}"
        seen[code] = place
        yield _code_fault(place, code)
        yield _shape_fault(place, feature.get("geometry"))


def _code_fault(place: int, code: str) -> str:
    if not code:
        return f"feature {place} has no region code: give it a property {CODES[0]!r}"
    return "" if code in regions() else f"feature {place}: {code!r} is no code of GB/T 2260"


def _shape_fault(place: int, geometry: Any) -> str:
    if not isinstance(geometry, dict) or geometry.get("type") not in _DEPTHS:
        return f"feature {place} must have a Polygon or MultiPolygon as geometry"
    depth = _DEPTHS[geometry["type"]]
    if not _in_degrees(geometry.get("coordinates"), depth):
        return f"feature {place} has coordinates that are not rings of [longitude, latitude] in degrees"
    return ""


def _in_degrees(value: Any, depth: int) -> bool:
    """Rings that came out of simplifying as a line there and back again are let pass: they draw nothing."""
    if depth:
        return isinstance(value, list) and bool(value) and all(_in_degrees(part, depth - 1) for part in value)
    return isinstance(value, list) and len(value) >= 3 and all(_point(place) for place in value)


def _point(place: Any) -> bool:
    if not isinstance(place, list) or len(place) < 2:
        return False
    lon, lat = place[:2]
    return isinstance(lon, int | float) and isinstance(lat, int | float) and abs(lon) <= 180 and abs(lat) <= 90
