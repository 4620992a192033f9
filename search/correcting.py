"""Did you mean: titles and names that are nearly what was typed, by their characters or by their sound."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence

import orjson
from rapidfuzz.fuzz import ratio

from search.aloud import aloud
from search.ports import SearchEngine
from search.query import Clause, Page, Query, Reading, Words, plain_words
from search.results import Correction, Hit
from search.scopes import creators, titles
from search.text.folding import fold
from search.text.keys import spell, squeezed
from search.text.pinyin import MOST_COMBINATIONS

LONGEST_CORRECTED = 40
MOST_CORRECTIONS = 3
MOST_WORDS = 3
"""Of a text of more words, typed apart, hardly any is one name."""
NEAR_ENOUGH = 0.62
"""Of a similarity of what is written, from 0 to 1: one wrong character in three is 0.67."""

SOUNDS_ENOUGH = 0.85
"""Of a similarity of what is read aloud; whatever is Chinese shares many letters."""

_READ = 30
_SUGGESTED = 10
_BEGINNINGS = (3 / 4, 1 / 2, 1 / 3)


def corrections(engine: SearchEngine, clause: Clause, hits: Sequence[Hit]) -> tuple[Correction, ...]:
    """The likeliest first, with what each would find; none for long texts, and none where a title or name, of the hits
    found already before all, holds or sounds just as what was typed.
    """
    text = " ".join(words.text for words in plain_words(clause)).strip()
    wanted = squeezed(text)
    if not wanted or len(text) > LONGEST_CORRECTED or len(text.split()) > MOST_WORDS:
        return ()
    if _is_told(wanted, _names_of(hits)):
        return ()
    names = _candidates(engine, text)
    if _is_told(wanted, names):
        return ()
    found = (
        Correction(name, engine.search(Query(Words(name), page=Page(size=0))).total) for name in _nearest(text, names)
    )
    return tuple(one for one in found if one.total)


def _nearest(text: str, names: list[str]) -> list[str]:
    ranked = sorted(((-_similarity(text, name), name) for name in names), key=lambda one: one[0])
    return [name for nearness, name in ranked if nearness < 0][:MOST_CORRECTIONS]


def _candidates(engine: SearchEngine, text: str) -> list[str]:
    """One of each folded form."""
    found: dict[str, str] = {}
    for name in (*_found(engine, text), *_begun(engine, text)):
        found.setdefault(squeezed(name), name)
    return list(found.values())


def _is_told(wanted: str, names: Iterable[str]) -> bool:
    """Whether one of the names is written, or read aloud, as was typed."""
    return any(wanted in squeezed(name) or wanted in spell(name).initials for name in names)


def _found(engine: SearchEngine, text: str) -> Iterator[str]:
    """Titles and names of what the words find, as they stand or nearly so."""
    return _names_of(engine.search(Query(Words(text, reading=Reading.ALIKE), page=Page(1, _READ))).hits)


def _names_of(hits: Iterable[Hit]) -> Iterator[str]:
    for hit in hits:
        content = orjson.loads(hit.record.source)
        yield from titles(content)
        yield from creators(content)


def _begun(engine: SearchEngine, text: str) -> Iterator[str]:
    """What begins as the text does, as far as anything does."""
    typed = fold(text).strip()
    for length in sorted({math.ceil(len(typed) * share) for share in _BEGINNINGS} - {len(typed)}, reverse=True):
        yield from (one.text for one in engine.suggest(typed[:length], _SUGGESTED))


def _similarity(text: str, name: str) -> float:
    """0 where the two are too far apart."""
    if len(name) > 2 * LONGEST_CORRECTED:
        return 0.0
    written = _near(squeezed(text), squeezed(name), NEAR_ENOUGH)
    return max(written, *(_near(one, other, SOUNDS_ENOUGH) for one in _sounds(text) for other in _sounds(name)))


def _sounds(text: str) -> Iterable[str]:
    """As it is read; Latin letters typed for pinyin are read as they stand."""
    return ["".join(way) for way in aloud(text)[:MOST_COMBINATIONS]] or [squeezed(text)]


def _near(one: str, other: str, least: float) -> float:
    """The share of characters that stand in both in the same order; 0 where that is less than `least`."""
    return ratio(one, other, score_cutoff=100 * least) / 100
