"""Pinyin of titles and names: the readings of each Han character, and of a whole text."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from functools import cache, lru_cache
from importlib.metadata import distribution
from pathlib import Path
from typing import Any, NamedTuple

import orjson

from records import vocabularies
from search.text.folding import APOSTROPHE, fold, simplified
from search.text.syllables import plain

MOST_COMBINATIONS = 4
_LONGEST_READ = 120

Reading = tuple[str, ...]
"""The possible syllables of one character, the likeliest first; or one word that is no Han."""


@cache
def _bare(syllable: str) -> str:
    """zhòng: zhong; lǜ: lu."""
    letters = unicodedata.normalize("NFD", syllable)
    return plain("".join(letter for letter in letters if "a" <= letter <= "z"))


def _table(name: str) -> Mapping[str, Any]:
    """One of the tables of pypinyin; read from its file, for importing the library keeps 50 MB of them for good."""
    path = distribution("pypinyin").locate_file(f"pypinyin/{name}.json")
    tables: Mapping[str, Any] = orjson.loads(Path(str(path)).read_bytes())
    return tables


@cache
def _characters() -> Mapping[str, Reading]:
    kept: dict[Reading, Reading] = {}
    found: dict[str, Reading] = {}
    for code, syllables in _table("pinyin_dict").items():
        read = tuple(dict.fromkeys(map(_bare, syllables.split(","))))
        found[chr(int(code))] = kept.setdefault(read, read)
    return found


@cache
def _phrases() -> Mapping[str, Reading]:
    """Words in which some character is not read as it mostly is: pypinyin's, and above them the names of regions."""
    first = {character: readings[0] for character, readings in _characters().items()}
    found: dict[str, Reading] = {}
    for word, syllables in _table("phrases_dict").items():
        if len(word) == len(syllables):
            _note(found, first, word, tuple(_bare(syllable[0]) for syllable in syllables))
    for word, readings in _region_names():
        _note(found, first, word, readings, always=word in found)
    _bare.cache_clear()
    return found


def _note(
    found: dict[str, Reading], first: Mapping[str, str], word: str, readings: Reading, *, always: bool = False
) -> None:
    if always or any(first.get(character) != syllable for character, syllable in zip(word, readings, strict=True)):
        # A copy, for a word of the large table would keep the memory around it from being given back.
        found["".join([*word])] = readings


def _region_names() -> Iterator[tuple[str, Reading]]:
    """The names of regions, and those without their last word (什邡市, 什邡), with the readings of their own table."""
    for region in vocabularies.regions():
        name, readings = region.labels["zh-Hans"], tuple(map(plain, region.reading.split()))
        if len(name) == len(readings):
            yield name, readings
            if len(name) > 2:
                yield name[:-1], readings[:-1]


@cache
def _lengths() -> Mapping[str, tuple[int, ...]]:
    """How long the words of `_phrases` are that begin with a character, longest first."""
    found: dict[str, set[int]] = {}
    for word in _phrases():
        found.setdefault(word[0], set()).add(len(word))
    return {first: tuple(sorted(lengths, reverse=True)) for first, lengths in found.items()}


def readings(text: str) -> list[Reading]:
    """The syllables of each character of a simplified text, in order; empty for one that has none.

    Inside a known word the reading it has there comes first; the others stay, for the word may be none.
    """
    characters, lengths, phrases = _characters(), _lengths(), _phrases()
    found = [characters.get(character, ()) for character in text]
    read = 0
    for place, first in enumerate(text):
        if place < read or first not in lengths:
            continue
        for length in lengths[first]:
            syllables = phrases.get(text[place : place + length])
            if syllables:
                read = place + length
                found[place:read] = map(_first, syllables, found[place:read])
                break
    return found


def _first(syllable: str, others: Reading) -> Reading:
    return (syllable, *(other for other in others if other != syllable))


class Piece(NamedTuple):
    """One Han character with its readings, or one word of another kind (`readings` is then that word, folded).

    `start` and `end` are places in the original text.
    """

    readings: Reading
    start: int
    end: int
    han: bool


@lru_cache(maxsize=256)
def pieces(text: str) -> tuple[Piece, ...]:
    """How a text (its beginning, where it is very long) is read aloud, in order, without what is not read.

    Remembered for a moment: one record asks for its title several times.
    """
    text = text[:_LONGEST_READ]
    found: list[Piece] = []
    word, begun = "", 0
    for place, spoken in enumerate(readings(simplified(text))):
        letters = "" if spoken else fold(text[place]).replace(APOSTROPHE, "")
        if word and (spoken or letters == " "):
            found.append(Piece((word,), begun, place, False))
            word = ""
        if spoken:
            found.append(Piece(spoken, place, place + 1, True))
        elif letters.strip():
            word, begun = word + letters, begun if word else place
    if word:
        found.append(Piece((word,), begun, len(text), False))
    return tuple(found)


def combinations(spoken: Sequence[Piece]) -> list[list[str]]:
    """The whole text by its likeliest readings, then with one polyphone read otherwise, common polyphones first."""
    usual = [piece.readings[0] for piece in spoken]
    others = [
        (rank, place, other) for place, piece in enumerate(spoken) for rank, other in enumerate(piece.readings[1:])
    ]
    found = [usual]
    for _, place, other in sorted(others)[: MOST_COMBINATIONS - 1]:
        found.append([*usual[:place], other, *usual[place + 1 :]])
    return found


def has_han(spoken: Sequence[Piece]) -> bool:
    return any(piece.han for piece in spoken)


def initials(syllables: Sequence[str], spoken: Sequence[Piece]) -> str:
    """The first letters of the Han characters; words of another kind are kept whole."""
    return "".join([s[0] if piece.han else s for s, piece in zip(syllables, spoken, strict=True)])
