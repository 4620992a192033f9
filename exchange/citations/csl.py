"""A citation as CSL-JSON, for Zotero and everything that writes bibliographies by CSL."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from exchange.citations.citation import Citation

TYPES: Mapping[str, str] = {
    "artwork": "graphic",
    "policy": "legislation",
    "news": "webpage",
    "event": "event",
    "person": "entry",
    "site": "entry",
    "venue": "entry",
    "intangible": "entry",
    "dataset": "dataset",
}
"""CSL 1.0.2's type by the type of record; of all others `document`."""


def csl_json(one: Citation) -> dict[str, Any]:
    """One member of a CSL-JSON list. Years before the common era are negative there: -221 is 221 BCE."""
    found = {
        "id": one.id,
        "type": TYPES.get(one.type, "document"),
        "title": one.title,
        "author": [{"literal": name} for name in one.creators],
        "container-title": one.dataset,
        "publisher": one.publisher,
        "issued": _day(one.modified) if one.modified else None,
        "original-date": _years(one.years) if one.years else None,
        "accessed": _day(one.cited),
        "URL": one.address,
        "language": one.language,
    }
    return {name: value for name, value in found.items() if value}


def _day(day: date) -> dict[str, Any]:
    return {"date-parts": [[day.year, day.month, day.day]]}


def _years(years: tuple[int, int]) -> dict[str, Any]:
    return {"date-parts": [[year] for year in dict.fromkeys(years)]}
