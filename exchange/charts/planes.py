"""Shapes of the globe laid flat at the size of the picture: Albers' equal-area projection as maps of China use it."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from exchange.charts.drawing import Json

SOUTH, NORTH, MIDDLE = math.radians(25), math.radians(47), 105.0
"""The two parallels that keep their length, and the meridian that stands upright."""

_N = (math.sin(SOUTH) + math.sin(NORTH)) / 2
_C = math.cos(SOUTH) ** 2 + 2 * _N * math.sin(SOUTH)

Place = tuple[float, float]
Rings = list[list[list[Place]]]


def albers(lon: float, lat: float) -> Place:
    """x to the east, y to the south, in radii of the globe (Snyder, Map Projections, 1987, p. 98–101)."""
    away = math.sqrt(max(0.0, _C - 2 * _N * math.sin(math.radians(lat)))) / _N
    turn = _N * math.radians((lon - MIDDLE + 180) % 360 - 180)
    return away * math.sin(turn), away * math.cos(turn)


def flat_geometry(geometries: Mapping[str, Mapping[str, Any]], width: int) -> tuple[dict[str, Json], int]:
    """Each region's outline in pixels to a tenth, and the height of all; points that fall together become one."""
    flat = {code: _each(geometry, lambda place: albers(place[0], place[1])) for code, geometry in geometries.items()}
    places = [place for polygons in flat.values() for rings in polygons for ring in rings for place in ring]
    west, top = min(x for x, _ in places), min(y for _, y in places)
    scale = width / max(max(x for x, _ in places) - west, 1e-9)
    height = round(scale * (max(y for _, y in places) - top))

    def fitted(place: Sequence[float]) -> Place:
        return round((place[0] - west) * scale, 1), round((place[1] - top) * scale, 1)

    made = {
        code: _geometry([[_apart([fitted(p) for p in r]) for r in rings] for rings in polygons])
        for code, polygons in flat.items()
    }
    return made, max(1, height)


def _each(geometry: Mapping[str, Any], change: Callable[[Sequence[float]], Place]) -> Rings:
    polygons = [geometry["coordinates"]] if geometry["type"] == "Polygon" else geometry["coordinates"]
    return [[[change(place) for place in ring] for ring in rings] for rings in polygons]


def _apart(ring: list[Place]) -> list[Place]:
    """Without repeated places, and without those in the middle of a straight tenth of a pixel."""
    return [place for at, place in enumerate(ring) if at == 0 or place != ring[at - 1]]


def _geometry(polygons: Rings) -> Json:
    drawn = [kept for rings in polygons if (kept := [ring for ring in rings if len(ring) > 3])]
    return {"type": "MultiPolygon", "coordinates": drawn}
