"""What a query's words look like in text: finders over folded text, and over text read aloud."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain, islice
from operator import ne

from search.aloud import aloud
from search.entries import SPELT
from search.loosening import han_runs, may_differ
from search.mixing import Run, mixed_runs
from search.query import AllOf, AnyOf, Clause, Every, Phrase, Prefix, Words
from search.results import Span
from search.text.folding import APOSTROPHE, CJK_RANGES, fold
from search.text.keys import spell
from search.text.pinyin import LONGEST_READ, Piece, pieces
from search.text.tokens import CJK_RUN, is_cjk, plain_word, runs, stem
from search.units import Unit, UnitKind, joined_pinyin, units

Finder = Callable[[str], Iterable[Span]]
"""The places in a folded text."""

_MOST_PLACES = 200
_PARTING = f" {APOSTROPHE}"
_REST = re.compile(f"[^ {CJK_RANGES}]*")
"""The rest of a word, with its apostrophes."""

_STEM_TAIL = 2
"""So many letters at the end of a stem may differ from the word: stud(i), studies, study."""


@dataclass(frozen=True, slots=True)
class Sought:
    """One thing to be marked, where all of its finders find something; `parts` are the numbers of those it stands for
    where it is read aloud as they are."""

    field: str
    finders: tuple[Finder, ...] = ()
    pinyin: tuple[tuple[str, ...], ...] = ()
    initials: str = ""
    parts: frozenset[int] = frozenset()
    only: tuple[str, ...] = ()
    """The scopes it is marked in; all where empty."""

    covers: frozenset[int] = frozenset()
    """The numbers of single characters it is made of, which by themselves are nothing where it is found."""

    unless: frozenset[int] = frozenset()
    """Where not empty: it is marked only where one of these numbers is found nowhere."""

    mixed: bool = False
    """Whether the ways of `pinyin` have Han characters among their syllables, that stand as they are."""

    def in_scope(self, scope: str) -> bool:
        return self.field in ("", scope) and (not self.only or scope in self.only)


@lru_cache(maxsize=256)
def sought(clause: Clause) -> tuple[Sought, ...]:
    """Everything a clause would have in a record, runs of pinyin before their parts; nothing of what it would not."""
    texts = list(_wanted(clause))
    plain = [part for part in texts if isinstance(part, Words)]
    joined = [(part, unit) for part in plain for unit in joined_pinyin(units(part.text))]
    mixed = [(part, run) for part in plain for run in mixed_runs(part.text)]
    single: list[Sought] = []
    numbers: dict[tuple[str, str], int] = {}
    for part in texts:
        for unit in units(part.text) if isinstance(part, Words) else ():
            numbers[part.field, unit.surface] = len(joined) + len(mixed) + len(single)
            single.append(_unit(unit, part.field))
        if not isinstance(part, Words):
            single.append(_literal(part))
    return (
        *(_joined(part.field, unit, numbers) for part, unit in joined),
        *(_mixed(part, run, numbers) for part, run in mixed),
        *single,
        *(_whole(part, run, numbers) for part in plain for run in _long_runs(part.text)),
        *(_mistaken(part, run, numbers) for part in plain if not part.reading for run in han_runs(part.text)),
        *(one for part in plain if part.reading for one in _alike(part)),
    )


def _alike(part: Words) -> Iterator[Sought]:
    """What titles and names have of words that are read loosely."""
    yield from (Sought(part.field, (_differing_finder(run),), only=SPELT) for run in han_runs(part.text))
    if ways := aloud(part.text):
        yield Sought(part.field, (), ways, only=SPELT)


def _wanted(clause: Clause) -> Iterator[Words | Phrase | Prefix]:
    if isinstance(clause, Words | Phrase | Prefix):
        yield clause
    elif isinstance(clause, AllOf | Every | AnyOf):
        for part in clause.clauses:
            yield from _wanted(part)


def _joined(field: str, unit: Unit, numbers: Mapping[tuple[str, str], int]) -> Sought:
    parts = frozenset(numbers[field, surface] for surface in unit.surface.split(" "))
    return Sought(field, (), unit.pinyin, unit.initials, parts)


def _mixed(part: Words, run: Run, numbers: Mapping[tuple[str, str], int]) -> Sought:
    inside = _units_in(part, run.text, numbers)
    return Sought(part.field, (), run.ways, parts=inside, covers=_characters(part, run.text, numbers), mixed=True)


def _mistaken(part: Words, run: str, numbers: Mapping[tuple[str, str], int]) -> Sought:
    """What differs from a run, for records that hold its other words: 澳门厉史城区. Where the run has words, it differs
    inside alone: 杭州博物馆 is no slip for 苏州博物馆, but 都江偃 is one for 都江堰.
    """
    words = any(unit.kind is UnitKind.CJK and _is_in(unit, run) for unit in units(part.text))
    return Sought(part.field, (_differing_finder(run, words),), only=SPELT, unless=_units_in(part, run, numbers))


def _units_in(part: Words, run: str, numbers: Mapping[tuple[str, str], int]) -> frozenset[int]:
    return frozenset(numbers[part.field, unit.surface] for unit in units(part.text) if _is_in(unit, run))


def _is_in(unit: Unit, run: str) -> bool:
    return fold(unit.surface) in run


def _whole(part: Words, run: str, numbers: Mapping[tuple[str, str], int]) -> Sought:
    """A run as it was typed, with the particles in it."""
    return Sought(part.field, (_row_finder((run,)),), covers=_characters(part, run, numbers))


def _long_runs(text: str) -> Iterator[str]:
    """The runs of CJK characters that are more than one word."""
    folded = fold(unicodedata.normalize("NFC", text))
    words = {unit.word for unit in units(text)}
    found = (match.group() for match in runs(folded))
    return (run for run in found if len(run) > 1 and is_cjk(run) and run not in words)


def _characters(part: Words, run: str, numbers: Mapping[tuple[str, str], int]) -> frozenset[int]:
    """The single characters a run was cut into, but those that were typed by themselves too."""
    alone = fold(unicodedata.normalize("NFC", part.text)).split()
    return frozenset(
        numbers[part.field, unit.surface]
        for unit in units(part.text)
        if unit.kind is UnitKind.CHARACTER and unit.word in run and unit.word not in alone
    )


def _unit(unit: Unit, field: str) -> Sought:
    if unit.kind is UnitKind.WORD:
        return Sought(field, (_any_finder(_word_finder(unit.word), *_others(unit)),), unit.pinyin, unit.initials)
    written = (unit.word, unit.rest) if unit.rest else (unit.word,)
    return Sought(field, (_any_finder(*(_row_finder((each,)) for each in written), *_others(unit)),))


def _others(unit: Unit) -> Iterator[Finder]:
    """The other names of what it is a part of."""
    folded = (fold(unicodedata.normalize("NFC", other)) for other in unit.others)
    return (_row_finder([match.group() for match in runs(each)]) for each in folded)


def _any_finder(*finders: Finder) -> Finder:
    """What any of them finds, as what stands for the same thing."""
    return lambda text: chain.from_iterable(finder(text) for finder in finders)


def _literal(part: Phrase | Prefix) -> Sought:
    folded = fold(unicodedata.normalize("NFC", part.text))
    found = [match.group() for match in runs(folded)]
    if len(found) > 1 and is_cjk(found[-1]) and len(found[-1]) == 1:
        return Sought(part.field, (_row_finder(found[:-1]), _row_finder(found[-1:])))
    if isinstance(part, Prefix) and found and not is_cjk(found[-1]):
        beginning = _beginning_finder(plain_word(found[-1]))
        return Sought(part.field, (_row_finder(found[:-1]), beginning) if len(found) > 1 else (beginning,))
    return Sought(part.field, (_row_finder(found),) if found else ())


def _places(pattern: str, text: str) -> Iterator[Span]:
    return (match.span() for match in islice(re.finditer(pattern, text), _MOST_PLACES))


def _loose(word: str) -> str:
    """A word with apostrophes or without."""
    return f"{APOSTROPHE}?".join(map(re.escape, word))


def _in_word(text: str, place: int) -> bool:
    """Whether a letter of a word, not a CJK character, stands there."""
    return 0 <= place < len(text) and text[place] not in _PARTING and not is_cjk(text[place])


def _row_finder(found: Sequence[str]) -> Finder:
    """Runs one after the other; what is no CJK begins and ends where its words do."""
    pattern = ""
    for place, run in enumerate(found):
        if place:
            pattern += "[ ']+" if is_cjk(run) == is_cjk(found[place - 1]) else "[ ']*"
        pattern += re.escape(run) if is_cjk(run) else f"{_loose(plain_word(run))}(?:'s(?![^ ]))?"
    bounded_start, bounded_end = not is_cjk(found[0]), not is_cjk(found[-1])

    def find(text: str) -> Iterator[Span]:
        for start, end in _places(pattern, text):
            if not (bounded_start and _in_word(text, start - 1)) and not (bounded_end and _in_word(text, end)):
                yield start, end

    return find


def _differing_finder(run: str, inside: bool = False) -> Finder:
    """Stretches as long as the run, separators apart, that differ from it in no more characters than a title may; only
    `inside`, in neither the first nor the last."""
    allowed = may_differ(len(run))

    def find(text: str) -> Iterator[Span]:
        places = [place for place, character in enumerate(text) if character != " "]
        together = text.replace(" ", "")
        for start in range(len(together) - len(run) + 1):
            stretch = together[start : start + len(run)]
            if inside and (stretch[0], stretch[-1]) != (run[0], run[-1]):
                continue
            if CJK_RUN.fullmatch(stretch) and sum(map(ne, run, stretch)) <= allowed:
                yield places[start], places[start + len(run) - 1] + 1

    return find


def _beginning_finder(beginning: str) -> Finder:
    """Whole words that begin so; after an apostrophe too."""
    pattern = _loose(beginning)

    def find(text: str) -> Iterator[Span]:
        for start, end in _places(pattern, text):
            if not _in_word(text, start - 1):
                rest = _REST.match(text, end)
                yield start, rest.end() if rest else end

    return find


def _word_finder(wanted: str) -> Finder:
    """Words of the same stem, and parts of words with an apostrophe."""
    candidates = _beginning_finder(wanted[: max(1, len(wanted) - _STEM_TAIL)])

    def find(text: str) -> Iterator[Span]:
        for start, end in candidates(text):
            word = text[start:end]
            part = word.partition(APOSTROPHE)[0]
            if stem(plain_word(word)) == wanted:
                yield start, start + len(word.rstrip(APOSTROPHE))
            elif stem(part) == wanted:
                yield start, start + len(part)

    return find


def spelt_spans(text: str, one: Sought) -> list[Span]:
    """Where a title or name is read as one of the ways of pinyin; all of it where its initials or whole reading fit."""
    if one.mixed and not _may_hold(text, one.pinyin[0]):
        return []
    spoken = pieces(text)
    if not any(piece.han for piece in spoken):
        return []
    if one.initials and one.initials in spell(text).initials:
        return [(spoken[0].start, spoken[-1].end)]
    return [span for way in one.pinyin for span in _read_at(spoken, way)]


def _may_hold(text: str, way: Sequence[str]) -> bool:
    """Whether the Han characters of a mixed way stand in what is read of a text; spares most texts the reading."""
    return set(fold(text[:LONGEST_READ])).issuperset(said for said in way if not said.isascii())


def _read_at(spoken: Sequence[Piece], way: Sequence[str]) -> Iterator[Span]:
    for first in range(len(spoken) - len(way) + 1):
        row = spoken[first : first + len(way)]
        if all(said in piece.readings or said == piece.written for said, piece in zip(way, row, strict=True)):
            yield row[0].start, row[-1].end
