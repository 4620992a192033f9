"""From parameters to filters: a table with one small function for each kind."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any

from api.errors import Fault
from search.fields import KEYWORDS, Power
from search.query import Box, DayRange, Filter, Ids, Near, Point, Terms, TimeRange, YearRange
from search.reasons import Reason

Asked = Mapping[str, Any]
"""Parameters that were given, read and checked one by one, by name."""

_BOX = Reason("box-upside-down", "has its south above its north; the order is west,south,east,north")
_NO_CENTRE = Reason("place-missing", "needs near=lat,lon")

Maker = Callable[[Asked], Filter | None]


def _terms(field: str, exclude: bool) -> Maker:
    name = f"-{field}" if exclude else field

    def make(asked: Asked) -> Filter | None:
        values = asked.get(name)
        return Terms(field, tuple(sorted(set(values))), exclude) if values else None

    return make


def _years(asked: Asked) -> Filter | None:
    start, end = asked.get("year_from"), asked.get("year_to")
    return None if start is None and end is None else YearRange(start, end)


def _times(asked: Asked) -> Filter | None:
    start, end = asked.get("modified_from"), asked.get("modified_to")
    if start is None and end is None:
        return None
    return TimeRange(start and milliseconds(start), end and milliseconds(end, last=True))


def milliseconds(moment: str, *, last: bool = False) -> int:
    """Since 1970 UTC; a moment without an offset is UTC, and `last` takes the end of a day or second, not its start."""
    at = datetime.fromisoformat(moment)
    if at.tzinfo is None:
        at = at.replace(tzinfo=UTC)
    if last and len(moment) == len("2026-05-18"):
        at += timedelta(days=1, milliseconds=-1)
    elif last and "." not in moment:
        at += timedelta(milliseconds=999)
    return int(at.timestamp() * 1000)


def _days(asked: Asked) -> Filter | None:
    start, end = asked.get("event_from"), asked.get("event_to")
    return None if start is None and end is None else DayRange(start and day(start), end and day(end))


def day(told: str) -> int:
    """A date as a number; day 1 is the first of the year 1."""
    return date.fromisoformat(told).toordinal()


def _box(asked: Asked) -> Filter | None:
    sides = asked.get("bbox")
    return Box(*sides) if sides else None


def point(asked: Asked) -> Point | None:
    """The place distances are measured from."""
    centre = asked.get("near")
    return Point(*centre) if centre else None


def _near(asked: Asked) -> Filter | None:
    centre, radius = point(asked), asked.get("radius")
    return Near(centre, radius) if centre and radius is not None else None


def _ids(asked: Asked) -> Filter | None:
    ids = asked.get("ids")
    return Ids(tuple(dict.fromkeys(ids))) if ids else None


_PICKED = tuple(field.name for field in KEYWORDS if field.can(Power.FILTERED))
_MAKERS: tuple[Maker, ...] = (_years, _times, _days, _box, _near, _ids)
_BY_NAME: Mapping[str, Maker] = {
    **{name: _terms(name, False) for name in _PICKED},
    **{f"-{name}": _terms(name, True) for name in _PICKED},
}


def filters(asked: Asked) -> tuple[Filter, ...]:
    """Every filter asked for, in an order that does not depend on how it was asked."""
    makers = (*(_BY_NAME[name] for name in sorted(asked) if name in _BY_NAME), *_MAKERS)
    return tuple(made for made in (make(asked) for make in makers) if made is not None)


def _upside_down(asked: Asked, low: str, high: str, read: Callable[[Any], Any] = int) -> bool:
    return low in asked and high in asked and bool(read(asked[low]) > read(asked[high]))


def _clash(low: str, high: str, read: Callable[[Any], Any] = int) -> Callable[[Asked], str]:
    told = Reason("upside-down", f"is later than {high}")
    return lambda asked: told if _upside_down(asked, low, high, read) else ""


def _box_clash(asked: Asked) -> str:
    sides: Sequence[float] = asked.get("bbox") or (0, 0, 0, 0)
    return _BOX if sides[1] > sides[3] else ""


CLASHES: Mapping[str, Callable[[Asked], str]] = {
    "year_from": _clash("year_from", "year_to"),
    "modified_from": _clash("modified_from", "modified_to", milliseconds),
    "event_from": _clash("event_from", "event_to", day),
    "bbox": _box_clash,
}


def clashes(asked: Asked, given: Collection[str]) -> Iterator[Fault]:
    """Filters that are sound each, but cannot stand together; `given` names the unsound ones too."""
    for name, rule in CLASHES.items():
        reason = rule(asked)
        if reason:
            yield Fault(name, reason)
    if "radius" in given and "near" not in given:
        yield Fault("radius", _NO_CENTRE)
