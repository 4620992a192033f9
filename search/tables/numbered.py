"""Dimensions of numbers: years, tiles of a map, days of events."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from fractions import Fraction
from itertools import accumulate

from search.breakdown import INTERVALS, MOST_CELLS, Days, Tiles, Years
from search.geometry import FINEST, tile_of
from search.indexed import LAST_DAY, YEARS
from search.query import Terms
from search.results import Margin
from search.tables.asks import Ask, Binned, Key, Told
from search.tables.laying import Amount, Laid, Layer, Row, too_many

MOST_BY_ITSELF = 100
"""Stretches of years that most records make where none were asked for by their length."""

MOST_AT_ALL = 5_000
OUTLYING = 1
"""Per cent of the records, at either end, that are not most of them."""

CENTRE = ("lat_tiny", "lon_tiny")

_PLACED = (Terms("has", ("location",)),)
"""Most records have no place, and need not be looked at."""


def years(dimension: Years, empty: bool) -> Layer:
    """Every year there is is counted, whatever the interval: there are few, and an interval is chosen by them."""
    by = ("year_start", "year_end") if dimension.by == "overlap" else ("year_start",)

    def lay(told: Sequence[Told], whole: Told) -> Laid:
        starts, ends, lacking = _numbers(told[0]), _numbers(told[-1]), whole.lacking["year_start"]
        if not starts:
            return _laid_years(dimension, {}, lacking)
        settled = replace(dimension, interval=dimension.interval or _interval(starts, ends))
        return _laid_years(settled, _stretches(settled, starts, ends, empty), lacking)

    return Layer(tuple(Ask((every_year(field),)) for field in by), lay, "year_start")


def every_year(field: str) -> Binned:
    return Binned(field, 1, -YEARS, YEARS - 1)


def _numbers(told: Told) -> Mapping[int, int]:
    return {int(cell.keys[0]): cell.number for cell in told.cells}


def _interval(starts: Mapping[int, int], ends: Mapping[int, int]) -> int:
    """The finest that shows most records well; a few from the stone age may need more stretches, but not any number."""
    most, whole = (_reach(starts, ends, Fraction(rank, 100)) for rank in (OUTLYING, 0))
    fitting = (width for width in INTERVALS if _fits(width, most, MOST_BY_ITSELF) and _fits(width, whole, MOST_AT_ALL))
    return next(fitting, INTERVALS[-1])


def _fits(width: int, reach: tuple[int, int], most: int) -> bool:
    return reach[1] // width - reach[0] // width < most


def _reach(starts: Mapping[int, int], ends: Mapping[int, int], outlying: Fraction) -> tuple[int, int]:
    """From the earliest start to the latest end, a part of the records left aside at either."""
    return _ranked(starts, outlying, backwards=False), _ranked(ends, outlying, backwards=True)


def _ranked(counts: Mapping[int, int], outlying: Fraction, *, backwards: bool) -> int:
    left = outlying * sum(counts.values())
    for year in sorted(counts, reverse=backwards):
        left -= counts[year]
        if left < 0:
            return year
    raise ValueError(outlying)


def _stretches(dimension: Years, starts: Mapping[int, int], ends: Mapping[int, int], empty: bool) -> dict[int, int]:
    """Records by stretch, told by number. Those that overlap one have begun by then, and not ended before."""
    width = dimension.interval or 1
    first, last = min(starts) // width, max(ends) // width
    overlaps = dimension.by == "overlap"
    if (overlaps or empty) and last - first >= MOST_CELLS:
        raise too_many("interval", last - first + 1, "take a longer interval, or narrow the years")
    begun = _binned(starts, width)
    if overlaps:
        steps, left = begun, _binned(ends, width)
        running = accumulate(steps[number] - left[number - 1] for number in range(first, last + 1))
        begun = Counter(dict(zip(range(first, last + 1), running, strict=True)))
    shown: Iterable[int] = range(first, last + 1) if empty else sorted(number for number in begun if begun[number])
    return {number: begun[number] for number in shown}


def _binned(counts: Mapping[int, int], width: int) -> Counter[int]:
    binned: Counter[int] = Counter()
    for year, count in counts.items():
        binned[year // width] += count
    return binned


def _laid_years(dimension: Years, counts: Mapping[int, int], lacking: int) -> Laid:
    width = dimension.interval or 1
    ends = (min(counts), max(counts)) if counts else (0, 0)
    axes = tuple(Binned(field, width, *ends) for field in ("year_start", "year_end")[: 1 + (dimension.by == "overlap")])

    def read(keys: tuple[Key, ...]) -> Collection[Row]:
        return range(int(keys[0]) * width, (int(keys[-1]) + 1) * width, width)

    amounts: dict[Row, Amount] = {number * width: Amount(count) for number, count in counts.items()}
    return Laid(dimension, amounts, Margin(0, lacking), axes, read, one_to_one=len(axes) == 1)


def tiles(dimension: Tiles, _empty: bool) -> Layer:
    """Tiles without a record are never told: there is no end of them."""
    most = (1 << 2 * dimension.precision) - 1
    axis = Binned("tile", 1 << 2 * (FINEST - dimension.precision), 0, most)

    def lay(told: Sequence[Told], whole: Told) -> Laid:
        (found,) = told
        cells = {int(cell.keys[0]): Amount(cell.number, cell.sums) for cell in found.cells}
        names = {number: _tile_name(number, dimension.precision) for number in sorted(cells)}
        amounts: dict[Row, Amount] = {names[number]: cells[number] for number in names}
        axes = (replace(axis, first=min(names), last=max(names)),) if names else (axis,)
        return Laid(dimension, amounts, Margin(0, whole.lacking["tile"]), axes, lambda keys: (names[int(keys[0])],))

    return Layer((Ask((axis,), _PLACED, sums=CENTRE),), lay, "tile", sums=CENTRE)


def _tile_name(number: int, precision: int) -> str:
    column, row = tile_of(number, precision)
    return f"{precision}/{column}/{row}"


def days(dimension: Days, empty: bool) -> Layer:
    axis = Binned("event_day", 1, 1, LAST_DAY)
    value = PARTS[dimension.part]

    def lay(told: Sequence[Told], whole: Told) -> Laid:
        (found,) = told
        counts: Counter[Row] = Counter()
        for cell in found.cells:
            counts[value(date.fromordinal(int(cell.keys[0])))] += cell.number
        held = [int(cell.keys[0]) for cell in found.cells]
        shown = _whole(dimension.part, held) if empty else sorted(counts, key=lambda each: str(each).zfill(7))
        amounts = {each: Amount(counts[each]) for each in shown}
        axes = (replace(axis, first=min(held), last=max(held)),) if held else (axis,)
        return Laid(dimension, amounts, Margin(0, whole.lacking["event_day"]), axes, _reader(value), one_to_one=False)

    return Layer((Ask((axis,)),), lay, "event_day")


def _reader(value: Callable[[date], Row]) -> Callable[[tuple[Key, ...]], Collection[Row]]:
    return lambda keys: (value(date.fromordinal(int(keys[0]))),)


def _month(day: date) -> Row:
    return f"{day.year:04d}-{day.month:02d}"


def _whole(part: str, held: Sequence[int]) -> list[Row]:
    """Every value there may be; of months those from the first to the last."""
    if part != "month":
        return list(range(1, 13 if part == "month-of-year" else 8))
    if not held:
        return []
    first, last = (day.year * 12 + day.month - 1 for day in map(date.fromordinal, (min(held), max(held))))
    return [f"{month // 12:04d}-{month % 12 + 1:02d}" for month in range(first, last + 1)]


PARTS: Mapping[str, Callable[[date], Row]] = {
    "month": _month,
    "month-of-year": lambda day: day.month,
    "weekday": lambda day: day.isoweekday(),
}
