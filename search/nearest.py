"""The nearest right thing to what was asked, for messages."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches

_LONGEST = 60
_CUTOFF = 0.6


def nearest(word: str, known: Iterable[str], cutoff: float = _CUTOFF) -> str:
    """The known name most like a word, or "" where none is near; quick for thousands of names."""
    word = word[:_LONGEST]
    if word.isdigit():
        return _nearest_code(word, known)
    letters = set(word)
    near = [name for name in known if len(name) <= 2 * len(word) and 2 * len(letters & set(name)) >= len(letters)]
    found = get_close_matches(word, near, n=1, cutoff=cutoff)
    return found[0] if found else ""


def _nearest_code(code: str, known: Iterable[str]) -> str:
    """The first of the codes that go the longest way with this one, at least two digits."""
    beginnings = [code[:length] for length in range(len(code), 1, -1)]
    codes = [name for name in known if name[:2] == code[:2]]
    return next((name for begun in beginnings for name in codes if name.startswith(begun)), "")
