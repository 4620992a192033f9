"""Text from records made fit for where it goes; what a record says is never trusted to be harmless."""

from __future__ import annotations

import re
import unicodedata

REPLACEMENT = "\ufffd"
ELLIPSIS = "…"

_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_CONTROLS = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufffe\uffff]+")
_TURNING = re.compile("[\u202a-\u202e\u2066-\u2069]")
_WIDE = "WF"


def xml_text(text: str) -> str:
    """Without the characters that no XML may hold, not even escaped: each becomes U+FFFD."""
    return _NOT_XML.sub(REPLACEMENT, text)


def drawn(text: str) -> str:
    """One line to be drawn: controls and line breaks become a space, marks that turn the direction of what follows go.

    Right-to-left scripts read right without these marks; with them one label could turn round all that stands after it.
    """
    return _TURNING.sub("", _CONTROLS.sub(" ", text)).strip()


def width(text: str) -> float:
    """How wide text is, about, in letters' heights: 1 for a Han character, 0.56 for a Latin one."""
    return sum(_width(character) for character in text)


def _width(character: str) -> float:
    if unicodedata.combining(character):
        return 0
    return 1 if unicodedata.east_asian_width(character) in _WIDE else 0.56


def cut(text: str, room: float) -> str:
    """`text` if it is at most `room` wide, else its beginning and "…"; never apart between a letter and its marks."""
    if width(text) <= room:
        return text
    used, kept = 1.0, 0
    for place, character in enumerate(text):
        used += _width(character)
        if used > room:
            break
        kept = place + 1
    while kept and unicodedata.combining(text[kept]):
        kept -= 1
    return text[:kept].rstrip() + ELLIPSIS
