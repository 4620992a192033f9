"""Texts made comparable for judging: one script, one case, no accents, no punctuation; shares no code with `search`."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import cache, lru_cache

from opencc import OpenCC

_HAN = re.compile("[\u3007\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")
_WORD = re.compile(r"[^\W_]+")


@cache
def converter(name: str) -> OpenCC:
    """`t2s`: traditional to simplified; `s2t` the other way."""
    return OpenCC(name)


def bare(text: str) -> str:
    """Folded, and only letters and numbers of it; the script stays as it is."""
    folded = unicodedata.normalize("NFKD", text.casefold())
    return "".join(character for character in folded if character.isalnum())


@lru_cache(maxsize=200_000)
def plain(text: str) -> str:
    return bare(converter("t2s").convert(text))


def plain_all(texts: Iterable[str]) -> list[str]:
    """`plain` of many texts, none of which holds a line feed; converted at one go, which is many times faster."""
    together = converter("t2s").convert("\n".join(texts))
    return [bare(line) for line in together.split("\n")]


def words(text: str) -> frozenset[str]:
    """The words of a Latin text, each without a plural's ending."""
    folded = unicodedata.normalize("NFKD", text.casefold())
    kept = "".join(character for character in folded if not unicodedata.combining(character))
    return frozenset(singular(word) for word in _WORD.findall(kept.replace("'", "").replace("’", "")))


def singular(word: str) -> str:
    return word[:-1] if len(word) > 3 and word.endswith("s") and not word.endswith("ss") else word


def is_han(text: str) -> bool:
    """Whether every letter of the text is Han; a text without any letter is not."""
    letters = [character for character in text if character.isalnum()]
    return bool(letters) and all(_HAN.match(letter) for letter in letters)


def has_han(text: str) -> bool:
    return bool(_HAN.search(text))
