"""Content lines of iCalendar: texts escaped, lines folded at 75 octets (RFC 5545, 3.1 and 3.3.11)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

LONGEST = 75
"""Octets of a line, without its end."""

_ESCAPED = {"\\": "\\\\", ";": "\\;", ",": "\\,", "\n": "\\n"}
_SPECIAL = re.compile(r"[\\;,\n]")
_NO_TEXT = re.compile("[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff]")
_BREAKS = re.compile("\r\n?|[\x85\u2028\u2029]")


def text(value: str) -> str:
    """A text as a value. Breaks of lines of any kind are told by \\n; what no text may hold becomes U+FFFD."""
    plain = _NO_TEXT.sub("\ufffd", _BREAKS.sub("\n", value))
    return _SPECIAL.sub(lambda found: _ESCAPED[found[0]], plain)


def listed(values: Iterable[str]) -> str:
    return ",".join(text(value) for value in dict.fromkeys(values))


def line(content: str) -> str:
    """With its end; folded where it is too long, never inside a character. A break of its own would be a new line."""
    if len(content) * 4 <= LONGEST:
        return f"{content}\r\n"
    return "\r\n ".join(_parts(content)) + "\r\n"


def _parts(content: str) -> Iterator[str]:
    """Those after the first are one octet shorter: a space stands before them."""
    begun, used = 0, 0
    for place, character in enumerate(content):
        size = len(character.encode())
        if used + size > LONGEST:
            yield content[begun:place]
            begun, used = place, 1
        used += size
    yield content[begun:]
