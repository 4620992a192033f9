"""Highlights: where the words of a query stand in the texts of a record, in code points of the original."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from typing import NamedTuple

import orjson

from search.entries import SPELT
from search.finders import Sought, sought, spelt_spans
from search.query import Clause
from search.results import Highlight, Served, Span
from search.stretches import BREAKS, strokes
from search.text.folding import Folded, fold_mapped
from search.values import Content, found_at

FRAGMENT = 120
"""Code points of a fragment; a text not much longer is shown whole."""

_SLACK = 40
_BEFORE = 20
_LONGEST_READ = 100_000


class Passage(NamedTuple):
    """One text of a record, with the scope it counts for."""

    field: str
    scope: str
    text: str


class Mark(NamedTuple):
    """A place that matches, and which of the things sought it is."""

    start: int
    end: int
    number: int


_BY_LANGUAGE = ("title", "description", "text")
_LISTED = (
    ("alternative_titles", "title"),
    ("creators.name", "creator"),
    ("subjects", "subject"),
    ("materials", "subject"),
    ("techniques", "subject"),
    ("designations.scheme", "subject"),
    ("place.text", "place"),
    ("institution.name", "place"),
)


def highlights(clause: Clause, record: Served) -> tuple[Highlight, ...]:
    """One for each text in which something is found, fragments of long ones; what must not match is not marked."""
    wanted = sought(clause)
    if not wanted:
        return ()
    passages = list(_passages(record))
    folded = [fold_mapped(passage.text[:_LONGEST_READ]) for passage in passages]
    marks = [_literal_marks(wanted, passage.scope, text) for passage, text in zip(passages, folded, strict=True)]
    _add_spelt(wanted, passages, marks)
    marks = _without_parts(wanted, marks)
    return tuple(_highlight(clause, passage, found) for passage, found in zip(passages, marks, strict=True) if found)


def _passages(record: Served) -> Iterator[Passage]:
    content: dict[str, object] = orjson.loads(record.source)
    if record.text:
        content["text"] = orjson.loads(record.text)
    yield from _in_languages(content, "title")
    for path, scope in _LISTED:
        yield from (Passage(path, scope, text) for text in found_at(content, path.split(".")))
    for name in _BY_LANGUAGE[1:]:
        yield from _in_languages(content, name)


def _in_languages(content: Content, name: str) -> Iterator[Passage]:
    for language, text in (content.get(name) or {}).items():
        yield Passage(f"{name}.{language}", name, text)


def _literal_marks(wanted: Sequence[Sought], scope: str, text: Folded) -> list[Mark]:
    marks: list[Mark] = []
    for number, one in enumerate(wanted):
        if one.in_scope(scope):
            found = [list(finder(text.text)) for finder in one.finders]
            if all(found):
                marks.extend(Mark(*text.span(*place), number) for places in found for place in places)
    return marks


def _add_spelt(wanted: Sequence[Sought], passages: Sequence[Passage], marks: Sequence[list[Mark]]) -> None:
    """Pinyin and initials, for what is found nowhere as it was typed: `song` marks 宋 only where no Song is.

    A run of pinyin comes before its parts, which it then stands for; so does one that mixes Han and pinyin, which is
    looked for in all texts.
    """
    done = {mark.number for found in marks for mark in found}
    for number, one in enumerate(wanted):
        missing = one.parts - done if one.parts and not one.mixed else {number} - done
        if missing and (one.pinyin or one.initials):
            for passage, found in zip(passages, marks, strict=True):
                if one.in_scope(passage.scope) and (one.mixed or passage.scope in SPELT):
                    found.extend(Mark(start, end, number) for start, end in spelt_spans(passage.text, one))
        if any(mark.number == number for found in marks for mark in found):
            done |= {number, *one.parts}


def _without_parts(wanted: Sequence[Sought], marks: Sequence[list[Mark]]) -> list[list[Mark]]:
    """Where a run is found whole, no single characters of it elsewhere; where all its words are, nothing like it."""
    found = {mark.number for each in marks for mark in each}
    needless = {number for number in found if wanted[number].unless and wanted[number].unless <= found}
    needless = needless.union(*(wanted[number].covers for number in found))
    return [[mark for mark in each if mark.number not in needless] for each in marks]


def _highlight(clause: Clause, passage: Passage, marks: Sequence[Mark]) -> Highlight:
    marks = sorted(marks)
    start, end = _window(passage.text, marks)
    spans = [
        (max(mark.start, start) - start, min(mark.end, end) - start)
        for mark in marks
        if mark.start < end and mark.end > start
    ]
    shown = passage.text[start:end]
    return Highlight(passage.field, shown, strokes(shown, spans, clause))


def _window(text: str, marks: Sequence[Mark]) -> Span:
    """The part shown: all of a short text; of a long one, the first place where most of what was sought is near."""
    if len(text) <= FRAGMENT + _SLACK:
        return 0, len(text)
    first = marks[_densest(marks)].start
    start = _whole(text, _sentence_start(text, max(0, min(first - _BEFORE, len(text) - FRAGMENT)), first))
    return start, _whole(text, min(start + FRAGMENT, len(text)))


def _densest(marks: Sequence[Mark]) -> int:
    """The index of the mark from which the most different things are found within a fragment."""
    best, most = 0, 0
    counts: dict[int, int] = {}
    behind = 0
    for index, mark in enumerate(marks):
        while behind < len(marks) and marks[behind].end <= mark.start + FRAGMENT - _BEFORE:
            counts[marks[behind].number] = counts.get(marks[behind].number, 0) + 1
            behind += 1
        different = sum(map(bool, counts.values()))
        if different > most:
            best, most = index, different
        if mark.number in counts:
            counts[mark.number] -= 1
    return best


def _sentence_start(text: str, start: int, first: int) -> int:
    """The beginning of a sentence between `start` and the first mark, if there is one."""
    breaks = [place + 1 for place in range(start, first) if text[place] in BREAKS]
    return breaks[0] if breaks and start > 0 else start


def _whole(text: str, place: int) -> int:
    """Not between a character and the accents on it."""
    while 0 < place < len(text) and unicodedata.combining(text[place]):
        place -= 1
    return place
