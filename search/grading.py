"""How well a title or name fits what a reader has typed so far: whole before begun, usual readings before rare ones."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import accumulate
from typing import NamedTuple

from search.half_typed import Reach, is_mixed, reaches
from search.text.folding import fold
from search.text.keys import LONGEST_KEY, name_orders, squeezed
from search.text.pinyin import Piece, combinations, has_han, initials, pieces
from search.text.syllables import plain

WHOLE, PARTED, BEGUN, RARE, UNFIT = range(5)
"""All of it; up to the end of a word, a syllable or all initials; less than that; by a rare reading; not at all."""


class Key(NamedTuple):
    """One way to type a text; at `ends` a word or syllable of it is complete."""

    text: str
    ends: frozenset[int]
    short: bool = False
    rare: bool = False

    def grade(self, wanted: str) -> int:
        if not self.text.startswith(wanted):
            return UNFIT
        if self.rare:
            return RARE
        if self.text == wanted and not self.short:
            return WHOLE
        return PARTED if len(wanted) in self.ends else BEGUN


def grade(text: str, wanted: str) -> int:
    """The best grade among the ways to type a title; `wanted` is as `typed` gives it."""
    if is_mixed(wanted):
        return _mixed_grade(text, wanted)
    return min((key.grade(wanted) for key in keys(text)), default=UNFIT)


def _mixed_grade(text: str, wanted: str) -> int:
    found = reaches(text, wanted)
    if not found:
        return UNFIT
    if Reach(len(pieces(text)), True) in found:
        return WHOLE
    return PARTED if any(reach.said for reach in found) else BEGUN


def grade_name(name: str, wanted: str) -> int:
    """The best grade of a person's name, which may be typed family first."""
    return min(grade(order, wanted) for order in name_orders(name))


@lru_cache(maxsize=20_000)
def keys(text: str) -> tuple[Key, ...]:
    """Every way a title is suggested by."""
    return tuple(_keys(text))


def _keys(text: str) -> Iterator[Key]:
    spoken = pieces(text)
    if not has_han(spoken):
        yield Key(squeezed(text)[:LONGEST_KEY], _ends([squeezed(word) for word in fold(text).split()]))
        return
    whole = squeezed(text)[:LONGEST_KEY]
    yield Key(whole, frozenset(range(1, len(whole) + 1)))
    for number, way in enumerate(combinations(spoken)):
        yield from _spelt(way, spoken, rare=number > 0)


def _spelt(way: Sequence[str], spoken: Sequence[Piece], rare: bool) -> Iterator[Key]:
    syllables = [plain(syllable) for syllable in way]
    yield Key("".join(syllables)[:LONGEST_KEY], _ends(syllables), rare=rare)
    letters = plain(initials(way, spoken))[:LONGEST_KEY]
    yield Key(letters, frozenset((len(letters),)), short=True, rare=rare)


def _ends(parts: Sequence[str]) -> frozenset[int]:
    return frozenset(accumulate(map(len, parts)))
