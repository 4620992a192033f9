"""Finds periods by what people call them: 明, 明代, 明朝, 清乾隆, 乾隆年间, 建元."""

from collections import defaultdict
from collections.abc import Mapping
from functools import cache

from records.vocabularies.loading import periods
from records.vocabularies.terms import Period

ENDINGS = ("年间", "年間")


@cache
def _by_name() -> Mapping[str, tuple[Period, ...]]:
    """Periods by each of their Chinese names, the earliest first."""
    named: dict[str, list[Period]] = defaultdict(list)
    for period in sorted(periods(), key=lambda period: period.start):
        for name in {period.labels["zh-Hans"], period.labels["zh-Hant"], *period.aliases}:
            named[name].append(period)
    return {name: tuple(found) for name, found in named.items()}


def reigns_named(name: str) -> tuple[Period, ...]:
    """Every reign era of that name, earliest first: 建元 was used by several states."""
    return tuple(period for period in _by_name().get(name.strip(), ()) if period.kind == "reign")


def periods_named(text: str) -> tuple[Period, ...]:
    """Every period of that name or alias in either script, or of a part of one (清乾隆), earliest first."""
    name = text.strip()
    for ending in ENDINGS:
        name = name.removesuffix(ending)
    return _widest(_by_name().get(name, ())) or _within(name)


def _widest(found: tuple[Period, ...]) -> tuple[Period, ...]:
    """Leaves out a period whose parent bears the name too, as the era 民国 of the age 民国."""
    ids = {period.id for period in found}
    return tuple(period for period in found if period.parent not in ids)


def _within(name: str) -> tuple[Period, ...]:
    """Reads the name as a period followed by a period inside it; the longest first name decides."""
    for cut in range(len(name) - 1, 0, -1):
        outer = {period.id for period in _by_name().get(name[:cut], ())}
        inner = _by_name().get(name[cut:], ())
        found = tuple(p for p in inner if outer.intersection(periods().path(p.id)[:-1]))
        if found:
            return found
    return ()
