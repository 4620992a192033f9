"""Distances and tiles on the Earth, measured the same way whichever engine finds the records."""

from __future__ import annotations

from math import asin, asinh, atan, cos, degrees, floor, pi, radians, sin, sinh, sqrt, tan

from search.query import Box, Point

EARTH_KM = 6371.0088

FINEST = 22
"""The precision tiles are kept at: cells of ten metres. A coarser tile is a stretch of finer ones' numbers."""

TINY = 10_000_000
"""Parts of a degree that points are added up in: about a centimetre."""

_MOST_NORTH = 85.0511287798066


def distance_km(start: Point, lat: float, lon: float) -> float:
    """Great circle, by the haversine formula."""
    north, south = radians(start.lat), radians(lat)
    half = sin((south - north) / 2) ** 2 + cos(north) * cos(south) * sin(radians(lon - start.lon) / 2) ** 2
    return 2 * EARTH_KM * asin(min(1.0, sqrt(half)))


def tile_number(lat: float, lon: float) -> int:
    """The finest web-mercator tile of a point, the bits of its column and row interleaved.

    Points nearer to a pole than the map goes lie in its outermost row.
    """
    side = 1 << FINEST
    north = min(max(lat, -_MOST_NORTH), _MOST_NORTH)
    column = floor((lon + 180) / 360 * side)
    row = floor((1 - asinh(tan(radians(north))) / pi) / 2 * side)
    return _spaced(min(max(column, 0), side - 1)) | _spaced(min(max(row, 0), side - 1)) << 1


def tile_of(number: int, precision: int) -> tuple[int, int]:
    """Column and row of a tile from its number at this precision."""
    columns = sum((number >> 2 * bit & 1) << bit for bit in range(precision))
    rows = sum((number >> 2 * bit + 1 & 1) << bit for bit in range(precision))
    return columns, rows


def tile_box(column: int, row: int, precision: int) -> Box:
    side = 1 << precision
    west, east = (edge / side * 360 - 180 for edge in (column, column + 1))
    north, south = (degrees(atan(sinh(pi * (1 - 2 * edge / side)))) for edge in (row, row + 1))
    return Box(west, south, east, north)


def _spaced(bits: int) -> int:
    """The bits of a whole number below 2³², each a place farther apart."""
    for shift, mask in _SPREADS:
        bits = (bits | bits << shift) & mask
    return bits


_SPREADS = (
    (16, 0x0000FFFF0000FFFF),
    (8, 0x00FF00FF00FF00FF),
    (4, 0x0F0F0F0F0F0F0F0F),
    (2, 0x3333333333333333),
    (1, 0x5555555555555555),
)
