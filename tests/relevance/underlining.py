"""What of a text a query stands for, letter by letter: an oracle of our own, by opencc, pypinyin and unicodedata."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from pypinyin import Style, pinyin

from tests.relevance.plain import converter, is_han, singular

_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")


class Letter(NamedTuple):
    """One letter or number as it is compared, and where it stands in the original."""

    folded: str
    place: int


def letters(text: str) -> list[Letter]:
    return [Letter(letter, place) for place, character in enumerate(text) for letter in _folded(character)]


@lru_cache(maxsize=20_000)
def _folded(character: str) -> str:
    parts = unicodedata.normalize("NFKD", converter("t2s").convert(character).casefold())
    return "".join(part for part in parts if part.isalnum())


def standing(needle: str, text: str) -> Iterator[set[int]]:
    """The places of the letters of each occurrence, whatever the script, the case and the punctuation."""
    wanted, found = "".join(letter for letter, _ in letters(needle)), letters(text)
    together = "".join(letter for letter, _ in found)
    start = together.find(wanted) if wanted else -1
    while start >= 0:
        yield {place for _, place in found[start : start + len(wanted)]}
        start = together.find(wanted, start + 1)


def worded(word: str, text: str) -> Iterator[set[int]]:
    """The places of the letters of each word that is the same in either number."""
    wanted = _number("".join(letter for letter, _ in letters(word)))
    for match in _WORD.finditer(text):
        if _number("".join(letter for letter, _ in letters(match.group()))) == wanted:
            yield {match.start() + place for _, place in letters(match.group())}


def _number(word: str) -> str:
    return singular(word)


def spoken(typed: str, title: str, *, initials: bool = False) -> bool:
    """Whether what was typed is a whole title in Han, each character as it is or by any of its readings (initials)."""
    found = letters(title)
    if not is_han(title):
        return False
    ways = "".join(f"(?:{'|'.join(_said(letter, initials))})" for letter, _ in found)
    together = "".join(letter for letter, _ in letters(typed))
    return re.fullmatch(ways, together.replace("lyu", "lu").replace("nyu", "nu").replace("v", "u")) is not None


@lru_cache(maxsize=20_000)
def _said(character: str, initials: bool) -> tuple[str, ...]:
    said = pinyin(character, style=Style.NORMAL, heteronym=True)[0]
    plain = {unicodedata.normalize("NFKD", one.replace("v", "u").replace("ü", "u")) for one in said}
    return tuple({one[0] for one in plain} if initials else {character, *plain})


def covered(places: Collection[int], spans: Sequence[tuple[int, int]]) -> bool:
    return all(any(start <= place < end for start, end in spans) for place in places)


def faults(text: str, spans: Sequence[tuple[int, int]]) -> list[str]:
    """What is wrong with spans whatever was asked: empty, outside, out of order, touching, or cutting a letter."""
    found = [] if spans else ["nothing is marked"]
    behind = -1
    for start, end in spans:
        if not behind < start < end <= len(text):
            found.append(f"{start}..{end} after {behind} in {len(text)}")
        found += [f"an accent is cut off at {place}" for place in (start, end) if _is_cut(text, place)]
        behind = end
    return found


def _is_cut(text: str, place: int) -> bool:
    return place < len(text) and unicodedata.category(text[place]) in ("Mn", "Mc", "Me")
