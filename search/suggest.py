"""Suggestions while one types: what an engine finds by its beginning, and the vocabularies' terms, as one list."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import islice
from typing import Any, Protocol

import orjson

from records.vocabularies import LANGUAGES, Term, vocabulary
from search.fields import FIELDS
from search.grading import RARE, UNFIT, Key, grade, grade_name, keys
from search.half_typed import is_mixed, looked_up, reaches
from search.results import Served, Suggestion
from search.scopes import titles
from search.suggesting import suggestion_spans
from search.text.keys import typed

NAMED = ("region", "period", "category")
"""The fields whose terms are suggested, in the order they are."""

MOST_LOOKED_UP = 40
MOST_READ = 400
_SHARE = 4
_AHEAD = 2
_MIXED = 40
"""How many times as many creators are looked through where the index knows but the beginning of what was typed."""
_CHINESE = ("zh-Hans", "zh-Hant", "zh")
_LEVELS = {"nation": 0, "province": 1, "city": 2, "county": 3}


class Beginnings(Protocol):
    """What an engine knows by its beginning; `token` is at most `LONGEST_PREFIX` characters of a key."""

    def titled(self, token: str, limit: int) -> list[Served]:
        """The records with such a title, by falling weight, then by ordinal."""

    def creators(self, token: str, limit: int) -> list[str]:
        """The creators of the records that have such a creator, the most frequent first, then by name."""

    def held(self, terms: Sequence[tuple[str, str]]) -> list[bool]:
        """Whether any record has the value, for each field and value."""


@dataclass(frozen=True, slots=True)
class Named:
    """One name of a vocabulary's term and its place among all that begin alike."""

    key: Key
    rank: tuple[int, int, int]
    field: str
    term: Term
    lang: str


def suggest(index: Beginnings, text: str, limit: int) -> list[Suggestion]:
    """By how well they fit; of those alike, some terms and creators, titles, and the other terms and creators.

    Equal titles are shown once.
    """
    wanted = typed(text)
    if not wanted or limit < 1:
        return []
    terms = list(islice(_terms(index, text, wanted, limit), limit))
    names = list(islice(_creators(index, wanted, limit), limit))
    records = list(_records(index, text, wanted, limit))
    share = max(1, limit // _SHARE)
    mixed = [*terms[:share], *names[:share], *records, *terms[share:], *names[share:]]
    mixed.sort(key=lambda one: (grade_name if one.type == "creator" else grade)(one.text, wanted))
    return [_marked(one, text) for one in mixed[:limit]]


def _marked(one: Suggestion, text: str) -> Suggestion:
    return Suggestion(one.text, one.type, one.id, suggestion_spans(one.text, text))


def _records(index: Beginnings, text: str, wanted: str, limit: int) -> Iterator[Suggestion]:
    """At least `limit` where there are; some more, for those that fit best need not be the weightiest.

    Still more are read only where equal titles, or keys longer than their tokens, leave too few.
    """
    seen: set[str] = set()
    read = 0
    size = limit * _AHEAD
    while True:
        found = index.titled(looked_up(wanted), size)
        for record in found[read:]:
            content = orjson.loads(record.source)
            title = _title(content, text, wanted)
            if title and title not in seen:
                seen.add(title)
                yield Suggestion(title, str(content.get("type", "")), record.id)
        if len(seen) >= limit or len(found) < size or size >= MOST_READ:
            return
        read, size = size, min(size * 4, MOST_READ)


def _title(content: Mapping[str, Any], text: str, wanted: str) -> str:
    """The title that fits best, an alternative one only where the others do not; or none.

    Of several that do, one as typed, then the Chinese one, then what stands first.
    """
    told: Mapping[str, str] = content.get("title", {})
    main = dict.fromkeys([*(told[lang] for lang in _CHINESE if lang in told), *told.values()])
    fitting = [(grade(title, wanted), title) for title in main]
    if min(fitting, default=(UNFIT, ""))[0] >= RARE:
        fitting += [(grade(title, wanted), title) for title in titles(content)]
    fit, title = min(fitting, key=lambda one: (one[0], not one[1].startswith(text)), default=(UNFIT, ""))
    return title if fit < UNFIT else ""


def _creators(index: Beginnings, wanted: str, limit: int) -> Iterator[Suggestion]:
    names = index.creators(looked_up(wanted), limit * (_MIXED if is_mixed(wanted) else 4))
    return (Suggestion(name, "creator") for name in names if grade_name(name, wanted) < UNFIT)


def _terms(index: Beginnings, text: str, wanted: str, limit: int) -> Iterator[Suggestion]:
    """Those that records have; `limit` are looked up at once."""
    foremost = iter(_foremost(wanted))
    while some := list(islice(foremost, limit)):
        held = index.held([(named.field, named.term.id) for named in some])
        yield from (
            Suggestion(_label(named, text), named.field, named.term.id)
            for named, is_held in zip(some, held, strict=True)
            if is_held
        )


@lru_cache(maxsize=4_000)
def _foremost(wanted: str) -> tuple[Named, ...]:
    """The terms that fit best; shown in Chinese wherever its spelling begins so too."""
    found: dict[tuple[str, str], Named] = {}
    for named in sorted(_named_so(wanted), key=lambda named: (_grade(named, wanted), named.rank)):
        place = (named.field, named.term.id)
        if place not in found or named.lang == "zh-Hans":
            found[place] = named
    return tuple(islice(found.values(), MOST_LOOKED_UP))


def _grade(named: Named, wanted: str) -> int:
    return grade(named.term.labels["zh-Hans"], wanted) if is_mixed(wanted) else named.key.grade(wanted)


def warm() -> None:
    """Spell the names of all terms, which the first suggestion would wait for."""
    _names()


def _label(named: Named, text: str) -> str:
    """In the script it was typed in."""
    labels: Mapping[str, str] = named.term.labels
    if named.lang == "zh-Hans" and not labels["zh-Hans"].startswith(text) and labels["zh-Hant"].startswith(text):
        return labels["zh-Hant"]
    return labels[named.lang]


def _named_so(wanted: str) -> Iterator[Named]:
    if is_mixed(wanted):
        begun = _begun(looked_up(wanted))
        yield from (named for named in begun if reaches(named.term.labels["zh-Hans"], wanted))
        return
    yield from _begun(wanted)


def _begun(wanted: str) -> Iterator[Named]:
    names, ordered = _names()
    for named in islice(names, bisect_left(ordered, wanted), None):
        if not named.key.text.startswith(wanted):
            return
        yield named


@cache
def _names() -> tuple[list[Named], list[str]]:
    """Every name there is, and its keys, by rising key."""
    found = sorted(_all_names(), key=lambda named: (named.key.text, named.rank))
    return found, [named.key.text for named in found]


def _all_names() -> Iterator[Named]:
    for place, field in enumerate(NAMED):
        for term in vocabulary(FIELDS[field].vocabulary):
            if not getattr(term, "withdrawn", False):
                rank = (place, _LEVELS.get(getattr(term, "level", ""), 0), term.order)
                yield from _names_of(term, field, rank)


def _names_of(term: Any, field: str, rank: tuple[int, int, int]) -> Iterator[Named]:
    for lang in LANGUAGES:
        for key in _spellings(term.labels[lang], lang):
            if key.text:
                yield Named(key, rank, field, term, lang)


def _spellings(label: str, lang: str) -> Iterable[Key]:
    """Traditional labels fold to the simplified ones."""
    return () if lang == "zh-Hant" else keys(label)
