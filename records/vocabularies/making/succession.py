"""Finds which code took the place of a withdrawn one, where the tables themselves make it certain.

The rules, tried in this order; the first with a candidate decides (of several, the one printed longest):

1. `succession.csv`, written by hand, says so;
2. the same name at the same level in the same province, printed for the first time within three years
   of the old code's last printing (a county that moved to another prefecture or was renumbered);
3. the same name but for its kind, likewise, where `BECOMES` has the change (a county made a city, a city
   made a district);
4. a prefecture (地区) whose stem is that of a city of its province that outlived it (the two merged).

Districts, whose names recur within a province, are matched only inside one and the same city.
"""

import csv
from collections.abc import Iterable, Mapping
from pathlib import Path

from records.vocabularies.making.editions import Division, months
from records.vocabularies.making.names import kind, stem

WINDOW_MONTHS = 36
SPLIT_OFF = {"460000": "440000", "500000": "510000"}  # Hainan in 1988, Chongqing in 1997

Successors = dict[str, tuple[str, ...]]

COUNTY_KINDS = {"市", "区", "县", "自治县"}
BECOMES = {
    "县": {"市", "区", "自治县"},
    "自治县": COUNTY_KINDS,
    "旗": COUNTY_KINDS,
    "镇": {"市"},
    "市": {"区"},
    "区": {"县"},
    "特区": COUNTY_KINDS,
    "地区": {"市"},
    "盟": {"市"},
    "自治州": {"自治州"},
}


def _follows(old: Division, new: Division) -> bool:
    """True if `new` appeared about when `old` went, and stayed longer."""
    gap = months(new.first) - months(old.last)
    return abs(gap) <= WINDOW_MONTHS and new.first > old.first and new.last > old.last


def _same_province(old: Division, new: Division) -> bool:
    return new.province == old.province or SPLIT_OFF.get(new.province) == old.province


def _is_district(division: Division) -> bool:
    return kind(division.name) == "区"


def _became(old: str, new: str) -> bool:
    return stem(old) == stem(new) and kind(new) in BECOMES.get(kind(old), ())


class Succession:
    """Successors of every withdrawn code among `divisions`."""

    def __init__(self, divisions: Mapping[str, Division], sourced: Successors) -> None:
        self.divisions = divisions
        self.found: Successors = dict(sourced)
        real = [division for division in divisions.values() if not division.is_stand_in]
        for level in ("city", "county"):
            self._settle([division for division in real if division.level == level])
        self._settle_stand_ins()

    def _settle(self, peers: list[Division]) -> None:
        for old in peers:
            if not old.current and old.key not in self.found:
                successor = self._successor(old, peers)
                if successor:
                    self.found[old.key] = (successor.key,)

    def _settle_stand_ins(self) -> None:
        for division in self.divisions.values():
            if division.is_stand_in:
                self.found[division.key] = (parent(division.code, self.divisions),)

    def of(self, key: str) -> tuple[str, ...]:
        """The successors of a division as codes, past the former places of codes given out again."""
        found = self.found.get(key, ())
        while len(found) == 1 and "#" in found[0]:
            found = self.found.get(found[0], ())
        return found

    def _successor(self, old: Division, peers: Iterable[Division]) -> Division | None:
        near = [new for new in peers if _same_province(old, new) and self._comparable(old, new)]
        later = [new for new in near if _follows(old, new)]
        attempts = (
            [new for new in later if new.names[new.first] == old.name],
            [new for new in later if _became(old.name, new.names[new.first])],
            [new for new in near if self._absorbed(old, new)],
        )
        return next((max(found, key=lambda new: new.last) for found in attempts if found), None)

    def _comparable(self, old: Division, new: Division) -> bool:
        if new is old:
            return False
        if _is_district(old) or _is_district(new):
            return self._city(old) == self._city(new)
        return True

    def _city(self, division: Division) -> str:
        code = parent(division.code, self.divisions)
        while len(self.found.get(code, ())) == 1:
            code = self.found[code][0]
        return code

    def _absorbed(self, old: Division, new: Division) -> bool:
        merged = old.name.endswith("地区") and new.name.endswith("市") and stem(old.name) == stem(new.name)
        return merged and new.first <= old.last < new.last


def parent(code: str, divisions: Mapping[str, Division]) -> str:
    """The code right above, as the digits say; counties without a city hang under their province."""
    if code.endswith("0000"):
        return "100000"
    city = divisions.get(code[:4] + "00")
    if code.endswith("00") or city is None or city.is_stand_in:
        return code[:2] + "0000"
    return city.code


def sourced(path: Path, divisions: Mapping[str, Division]) -> Successors:
    """What `succession.csv` says, once its names are seen to be those of its codes (else a ValueError)."""
    found: Successors = {}
    with path.open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            codes = row["successors"].split()
            pairs = zip([row["code"], *codes], [row["name"], *row["successor_names"].split()], strict=True)
            wrong = [
                f"{code} is {divisions[code].name}, not {name}" for code, name in pairs if divisions[code].name != name
            ]
            if wrong:
                raise ValueError(f"{path.name}: {'; '.join(wrong)}")
            found[row["code"]] = tuple(codes)
    return found
