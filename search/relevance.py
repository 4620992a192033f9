"""From a clause to its plan: what a record must have in which fields, and how much each match counts."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from search.aloud import aloud
from search.entries import SPELT
from search.errors import QueryError
from search.fields import SCOPES
from search.loosening import differing, han_runs, near
from search.plans import (
    All,
    Best,
    Fixed,
    Held,
    Nothing,
    Picked,
    Plan,
    Raised,
    Row,
    Some,
    Start,
    Token,
    Weighted,
    Whatever,
    WholeTitle,
    Without,
)
from search.query import (
    AllOf,
    AnyOf,
    Box,
    Clause,
    DayRange,
    Every,
    Everything,
    Ids,
    Near,
    Not,
    Phrase,
    Prefix,
    Reading,
    Terms,
    TimeRange,
    Words,
    YearRange,
)
from search.text.folding import CJK_RANGES, fold
from search.text.syllables import plain
from search.text.tokens import analyse, bigrams, is_cjk, runs
from search.units import Literal, Unit, UnitKind, joined_pinyin, phrase, prefix, required, units

WEIGHTS: Mapping[str, float] = {
    "title": 4.0,
    "creator": 3.0,
    "subject": 2.0,
    "place": 1.5,
    "description": 1.0,
    "text": 1.0,
}
"""How much a match in each scope counts."""

WORD_BONUS = 0.5
EXACT_BONUS = 0.3
TOGETHER_BONUS = 1.0
PINYIN_SHARE = 0.6
INITIALS_SHARE = 0.8
VARIANT_SHARE = 0.8
WHOLE_TITLE = 500.0
OTHER_TITLE = 300.0
SPELT_TITLE = 40.0
NAMED_CREATOR = 300.0
FAVOURED = 100.0
DIFFERING_TITLE = 60.0

LONGEST_NAME = 6
"""Characters of a creator's name in Chinese."""

MAX_DEPTH = 64

_PARTED_CJK = re.compile(f"(?<=[{CJK_RANGES}])\\s+(?=[{CJK_RANGES}])")


FILTERS = (Terms, YearRange, TimeRange, DayRange, Box, Near, Ids)


def plan(clause: Clause) -> Plan:
    """The plan of a whole clause; a clause that says nothing (`!!!`) finds nothing."""
    return _plan(clause, 0) or Nothing()


def scores(clause: Clause) -> bool:
    """Whether anything in the clause ranks records; if not, relevance has nothing to go by."""
    if isinstance(clause, AllOf | Every | AnyOf):
        return any(map(scores, clause.clauses))
    return isinstance(clause, Words | Phrase | Prefix)


def _plan(clause: Clause, depth: int) -> Plan | None:
    """None for a clause that says nothing; it is left out wherever it stands beside others."""
    if depth > MAX_DEPTH:
        raise QueryError("q", f"nested more than {MAX_DEPTH} deep")
    if isinstance(clause, FILTERS):
        return Picked(clause)
    return _PLANNERS[type(clause)](clause, depth + 1)


def _everything(_clause: Everything, _depth: int) -> Plan:
    return Whatever()


def _words(clause: Words, _depth: int) -> Plan | None:
    found = units(clause.text)
    if not found:
        return None
    least = len(found) if clause.field else required(len(found))
    return _sought(found, least, clause)


def _phrase(clause: Phrase, _depth: int) -> Plan | None:
    return _literal(phrase(clause.text), clause.field)


def _prefix(clause: Prefix, _depth: int) -> Plan | None:
    return _literal(prefix(clause.text), clause.field)


def _all_of(clause: AllOf, depth: int) -> Plan | None:
    """The plain words count as one text, some of which may be missing; all else must match."""
    plain = [part for part in clause.clauses if isinstance(part, Words) and not part.field]
    others = [_plan(part, depth) for part in clause.clauses if part not in plain]
    reading = max((part.reading for part in plain), default=Reading.STRICT)
    together = Words(" ".join(part.text for part in plain), reading=reading)
    return _joined(All, [_words(together, depth) if plain else None, *others])


def _every(clause: Every, depth: int) -> Plan | None:
    return _joined(All, [_plan(part, depth) for part in clause.clauses])


def _any_of(clause: AnyOf, depth: int) -> Plan | None:
    return _joined(Some, [_plan(part, depth) for part in clause.clauses])


def _not(clause: Not, depth: int) -> Plan | None:
    part = _plan(clause.clause, depth)
    return None if part is None else Without(part)


_PLANNERS: Mapping[type, Callable[[Any, int], Plan | None]] = {
    Everything: _everything,
    Words: _words,
    Phrase: _phrase,
    Prefix: _prefix,
    AllOf: _all_of,
    Every: _every,
    AnyOf: _any_of,
    Not: _not,
}


def _joined(kind: type[All] | type[Some], parts: Iterable[Plan | None]) -> Plan | None:
    told = tuple(part for part in parts if part is not None)
    if len(told) < 2:
        return told[0] if told else None
    return kind(told)


def _scopes(field: str) -> tuple[str, ...]:
    return (field,) if field else SCOPES


def _sought(found: tuple[Unit, ...], least: int, words: Words) -> Plan:
    scopes = _scopes(words.field)
    parts = tuple(_unit(unit, scopes) for unit in found)
    needed = near(parts, least, words, scopes) if words.reading else _needed(parts, least)
    return Raised(needed, (*_bonuses(found, scopes, words.text), *_favoured(words.favoured, scopes)))


def _needed(parts: tuple[Plan, ...], least: int) -> Plan:
    if len(parts) == 1:
        return parts[0]
    return All(parts) if least == len(parts) else Some(parts, least)


def _unit(unit: Unit, scopes: tuple[str, ...]) -> Plan:
    """A unit is found if any scope has it; its word, as one, ranks above a mere row of characters."""
    ways = (way for scope in scopes for way in _ways(unit, scope))
    found = Best((*ways, *_of_periods(unit, scopes), *_otherwise_named(unit, scopes)))
    if unit.kind is UnitKind.CHARACTER:
        return found
    form, token, share = _sharper(unit)
    sharper = Best(tuple(Weighted(Token(f"{scope}_{form}", token), WEIGHTS[scope] * share) for scope in scopes))
    return Raised(found, (sharper,))


def _sharper(unit: Unit) -> tuple[str, str, float]:
    """The token field and token that tell a better match: the word for CJK, the unstemmed form for others."""
    return ("words", unit.word, WORD_BONUS) if unit.kind is UnitKind.CJK else ("exact", unit.exact[0], EXACT_BONUS)


def _ways(unit: Unit, scope: str) -> Iterable[Plan]:
    weight = WEIGHTS[scope]
    if unit.kind is UnitKind.CJK:
        yield Weighted(_row(f"{scope}_exact", unit.exact), weight)
        return
    yield Weighted(Token(f"{scope}_words", unit.word), weight)
    if scope in SPELT:
        yield from _spelt(unit, scope)


def _of_periods(unit: Unit, scopes: tuple[str, ...]) -> Iterable[Plan]:
    """明长城, where it is not written so: 长城 in a record of the Ming."""
    if not unit.periods or len(scopes) == 1:
        return
    held = Best(tuple(Fixed(Held("period", period), WEIGHTS["subject"]) for period in unit.periods))
    if not unit.rest:
        yield held
        return
    tokens = tuple(bigrams(unit.rest)[:-1])
    rest = Best(tuple(Weighted(_row(f"{scope}_exact", tokens), WEIGHTS[scope]) for scope in scopes))
    yield All((held, rest))


def _otherwise_named(unit: Unit, scopes: tuple[str, ...]) -> Iterable[Plan]:
    for other in unit.others:
        row = phrase(other).exact
        yield from (_weighted_row(scope, "exact", row, VARIANT_SHARE) for scope in scopes if row)


def _spelt(unit: Unit, scope: str) -> Iterable[Plan]:
    weight = WEIGHTS[scope]
    for syllables in unit.pinyin:
        yield Weighted(_row(f"{scope}_pinyin", syllables), weight * PINYIN_SHARE)
    if unit.initials:
        yield Weighted(Token(f"{scope}_initials", unit.initials), weight * INITIALS_SHARE)


def _bonuses(found: tuple[Unit, ...], scopes: tuple[str, ...], text: str) -> Iterable[Plan]:
    texts = _spacings(text)
    if "title" in scopes:
        yield from (Fixed(WholeTitle(analyse(one).exact), WHOLE_TITLE) for one in texts)
        yield from (Fixed(WholeTitle(analyse(one).exact), OTHER_TITLE) for one in _names_of_all(found))
        if all(unit.pinyin for unit in found):
            yield Fixed(Token("title_initials", plain("".join(unit.exact[0] for unit in found))), SPELT_TITLE)
    if len(found) > 1:
        yield from _named(found, scopes, text)
        rows = [row for row in (phrase(one).exact for one in texts) if len(row) > 1]
        if rows:
            yield Best(tuple(_weighted_row(scope, "exact", row, TOGETHER_BONUS) for row in rows for scope in scopes))
        for row in _parts(found, text):
            yield Best(tuple(_weighted_row(scope, "exact", row, TOGETHER_BONUS) for scope in scopes))
    spelt = [scope for scope in scopes if scope in SPELT]
    for unit in joined_pinyin(found) if spelt else ():
        yield Best(tuple(way for scope in spelt for way in _spelt(unit, scope)))
    yield from _sounding(found, spelt, text)
    if "title" in scopes:
        yield from (Fixed(differing("title", run), DIFFERING_TITLE) for run in han_runs(text))


def _names_of_all(found: tuple[Unit, ...]) -> tuple[str, ...]:
    """The other names of what the whole text is one name of: a title that is one of these is what was asked for."""
    return found[0].others if all(unit.others == found[0].others for unit in found) else ()


def _parts(found: tuple[Unit, ...], text: str) -> Iterable[tuple[str, ...]]:
    """The runs of a text of several that were cut into words, as they were typed: 全国重点文物保护单位 苏州."""
    words = {unit.word for unit in found}
    typed = [match.group() for match in runs(fold(text))]
    if len(typed) > 1:
        yield from (tuple(bigrams(run)[:-1]) for run in typed if is_cjk(run) and len(run) > 2 and run not in words)


def _sounding(found: tuple[Unit, ...], spelt: list[str], text: str) -> Iterable[Plan]:
    """A title that sounds as the whole text does; where Han and pinyin are mixed (拙政yuan), one that holds it too."""
    ways = aloud(text)
    if "title" in spelt and ways:
        yield Best(tuple(Fixed(Token("title_initials", "".join(way)), SPELT_TITLE) for way in ways))
    if any(unit.pinyin for unit in found) and ways:
        yield Best(tuple(_weighted_row(scope, "pinyin", way, TOGETHER_BONUS) for way in ways for scope in spelt))


def _spacings(text: str) -> tuple[str, ...]:
    """As typed and, where CJK was parted by spaces, without them: who types 李白 墓 may want 李白墓."""
    return tuple(dict.fromkeys((text.strip(), _PARTED_CJK.sub("", text.strip()))))


def _favoured(names: tuple[str, ...], scopes: tuple[str, ...]) -> Iterable[Plan]:
    """By the best of the names a record bears as its title, holds in it, or has for a creator."""
    for share, scope in ((0.8, "title"), (0.6, "creator")):
        if scope in scopes and names:
            rows = ((rank, phrase(name).exact) for rank, name in enumerate(names))
            yield Best(tuple(Fixed(_row(f"{scope}_exact", row), _favour(rank) * share) for rank, row in rows if row))
    if "title" in scopes and names:
        whole = ((rank, analyse(name).exact) for rank, name in enumerate(names))
        yield Best(tuple(Fixed(WholeTitle(tokens), _favour(rank)) for rank, tokens in whole))


def _favour(rank: int) -> float:
    return FAVOURED * 0.9**rank


def _named(found: tuple[Unit, ...], scopes: tuple[str, ...], text: str) -> Iterable[Plan]:
    """Who asks for 李白 月 looks for a moon by Li Bai before what was written to him.

    A name that no dictionary has (林逋) is met as what was typed between blanks.
    """
    if "creator" not in scopes:
        return
    names = [
        (unit.exact, *(phrase(other).exact for other in unit.others)) for unit in found if unit.kind is UnitKind.CJK
    ]
    known = {ways[0] for ways in names}
    typed = [(row,) for run in _apart(text) if (row := tuple(bigrams(run)[:-1])) not in known]
    for ways in (*names, *typed):
        yield Best(tuple(Fixed(_row("creator_exact", row), NAMED_CREATOR) for row in ways if row))


def _apart(text: str) -> list[str]:
    """The runs of CJK in a text of several that are as short as a name."""
    found = [match.group() for match in runs(fold(text))]
    return [run for run in found if is_cjk(run) and 2 <= len(run) <= LONGEST_NAME] if len(found) > 1 else []


def _weighted_row(scope: str, form: str, tokens: tuple[str, ...], share: float) -> Plan:
    return Weighted(_row(f"{scope}_{form}", tokens), WEIGHTS[scope] * share)


def _row(field: str, tokens: tuple[str, ...]) -> Plan:
    return Row(field, tokens) if len(tokens) > 1 else Token(field, tokens[0])


def _literal(literal: Literal, field: str) -> Plan | None:
    if not literal:
        return None
    return Best(tuple(Weighted(_literal_in(literal, scope), WEIGHTS[scope]) for scope in _scopes(field)))


def _literal_in(literal: Literal, scope: str) -> Plan:
    parts: list[Plan] = []
    if literal.exact:
        parts.append(_row(f"{scope}_exact", literal.exact))
    if literal.character:
        parts.append(Token(f"{scope}_words", literal.character))
    if literal.prefix:
        parts.append(Start(f"{scope}_exact", literal.prefix))
    return parts[0] if len(parts) == 1 else All(tuple(parts))
