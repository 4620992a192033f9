"""One point of time told in years, decades or centuries, Chinese or English: as first and last signed year."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import NamedTuple

from indexers.normalise.numerals import number

LATEST = 2100
"""A larger number is no year: 153505 is a slip for 1535-05."""


class Years(NamedTuple):
    """Signed years, both ends in it; -221 is 221 BCE."""

    start: int
    end: int


_HAN_NUMBER = "〇零一二三四五六七八九"
_BEFORE = r"(?P<before>公元前|西元前|前|-)"
_AFTER = r"(?P<after> ?(?:b\.? ?c\.?(?: ?e\.?)?))"
_COMMON = r"(?: ?(?:a\.?d\.?|c\.?e\.?))"

_THIRDS = {"early": (0, 1 / 3), "mid": (1 / 3, 2 / 3), "middle": (1 / 3, 2 / 3), "late": (2 / 3, 1)}
_COUNTED = (("1st", "first"), ("2nd", "second"), ("3rd", "third"), ("4th", "fourth", "last"))
_FRACTIONS = {
    f"{name} {fraction}": (place / size, (place + 1) / size)
    for fraction, size in (("half", 2), ("third", 3), ("quarter", 4))
    for place, names in enumerate(_COUNTED[:size])
    for name in (*names, *(("last",) if place == size - 1 else ()))
}
_PARTS: dict[str, tuple[float, float]] = {
    **dict.fromkeys(("初", "初期", "初年", "早期", "前期"), (0, 1 / 3)),
    **dict.fromkeys(("中", "中期", "中叶", "中葉"), (1 / 3, 2 / 3)),
    **dict.fromkeys(("末", "末期", "末年", "末叶", "末葉", "晚期", "后期", "後期", "季"), (2 / 3, 1)),
    **dict.fromkeys(("上半叶", "上半葉", "前半叶", "前半期"), (0, 1 / 2)),
    **dict.fromkeys(("下半叶", "下半葉", "后半叶", "后半期"), (1 / 2, 1)),
    **_THIRDS,
    **_FRACTIONS,
    **dict.fromkeys(("beginning", "start"), (0, 1 / 3)),
    "end": (2 / 3, 1),
    "early to mid": (0, 2 / 3),
    "mid to late": (1 / 3, 1),
}
PART_NAMES = tuple(sorted((name for name in _PARTS if not name.isascii()), key=len, reverse=True))
"""Words for a part of a period: 初, 中期, 末年 …, longest first."""

ENGLISH_PARTS = r"early(?: to |-)mid(?:dle)?|mid(?:dle)?(?: to |-)late|" + "|".join(
    sorted((name for name in _PARTS if name.isascii()), key=len, reverse=True)
)
"""A pattern for early, mid to late, first half, 3rd quarter …"""
_HAN_PARTS = "|".join(PART_NAMES)
_SPELT = {
    f"{first}{to}{last}": f"{first[:5]} to {last}".replace("middl ", "mid ").replace("middle", "mid")
    for first, last in (("early", "mid"), ("early", "middle"), ("mid", "late"), ("middle", "late"))
    for to in (" to ", "-")
}
_PART_TAIL = re.compile(r"(?: of)?(?: the)?[ -]*$")


def part(span: Years, name: str) -> Years:
    """A third, a half or a quarter of a span: 初 is its first third; these are conventions, not dates."""
    name = _PART_TAIL.sub("", name)
    low, high = _PARTS[_SPELT.get(name, name)]
    length = span.end - span.start + 1
    return Years(span.start + round(length * low), span.start + round(length * high) - 1)


def _year(found: re.Match[str]) -> Years | None:
    return _signed(int(found["year"]), found)


def _signed(year: int, found: re.Match[str]) -> Years | None:
    """There is no year 0, and a bare number past LATEST is no year."""
    if _is_before(found):
        return Years(-year, -year) if year else None
    return Years(year, year) if 0 < year <= LATEST else None


def _is_before(found: re.Match[str]) -> bool:
    marks = found.groupdict()
    return bool(marks.get("before") or marks.get("after"))


def _han_year(found: re.Match[str]) -> Years | None:
    year = number(found["year"])
    return None if year is None else _signed(year, found)


def _century(found: re.Match[str]) -> Years | None:
    count = number(found["count"])
    if not count or count > LATEST // 100:
        return None
    whole = Years(-100 * count, -100 * count + 99) if _is_before(found) else Years(100 * count - 99, 100 * count)
    return _in_part(whole, found)


def _in_part(whole: Years, found: re.Match[str]) -> Years:
    marks = found.groupdict()
    named = marks.get("part") or marks.get("tail")
    return part(whole, named) if named else whole


def _millennium(found: re.Match[str]) -> Years | None:
    count = int(found["count"])
    if not _is_before(found):
        return Years(1000 * count - 999, 1000 * count) if 0 < count <= LATEST // 1000 else None
    return Years(-1000 * count, -1000 * count + 999) if count else None


def _ten_years(found: re.Match[str]) -> Years:
    return Years(int(found["decade"]), int(found["decade"]) + 9)


def _decade(found: re.Match[str]) -> Years:
    """“1870s”; “1800s” are a hundred years, as museums use it (and if ten were meant, they are among them)."""
    first = int(found["decade"])
    length = 10 if first % 100 else 100
    whole = Years(-first - length + 1, -first) if _is_before(found) else Years(first, first + length - 1)
    return _in_part(whole, found)


def _decade_of_century(found: re.Match[str]) -> Years | None:
    count, tens = number(found["count"]), number(found["tens"])
    later = number(found["later"]) if found["later"] else tens
    if not count or tens is None or later is None or count > LATEST // 100:
        return None
    # 三十年代 and, before 、四十年代, 三.
    tens = tens * 10 if found["later"] and tens < 10 else tens
    if tens % 10 or later % 10 or later < tens:
        return None
    return Years((count - 1) * 100 + tens, (count - 1) * 100 + later + 9)


_NUMBER = rf"[\d{_HAN_NUMBER}十]+"
_MONTH = r"(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]*\.?"
_SEASON = r"(?:spring|summer|autumn|fall|winter)"
_DAYS = r"\d{1,2}(?:st|nd|rd|th)?(?: ?[-/&] ?\d{1,2}(?:st|nd|rd|th)?)?"
_WHEN = rf"(?:{_MONTH}|{_SEASON})(?: {_DAYS})?"
_OVER_MONTHS = rf"{_WHEN}(?: ?[-/] ?{_WHEN})?"
_NTH_MONTH = r"\d{1,2}(?:st|nd|rd|th) month"
_PARTED = rf"(?:the )?(?P<part>(?:{ENGLISH_PARTS})(?: of(?: the)?)?[ -]{{1,3}})?"
_TAILED = rf"(?:/(?P<tail>{ENGLISH_PARTS}))?"

_RULES: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], Years | None]], ...] = tuple(
    (re.compile(pattern), read)
    for pattern, read in (
        (rf"{_BEFORE}(?P<year>\d{{1,7}})年?", _year),
        (rf"(?:公元|西元|ad ?|a\.d\. ?)?(?P<year>\d{{1,4}})年?{_COMMON}?", _year),
        (rf"(?P<year>\d{{1,7}}){_AFTER}", _year),
        (r"(?P<after>b\.?c\.?(?:e\.?)?) (?P<year>\d{1,7})", _year),
        (r"(?P<year>\d{4})年\d{1,2}月(?:\d{1,2}日)?", _year),
        (r"(?P<year>\d{4})[-/.]\d{1,2}[-/.]\d{1,2}", _year),
        (r"(?:\d{1,2}/)?\d{1,2}/(?P<year>\d{4})", _year),
        (rf"(?:{_DAYS} )?{_OVER_MONTHS},? ?(?P<year>\d{{4}})", _year),
        (rf"(?P<year>\d{{4}}),? {_OVER_MONTHS}", _year),
        (rf"(?P<year>\d{{4}}),? {_NTH_MONTH}", _year),
        (rf"{_NTH_MONTH},? (?P<year>\d{{4}})", _year),
        (
            rf"(?:公元|西元)?(?P<year>[{_HAN_NUMBER}]{{3,4}})(?:年(?:{_NUMBER}月(?:{_NUMBER}日)?)?)?",
            _han_year,
        ),
        (rf"{_BEFORE}(?P<year>[{_HAN_NUMBER}十百千]+)年", _han_year),
        (rf"(?:公元|西元)?{_BEFORE}?(?P<count>{_NUMBER})世[纪紀](?P<part>{_HAN_PARTS})?", _century),
        (
            rf"(?P<count>{_NUMBER})世[纪紀](?P<tens>{_NUMBER})(?:年代)?(?:[、至和-](?P<later>{_NUMBER}))?年代",
            _decade_of_century,
        ),
        (r"(?P<decade>\d{3}0)年代", _ten_years),
        (rf"{_PARTED}(?P<decade>\d{{2,3}}0)'?s(?:{_AFTER}|{_COMMON})?", _decade),
        (
            rf"{_PARTED}(?P<count>\d{{1,2}})(?:st|nd|rd|th)[ -](?:centur(?:y|ies)|c\.?)"
            rf"(?:{_AFTER}|{_COMMON})?{_TAILED}",
            _century,
        ),
        (rf"{_PARTED}(?P<count>\d{{1,2}})(?:st|nd|rd|th)?c\.?{_TAILED}", _century),
        (rf"(?P<count>\d)(?:st|nd|rd|th) millennium(?:{_AFTER}|{_COMMON})?", _millennium),
    )
)


def years(text: str) -> Years | None:
    """The years of one point of time in folded text (see `dates.folded`), or None."""
    for pattern, read in _RULES:
        if found := pattern.fullmatch(text):
            return read(found)
    return None
