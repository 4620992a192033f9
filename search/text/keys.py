"""Keys made of a whole title or name: to sort by, to be found by pinyin, and to be suggested while one types."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from search.text.folding import APOSTROPHE, fold
from search.text.pinyin import Piece, combinations, has_han, initials, pieces
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
    joined = [plain("".join(way)) for way in ways]
    letters = [plain(initials(way, spoken)) for way in ways]
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

    Letters that are neither are written by their code and come after all others.
    """
    spoken = _spoken(text)
    words = [piece.readings[0] for piece in spoken] or fold(text).replace(APOSTROPHE, "").split()
    key = " ".join(words)
    if not key.isascii():
        key = "".join([letter if letter.isascii() else f"{_AFTER_Z}{ord(letter):06x}" for letter in key])
    return _UNSORTED.sub("", key)[:LONGEST_SORT_KEY].rstrip()
