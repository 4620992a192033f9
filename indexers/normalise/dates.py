"""Dates as publishers write them, as signed years and periods."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from indexers.normalise.eras import Era, between, eras
from indexers.normalise.years import Years, years

EARLIEST = -1_000_000
"""The earliest year a record can hold; what began before it begins there."""


@dataclass(frozen=True, slots=True)
class ParsedDate:
    """Signed years, both in it (-221 is 221 BCE), and period ids.

    `understood` says that the whole text was; otherwise the years are None and the periods are those that were read.
    """

    start: int | None = None
    end: int | None = None
    periods: tuple[str, ...] = ()
    understood: bool = False


_DASHES = re.compile(" ?[-‐‑‒–—―－~～〜] ?")
_HAN = "\u3400-\u9fff〇"
_SPACES = re.compile(rf"(?<=[{_HAN}]) +| +(?=[{_HAN}])")
_ABOUT = re.compile(
    r"^(?:约为|大约|约|当为|可能为|或为|circa |about |around |probably |possibly |dated |signed |"
    r"(?:first )?(?:published|exhibited|printed|engraved|executed|completed|begun) |ca?\.? ?(?=[\d?])|\? ?)+"
)
_UNSURE = re.compile(r"(?: ?\?|左右|前后|年左右| ?\(\?\)|以来|\[\?\])$")
_BRACKETED = re.compile(r"^(?P<name>[^()]*)\((?P<inside>[^()]+)\)$")
_LISTED = re.compile(r" ?[、,;,/及和或&] ?| and | or ")
_RANGE = re.compile(r"(?:至|到|-| to | until )")
_AFTERWARDS = re.compile(
    r"^(?:and )?(?:later )?(?:re|posthumously )?(?:printed|reprinted|published|cast|recast|made|remade|fabricated|"
    r"refabricated|reconstructed|reproduced|restored|replica|reworked|enlarged|editioned|released|reissued)\b"
)
_DEEDS = re.compile(r"(?:始建|修建|重建|迁建|改建|扩建|重修|落成|建成|创建|成立|建|制|作|铸|刻)$")
_ABBREVIATED = re.compile(r"\d{1,3}")
_LAST_NUMBER = re.compile(r"\d{3,4}(?=年?$)")
_BCE = re.compile(r" ?(?:bce?|b\.c\.(?:e\.)?)$")
_CENTURY = re.compile(r"[ -](?:century|c\.?)\b.*$")
_ORDINAL = re.compile(r"(?:.*[ -])?\d{1,2}(?:st|nd|rd|th)")
_NO_MARK = re.compile(r"\d{1,4}")


def folded(text: str) -> str:
    """Width, case, dashes and spaces made one."""
    text = unicodedata.normalize("NFKC", text).casefold().replace("○", "〇")
    return _SPACES.sub("", _DASHES.sub("-", " ".join(text.split())))


@lru_cache(maxsize=65_536)
def parse(text: str) -> ParsedDate:
    """Years, ranges, decades, centuries, dynasties and reigns, Chinese or English; lists take in all they name."""
    found = _spans(folded(text))
    if found is None:
        return ParsedDate(periods=_any_periods(folded(text)))
    start, end = min(era.years.start for era in found), max(era.years.end for era in found)
    named = tuple(dict.fromkeys(name for era in found for name in era.periods))
    return ParsedDate(max(start, EARLIEST), end, named, understood=True)


def _spans(text: str) -> list[Era] | None:
    """Every part of a list, or None when one of them is not understood."""
    if (whole := _span(text)) is not None:
        return [whole]
    parts = [part for part in _LISTED.split(text) if part]
    if len(parts) > 1:
        # A work cast or printed again years after is as old as its making.
        parts = [part for place, part in enumerate(parts) if not (place and _AFTERWARDS.match(part))]
    spans = [_span(part) for part in parts]
    known = [span for span in spans if span is not None]
    return known if known and len(known) == len(spans) else None


def _span(text: str) -> Era | None:
    """One point of time or one range."""
    if found := _BRACKETED.fullmatch(text):
        return _bracketed(found["name"], found["inside"])
    if (point := _point(text)) is not None:
        return point
    ends = _RANGE.split(text)
    return _range(ends) if len(ends) > 1 else None


def _bracketed(name: str, inside: str) -> Era | None:
    """大理（公元937-1094年）: the years are those in the brackets, the period is the one before them."""
    span, named = _span(inside), _span(name)
    if span is None:
        return None
    return Era(span.years, named.periods if named else span.periods)


def _point(text: str) -> Era | None:
    text = _UNSURE.sub("", _ABOUT.sub("", text)).strip()
    text = text.strip("[]") if text.startswith("[") else text
    if (found := years(text) or years(_DEEDS.sub("", text))) is not None:
        return Era(found)
    named = eras(text)
    return _together(named) if named else None


def _together(named: tuple[Era, ...]) -> Era:
    start, end = min(era.years.start for era in named), max(era.years.end for era in named)
    return Era(Years(start, end), tuple(name for era in named for name in era.periods))


def _range(ends: list[str]) -> Era | None:
    points: list[Era] = []
    for place, written in enumerate(ends):
        point = _point(_completed(written, ends, place))
        if point is None:
            return None
        points.append(point)
    first, last = points[0], points[-1]
    if any(a.years.start > b.years.start for a, b in pairwise(points)):
        return None
    return Era(Years(first.years.start, max(point.years.end for point in points)), between(first, last))


def _completed(written: str, ends: list[str], place: int) -> str:
    """What one end of a range borrows from the other: 1838-46, 500-300 BC, 18th-19th century, 公元前37-668年."""
    if place and _ABBREVIATED.fullmatch(written.removesuffix("年")):
        return _lengthened(written, ends[place - 1])
    last = ends[-1]
    if place < len(ends) - 1:
        if _NO_MARK.fullmatch(written) and (mark := _BCE.search(last)):
            return written + mark[0]
        if _ORDINAL.fullmatch(written) and (mark := _CENTURY.search(last)):
            return written + mark[0]
        if last.endswith("世纪") and not written.endswith("世纪"):
            return written + "世纪"
    return written


def _lengthened(written: str, before: str) -> str:
    """“46” after “1938” is 1946; after a year before the common era it stays as it is."""
    digits = written.removesuffix("年")
    earlier = _LAST_NUMBER.search(_UNSURE.sub("", before))
    if earlier is None or before.startswith(("公元前", "前")) or len(digits) >= len(earlier[0]):
        return written
    full = earlier[0][: -len(digits)] + digits
    # “1938-05” is a month of 1938, not a range that runs backwards.
    return full if int(full) >= int(earlier[0]) else earlier[0]


def _any_periods(text: str) -> tuple[str, ...]:
    """The periods of those parts of a text that are understood."""
    pieces = (piece for part in _LISTED.split(text) for piece in _RANGE.split(part) if piece)
    spans = (_span(piece) for piece in pieces)
    return tuple(dict.fromkeys(name for span in spans if span for name in span.periods))
