"""Signed years of records, which have no year 0, as the standards write them, which have one.

ISO 8601, EDTF (ISO 8601-2) and XSD 1.1 count astronomically: 1 BCE is 0000, 221 BCE is -0220. XSD 1.0 had no year
0000; RDF 1.1 builds on XSD 1.1.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from exchange.crosswalks.values import Literal


def astronomical(year: int) -> int:
    """-221 (221 BCE) is -220; years of the common era stay."""
    return year + 1 if year < 0 else year


def padded(year: int) -> str:
    """As `xsd:gYear` writes it: at least four digits, more where it has more."""
    counted = astronomical(year)
    return f"-{-counted:04}" if counted < 0 else f"{counted:04}"


def gyear(year: int) -> Literal:
    return Literal(padded(year), datatype="xsd:gYear")


def edtf(year: int) -> str:
    """As EDTF writes it: a year of more than four digits begins with Y."""
    written = padded(year)
    return f"Y{written}" if len(written.lstrip("-")) > 4 else written


def span(date: Mapping[str, Any]) -> str:
    """Both years of a record's date as one EDTF year or interval; nothing where it has none."""
    if "start" not in date:
        return ""
    start, end = edtf(date["start"]), edtf(date["end"])
    return start if start == end else f"{start}/{end}"


def instant(value: str) -> Literal:
    """A day, or a moment with its offset; seconds, which ISO 8601 may leave out and XSD may not, are added."""
    if "T" not in value:
        return Literal(value, datatype="xsd:date")
    return Literal(datetime.fromisoformat(value).isoformat(), datatype="xsd:dateTime")
