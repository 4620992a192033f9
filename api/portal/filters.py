"""What templates ask of Python: texts marked where words stand, numbers and years as people write them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from markupsafe import Markup, escape

from api.portal.words import Words, number
from exchange.tables import Cell, Column
from search.results import Span

TEN_THOUSAND = 10_000


def marked(text: str, spans: Iterable[Span]) -> Markup:
    """The text, with `<mark>` around the spans."""
    made, at = Markup(), 0
    for start, end in spans:
        made += escape(text[at:start]) + Markup("<mark>{}</mark>").format(text[start:end])
        at = end
    return made + escape(text[at:])


def web_address(text: Any) -> str:
    """The text where it is an address that a link may lead to; else nothing."""
    found = str(text)
    return found if found[:7].lower() == "http://" or found[:8].lower() == "https://" else ""


def year(signed: int, t: Words) -> str:
    """`-221` as 前221年, 221 BCE; of long ago with its thousands apart."""
    before = number(-signed) if signed <= -TEN_THOUSAND else -signed
    return t("year.before", n=before) if signed < 0 else t("year.after", n=signed)


def years(start: int, end: int, t: Words) -> str:
    if end >= 9_999:
        return t("years.since", start=year(start, t))
    return year(start, t) if start == end else t("years", start=year(start, t), end=year(end, t))


def figure(column: Column, value: Cell, t: Words) -> str:
    """A figure of a table; degrees with four decimals, which is some ten metres."""
    if not isinstance(value, int | float):
        return "–" if value is None else value
    if column.type == "share":
        return f"{value * 100:.1f}%"
    if column.type == "year":
        return year(round(value), t)
    if column.type in ("longitude", "latitude"):
        return f"{value:.4f}"
    return number(value) if isinstance(value, int) else f"{value:,.1f}"


OF_TEMPLATES: Mapping[str, Callable[..., Any]] = {
    "number": number,
    "web_address": web_address,
    "year": year,
    "years": years,
}
