"""Tokens: what folded text is cut into, in the two ways both engines index it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache, lru_cache
from typing import NamedTuple, cast

import rjieba
import Stemmer

from search.text.folding import APOSTROPHE, CJK_RANGES, fold

FILLER = "¦"
"""Stands between the values of a field, so that no phrase reaches from one into the next; never part of a word."""

LONGEST_TOKEN = 64
"""Words are cut off here, in records and queries alike: engines cut or refuse long tokens, each at another length."""

CJK_RUN = re.compile(f"[{CJK_RANGES}]+")
_PARTS = f"[{CJK_RANGES}]+", f"[^ '{CJK_RANGES}]+(?:'[^ '{CJK_RANGES}]+)*"
_EITHER = re.compile("({})|({})".format(*_PARTS))
RUN = re.compile("|".join(_PARTS))
"""One run of folded text: characters written without spaces, or a word, which may hold apostrophes."""

_NOT_CJK = re.compile(f"[^ {CJK_RANGES}]")
_WORD = re.compile("[^ ']+(?:'[^ ']+)*")
_POSSESSIVE = re.compile("'s(?= |$)")
_LONG = re.compile(f"[^ ]{{{LONGEST_TOKEN + 1}}}")
_LONGEST_REPEATED = 80


class Tokens(NamedTuple):
    """`exact`: words in order, CJK runs as bigrams and the last character; `words`: CJK words and characters, stems."""

    exact: str
    words: str


def is_cjk(run: str) -> bool:
    return CJK_RUN.match(run) is not None


@cache
def _stemmer() -> Stemmer.Stemmer:
    return Stemmer.Stemmer("english")


def stem(word: str) -> str:
    """The English stem of a folded word; other languages' words stay mostly as they are."""
    return cast(str, _stemmer().stemWord(word))


def plain_word(run: str) -> str:
    """A word as it is indexed: without possessive 's, apostrophes and what is too long (Xi'an: xian)."""
    return _POSSESSIVE.sub("", run).replace(APOSTROPHE, "")[:LONGEST_TOKEN]


def bigrams(run: str) -> list[str]:
    """The overlapping pairs of a CJK run, then its last character alone."""
    return [run[place : place + 2] for place in range(len(run))]


def runs(folded: str) -> Iterator[re.Match[str]]:
    """The runs of a folded text, with their places."""
    return RUN.finditer(folded)


def _cjk_exact(folded: str) -> str:
    pairs = " ".join([pair for pair in map("".join, zip(folded, folded[1:] + " ", strict=True)) if pair[0] != " "])
    return pairs.replace("  ", " ").rstrip()


def _cjk_words(folded: str) -> str:
    found = [word for word in rjieba.cut_for_search(folded) if len(word) > 1]
    found += dict.fromkeys(folded.replace(" ", ""))
    return " ".join(found)


def _latin(folded: str) -> Tokens:
    """Words with apostrophes also count by their parts: l'Estaque is found by estaque."""
    parts: list[str] = []
    if APOSTROPHE in folded:
        found = _WORD.findall(folded)
        parts = [part for word in found if APOSTROPHE in word for part in word.split(APOSTROPHE) if len(part) > 1]
        words = [plain_word(word) for word in found]
    else:
        words = folded.split()
    if _LONG.search(folded):
        words = [word[:LONGEST_TOKEN] for word in words]
        parts = [part[:LONGEST_TOKEN] for part in parts]
    return Tokens(" ".join(words), " ".join(_stemmer().stemWords(words + parts)))


def _mixed(folded: str) -> Tokens:
    exact: list[str] = []
    cjk: list[str] = []
    latin: list[str] = []
    for characters, word in _EITHER.findall(folded):
        if characters:
            exact += bigrams(characters)
            cjk.append(characters)
        else:
            exact.append(plain_word(word))
            latin.append(word)
    words = (_cjk_words(" ".join(cjk)), _latin(" ".join(latin)).words)
    return Tokens(" ".join(exact), " ".join(filter(None, words)))


def tokenise(folded: str) -> Tokens:
    """The tokens of one value, each kind joined by single spaces."""
    if folded.isascii():
        return _latin(folded)
    if _NOT_CJK.search(folded):
        return _mixed(folded)
    return Tokens(_cjk_exact(folded), _cjk_words(folded))


@lru_cache(maxsize=30_000)
def _repeated(text: str) -> Tokens:
    return tokenise(fold(text))


def analyse(text: str) -> Tokens:
    """`tokenise` the fold of a text; short texts, which often come again, are remembered."""
    return _repeated(text) if len(text) <= _LONGEST_REPEATED else tokenise(fold(text))
