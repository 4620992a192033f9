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
_AFTER = r"(?P<after> ?(?:bce?|b\.c\.(?:e\.)?))"

_PARTS: dict[str, tuple[float, float]] = {
    **dict.fromkeys(("初", "初期", "初年", "早期", "前期", "early"), (0, 1 / 3)),
    **dict.fromkeys(("中", "中期", "中叶", "mid", "middle"), (1 / 3, 2 / 3)),
    **dict.fromkeys(("末", "末期", "末年", "末叶", "晚期", "后期", "季", "late", "end of the"), (2 / 3, 1)),
    **dict.fromkeys(("上半叶", "前半叶", "前半期", "first half of the"), (0, 1 / 2)),
    **dict.fromkeys(("下半叶", "后半叶", "后半期", "second half of the"), (1 / 2, 1)),
}
PART_NAMES = tuple(sorted((name for name in _PARTS if not name.isascii()), key=len, reverse=True))
"""Words for a part of a period: 初, 中期, 末年 …, longest first."""

_ENGLISH_PARTS = "|".join(sorted((name for name in _PARTS if name.isascii()), key=len, reverse=True))
_HAN_PARTS = "|".join(PART_NAMES)


def part(span: Years, name: str) -> Years:
    """A third or a half of a span: 初 is its first third; these are conventions, not dates."""
    low, high = _PARTS[name]
    length = span.end - span.start + 1
    return Years(span.start + round(length * low), span.start + round(length * high) - 1)


def _year(found: re.Match[str]) -> Years | None:
    return _signed(int(found["year"]), found)


def _signed(year: int, found: re.Match[str]) -> Years | None:
    """There is no year 0, and a bare number past LATEST is no year."""
    marks = found.groupdict()
    if marks.get("before") or marks.get("after"):
        return Years(-year, -year) if year else None
    return Years(year, year) if 0 < year <= LATEST else None


def _han_year(found: re.Match[str]) -> Years | None:
    year = number(found["year"])
    return None if year is None else _signed(year, found)


def _century(found: re.Match[str]) -> Years | None:
    count = number(found["count"])
    if not count or count > LATEST // 100:
        return None
    marks = found.groupdict()
    early = marks.get("before") or marks.get("after")
    whole = Years(-100 * count, -100 * count + 99) if early else Years(100 * count - 99, 100 * count)
    named = marks.get("part")
    return part(whole, named.rstrip(" -")) if named else whole


def _decade(found: re.Match[str]) -> Years:
    first = int(found["decade"])
    named = found.groupdict().get("part")
    whole = Years(first, first + 9)
    return part(whole, named.rstrip(" -")) if named else whole


def _decade_of_century(found: re.Match[str]) -> Years | None:
    count, tens = number(found["count"]), number(found["tens"])
    if not count or tens is None or tens % 10 or count > LATEST // 100:
        return None
    first = (count - 1) * 100 + tens
    return Years(first, first + 9)


_NUMBER = rf"[\d{_HAN_NUMBER}十]+"
_MONTHS = r"(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]*\.?"
_SEASONS = r"(?:spring|summer|autumn|winter)"

_RULES: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], Years | None]], ...] = tuple(
    (re.compile(pattern), read)
    for pattern, read in (
        (rf"{_BEFORE}(?P<year>\d{{1,7}})年?", _year),
        (r"(?:公元|西元|ad ?|a\.d\. ?)?(?P<year>\d{1,4})年?(?: ?(?:ad|ce|a\.d\.))?", _year),
        (rf"(?P<year>\d{{1,7}}){_AFTER}", _year),
        (r"(?P<year>\d{4})年\d{1,2}月(?:\d{1,2}日)?", _year),
        (r"(?P<year>\d{4})[-/.]\d{1,2}[-/.]\d{1,2}", _year),
        (rf"(?:\d{{1,2}} )?(?:{_MONTHS}|{_SEASONS}),? (?:\d{{1,2}},? )?(?P<year>\d{{4}})", _year),
        (rf"(?:公元|西元)?(?P<year>[{_HAN_NUMBER}]{{3,4}})(?:年(?:{_NUMBER}月(?:{_NUMBER}日)?)?)?", _han_year),
        (rf"{_BEFORE}(?P<year>[{_HAN_NUMBER}十百千]+)年", _han_year),
        (rf"(?:公元|西元)?{_BEFORE}?(?P<count>{_NUMBER})世纪(?P<part>{_HAN_PARTS})?", _century),
        (rf"(?P<count>{_NUMBER})世纪(?P<tens>[\d{_HAN_NUMBER}十]+)年代", _decade_of_century),
        (r"(?P<decade>\d{3}0)(?:年代|'?s)", _decade),
        (rf"(?P<part>(?:{_ENGLISH_PARTS})[ -])(?P<decade>\d{{3}}0)'?s", _decade),
        (
            rf"(?P<part>(?:{_ENGLISH_PARTS})[ -])?(?P<count>\d{{1,2}})(?:st|nd|rd|th)[ -](?:century|c\.?){_AFTER}?",
            _century,
        ),
    )
)


def years(text: str) -> Years | None:
    """The years of one point of time in folded text (see `dates.folded`), or None."""
    for pattern, read in _RULES:
        if found := pattern.fullmatch(text):
            return read(found)
    return None
