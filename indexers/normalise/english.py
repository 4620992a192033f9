"""Chinese dynasties and reigns by their English names; of other countries' periods only that they are periods."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache

from indexers.normalise.eras import Era, joined, years_of
from indexers.normalise.years import ENGLISH_PARTS, Years, part
from records.vocabularies import Period, periods

_KIND = r"(?:dynast(?:y|ies)|dyanst(?:y|ies)|period|era|kingdom|reign)"
_CHINESE = r"(?P<chinese> ?\{chinese period\})"
_NAMED = re.compile(
    rf"(?:the )?(?P<part>(?:{ENGLISH_PARTS})[ -])?(?P<name>[a-z][a-z ]+?)(?P<kind>(?: mark and)? {_KIND})?{_CHINESE}?"
)
_SOME_PERIOD = re.compile(rf"(?:[a-z0-9.'’\-]+ ){{1,4}}{_KIND}")

_SAID_ALONE = frozenset(("xia", "shang", "zhou", "qin", "han", "sui", "tang", "liao", "song", "yuan", "ming", "qing"))
"""Dynasties so well known that the bare name tells; “Wei”, “Wu”, “Jin” or “Liang” may be one of several."""

_AMBIGUOUS = frozenset(("wei", "wu", "shu", "liang", "chen", "chu", "min", "three kingdoms"))
"""“Wei dynasty” is the Northern one in many catalogues, and Korea had three kingdoms too."""

_OTHER_NAMES = {
    "five dynasties": ("five-dynasties",),
    "southern and northern dynasties": ("northern-and-southern",),
    "six dynasties": ("wu", "eastern-jin", "southern"),
    "spring and autumn": ("spring-and-autumn",),
}
_AGES_ELSEWHERE = frozenset(("paleolithic", "neolithic"))
"""These began and ended at other times in other lands: Chinese only where that is told."""


@cache
def _by_name() -> Mapping[str, tuple[Period, ...]]:
    found: dict[str, tuple[Period, ...]] = {}
    for period in periods():
        name = re.sub(r" \(.*\)$", "", period.labels["en"]).casefold()
        found[name] = (*found.get(name, ()), period)
    return found


def english_era(text: str, before: Era | None = None) -> Era | None:
    """“Ming dynasty”, “late Qing”, “Qianlong period”, or “Wanli” after “Ming dynasty”; None where not one fits."""
    found = _NAMED.fullmatch(text.replace("ü", "u"))
    if not found:
        return None
    name, alone = found["name"], not found["kind"] and before is None
    whole = name + (found["kind"] or "")
    if ids := _OTHER_NAMES.get(whole) or _OTHER_NAMES.get(name):
        era: Era | None = joined(ids)
    else:
        name = whole if whole in _by_name() else name
        era = _era(name, before, alone=alone, chinese=bool(found["chinese"]))
    return Era(part(era.years, found["part"]), era.periods) if era and found["part"] else era


def _era(name: str, before: Era | None, *, alone: bool, chinese: bool) -> Era | None:
    candidates = _by_name().get(name, ())
    under = tuple(c for c in candidates if before and set(periods().path(c.id)[:-1]) & set(before.periods))
    if len(under or candidates) != 1:
        return None
    (period,) = under or candidates
    if not under and not _is_sure(name, period, alone=alone, chinese=chinese):
        return None
    return Era(years_of(period), (period.id,))


def _is_sure(name: str, period: Period, *, alone: bool, chinese: bool) -> bool:
    if period.id in _AGES_ELSEWHERE:
        return chinese
    if name in _AMBIGUOUS:
        return False
    return not alone or period.kind == "reign" or " " in name or name in _SAID_ALONE


def era_told_with_years(text: str, told: Years) -> Era | None:
    """Which of several is meant where years stand beside the name: “Jin dynasty (1115–1234)”."""
    found = _NAMED.fullmatch(text)
    candidates = _by_name().get(found["name"], ()) if found else ()
    fitting = [c for c in candidates if c.start - _SLACK <= told.start and told.end <= c.end + _SLACK]
    return Era(years_of(fitting[0]), (fitting[0].id,)) if len(fitting) == 1 else None


_SLACK = 25
"""Years by which books differ about when a dynasty began or ended."""


def is_some_period(text: str) -> bool:
    """Whether words name a period of any land: “Edo period”, “Twelfth Dynasty”, “George IV period”."""
    return bool(_SOME_PERIOD.fullmatch(text))
