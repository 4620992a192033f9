"""How titles sound: pinyin as the library reads it, corrected where it errs in a title that was drawn."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from pypinyin import Style, lazy_pinyin, pinyin

from tests.relevance.plain import plain

# Readings of words in titles that were drawn, checked by eye; the library reads them otherwise.
CORRECTED: Mapping[str, tuple[str, ...]] = {"长影": ("chang", "ying")}


@cache
def syllable(character: str) -> str:
    """The likeliest reading, without its tone; ü is v, as keyboards have it."""
    return lazy_pinyin(character, style=Style.NORMAL)[0]


@cache
def readings(character: str) -> frozenset[str]:
    return frozenset(pinyin(character, style=Style.NORMAL, heteronym=True)[0])


def syllables(title: str) -> tuple[str, ...]:
    """A whole title in pinyin, a syllable a character, as a reader of Chinese would say it."""
    text = plain(title)
    found = list(lazy_pinyin(text, style=Style.NORMAL))
    for word, said in CORRECTED.items():
        place = text.find(word)
        if place >= 0:
            found[place : place + len(word)] = said
    return tuple(found)


def rough(text: str) -> str:
    """The likeliest syllables of a plain text, joined: to count titles that sound alike, quickly."""
    return "".join(map(syllable, text))


def rough_initials(text: str) -> str:
    return "".join(syllable(character)[0] for character in text)
