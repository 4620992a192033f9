"""Names of ages, dynasties, states and reign eras in running text, as years and periods."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from indexers.normalise.numerals import number
from indexers.normalise.years import PART_NAMES, Years, part
from records.vocabularies import Period, periods

PRESENT = 2026
"""How far “to this day” reaches; fixed, so that the same text always gives the same years."""


@dataclass(frozen=True, slots=True)
class Era:
    """A stretch of years and the periods it was named by."""

    years: Years
    periods: tuple[str, ...] = ()


_GROUPS: Mapping[str, tuple[str, ...]] = {
    "先秦": ("xia", "shang", "zhou"),
    "两周": ("western-zhou", "eastern-zhou"),
    "兩周": ("western-zhou", "eastern-zhou"),
    "两汉": ("western-han", "eastern-han"),
    "兩漢": ("western-han", "eastern-han"),
    "两晋": ("western-jin", "eastern-jin"),
    "兩晉": ("western-jin", "eastern-jin"),
    "两宋": ("northern-song", "southern-song"),
    "兩宋": ("northern-song", "southern-song"),
    "六朝": ("wu", "eastern-jin", "southern"),
    "魏晋": ("wei", "jin-266"),
    "魏晉": ("wei", "jin-266"),
    "隋唐": ("sui", "tang"),
    "三代": ("xia", "shang", "zhou"),
    "民初": ("republic",),
    "今": ("prc",),
}
"""Names for several periods at once."""

_NAMED_YEARS: Mapping[str, Years] = {
    # From the first dynasty to the year Qin had united all the others.
    "先秦": Years(-2070, -221),
    # The Encyclopedia of China dates its Bronze Age so; regions differ, so no period is named.
    "青铜时代": Years(-2000, -500),
    "青铜器时代": Years(-2000, -500),
    # From the Opium War to the founding of the People's Republic, as Chinese historians divide it.
    "近代": Years(1840, 1949),
    "近现代": Years(1840, PRESENT),
    "今": Years(PRESENT, PRESENT),
    "民初": Years(1912, 1924),
}

_FIRST_CHOICE: Mapping[str, str] = {"后汉": "eastern-han", "後漢": "eastern-han"}
"""What a name shared by several periods means where nothing else is said."""

_FILLER = re.compile("代|朝|时期|時期|时代|時代|王朝|年间|年間|间")
_REIGN_YEAR = re.compile("([元〇一二三四五六七八九十廿卅]+|[0-9]{1,2})[年载載]")
_STEMS, _BRANCHES = "甲乙丙丁戊己庚辛壬癸", "子丑寅卯辰巳午未申酉戌亥"
_CYCLE = re.compile(f"([{_STEMS}])([{_BRANCHES}])年?")
_PART = re.compile("|".join(PART_NAMES))


@cache
def _named() -> Mapping[str, tuple[Period, ...]]:
    found: dict[str, dict[str, Period]] = {}
    for period in periods():
        for name in (period.labels["zh-Hans"], period.labels["zh-Hant"], *period.aliases):
            found.setdefault(name, {})[period.id] = period
    return {name: tuple(by_id.values()) for name, by_id in found.items()}


@cache
def _longest() -> int:
    return max(map(len, (*_named(), *_GROUPS, *_NAMED_YEARS)))


def years_of(period: Period) -> Years:
    """The living present ends where PRESENT says."""
    return Years(period.start, min(period.end, PRESENT))


def eras(text: str) -> tuple[Era, ...] | None:
    """The eras a text names one after another without anything between: 明清, 商周, 清乾隆四十一年, 五代前蜀.

    A name that lies within the one before it makes that one exact (清乾隆); None if any character is left over.
    """
    found: list[Era] = []
    rest = text
    while rest:
        match = _next(rest, found[-1] if found else None)
        if match is None:
            return None
        era, rest = match
        if found and _within(era, found[-1]):
            found.pop()
        found.append(era)
    return _turned(found) if len(found) == 2 and _TURN.fullmatch(text) else tuple(found) or None


_TURN = re.compile("[^初末]+末[^初末]+初")


def _turned(found: list[Era]) -> tuple[Era, ...]:
    """宋末金初: where the later began long before the earlier ended, the end meant is the one at that beginning."""
    first, last = found
    whole = joined(first.periods)
    if whole and last.years.start < first.years.start:
        first = Era(part(Years(whole.years.start, last.years.start), "末"), first.periods)
    return first, last


def _next(text: str, before: Era | None) -> tuple[Era, str] | None:
    """The era the text begins with, with its reign year or part, and what follows it."""
    for length in range(min(_longest(), len(text)), 0, -1):
        era = _era(text[:length], before, text[length:])
        if era is not None:
            return _narrowed(era, text[length:])
    return None


def _era(name: str, before: Era | None, rest: str) -> Era | None:
    if name in _NAMED_YEARS:
        return Era(_NAMED_YEARS[name], _GROUPS.get(name, ()))
    if name in _GROUPS:
        return joined(_GROUPS[name])
    candidates = _named().get(name, ())
    chosen = _chosen(name, candidates, before, rest)
    return Era(years_of(chosen), (chosen.id,)) if chosen else None


def joined(ids: tuple[str, ...]) -> Era | None:
    """Several periods as one era; None where none of them is known."""
    members = [years_of(found) for found in map(periods().get, ids) if found]
    return Era(Years(min(m.start for m in members), max(m.end for m in members)), ids) if members else None


def _chosen(name: str, candidates: tuple[Period, ...], before: Era | None, rest: str) -> Period | None:
    """One period for a name: the one under the era named before it, else the only one, else no one."""
    if before is not None:
        under = [c for c in candidates if _beside_or_under(c, before)]
        # A reign is told after its own dynasty: in 宋末元初 the last two are no reign of Han, but early Yuan.
        candidates = tuple(under) or tuple(c for c in candidates if c.kind != "reign")
    elif name[:-1] in _named() and name[-1] in _PARTS_OF_ONE:
        # 元初 is early Yuan oftener than that reign of Han.
        candidates = tuple(c for c in candidates if c.kind != "reign")
    if len(candidates) > 1:
        candidates = tuple(c for c in candidates if c.kind != "reign") or _long_enough(candidates, rest)
    if len(candidates) > 1 and name in _FIRST_CHOICE:
        return periods().get(_FIRST_CHOICE[name])
    return candidates[0] if len(candidates) == 1 else None


def _beside_or_under(period: Period, before: Era) -> bool:
    """Under it (清乾隆), or a reign of the same state (康熙乾隆)."""
    under = bool(set(periods().path(period.id)[:-1]) & set(before.periods))
    states = {known.parent for known in map(periods().get, before.periods) if known and known.kind == "reign"}
    return under or (period.kind == "reign" and period.parent in states)


def _long_enough(candidates: tuple[Period, ...], rest: str) -> tuple[Period, ...]:
    """Of reigns of one name those that reached the year told: only the first 至元 had an eighth."""
    found = _REIGN_YEAR.match(_without_filler(rest))
    year = number(found[1]) if found else None
    return tuple(c for c in candidates if c.end - c.start + 1 >= year) if year else candidates


_PARTS_OF_ONE = frozenset(name for name in PART_NAMES if len(name) == 1)


def _narrowed(era: Era, rest: str) -> tuple[Era, str]:
    """Takes a reign's year (万历三年), its year in the cycle (光绪甲午) or a part (清代中期) off the rest."""
    rest = _without_filler(rest)
    reign = len(era.periods) == 1 and _counts_years(era.periods[0])
    if reign and (found := _REIGN_YEAR.match(rest)):
        return _in_year(era, (number(found[1]) or 0) - 1), _without_filler(rest[found.end() :])
    if reign and (found := _CYCLE.match(rest)):
        return _in_year(era, _cycle_offset(era, found)), _without_filler(rest[found.end() :])
    if found := _PART.match(rest):
        return Era(part(era.years, found[0]), era.periods), _without_filler(rest[found.end() :])
    return era, rest


def _counts_years(name: str) -> bool:
    """A reign's years are counted, and the Republic's (民国二十六年)."""
    return name == "republic" or getattr(periods().get(name), "kind", "") == "reign"


def _without_filler(rest: str) -> str:
    while found := _FILLER.match(rest):
        rest = rest[found.end() :]
    return rest


def _in_year(reign: Era, offset: int) -> Era:
    """One year of a reign; a number the reign never reached leaves the whole reign."""
    year = reign.years.start + offset
    year += reign.years.start < 0 <= year
    inside = reign.years.start <= year <= reign.years.end
    return Era(Years(year, year), reign.periods) if inside else reign


def _cycle_offset(reign: Era, found: re.Match[str]) -> int:
    """How far into the reign the first year of that stem and branch lies; -1 if the two never meet."""
    stem, branch = _STEMS.index(found[1]), _BRANCHES.index(found[2])
    fitting = (
        n for n in range(60) if (reign.years.start + n - 4) % 10 == stem and (reign.years.start + n - 4) % 12 == branch
    )
    return next(fitting, -1)


def _within(inner: Era, outer: Era) -> bool:
    """By the tree of periods (前蜀 under 五代), else a reign by its years."""
    above = {step for name in inner.periods for step in periods().path(name)[:-1]}
    return bool(inner.periods) and set(outer.periods) <= above
