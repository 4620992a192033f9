"""Rectangles of given sizes in a rectangle, each as near to a square as can be (Bruls, Huizing and van Wijk, 2000)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Rect:
    """Pixels from the upper left."""

    x: float
    y: float
    width: float
    height: float

    def below(self, head: float) -> Rect:
        """Without a strip at its top, where it is high enough for one."""
        if self.height < 2 * head:
            return self
        return Rect(self.x, self.y + head, self.width, self.height - head)


def squarified(sizes: Sequence[float], room: Rect) -> list[Rect]:
    """One for each size, in the order given (largest first looks best), to a hundredth of a pixel."""
    total = sum(sizes)
    scale = room.width * room.height / total if total > 0 else 0
    return [_rounded(rect) for rect in _rows([size * scale for size in sizes], room)]


def _rows(areas: Sequence[float], room: Rect) -> Iterator[Rect]:
    start = 0
    while start < len(areas):
        short = max(min(room.width, room.height), 1e-9)
        end = start + 1
        while end < len(areas) and _worst(areas[start : end + 1], short) <= _worst(areas[start:end], short):
            end += 1
        yield from _row(areas[start:end], room)
        room = _rest(areas[start:end], room)
        start = end


def _worst(areas: Sequence[float], short: float) -> float:
    """How far from a square the worst of a row would be: the longer side over the shorter."""
    total = sum(areas)
    low, high = min(areas), max(areas)
    if low <= 0:
        return float("inf")
    return max(short * short * high / (total * total), total * total / (short * short * low))


def _row(areas: Sequence[float], room: Rect) -> Iterator[Rect]:
    """Along the shorter side."""
    lying = room.width < room.height
    long = room.width if lying else room.height
    thick = sum(areas) / max(long, 1e-9)
    along = 0.0
    for area in areas:
        size = area / thick if thick > 0 else 0
        if lying:
            yield Rect(room.x + along, room.y, size, thick)
        else:
            yield Rect(room.x, room.y + along, thick, size)
        along += size


def _rest(areas: Sequence[float], room: Rect) -> Rect:
    if room.width < room.height:
        thick = sum(areas) / max(room.width, 1e-9)
        return Rect(room.x, room.y + thick, room.width, max(0, room.height - thick))
    thick = sum(areas) / max(room.height, 1e-9)
    return Rect(room.x + thick, room.y, max(0, room.width - thick), room.height)


def _rounded(rect: Rect) -> Rect:
    return Rect(round(rect.x, 2), round(rect.y, 2), round(rect.width, 2), round(rect.height, 2))
