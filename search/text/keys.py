"""Keys made of a whole title or name: to sort by, to be found by pinyin, and to be suggested while one types."""

from __future__ import annotations

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


def squeezed(text: str) -> str:
    """Folded, without spaces and apostrophes, one spelling of ü: what a reader types when there is nothing to see yet."""
    return plain(fold(text).translate(_SQUEEZED))


@dataclass(frozen=True, slots=True)
class Spelling:
    """A title or name in pinyin: tokens for `_pinyin` and `_initials`, and the whole keys it is suggested by."""

    pinyin: str
    initials: tuple[str, ...]
    keys: tuple[str, ...]
    sort_key: str


def spell(text: str) -> Spelling:
    folded = fold(text)
    if CJK_RUN.search(folded) is None:
        return Spelling("", (), (squeezed(text)[:LONGEST_KEY],), _plain_sort_key(folded))
    spoken = pieces(text)
    sort_key = _spoken_sort_key(spoken)
    whole = squeezed(text)[:LONGEST_KEY]
    if not has_han(spoken):
        return Spelling("", (), (whole,), sort_key)
    ways = combinations(spoken)
    pinyin = f" {FILLER} ".join([" ".join(way) for way in ways])
    joined = dict.fromkeys(plain("".join(way)) for way in ways)
    letters = dict.fromkeys(plain(initials(way, spoken)) for way in ways)
    keys = dict.fromkeys((whole, *(key[:LONGEST_KEY] for key in (*joined, *letters))))
    named = (*joined, *letters) if sum(map(_width, spoken)) <= LONGEST_NAMED else ()
    return Spelling(pinyin, tuple(dict.fromkeys(named)), tuple(keys), sort_key)


def _width(piece: Piece) -> int:
    return 1 if piece.han else len(piece.readings[0])


def beginnings(keys: Iterable[str]) -> set[str]:
    """The tokens of the `suggest` fields: each key's first one to eight characters."""
    return {key[:length] for key in keys for length in range(1, min(len(key), LONGEST_PREFIX) + 1)}


def typed(text: str) -> str:
    """What a reader has typed, as keys are written; its first `LONGEST_PREFIX` characters are the token to look for."""
    return squeezed(text)[:LONGEST_KEY]


def begins_with(text: str, typed_key: str) -> bool:
    """Whether one of a title's or name's keys begins with the whole of what was typed."""
    return any(key.startswith(typed_key) for key in spell(text).keys)


def _plain_sort_key(folded: str) -> str:
    if folded.isascii():
        return " ".join(folded.replace(APOSTROPHE, "").split())[:LONGEST_SORT_KEY].rstrip()
    return _cut(map(_sortable, folded.replace(APOSTROPHE, "").split()))


def _spoken_sort_key(spoken: Sequence[Piece]) -> str:
    return _cut(_sortable(piece.readings[0]) for piece in spoken)


def _cut(words: Iterable[str]) -> str:
    return " ".join(words)[:LONGEST_SORT_KEY].rstrip()


def _sortable(word: str) -> str:
    """ASCII letters and digits as they are; any other letter by its code, after all of them."""
    if word.isascii():
        return "".join(filter(str.isalnum, word))
    return "".join(
        [letter if letter.isascii() and letter.isalnum() else f"{_AFTER_Z}{ord(letter):06x}" for letter in word]
    )


def sort_key(text: str) -> str:
    """A title as ASCII that sorts as a reader expects: Chinese by pinyin, then digits and letters folded."""
    return spell(text).sort_key


