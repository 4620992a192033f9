"""Dates as publishers write them, as signed years and periods."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from indexers.normalise.edtf import edtf_years, is_edtf
from indexers.normalise.english import english_era, era_told_with_years, is_some_period
from indexers.normalise.eras import Era, eras
from indexers.normalise.succession import between
from indexers.normalise.years import Years, years
from records.vocabularies import periods

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
    r"^(?:(?:约为|大约|约|当为|可能为|或为)|(?:circa|abd?out|around|probably|possibly|dated|signed) ?(?=[\da-z?(\[])|"
    r"(?:first )?(?:published|exhibited|printed|engraved|executed|completed|designed|modell?ed|collected|cast(?:ed)?|"
    r"carved|woven|begun|this version|(?:pattern )?introduced)(?: in)? |ca?\.? ?(?=[\d?])|ca?\. (?=[a-z])|\? ?)+"
)
_UNSURE = re.compile(r"(?:[;,]? ?\?|左右|前后|年左右| ?\(\?\)|以来|\[\?\]|,| circa?)+$")
_BRACKETED = re.compile(r"^(?P<name>[^()]*)\((?P<inside>[^()]+)\)$")
_LISTED = re.compile(r" ?[、,;,/及和或&] ?| and | or ")
_RANGE = re.compile(r"(?:至|到|-| to | until )")
_REDONE = "printed|published|cast|made|fabricated|constructed|produced|released|editioned|exhibited"
_ONLY_AGAIN = "stored|worked|paired|assembled|designed|issued|touched"
_AFTERWARDS = re.compile(
    rf"^\??(?:and )?(?:probably |partly |\?)*(?:later |posthumous(?:ly)? )?"
    rf"(?:(?:re-?)?(?:{_REDONE})|re-?(?:{_ONLY_AGAIN})|replica|enlarged|edition)\b"
)
_NOTE = re.compile(
    r" ?[(\[](?:(?!bc|ad|ce|ca|c |or )[a-z]{2,} \d{1,2}|pattern introduced|"
    r"rat|ox|tiger|hare|rabbit|dragon|snake|horse|sheep|ram|goat|monkey|rooster|cock|dog|boar|pig)[)\]](?=,|$)"
)
"""A day, a year of a Japanese reign or an animal of the cycle after a year: “1829 (Bunsei 12)”, “1853 (Ox 10)”."""
_OR_ELSE = re.compile(r" ?\((or [^()]+)\)$")
_DEEDS = re.compile(r"(?:始建|修建|重建|迁建|改建|扩建|重修|落成|建成|创建|成立|建|制|作|铸|刻)$")
_ABBREVIATED = re.compile(r"(?:c\.? ?|\?)*(\d{1,3})(?:年|\?)?")
_LAST_NUMBER = re.compile(r"\d{3,4}(?=年?$)")
_BCE = re.compile(r" ?b\.? ?c\.?(?: ?e\.?)?$")
_NTH = re.compile(r"(?:.*[ -])?\d{1,2}(?:st|nd|rd|th)")
_BORROWED = (
    (re.compile(r"(?:(?:about|circa|ca?\.?|early|mid|late) ?)?\d{1,4}s?"), _BCE),
    (_NTH, re.compile(r"[ -](?:century|c\.?)(?!\w).*$")),
    (re.compile(r"\d{1,2}"), re.compile(r"(?<=\d)c\.?$")),
)
"""What the first end of a range may look like, and what it then takes from the last."""
_CUT_SHORT = (
    (re.compile(r"(?<![\d/])(\d{4})(?: ?[/,、&] ?| or | and )(?=\d{1,2}(?:$|年|[^\w/]))"), r"\1-"),
    (
        re.compile(r"\b(\d{1,2})(?=(?: ?[-/,&] ?| or | and | to )(?:[a-z]+[ -])?\d{1,2}(?:st|nd|rd|th)[ -]c)"),
        r"\1th",
    ),
)
"""1983/84 and “1831 or 2” are two years, 19-20th century two centuries: the short one is no number of its own."""
_PART_AND_DASH = re.compile(r"\b(early|mid|middle|late)-(?=\d)")
_ORDINAL_ALONE = re.compile(r"(\d{1,2}(?:st|nd|rd|th))(?= ?(?:ad|bc)\b)")


def folded(text: str) -> str:
    """Width, case, dashes and spaces made one."""
    text = unicodedata.normalize("NFKC", text).casefold().replace("○", "〇")
    text = _PART_AND_DASH.sub(r"\1 ", _DASHES.sub("-", " ".join(text.split())))
    return _ORDINAL_ALONE.sub(r"\1 century", _SPACES.sub("", text))


@lru_cache(maxsize=65_536)
def parse(text: str) -> ParsedDate:
    """Years, ranges, decades, centuries, dynasties, reigns: Chinese, English or EDTF; lists take in all they name."""
    if is_edtf(text.strip()):
        told = edtf_years(text.strip())
        return _parsed([Era(told)]) if told else ParsedDate()
    written = _OR_ELSE.sub(r" \1", _NOTE.sub("", folded(text))).replace(" mark and period", " period")
    for short, whole in _CUT_SHORT:
        written = short.sub(whole, written)
    found = _spans(written)
    return ParsedDate(periods=_any_periods(written)) if found is None else _parsed(found)


def _parsed(found: list[Era]) -> ParsedDate:
    start, end = min(era.years.start for era in found), max(era.years.end for era in found)
    if end < EARLIEST:
        return ParsedDate()
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
    elsewhere = [part for part in parts if _span(part) is None and is_some_period(part)]
    spans: list[Era] = []
    for place, part in enumerate(parts):
        if part in elsewhere:
            continue
        full = _completed(part, parts, place) if _NTH.fullmatch(part) else part
        span = _span(full, spans[-1] if spans else None)
        if span is None:
            return None
        spans.append(span)
    return _exact(spans) if elsewhere or text.isascii() else spans or None


def _exact(spans: list[Era]) -> list[Era] | None:
    """In an English list a dynasty says which, and years within it say when: “Qing dynasty, 1644-1911, about 1900”."""
    named = [era for era in spans if era.periods]
    within = {step for era in named for name in era.periods for step in periods().path(name)[:-1]}
    named = [era for era in named if not set(era.periods) <= within]
    told = [era for era in spans if not era.periods]
    if not named or not told:
        return named or told or None
    if not any(_overlap(a, b) for a in named for b in told):
        return spans
    exact = [era for era in told if not any(_contains(era, other) for other in told)]
    return [Era(era.years, named[0].periods if len(named) == 1 else era.periods) for era in exact]


def _overlap(one: Era, other: Era) -> bool:
    return one.years.start <= other.years.end and other.years.start <= one.years.end


def _contains(outer: Era, inner: Era) -> bool:
    wider = outer.years.start <= inner.years.start and inner.years.end <= outer.years.end
    return wider and outer.years != inner.years


def _span(text: str, before: Era | None = None) -> Era | None:
    """One point of time or one range."""
    if (point := _point(text, before)) is not None:
        return point
    if found := _BRACKETED.fullmatch(text):
        return _bracketed(found["name"].strip(), found["inside"])
    ends = _RANGE.split(text)
    return _range(ends) if len(ends) > 1 else None


def _bracketed(name: str, inside: str) -> Era | None:
    """大理（公元937-1094年）: the years are those in the brackets, the period is the one before them."""
    if _AFTERWARDS.match(inside):
        return _span(name)
    span = _span(inside)
    if span is None:
        return None
    named = _spans(name) or [era for era in (era_told_with_years(name, span.years),) if era]
    told = tuple(period for era in named for period in era.periods)
    return Era(span.years, told or span.periods)


def _point(text: str, before: Era | None = None) -> Era | None:
    text = _UNSURE.sub("", _ABOUT.sub("", text)).strip()
    text = text.strip("[]") if text.startswith("[") else text
    if (found := years(text) or years(_DEEDS.sub("", text))) is not None:
        return Era(found)
    if (era := english_era(text, before)) is not None:
        return era
    if (turn := _TURN_OF_CENTURY.fullmatch(text)) is not None:
        return _range([turn[1], turn[2]])
    named = eras(text)
    return _together(named) if named else None


_TURN_OF_CENTURY = re.compile(r"(.+世[纪紀]末)(.+世[纪紀]初)")


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
    if place and (found := _ABBREVIATED.fullmatch(written)):
        return _lengthened(found[1], ends[place - 1])
    last = ends[-1]
    if place == len(ends) - 1:
        return written
    borrowed = next(
        (mark for form, marks in _BORROWED if form.fullmatch(written) and (mark := marks.search(last))), None
    )
    if borrowed:
        return written + borrowed[0]
    return written + "世纪" if last.endswith("世纪") and not written.endswith("世纪") else written


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
