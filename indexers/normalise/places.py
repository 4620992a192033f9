"""Names of provinces, cities and counties as region codes; where a name fits several, the level above that is sure."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from functools import cache, lru_cache

from records.vocabularies import Region, regions

NATION = "100000"

_PEOPLES = (
    "蒙古族|蒙古|回族|藏族|维吾尔族|维吾尔|苗族|彝族|壮族|布依族|朝鲜族|满族|侗族|瑶族|白族|土家族|哈尼族|哈萨克族|哈萨克|傣族|黎族|"
    "傈僳族|佤族|畲族|拉祜族|水族|东乡族|纳西族|景颇族|柯尔克孜族|柯尔克孜|土族|达斡尔族|达斡尔|仫佬族|羌族|布朗族|撒拉族|毛南族|"
    "仡佬族|锡伯族|锡伯|普米族|塔吉克族|塔吉克|怒族|鄂温克族|德昂族|保安族|裕固族|独龙族|鄂伦春族|鄂伦春|各族"
)
_ENDING = re.compile(
    rf"(?:(?:{_PEOPLES})*自治[区州县旗]|特别行政区|地区|省|市|县|区|盟|旗|州|林区|特区)$|(?:左翼|右翼)?[前中后左右]?旗$"
)
_LISTED = re.compile(r"[、，,;；/]|\s+")
_AND = "和及与"
_SHORT_FOR = {
    **dict.fromkeys(("兵团", "新疆生产建设兵团", "新疆兵团"), "650000"),
    **dict.fromkeys(("全国", "中国", "中國", "China", "CHN", "CN"), NATION),
}

Named = Mapping[str, tuple[str, ...]]


def _short(name: str) -> str:
    """广西壮族自治区 → 广西, 江华瑶族自治县 → 江华; a name that would be left with one character stays whole."""
    short = _ENDING.sub("", name)
    return short if len(short) >= 2 else name


def _grouped(pairs: Iterable[tuple[str, str]]) -> Named:
    found: dict[str, dict[str, None]] = defaultdict(dict)
    for name, code in pairs:
        found[name].setdefault(code)
    return {name: tuple(codes) for name, codes in found.items()}


@cache
def _by_name() -> tuple[Named, ...]:
    """Codes by name, the surest way of naming first: today's names, withdrawn ones, former ones, short ones of all.

    Short names of today and of before are looked at together: 徽州 is a district, and was the prefecture around it.
    """
    today = [region for region in regions() if not region.withdrawn]
    gone = [region for region in regions() if region.withdrawn]
    both = [(name, region.id) for region in (*today, *gone) for name in (_name(region), *region.former_names)]
    return (
        _grouped((_name(region), region.id) for region in today),
        _grouped((_name(region), region.id) for region in gone),
        _grouped((former, region.id) for region in (*today, *gone) for former in region.former_names),
        _grouped((_short(name), code) for name, code in both),
    )


def _name(region: Region) -> str:
    return region.labels["zh-Hans"]


@cache
def _longest() -> int:
    return max(len(name) for tier in _by_name() for name in tier)


@lru_cache(maxsize=65_536)
def within(scope: str, name: str) -> str:
    """The one region so named at or under `scope` ("" for anywhere), by its code of today; "" if none or several."""
    if name in _SHORT_FOR and scope in ("", NATION):
        return _SHORT_FOR[name]
    for tier in _by_name():
        if found := _inside(scope, tier.get(name, ())):
            return _one_of(found)
    # 玉龙县 for 玉龙纳西族自治县, 红河州 for 红河哈尼族彝族自治州.
    short = _short(name)
    return _one_of(_inside(scope, _by_name()[_SHORT_NAMES].get(short, ()))) if short != name else ""


_SHORT_NAMES = 3


def _inside(scope: str, codes: tuple[str, ...]) -> list[str]:
    today = dict.fromkeys(regions().current(code) for code in codes)
    return [code for code in today if not scope or scope in regions().path(code)]


def _one_of(codes: list[str]) -> str:
    """Of several, the one above all the others (大理 the prefecture, not its city), else the only province (河南)."""
    above = [code for code in codes if all(code in regions().path(other) for other in codes)]
    provinces = [code for code in codes if code.endswith("0000")]
    today = [code for code in codes if not getattr(regions().get(code), "withdrawn", False)]
    return next((found[0] for found in (above, provinces, today) if len(found) == 1), "")


@lru_cache(maxsize=65_536)
def region_of(*names: str) -> str:
    """From names of divisions, the larger first (province, city, county), the code of the smallest that is sure.

    A name that is blank or unknown is passed over; a county is sought in the city, then in the whole province,
    since counties change cities. "" where not even the first is known.
    """
    path: list[str] = []
    for name in filter(None, map(str.strip, names)):
        scopes = list(reversed(path)) or [""]
        found = next((code for scope in scopes if (code := within(scope, name))), "")
        if path and found == path[-1]:
            found = _seat(found, name)
        if found and found not in path:
            path.append(found)
    return path[-1] if path else ""


def _seat(city: str, name: str) -> str:
    """The county that bore the name of the city around it: 吐鲁番市 of 吐鲁番地区 is today's 高昌区."""
    called = [regions().current(code) for code in _by_name()[1].get(name, ())]
    today = [code for code in called if code != city and not getattr(regions().get(code), "withdrawn", True)]
    return _one_of(_inside(city, tuple(today)))


@lru_cache(maxsize=65_536)
def region_in(text: str) -> str:
    """The region running text begins with (江苏省苏州市东北街 → 320500); for several, what holds them all."""
    if regions().get(text):
        return regions().current(text)
    found = [code for part in _LISTED.split(text.strip()) for code in _leading(part)]
    return _common(found) if found else ""


def _leading(text: str) -> list[str]:
    """The regions a text begins with; “and” joins another only to one that was found (和顺县 begins with it too)."""
    found: list[str] = []
    while text:
        code, rest = _one_leading(text)
        if not code:
            break
        found.append(code)
        text = rest[1:] if rest[:1] in _AND else ""
    return found


def _one_leading(text: str) -> tuple[str, str]:
    """Names one after another, each within the one before it; the smallest region, and what follows."""
    path: list[str] = []
    while text and (step := next(_steps(text, path), None)):
        text = text[len(step[0]) :]
        if step[1] not in path:
            path.append(step[1])
    return (path[-1] if path else ""), text


def _steps(text: str, path: list[str]) -> Iterator[tuple[str, str]]:
    """Names the text may begin with, the longest first; a short one only where it cannot be part of a word.

    That is: for a province (山东临沂市), or when it is all there is.
    """
    for length in range(min(len(text), _longest()), 1, -1):
        name = text[:length]
        for scope in reversed(path) if path else ("",):
            code = within(scope, name)
            if code and (length == len(text) or _whole(name, code)):
                yield name, code


def _whole(name: str, code: str) -> bool:
    """A full name, a province's short one (山东临沂市), or one with its kind and without its peoples (酉阳县)."""
    region = regions().get(code)
    full = any(name in tier for tier in _by_name()[:2])
    kind = name[-1] in "县区市旗州" and _short(name) != name
    return full or kind or (region is not None and region.level == "province")


def _common(codes: list[str]) -> str:
    """The smallest region that holds all of them."""
    paths = [regions().path(code) for code in codes]
    shared = [step for step in paths[0] if all(step in path for path in paths)]
    return shared[-1] if shared else ""


def lies_in(code: str, above: str) -> bool:
    """Whether a code is known and stands at or under another."""
    return above in regions().path(code)
