"""Units: what the words of a query are taken apart into, and how many of them a record must hold."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import lru_cache
from itertools import pairwise

import rjieba

from records.vocabularies import Variants, variants
from search.dynasties import dynastic
from search.naming import Named, named
from search.particles import PARTICLES, SOFT_PARTICLES
from search.text.folding import fold_mapped, simplified
from search.text.syllables import plain, segmentations
from search.text.tokens import bigrams, is_cjk, plain_word, runs, stem

LONGEST_INITIALS = 120
LONG_WORD = 4


class UnitKind(StrEnum):
    """How a unit is sought."""

    CJK = "cjk"
    CHARACTER = "character"
    WORD = "word"


@dataclass(frozen=True, slots=True)
class Unit:
    """One thing to be found. A record holds it if in any scope:

    CJK: `exact` stands, in order and without a gap, in `<scope>_exact` (one token: a term);
    CHARACTER: `word` is in `<scope>_words`;
    WORD: `word`, a stem, is in `<scope>_words`; or one of `pinyin` stands in order in `title_pinyin` or
    `creator_pinyin`; or `initials`, where not empty, is in `title_initials` or `creator_initials`.

    A CJK unit that begins with dynasties has their `periods`; a record of one of these holds it if it has the `rest`
    in any scope, as a CJK unit, or, where that is empty, by the period alone.

    A unit that is part of a name has the name's `others`; a record holds it too if one of them stands in any scope.

    `surface` is the unit as typed; `exact` of a WORD is the word itself; `word` of a CJK unit is for ranking only.
    """

    surface: str
    kind: UnitKind
    exact: tuple[str, ...]
    word: str
    pinyin: tuple[tuple[str, ...], ...] = ()
    initials: str = ""
    periods: tuple[str, ...] = ()
    rest: str = ""
    others: tuple[str, ...] = ()


def required(count: int) -> int:
    """How many of so many plain units a record must hold: all of two, all but one of five, 7 of 10 beyond."""
    if count <= 2:
        return count
    return count - 1 if count <= 5 else count * 7 // 10


def units(text: str) -> tuple[Unit, ...]:
    """The distinct units of plain text, in order; none where it holds neither letters nor numbers.

    Particles are left out where there is anything else.
    """
    return _units(text, variants())


@lru_cache(maxsize=1_000)
def _units(text: str, names: Variants) -> tuple[Unit, ...]:
    original = unicodedata.normalize("NFC", text)
    folded = fold_mapped(original)
    found: dict[tuple[UnitKind, str], Unit] = {}
    met = tuple(named(folded.text, names))
    for run in runs(folded.text):
        for start, end in _cuts(run.group(), original, folded.span(*run.span())):
            place = run.start() + start
            first, last = folded.span(place, run.start() + end)
            unit = _unit(original[first:last], run.group()[start:end])
            unit = replace(unit, others=_others(met, place, run.start() + end))
            found.setdefault((unit.kind, unit.word), unit)
    written = [_written(unit) for unit in found.values()]
    left_out = PARTICLES | SOFT_PARTICLES if PARTICLES.intersection(written) else frozenset()
    meant = tuple(unit for unit in found.values() if _written(unit) not in left_out)
    return meant or tuple(found.values())


def _others(met: tuple[Named, ...], start: int, end: int) -> tuple[str, ...]:
    """The other names of what a unit is a part of, or holds."""
    return tuple(dict.fromkeys(other for name in met if name.start < end and start < name.end for other in name.others))


def _written(unit: Unit) -> str:
    return unit.exact[0] if unit.kind is UnitKind.WORD else unit.word


def _cuts(run: str, original: str, span: tuple[int, int]) -> list[tuple[int, int]]:
    """Where the words of a run begin and end; CJK is cut in simplified characters chosen by word, not one by one."""
    if not is_cjk(run):
        return [(0, len(run))]
    readable = simplified(original[span[0] : span[1]])
    words = rjieba.cut(readable if len(readable) == len(run) else run)
    ends = [0]
    for word in words:
        for part in _parts(word):
            ends.append(ends[-1] + len(part))
    return list(pairwise(ends))


def _parts(word: str) -> tuple[str, ...]:
    """A long word as the shorter words that make it up, or itself where they do not: 苏州园林 is 苏州 and 园林.

    A dictionary's compound is seldom written just so in a record; ranking puts those that have it whole first.
    """
    if len(word) < LONG_WORD:
        return (word,)
    shorter = {part for part in rjieba.cut_for_search(word) if 1 < len(part) < len(word)}
    parts: list[str] = []
    at = 0
    while at < len(word):
        fitting = [part for part in shorter if word.startswith(part, at)]
        if not fitting:
            return (word,)
        parts.append(max(fitting, key=len))
        at += len(parts[-1])
    return tuple(parts)


def _unit(surface: str, folded: str) -> Unit:
    if is_cjk(folded):
        kind = UnitKind.CJK if len(folded) > 1 else UnitKind.CHARACTER
        periods, rest = dynastic(folded)
        return Unit(surface, kind, tuple(bigrams(folded)[:-1]), folded, periods=periods, rest=rest)
    return _word(surface, plain_word(folded))


def _word(surface: str, word: str) -> Unit:
    letters = word.isascii() and word.isalpha() and 2 <= len(word) <= LONGEST_INITIALS
    return Unit(surface, UnitKind.WORD, (word,), stem(word), segmentations(word), plain(word) if letters else "")


def joined_pinyin(found: Sequence[Unit]) -> tuple[Unit, ...]:
    """A unit for each stretch of two or more neighbours that are all pinyin (`li bai`), for ranking them as one."""
    stretches: list[list[Unit]] = [[]]
    for unit in found:
        if unit.pinyin:
            stretches[-1].append(unit)
        elif stretches[-1]:
            stretches.append([])
    return tuple(_joined(stretch) for stretch in stretches if len(stretch) > 1)


def _joined(stretch: Sequence[Unit]) -> Unit:
    syllables = tuple(syllable for unit in stretch for syllable in unit.pinyin[0])
    letters = plain("".join(unit.exact[0] for unit in stretch))
    surface = " ".join(unit.surface for unit in stretch)
    return Unit(surface, UnitKind.WORD, (), "", (syllables,), letters if len(letters) <= LONGEST_INITIALS else "")


@dataclass(frozen=True, slots=True)
class Literal:
    """What a phrase or a prefix asks of one scope, all of it at once.

    `exact` stands in order and without a gap in `<scope>_exact`; `character`, where not empty, is in
    `<scope>_words`; some token of `<scope>_exact` begins with `prefix`, where not empty.
    """

    exact: tuple[str, ...]
    character: str = ""
    prefix: str = ""

    def __bool__(self) -> bool:
        return bool(self.exact or self.character or self.prefix)


@lru_cache(maxsize=1_000)
def phrase(text: str) -> Literal:
    """A phrase; its last run may go on in the record where it is CJK, so that run's end is left open."""
    exact, last = _literal_runs(text)
    if not is_cjk(last):
        return Literal((*exact, last) if last else ())
    return Literal((*exact, *bigrams(last)[:-1]), last if len(last) == 1 else "")


@lru_cache(maxsize=1_000)
def prefix(text: str) -> Literal:
    """As a phrase, but a last word only begins as typed."""
    exact, last = _literal_runs(text)
    return phrase(text) if is_cjk(last) else Literal(exact, prefix=last)


def _literal_runs(text: str) -> tuple[tuple[str, ...], str]:
    """The tokens of all runs but the last, and the last as it is."""
    folded = fold_mapped(unicodedata.normalize("NFC", text)).text
    found = [run if is_cjk(run) else plain_word(run) for run in (match.group() for match in runs(folded))]
    if not found:
        return (), ""
    tokens = [token for run in found[:-1] for token in (bigrams(run) if is_cjk(run) else [run])]
    return tuple(tokens), found[-1]
