"""From an index entry to what tantivy writes: checked first, since tantivy drops what it cannot take without a word."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping

import tantivy

from records.model import State
from search.engines.tantivy.schema import GONE, MISSING_BITS, MOVED, POSITION, RECORD, schema
from search.engines.tantivy.sorting import LONGEST_ORDINAL, ORDERS, YEARS
from search.entries import TOKEN_FIELDS, IndexEntry
from search.fields import KEYWORDS
from search.text.tokens import FILLER

LONGEST = 65_530
"""Bytes of the longest term tantivy keeps; longer ones vanish from its index unseen."""

LONGEST_MODIFIED = 1 << 47
MAX_WEIGHT = (1 << 22) - 1

_KINDS = {State.LIVE: RECORD, State.WITHDRAWN: GONE, State.MERGED: MOVED}
_KEYWORD_NAMES = frozenset(field.name for field in KEYWORDS)
_TOKEN_NAMES = frozenset(TOKEN_FIELDS)
_SHORT = LONGEST // 4

Values = dict[str, object]


class Unwritable(ValueError):
    """An entry no index can hold as it is; the message says which part and why."""


def document(entry: IndexEntry) -> tantivy.Document:
    """The entry as tantivy takes it; Unwritable where something in it would be lost or refused."""
    try:
        return tantivy.Document.from_dict(_values(entry), schema())
    except (ValueError, TypeError, OverflowError, AttributeError) as error:
        raise Unwritable(str(error)) from error


def position_document(seq: int) -> tantivy.Document:
    """The reserved entry that says how far a build has come; it has no id, and no search sees its kind."""
    return tantivy.Document.from_dict({"kind": POSITION, "seq": seq}, schema())


def _values(entry: IndexEntry) -> Values:
    _check_term("id", entry.id)
    _check_number("ordinal", entry.ordinal, 0, LONGEST_ORDINAL)
    _check_number("seq", entry.seq, 0, 1 << 62)
    values: Values = {
        "id": entry.id,
        "kind": _KINDS[entry.state],
        "ordinal": entry.ordinal,
        "seq": entry.seq,
        "source": entry.source,
    }
    if entry.state is State.LIVE:
        values.update(_live_values(entry))
    return values


def _live_values(entry: IndexEntry) -> Values:
    keywords, tokens = entry.keywords or {}, entry.tokens or {}
    _check_names(keywords, _KEYWORD_NAMES, "keyword")
    _check_names(tokens, _TOKEN_NAMES, "token")
    for name, terms in keywords.items():
        if terms and max(map(len, terms)) > _SHORT:
            _check_terms(name, terms)
    for name, text in tokens.items():
        if len(text) > _SHORT:
            _check_terms(name, text.split())
    values: Values = {name: list(terms) for name, terms in keywords.items() if terms}
    values.update((name, text) for name, text in tokens.items() if text)
    values["missing"] = sum(bit for name, bit in MISSING_BITS.items() if name not in values)
    values.update(_ordering(entry))
    if entry.text:
        values["text"] = entry.text
    if whole := list(whole_titles(tokens.get("title_exact", ""))):
        values["title_whole"] = whole
    if entry.lat is not None and entry.lon is not None:
        values.update(lat=_finite("lat", entry.lat, 90), lon=_finite("lon", entry.lon, 180))
    return values


def _ordering(entry: IndexEntry) -> Values:
    """The values that sorts and ranges read; each sort key ends in the ordinal, so no two are equal."""
    _check_number("modified", entry.modified, 0, LONGEST_MODIFIED)
    weight = min(max(entry.weight, 0), MAX_WEIGHT)
    values: Values = {
        "modified": entry.modified,
        "modified_key": ORDERS["modified"].key(entry.modified, entry.ordinal),
        "suggest_rank": (weight << 40) | (LONGEST_ORDINAL - entry.ordinal),
    }
    if entry.title_key:
        values["title_key"] = ORDERS["title"].key(entry.title_key, entry.ordinal)
        _check_term("title_key", str(values["title_key"]))
    if entry.year_start is not None and entry.year_end is not None:
        for name, year in (("year_start", entry.year_start), ("year_end", entry.year_end)):
            _check_number(name, year, -YEARS, YEARS - 1)
            values[name] = year
        values["year_key"] = ORDERS["year"].key(entry.year_start, entry.ordinal)
    return values


def whole_titles(exact: str) -> Iterator[str]:
    """Each title's tokens as one term, so that a title equal to the words sought is known; very long ones are not."""
    for tokens in exact.split(FILLER):
        term = tokens.strip()
        if term and len(term) < _SHORT:
            yield term


def _check_names(given: Mapping[str, object], known: frozenset[str], what: str) -> None:
    unknown = given.keys() - known
    if unknown:
        raise Unwritable(f"{', '.join(sorted(unknown))}: no such {what} field is declared")


def _check_term(name: str, term: str) -> None:
    if not isinstance(term, str):
        raise Unwritable(f"{name}: {type(term).__name__} where text is due")
    if len(term) > _SHORT and len(term.encode()) > LONGEST:
        raise Unwritable(f"{name}: a value of {len(term.encode()):,} bytes; an index holds at most {LONGEST:,}")


def _check_terms(name: str, terms: Iterable[str]) -> None:
    for term in terms:
        _check_term(name, term)


def _check_number(name: str, value: int, least: int, most: int) -> None:
    if isinstance(value, bool) or not isinstance(value, int):
        raise Unwritable(f"{name}: {type(value).__name__} where a whole number is due")
    if not least <= value <= most:
        raise Unwritable(f"{name}: {value} is outside {least}..{most}")


def _finite(name: str, degrees: float, most: int) -> float:
    if not math.isfinite(degrees) or abs(degrees) > most:
        raise Unwritable(f"{name}: {degrees} is outside -{most}..{most}")
    return float(degrees)
