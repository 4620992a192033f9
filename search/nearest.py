"""The nearest right thing to what was asked, for messages."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches

_LONGEST = 60
_CUTOFF = 0.6


def nearest(word: str, known: Iterable[str], cutoff: float = _CUTOFF) -> str:
    """The known name most like a word, or "" where none is near; quick for thousands of names."""
    word = word[:_LONGEST]
    letters = set(word)
    near = [
        name
        for name in known
        if abs(len(name) - len(word)) <= len(word) and 2 * len(letters & set(name)) >= len(letters)
    ]
    if word.isdigit():
        near = [name for name in near if name[:2] == word[:2]]
    found = get_close_matches(word, near, n=1, cutoff=cutoff)
    return found[0] if found else ""
