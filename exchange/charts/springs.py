"""Where the nodes of a network lie: springs along links, all nodes pushing apart (Fruchterman and Reingold, 1991)."""

from __future__ import annotations

import math
from collections.abc import Sequence

STEPS_OF_FEW, PAIRS = 220, 900_000
"""Rounds for a small network; looks at a pair of nodes for a large one."""

PARTINGS, LOOKS = 60, 400_000
"""Rounds in which circles are moved off each other, of few; looks at a pair of many."""

GOLDEN = math.pi * (3 - math.sqrt(5))
GRAVITY, LONELY = 1.8, 3.0
"""How strongly all is drawn to the middle; and how much more what is linked to nothing."""

Place = tuple[float, float]


def places(weights: Sequence[float], links: Sequence[tuple[int, int, float]]) -> list[Place]:
    """Within -1 to 1 both ways, to four digits; no chance in it: they begin on a spiral, the weightiest inmost."""
    count = len(weights)
    if count < 2:
        return [(0.0, 0.0)] * count
    at = _spiral(weights)
    pull = _strengths(links)
    linked = {end for one, other, _ in pull for end in (one, other)}
    holds = [GRAVITY if place in linked else GRAVITY * LONELY for place in range(count)]
    ideal = 1.6 / math.sqrt(count)
    steps = max(30, min(STEPS_OF_FEW, PAIRS // (count * count // 2)))
    for step in range(steps):
        push = _pushed(at, ideal)
        for one, other, strength in pull:
            apart = at[one] - at[other]
            drawn = apart * abs(apart) / ideal * strength
            push[one] -= drawn
            push[other] += drawn
        heat = 0.12 * (1 - step / steps) + 0.002
        at = [_moved(p, force - p * hold * ideal, heat) for p, force, hold in zip(at, push, holds, strict=True)]
    return _fitted(at)


def parted(at: Sequence[Place], radii: Sequence[float]) -> list[Place]:
    """The same places, moved so far that no circle lies over another, where there is room for all within -1 to 1."""
    now = [complex(*place) for place in at]
    count = len(now)
    for _ in range(min(PARTINGS, LOOKS // (count * count // 2 + 1))):
        moves = _partings(now, radii)
        if not moves:
            break
        for place, move in moves.items():
            moved = now[place] + move
            now[place] = complex(max(-1.0, min(1.0, moved.real)), max(-1.0, min(1.0, moved.imag)))
    return [(round(place.real, 4), round(place.imag, 4)) for place in now]


def _partings(at: Sequence[complex], radii: Sequence[float]) -> dict[int, complex]:
    """By how much each circle that lies over others is to move; two in one place part sideways."""
    moves: dict[int, complex] = {}
    for one, here in enumerate(at):
        for other in range(one):
            apart = here - at[other]
            lacking = radii[one] + radii[other] - abs(apart)
            if lacking > 1e-4:
                half = (apart / abs(apart) if apart else 1) * lacking / 2
                moves[one] = moves.get(one, 0j) + half
                moves[other] = moves.get(other, 0j) - half
    return moves


def _spiral(weights: Sequence[float]) -> list[complex]:
    """A sunflower's, so that no two begin in one place."""
    order = sorted(range(len(weights)), key=lambda place: (-weights[place], place))
    at = [0j] * len(weights)
    for rank, place in enumerate(order):
        angle = rank * GOLDEN
        at[place] = math.sqrt((rank + 0.5) / len(weights)) * complex(math.cos(angle), math.sin(angle))
    return at


def _strengths(links: Sequence[tuple[int, int, float]]) -> list[tuple[int, int, float]]:
    most = max((weight for *_, weight in links), default=1.0)
    return [(one, other, 0.35 + 0.65 * math.sqrt(weight / most)) for one, other, weight in links if one != other]


def _pushed(at: Sequence[complex], ideal: float) -> list[complex]:
    force = [0j] * len(at)
    square = ideal * ideal
    for one, here in enumerate(at):
        mine = 0j
        for other in range(one):
            apart = here - at[other]
            away = apart * (square / (apart.real * apart.real + apart.imag * apart.imag + 1e-6))
            mine += away
            force[other] -= away
        force[one] += mine
    return force


def _moved(place: complex, force: complex, heat: float) -> complex:
    size = abs(force)
    return place + (force if size <= heat else force * (heat / size))


def _fitted(at: Sequence[complex]) -> list[Place]:
    left, right = min(place.real for place in at), max(place.real for place in at)
    low, high = min(place.imag for place in at), max(place.imag for place in at)
    half = max(right - left, high - low, 1e-9) / 2
    middle = complex((left + right) / 2, (low + high) / 2)
    fitted = [(place - middle) / half for place in at]
    return [(round(place.real, 4), round(place.imag, 4)) for place in fitted]
