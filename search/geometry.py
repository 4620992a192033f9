"""Distances on the Earth, measured the same way whichever engine finds the records."""

from __future__ import annotations

from math import asin, cos, radians, sin, sqrt

from search.query import Point

EARTH_KM = 6371.0088


def distance_km(start: Point, lat: float, lon: float) -> float:
    """Great circle, by the haversine formula."""
    north, south = radians(start.lat), radians(lat)
    half = sin((south - north) / 2) ** 2 + cos(north) * cos(south) * sin(radians(lon - start.lon) / 2) ** 2
    return 2 * EARTH_KM * asin(min(1.0, sqrt(half)))
