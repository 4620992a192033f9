"""A query read aloud: the syllables that Han characters and typed pinyin stand for, to find what sounds alike."""

from __future__ import annotations

from functools import lru_cache

from search.text.pinyin import combinations, has_han, pieces
from search.text.syllables import plain, segmentations

LONGEST_ALOUD = 20
"""Syllables; titles and names are not found by longer ones either (`search.text.keys.LONGEST_NAMED`)."""

Syllables = tuple[str, ...]


@lru_cache(maxsize=1_000)
def aloud(text: str) -> tuple[Syllables, ...]:
    """The ways a text with any Han in it is read, the likeliest first; none where a word in it is no pinyin."""
    spoken = pieces(text)
    if not has_han(spoken):
        return ()
    ways = dict.fromkeys(_syllables(way) for way in combinations(spoken))
    return tuple(way for way in ways if 2 <= len(way) <= LONGEST_ALOUD)


def _syllables(way: list[str]) -> Syllables:
    found: list[str] = []
    for word in way:
        cut = segmentations(word)
        if not cut:
            return ()
        found += cut[0]
    return tuple(map(plain, found))
