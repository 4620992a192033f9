"""Where the nodes of a network lie: within the picture, the same each time, and not over each other."""

from __future__ import annotations

import math
import random
from itertools import combinations

import pytest

from exchange.charts.springs import parted, places


def _overlaps(at: list[tuple[float, float]], radii: list[float]) -> float:
    """By how much the two that lie most over each other do."""
    return max(
        (radii[one] + radii[other] - math.dist(at[one], at[other]) for one, other in combinations(range(len(at)), 2)),
        default=0.0,
    )


@pytest.mark.parametrize("count", [2, 12, 40, 80])
def test_circles_do_not_lie_over_each_other(count: int) -> None:
    chance = random.Random(count)
    weights = [chance.uniform(1, 100) for _ in range(count)]
    links = [(place, chance.randrange(place), chance.uniform(1, 9)) for place in range(1, count)]
    radii = [0.02 + 0.06 * weight / 100 for weight in weights]
    found = parted(places(weights, links), radii)
    assert _overlaps(found, radii) < 0.01
    assert found == parted(places(weights, links), radii)
    assert all(-1 <= axis <= 1 for place in found for axis in place)


def test_two_in_one_place_part() -> None:
    assert _overlaps(parted([(0.2, 0.2), (0.2, 0.2)], [0.1, 0.1]), [0.1, 0.1]) < 0.001


def test_places_that_are_apart_stay() -> None:
    at = [(-0.5, 0.0), (0.5, 0.25)]
    assert parted(at, [0.1, 0.1]) == at


def test_none_and_one() -> None:
    assert parted([], []) == []
    assert parted([(0.0, 0.0)], [0.5]) == [(0.0, 0.0)]
