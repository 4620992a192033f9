"""Keys made of a whole title or name: to sort by, to be found by pinyin, and to be suggested while one types."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from string import ascii_lowercase, ascii_uppercase, digits

from search.text.folding import APOSTROPHE, fold
from search.text.pinyin import Piece, combinations, has_han, initials, pieces, tone
from search.text.strokes import place
from search.text.syllables import plain
from search.text.tokens import CJK_RUN, FILLER

LONGEST_SORT_KEY = 120
LONGEST_NAMED = 20
"""Titles and names with more characters than this are not found by their joined pinyin or initials."""

LONGEST_PREFIX = 8
LONGEST_KEY = 64

_SQUEEZED = str.maketrans("", "", " " + APOSTROPHE)
_AFTER_Z = "zz"
_UNSORTED = re.compile("[^0-9a-z ]")
_SIGNS = digits + ascii_uppercase + ascii_lowercase
"""In the order in which engines compare them."""


def squeezed(text: str) -> str:
    """Folded, without spaces and apostrophes, with one spelling of ü: as readers type who want a suggestion."""
    return plain(fold(text).translate(_SQUEEZED))


@dataclass(frozen=True, slots=True)
class Spelling:
    """A title or name in pinyin: tokens for `_pinyin` and `_initials`, and the whole keys it is suggested by."""

    pinyin: str
    initials: tuple[str, ...]
    keys: tuple[str, ...]


def spell(text: str) -> Spelling:
    whole = squeezed(text)[:LONGEST_KEY]
    spoken = _spoken(text)
    if not has_han(spoken):
        return Spelling("", (), (whole,) if whole else ())
    ways = combinations(spoken)
    # A single character may be read as several words: ¼ is 1 and 4.
    joined = [plain("".join(way).translate(_SQUEEZED)) for way in ways]
    letters = [plain(initials(way, spoken).translate(_SQUEEZED)) for way in ways]
    spelt = dict.fromkeys(joined + letters)
    return Spelling(
        pinyin=f" {FILLER} ".join([" ".join(way) for way in ways]),
        initials=tuple(spelt) if sum(map(_width, spoken)) <= LONGEST_NAMED else (),
        keys=tuple(dict.fromkeys((whole, *[key[:LONGEST_KEY] for key in spelt]))),
    )


def _spoken(text: str) -> Sequence[Piece]:
    """As `pieces`, but none for a text without any CJK character, which has no pinyin."""
    return pieces(text) if CJK_RUN.search(fold(text)) else ()


def _width(piece: Piece) -> int:
    return 1 if piece.han else len(piece.readings[0])


def beginnings(keys: Iterable[str]) -> set[str]:
    """The tokens of the `suggest` fields: each key's first one to eight characters."""
    begun = {key[:LONGEST_PREFIX] for key in keys}
    return {key[:length] for key in begun for length in range(1, len(key) + 1)}


def typed(text: str) -> str:
    """What a reader has typed, as keys are written; its first `LONGEST_PREFIX` characters are the token to look for."""
    return squeezed(text)[:LONGEST_KEY]


def name_orders(name: str) -> tuple[str, ...]:
    """A name as given, and the other way round: `Blake, William` as it is said, `William Blake` by the family."""
    family, comma, given = name.partition(", ")
    if not comma:
        given, space, family = name.rpartition(" ")
        return (name, f"{family} {given}") if space and not CJK_RUN.search(name) else (name,)
    return (name, f"{given} {family}")


def sort_key(text: str) -> str:
    """A title as ASCII that sorts as a reader expects: Chinese by pinyin, digits and letters folded.

    Chinese goes character by character (GB/T 13418): by letters, by tone, by number of strokes, by code point; a text
    in traditional characters where its simplified form would be. Letters that are neither are written by their code
    and come after all others. Cut at `LONGEST_SORT_KEY`, some 17 Chinese characters: titles alike so far sort as equal.
    """
    spoken = _spoken(text)
    if not spoken:
        return " ".join(_in_ascii(word) for word in fold(text).replace(APOSTROPHE, "").split())[
            :LONGEST_SORT_KEY
        ].rstrip()
    parts = [_weight(p.written, p.readings[0]) if p.han else f"{_in_ascii(p.readings[0])} " for p in spoken]
    return "".join(parts)[:LONGEST_SORT_KEY].rstrip()


@lru_cache(maxsize=10_000)
def _weight(character: str, syllable: str) -> str:
    """山 as `shan1` and three signs for its place by strokes; the tone sorts before letters, so ends the syllable."""
    first, rest = divmod(place(character), len(_SIGNS) ** 2)
    second, third = divmod(rest, len(_SIGNS))
    return f"{syllable}{tone(character, syllable)}{_SIGNS[first]}{_SIGNS[second]}{_SIGNS[third]}"


def _in_ascii(word: str) -> str:
    if not word.isascii():
        word = "".join([letter if letter.isascii() else f"{_AFTER_Z}{ord(letter):06x}" for letter in word])
    return _UNSORTED.sub("", word)
