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
LONGEST_READ = 120
"""Characters of a text that are read; the rest has no pinyin."""

_TONES = "\u0304\u0301\u030c\u0300"
_NO_TONE = "5"

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
def _tones() -> Mapping[str, str]:
    """For each character, the tone of each of its readings, in their order; only what sorts asks for it."""
    kept: dict[str, str] = {}
    found: dict[str, str] = {}
    for code, syllables in _table("pinyin_dict").items():
        first: dict[str, str] = {}
        for syllable in syllables.split(","):
            first.setdefault(_bare(syllable), _tone(syllable))
        tones = "".join(first.values())
        found[chr(int(code))] = kept.setdefault(tones, tones)
    _bare.cache_clear()
    return found


def _tone(syllable: str) -> str:
    """wáng: 2; 5 for a syllable without a tone."""
    marks = unicodedata.normalize("NFD", syllable)
    return next((str(number) for number, mark in enumerate(_TONES, 1) if mark in marks), _NO_TONE)


def tone(character: str, syllable: str) -> str:
    """The tone, 1 to 5, in which a simplified character is mostly read where it is read `syllable`."""
    read = _characters().get(character, ())
    return _tones()[character][read.index(syllable)] if syllable in read else _NO_TONE


class Words(NamedTuple):
    """Words in which some character is not read as it mostly is, and how long those are that begin with a character,
    longest first."""

    readings: Mapping[str, Reading]
    lengths: Mapping[str, tuple[int, ...]]


def _words(found: Mapping[str, Reading]) -> Words:
    lengths: dict[str, set[int]] = {}
    for word in found:
        lengths.setdefault(word[0], set()).add(len(word))
    return Words(found, {first: tuple(sorted(several, reverse=True)) for first, several in lengths.items()})


def _library_words() -> dict[str, Reading]:
    first = {character: read[0] for character, read in _characters().items()}
    found: dict[str, Reading] = {}
    for word, syllables in _table("phrases_dict").items():
        read = tuple(_bare(syllable[0]) for syllable in syllables)
        if len(word) == len(read) and any(first.get(c) != s for c, s in zip(word, read, strict=True)):
            # A copy, for a word of the large table would keep the memory around it from being given back.
            found["".join([*word])] = read
    _bare.cache_clear()
    return found


@cache
def _all_words() -> Words:
    """The library's words, and the names of regions that would be read otherwise than their own table says."""
    words = _words(_library_words())
    names = dict(_region_names())
    while misread := {name: read for name, read in names.items() if not _is_read(name, read, words)}:
        words = _words({**words.readings, **misread})
    return words


def _is_read(name: str, read: Reading, words: Words) -> bool:
    return all(said[:1] == (syllable,) for said, syllable in zip(_read(name, words), read, strict=True))


def _region_names() -> Iterator[tuple[str, Reading]]:
    """The names of regions, and those without their last character (什邡市, 什邡), by the readings of their own table.

    As `simplified` gives them, for that is what is read: it takes the 乾 of 乾县 for a traditional character.
    """
    for region in vocabularies.regions():
        name, read = simplified(region.labels["zh-Hans"]), tuple(map(plain, region.reading.split()))
        if len(name) == len(read):
            yield name, read
            if len(name) > 2:
                yield name[:-1], read[:-1]


def readings(text: str) -> list[Reading]:
    """The syllables of each character of a simplified text, in order; empty for one that has none.

    Inside a known word the reading it has there comes first; the others stay, for the word may be none.
    """
    return _read(text, _all_words())


def _read(text: str, words: Words) -> list[Reading]:
    characters = _characters()
    found = [characters.get(character, ()) for character in text]
    read = 0
    for place, first in enumerate(text):
        if place < read or first not in words.lengths:
            continue
        for length in words.lengths[first]:
            syllables = words.readings.get(text[place : place + length])
            if syllables:
                read = place + length
                found[place:read] = map(_first, syllables, found[place:read])
                break
    return found


def _first(syllable: str, others: Reading) -> Reading:
    return (syllable, *(other for other in others if other != syllable))


class Piece(NamedTuple):
    """One Han character with its readings, or one word of another kind (`readings` is then that word, folded).

    `start` and `end` are places in the original text; `written` is the character in its simplified form, "" for a word.
    """

    readings: Reading
    start: int
    end: int
    han: bool
    written: str = ""


@lru_cache(maxsize=256)
def pieces(text: str) -> tuple[Piece, ...]:
    """How a text (its beginning, where it is very long) is read aloud, in order, without what is not read.

    Remembered for a moment: one record asks for its title several times.
    """
    text = text[:LONGEST_READ]
    found: list[Piece] = []
    word, begun = "", 0
    written = simplified(text)
    for place, spoken in enumerate(readings(written)):
        letters = "" if spoken else fold(text[place]).replace(APOSTROPHE, "")
        if word and (spoken or letters == " "):
            found.append(Piece((word,), begun, place, False))
            word = ""
        if spoken:
            found.append(Piece(spoken, place, place + 1, True, written[place]))
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
