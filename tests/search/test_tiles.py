"""Tiles of the map, against what the tile servers of the world agree on."""

from __future__ import annotations

import random

import pytest

from search.geometry import FINEST, tile_box, tile_number, tile_of


def tile(lat: float, lon: float, precision: int) -> tuple[int, int]:
    return tile_of(tile_number(lat, lon) >> 2 * (FINEST - precision), precision)


@pytest.mark.parametrize(
    ("lat", "lon", "precision", "expected"),
    [
        (0.0, 0.0, 0, (0, 0)),
        (0.0, 0.0, 1, (1, 1)),
        (39.9163, 116.3972, 10, (843, 387)),
        (52.5170365, 13.3888599, 15, (17602, 10746)),
        (-90.0, 180.0, 3, (7, 7)),
        (90.0, -180.0, 3, (0, 0)),
        (85.06, 179.9999999, 22, (4194303, 0)),
    ],
)
def test_known_tiles(lat: float, lon: float, precision: int, expected: tuple[int, int]) -> None:
    assert tile(lat, lon, precision) == expected


def test_points_lie_in_the_boxes_of_their_tiles_which_lie_in_coarser_ones() -> None:
    chance = random.Random(3)
    for _ in range(2_000):
        lat, lon = chance.uniform(-85, 85), chance.uniform(-180, 180)
        for precision in (1, 7, FINEST):
            column, row = tile(lat, lon, precision)
            box = tile_box(column, row, precision)
            assert box.west - 1e-9 <= lon <= box.east + 1e-9
            assert box.south - 1e-9 <= lat <= box.north + 1e-9
            assert tile(lat, lon, precision - 1) == (column // 2, row // 2)
