"""Years out of Extended Date/Time Format (ISO 8601-2, the Library of Congress's levels 0, 1 and the usual level 2)."""

from __future__ import annotations

import re

from indexers.normalise.years import LATEST, Years

_QUALIFIED = re.compile("[?~%]")
_YEAR = r"-?(?:\d{4}|\d{3}X|\d{2}XX|\dX{3}|X{4})"
_MONTH = r"(?:0[1-9]|1[0-2]|XX|0X|1X)"
_PART = rf"(?:{_MONTH}|2[1-9]|3\d|4[01])"
"""A month, or a number that stands for a season, quarter, quadrimester or semester."""
_DAY = r"(?:[0-2]\d|3[01]|XX|[0-3]X)"
_TIME = r"T\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}(?::?\d{2})?)?"
_LONG_YEAR = re.compile(r"Y(?P<long>-?\d+)(?:E(?P<exponent>\d))?(?:S\d+)?")
_POINT = re.compile(rf"(?P<year>{_YEAR})(?:S(?P<significant>\d))?(?:-{_PART}(?:-{_DAY}(?:{_TIME})?)?)?")
_SET = re.compile(r"[\[{](?P<members>[^\[\]{}]+)[\]}]")
_OPEN = frozenset(("", ".."))

_MARKS = re.compile(r"[?~%X/]|^-?\d{4}-\d\d-\d\dT|^Y-?\d+|^-\d{4}|^0\d{3}|^\d{4}S|^[\[{]|-0[1-9]$|-1[0-2]$")
"""What sets EDTF apart from a year or a publisher's range; 1901-21 may be a spring in EDTF and is a range elsewhere."""


def is_edtf(text: str) -> bool:
    """Whether a text can be nothing but EDTF; what is (an interval with an open end) may still tell no years."""
    bare = _QUALIFIED.sub("", text)
    # “?-1903” says that a beginning is unknown, not that a year before the common era is unsure.
    if text[:1] in "?~%" and bare.startswith("-"):
        return False
    return bool(_MARKS.search(text)) and (_is_interval(bare) or _is_set(bare) or _is_point(bare))


def _is_point(bare: str) -> bool:
    return bool(_POINT.fullmatch(bare) or _LONG_YEAR.fullmatch(bare))


def _is_interval(bare: str) -> bool:
    ends = bare.split("/")
    return len(ends) == 2 and all(_is_point(end) or end in _OPEN for end in ends) and bare not in ("/", "../..")


def _is_set(bare: str) -> bool:
    found = _SET.fullmatch(bare)
    return found is not None and all(end == "" or _is_point(end) for end in _ends(found))


def _ends(found: re.Match[str]) -> list[str]:
    return [end for member in found["members"].split(",") for end in member.strip().split("..")]


def edtf_years(text: str) -> Years | None:
    """First and last signed year of what `is_edtf`; None where an end is open or unknown, or no record can hold it.

    EDTF counts a year 0, which is 1 BCE: -0044 is 45 BCE, here -45.
    """
    bare = _QUALIFIED.sub("", text)
    if found := _SET.fullmatch(bare):
        return _over(_ends(found), in_order=False)
    return _over(bare.split("/"), in_order=True)


def _over(ends: list[str], *, in_order: bool) -> Years | None:
    points: list[Years] = []
    for end in ends:
        point = _point(end)
        if point is None:
            return None
        points.append(point)
    first, last = min(point.start for point in points), max(point.end for point in points)
    backwards = in_order and points[0].start > points[-1].end
    return None if backwards or last > LATEST else Years(first, last)


def _point(text: str) -> Years | None:
    if found := _LONG_YEAR.fullmatch(text):
        year = int(found["long"]) * 10 ** int(found["exponent"] or 0)
        return Years(_signed(year), _signed(year))
    found = _POINT.fullmatch(text)
    if not found or "XXXX" in found["year"]:
        return None
    return _spread(found["year"], int(found["significant"] or 4))


def _spread(year: str, significant: int) -> Years:
    """156X is ten years; 1950S2 says that two digits of it are sure: a hundred."""
    sign, digits = ("-", year[1:]) if year.startswith("-") else ("", year)
    sure = digits[:significant].rstrip("X").ljust(4, "X")
    ends = sorted((int(sign + sure.replace("X", "0")), int(sign + sure.replace("X", "9"))))
    return Years(_signed(ends[0]), _signed(ends[1]))


def _signed(year: int) -> int:
    return year if year > 0 else year - 1
