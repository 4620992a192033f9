"""Cells of the web-map grid: `zoom/x/y` to the box of degrees it covers (spherical Mercator, y from the north)."""

from __future__ import annotations

import math
from dataclasses import dataclass

from exchange.errors import CannotShow
from exchange.tables.words import Language

DEEPEST = 29


@dataclass(frozen=True, slots=True)
class Box:
    """Degrees, WGS 84."""

    west: float
    south: float
    east: float
    north: float

    @property
    def centre(self) -> tuple[float, float]:
        """Longitude, latitude."""
        return round((self.west + self.east) / 2, 6), round((self.south + self.north) / 2, 6)

    @property
    def ring(self) -> list[list[float]]:
        """Closed and counter-clockwise, as GeoJSON wants it."""
        corners = [self.west, self.south], [self.east, self.south], [self.east, self.north], [self.west, self.north]
        return [*corners, [self.west, self.south]]


def box(cell: str) -> Box:
    """The box of a cell, to a millionth of a degree; CannotShow for what is no cell."""
    zoom, x, y = _read(cell)
    across = 1 << zoom
    west, east = (column / across * 360 - 180 for column in (x, x + 1))
    north, south = (_latitude(row / across) for row in (y, y + 1))
    return Box(round(west, 6), round(south, 6), round(east, 6), round(north, 6))


def _read(cell: str) -> tuple[int, int, int]:
    parts = cell.split("/")
    if len(parts) == 3 and all(part.isascii() and part.isdigit() for part in parts):
        zoom, x, y = (int(part[:10]) for part in parts)
        if zoom <= DEEPEST and max(x, y) < 1 << zoom:
            return zoom, x, y
    raise CannotShow(f"{cell[:40]!r} is no cell of the grid: zoom/x/y with zoom up to {DEEPEST}, x and y below 2^zoom")


def _latitude(down: float) -> float:
    return math.degrees(math.atan(math.sinh(math.pi * (1 - 2 * down))))


def cell_name(cell: str, language: Language) -> str:
    """As people read it, by its degrees: 北纬30–35°，东经108–113°; what is no cell as it is."""
    try:
        found = box(cell)
    except CannotShow:
        return cell
    down = _ends(found.south, found.north, *_SIDES[language][:2])
    across = _ends(found.west, found.east, *_SIDES[language][2:])
    return f"{down}, {across}" if language == "en" else f"{down}，{across}"


_SIDES = {
    "zh-Hans": ("北纬", "南纬", "东经", "西经"),
    "zh-Hant": ("北緯", "南緯", "東經", "西經"),
    "en": ("N", "S", "E", "W"),
}


def _ends(low: float, high: float, above: str, below: str) -> str:
    """Of a cell that ends at 0 both ends are on one side; none but that of the whole world lies on both."""
    beyond = low < 0 < high
    side = below if high <= 0 else above
    ends = (f"{low:.4g}", f"{high:.4g}") if beyond else sorted((f"{abs(low):.4g}", f"{abs(high):.4g}"), key=float)
    told = "–".join(ends)
    return f"{told}°{side}" if len(side) == 1 else f"{side}{told}°"
