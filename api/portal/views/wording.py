"""What publishers write in few signs, said so that anyone can read it, or use it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from api.portal.filters import year
from api.portal.words import Words

_HAN = re.compile(r"[\u3400-\u9fff\U00020000-\U0003ffff]")
_DIGITS = re.compile(r"\d{1,9}")
_MINUTE = re.compile(r"^(\d{4}-\d\d-\d\d)T(\d\d:\d\d).*$")
_NOTHING = re.compile(r"(?!)")
_DIALLED = {
    "tel": re.compile(r"\+?\d[\d ()-]{4,20}\d"),
    "mailto": re.compile(r"[\w.+-]+@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+"),
}
_KEPT_AT: Mapping[str, tuple[re.Pattern[str], str]] = {
    "wikidata": (re.compile(r"Q\d+"), "https://www.wikidata.org/wiki/"),
    "ulan": (re.compile(r"\d+"), "https://vocab.getty.edu/ulan/"),
}
"""Where identifiers of a scheme are kept: the form they have, and how their addresses begin."""


def role(text: str, t: Words) -> str:
    """What one did, as publishers often say it, in the reader's language; what we have no word for as it stands."""
    key = text.lower()
    return t(f"role.{key}") if t.knows(f"role.{key}") else text


def scheme(text: str, t: Words) -> str:
    """What numbers an identifier, likewise."""
    key = text.lower()
    return t(f"scheme.{key}") if t.knows(f"scheme.{key}") else text


def has_han(text: str) -> bool:
    return _HAN.search(text) is not None


def short(text: str, most: int) -> str:
    """Cut at so many characters; between words where there are any."""
    if len(text) <= most:
        return text
    begun = text[: most - 1]
    words = begun.rpartition(" ")[0]
    return f"{words if len(words) > most // 2 else begun}…"


def latitude(degrees: float, t: Words) -> str:
    figure = f"{abs(degrees):.4f}"
    return t("place.south", n=figure) if degrees < 0 else t("place.north", n=figure)


def longitude(degrees: float, t: Words) -> str:
    figure = f"{abs(degrees):.4f}"
    return t("place.west", n=figure) if degrees < 0 else t("place.east", n=figure)


def foreign(date: Mapping[str, Any], t: Words) -> bool:
    """Whether a date is told in Chinese only, and its years can be told to who reads none."""
    return t.lang == "en" and "start" in date and has_han(date.get("text", ""))


def says(text: str, date: Mapping[str, Any]) -> bool:
    """Whether a date's text holds its years already."""
    years_of = {date.get("start", 0), date.get("end", 0)}
    return min(years_of) > 0 and years_of <= {int(digits) for digits in _DIGITS.findall(text)}


def of_designation(one: Mapping[str, Any], t: Words) -> Iterator[str]:
    """A batch that is a bare number is named as one."""
    if batch := str(one.get("batch") or ""):
        yield t("designation.batch", n=batch) if batch.isdigit() else batch
    if one.get("number"):
        yield t("designation.number", n=one["number"])
    if one.get("year"):
        yield year(one["year"], t)


def to_the_minute(moment: str) -> str:
    """A day as it stands, a day and a time without what follows the minute."""
    return _MINUTE.sub(r"\1 \2", moment)


def dialled(scheme: str, text: str) -> str:
    """The address of a telephone or mailbox; empty where the text is none."""
    return f"{scheme}:{re.sub(r'[ ()]', '', text)}" if _DIALLED[scheme].fullmatch(text) else ""


def kept_at(scheme: str, value: str) -> str:
    """The address of what an identifier names; empty where we know none."""
    form, begins = _KEPT_AT.get(scheme.lower(), (_NOTHING, ""))
    return f"{begins}{value}" if form.fullmatch(value) else ""
