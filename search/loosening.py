"""Plain words read loosely, for when nothing holds them as they stand: fewer of them, or a title or name like them."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from functools import lru_cache

from search.aloud import LONGEST_ALOUD, Syllables, aloud
from search.entries import SPELT
from search.plans import Best, Fixed, Plan, Raised, Row, Some, Token, Weighted
from search.query import Reading, Words
from search.text.folding import fold
from search.text.tokens import bigrams, is_cjk, runs

SHORTEST_ALIKE = 3
"""A title or name may differ from a run of so many characters in one; of shorter ones too little would be left."""

ALIKE_SHARE = 3.0
SOUND_SHARE = 6.0
SAME_SOUND = 60.0


def fewest(count: int, least: int, reading: Reading) -> int:
    """How many of so many plain units are enough; `least` where they are read as they stand."""
    return {Reading.LOOSE: max(1, (count + 1) // 2), Reading.LOOSEST: 1}.get(reading, least)


@lru_cache(maxsize=1_000)
def han_runs(text: str) -> tuple[str, ...]:
    """The folded runs of CJK characters that a title might differ from in one."""
    folded = fold(unicodedata.normalize("NFC", text))
    found = (match.group() for match in runs(folded))
    return tuple(dict.fromkeys(run for run in found if is_cjk(run) and SHORTEST_ALIKE <= len(run) <= LONGEST_ALOUD))


def may_differ(length: int) -> int:
    """In how many characters a title may differ from a run of this length."""
    return max(1, length // 5)


def alike(text: str, scopes: tuple[str, ...]) -> Iterator[Plan]:
    """Titles and names that sound as the text does, or that have all but a few of the characters of a run."""
    for scope in scopes:
        if scope in SPELT:
            yield from (_sounding(scope, way) for way in aloud(text))
            yield from (_differing(scope, run) for run in han_runs(text))


def _sounding(scope: str, way: Syllables) -> Plan:
    row = Weighted(Row(f"{scope}_pinyin", way), SOUND_SHARE)
    return Raised(row, (Fixed(Token(f"{scope}_initials", "".join(way)), SAME_SOUND),))


def differing(scope: str, run: str) -> Plan:
    """A title or name that has all but a few of the characters of a run."""
    characters = tuple(dict.fromkeys(run))
    least = max(2, len(characters) - may_differ(len(run)))
    return Some(tuple(Weighted(Token(f"{scope}_words", each), ALIKE_SHARE) for each in characters), least)


def _differing(scope: str, run: str) -> Plan:
    """The more of them stand as they do in the run, the better."""
    pairs = tuple(Weighted(Token(f"{scope}_exact", pair), ALIKE_SHARE) for pair in bigrams(run)[:-1])
    return Raised(differing(scope, run), pairs)


def near(parts: tuple[Plan, ...], least: int, words: Words, scopes: tuple[str, ...]) -> Plan:
    """Enough of the parts, or something like the text."""
    enough = Some(parts, fewest(len(parts), least, words.reading))
    others = tuple(alike(words.text, scopes))
    return Some((enough, Best(others))) if others else enough
