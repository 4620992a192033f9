"""Folding: the one form in which text is compared, character by character, so that places map back to the original."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cache
from threading import Lock
from typing import cast

from opencc import OpenCC

APOSTROPHE = "'"

CJK_RANGES = (
    "\u1100-\u11ff\u2e80-\u2fdf\u3005-\u3007\u3021-\u3029\u3031-\u3035\u3038-\u303b\u3040-\u30ff\u3105-\u318f\u31a0-\u31bf"
    "\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\ua960-\ua97f\uac00-\ud7ff\ue000-\ufaff"
    "\U00016fe0-\U00018dff\U0001aff0-\U0001b2ff\U00020000-\U0010ffff"
)
"""What is written without spaces, as the inside of a regular expression's set: Han, kana, hangul, Tangut, Khitan,
Nüshu, and private-use characters, which old texts use for Han characters that Unicode has not got."""

_CJK = re.compile(f"[{CJK_RANGES}]")

# Letters that no decomposition takes apart, and signs that stand in for an apostrophe.
_LETTERS = {
    "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i", "ħ": "h", "ŧ": "t",
    "’": APOSTROPHE, "‘": APOSTROPHE, "ʼ": APOSTROPHE, "ʻ": APOSTROPHE, "`": APOSTROPHE, APOSTROPHE: APOSTROPHE,
}  # fmt: skip

# Characters that are converted in some words only, or that are mere forms of another: one form for all of them,
# so that no character folds otherwise in a short query than in a long text.
_SAME = str.maketrans(
    "於乾瞭藉沉彷覆着馀钜锺祇菓臯淸靑尙戸呉即教甯衞粧龢刼稾徧竝囘曡秌琹麽幺甦穀",
    "于干了借沈仿复著余巨钟只果皋清青尚户吴即教宁卫妆和劫稿遍并回叠秋琴么么苏谷",
)
_ACCENTS = re.compile("[\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f\u3099\u309a]")
_UNSEEN = re.compile("[\u0640\u180b-\u180f\ufe00-\ufe0f\U000e0100-\U000e01ef]")
# Planes 2 and 3 hold nothing but Han; characters newer than this Python's tables are Han too.
_HAN_PLANES = range(0x20000, 0x3FFFE)
_SEPARATING = frozenset("PSZC")
_PRIVATE = "Co"


@cache
def converter() -> OpenCC:
    """Traditional to simplified by word: 乾隆 stays, 乾燥 becomes 干燥. One a process."""
    return OpenCC("t2s")


def simplified(text: str) -> str:
    """`text` in simplified characters, chosen by word; as it is where that would change its length."""
    converted = cast(str, converter().convert(text))
    return converted if len(converted) == len(text) else text


def _fold_part(part: str) -> str:
    if part in _LETTERS:
        return _LETTERS[part]
    category = unicodedata.category(part)
    if _CJK.match(part) and category[0] != "P":
        return cast(str, converter().convert(part)).translate(_SAME)
    return " " if category[0] in _SEPARATING else part


def _fold_character(character: str) -> str:
    """Width, case, accents, script; " " for what separates words, "" for what is not seen."""
    category = unicodedata.category(character)
    if category == _PRIVATE:
        return character
    if category == "Cf" or _UNSEEN.match(character):
        return ""
    parts = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", character).casefold())
    parts = unicodedata.normalize("NFC", _ACCENTS.sub("", parts))
    folded = "".join(map(_fold_part, parts))
    return folded if not folded or folded.strip() else " "


class _Table(dict[int, str]):
    """For `str.translate`, filled as characters are met; `uneven` matches those that fold to none or to several."""

    def __init__(self) -> None:
        super().__init__()
        self._several = ""
        self._noting = Lock()
        self.uneven = re.compile("(?!)")

    def __missing__(self, code: int) -> str:
        character = chr(code)
        if unicodedata.category(character) in ("Cn", "Cs"):
            return character if code in _HAN_PLANES else " "
        folded = _fold_character(character)
        if len(folded) != 1:
            self._note(character)
        self[code] = folded
        return folded

    def _note(self, character: str) -> None:
        with self._noting:
            self._several += character
            self.uneven = re.compile(f"[{re.escape(self._several)}]")


_TABLE = _Table()


def fold(text: str) -> str:
    """The comparable form: only letters, marks and numbers, apostrophes, and spaces where anything else stood.

    Each character folds by itself, so the fold of a part is the part of the fold.
    """
    return text.translate(_TABLE)


@dataclass(frozen=True, slots=True)
class Folded:
    """A folded text and the way back; `starts` gives for each of its characters the place in the original."""

    text: str
    original: str
    starts: tuple[int, ...] | None

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The place in the original of a part (not empty) of the folded text."""
        if self.starts is None:
            return start, end
        first, last = self.starts[start], self.starts[end - 1]
        behind = self.starts[end] if end < len(self.starts) else len(self.original)
        return first, max(behind, last + 1)


def fold_mapped(text: str) -> Folded:
    folded = fold(text)
    if not _TABLE.uneven.search(text):
        return Folded(folded, text, None)
    widths = [len(_TABLE[ord(character)]) for character in text]
    starts = (place for place, width in enumerate(widths) for _ in range(width))
    return Folded(folded, text, tuple(starts))
