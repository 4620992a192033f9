"""Which periods followed one another: what lies between two of them, and which of them years fall in."""

from __future__ import annotations

from functools import lru_cache
from itertools import pairwise

from indexers.normalise.eras import Era, years_of
from indexers.normalise.years import Years
from records.vocabularies import periods

_MAIN_LINE = (
    "paleolithic", "neolithic", "xia", "shang", "zhou", "qin", "han", "three-kingdoms", "jin-266",
    "northern-and-southern", "sui", "tang", "five-dynasties", "song", "yuan", "ming", "qing", "republic", "prc",
)  # fmt: skip
"""The periods that followed one another; what lay beside them (Liao, Western Xia, Dali …) is not taken as between."""


def between(first: Era, last: Era) -> tuple[str, ...]:
    """The main periods from the one era to the other, both ends in it: 唐至清 runs through Song, Yuan and Ming.

    Between a named end and one told in years nothing is filled in.
    """
    if not first.periods or not last.periods:
        return (*first.periods, *last.periods)
    low, high = _after(first), _before(last)
    middle = _MAIN_LINE[low:high] if low < high else ()
    if _roots(first)[-1] == _roots(last)[0]:
        return tuple(dict.fromkeys((*first.periods, *last.periods)))
    rest, start = _SECOND_HALF.get(first.periods[-1], ()), _FIRST_HALF.get(last.periods[0], ())
    return tuple(dict.fromkeys((*first.periods, *rest, *middle, *start, *last.periods)))


_SECOND_HALF = {
    "western-zhou": ("eastern-zhou",),
    "spring-and-autumn": ("warring-states",),
    "western-han": ("eastern-han",),
    "western-jin": ("eastern-jin",),
    "northern-song": ("southern-song",),
}
"""西汉至宋 runs through Eastern Han too, and 夏至战国 through Western Zhou."""
_FIRST_HALF = {
    "eastern-zhou": ("western-zhou",),
    "spring-and-autumn": ("western-zhou",),
    "warring-states": ("western-zhou", "spring-and-autumn"),
    "eastern-han": ("western-han",),
    "eastern-jin": ("western-jin",),
    "southern-song": ("northern-song",),
}


def _after(era: Era) -> int:
    placed = [_MAIN_LINE.index(root) for root in _roots(era) if root in _MAIN_LINE]
    if placed:
        return max(placed) + 1
    return next((i for i, name in enumerate(_MAIN_LINE) if _years(name).start >= era.years.end - 10), len(_MAIN_LINE))


def _before(era: Era) -> int:
    placed = [_MAIN_LINE.index(root) for root in _roots(era) if root in _MAIN_LINE]
    if placed:
        return min(placed)
    return next((i for i, name in enumerate(_MAIN_LINE) if _years(name).end > era.years.start + 10), len(_MAIN_LINE))


def _roots(era: Era) -> list[str]:
    return [periods().path(name)[0] for name in era.periods]


def _years(name: str) -> Years:
    period = periods().get(name)
    return years_of(period) if period else Years(0, 0)


@lru_cache(maxsize=4_096)
def chinese_periods(start: int, end: int) -> tuple[str, ...]:
    """The periods of China that years fall in; () where several states stood side by side."""
    roots = [root for root in periods().roots if root.start <= end and start <= root.end]
    apart = all(a.end - b.start <= _PASSING for a, b in pairwise(roots))
    return tuple(root.id for root in roots) if apart else ()


_PASSING = 10
"""Years that two dynasties may overlap while the one gives way to the other."""
