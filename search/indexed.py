"""An index entry as the values an index holds by field: checked here, so that every engine takes the same."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Generic, TypeVar

from records.model import State
from search.entries import TOKEN_FIELDS, IndexEntry
from search.fields import KEYWORDS, Power
from search.geometry import TINY, tile_number
from search.text.tokens import FILLER

LONGEST = 32_700
"""Bytes of the longest term every engine keeps; of a longer one some lose the end, some the whole."""

LONGEST_ORDINAL = (1 << 40) - 1
LONGEST_MODIFIED = 1 << 47
YEARS = 1 << 20
"""Signed years from -YEARS up to YEARS are kept apart."""

LAST_DAY = 3_652_059
"""The last of the year 9999."""

MAX_WEIGHT = (1 << 22) - 1

RECORD, GONE, MOVED, POSITION = "record", "gone", "moved", "position"
"""The values of the field `kind`: only `record` is ever searched, `position` is the reserved entry of the writer."""

_LACKED = (*(declared.name for declared in KEYWORDS if declared.can(Power.FACETED)), "year_start", "event_day", "tile")

MISSING_BITS = {name: 1 << bit for bit, name in enumerate(_LACKED)}
"""The bit that a record without a value has set in `missing`, by facet field and field of numbers."""

_KINDS = {State.LIVE: RECORD, State.WITHDRAWN: GONE, State.MERGED: MOVED}
_KEYWORD_NAMES = frozenset(field.name for field in KEYWORDS)
_TOKEN_NAMES = frozenset(TOKEN_FIELDS)
_SHORT = LONGEST // 4

Values = dict[str, object]
Form = TypeVar("Form")

Refusal = tuple[str, str]
"""The id of an entry that was not written, and why."""


class Unwritable(ValueError):
    """An entry no index can hold as it is; the message says which part and why."""


@dataclass(frozen=True, slots=True)
class Made(Generic[Form]):
    """An entry in the form an engine takes."""

    id: str
    live: bool
    form: Form


def made(entries: Iterable[IndexEntry], form: Callable[[IndexEntry], Form]) -> tuple[list[Made[Form]], list[Refusal]]:
    """The entries that can be written, and why each of the others cannot."""
    ready: list[Made[Form]] = []
    refused: list[Refusal] = []
    for entry in entries:
        try:
            ready.append(Made(entry.id, entry.state is State.LIVE, form(entry)))
        except Unwritable as error:
            refused.append((entry.id, str(error)))
    return ready, refused


def values(entry: IndexEntry) -> Values:
    """What is held of an entry by field; Unwritable where something in it would be lost or refused.

    Always: id, kind, ordinal, seq, source (bytes). Of a live one besides: keywords (lists), tokens (text), `missing`
    (bits), modified, suggest_rank and, where the record has them, text (bytes), title_whole (list), title_key,
    year_start and year_end, event_day and event_end, lat and lon with the `tile` they lie in and as whole numbers
    (lat_tiny, lon_tiny), whose sums are the same in any order.
    """
    try:
        return _values(entry)
    except (TypeError, AttributeError) as error:
        raise Unwritable(str(error)) from error


def _values(entry: IndexEntry) -> Values:
    _check_term("id", entry.id)
    _check_number("ordinal", entry.ordinal, 0, LONGEST_ORDINAL)
    _check_number("seq", entry.seq, 0, 1 << 62)
    held: Values = {
        "id": entry.id,
        "kind": _KINDS[entry.state],
        "ordinal": entry.ordinal,
        "seq": entry.seq,
        "source": entry.source,
    }
    if entry.state is State.LIVE:
        held.update(_live_values(entry))
    return held


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
    held: Values = {name: list(terms) for name, terms in keywords.items() if terms}
    held.update((name, text) for name, text in tokens.items() if text)
    held.update(_ordering(entry))
    if entry.text:
        held["text"] = entry.text
    if whole := list(_whole_titles(tokens.get("title_exact", ""))):
        held["title_whole"] = whole
    if entry.lat is not None and entry.lon is not None:
        held.update(_placed(_finite("lat", entry.lat, 90), _finite("lon", entry.lon, 180)))
    held["missing"] = sum(bit for name, bit in MISSING_BITS.items() if name not in held)
    return held


def _placed(lat: float, lon: float) -> Values:
    tiny = {"lat_tiny": round(lat * TINY), "lon_tiny": round(lon * TINY)}
    return {"lat": lat, "lon": lon, "tile": tile_number(lat, lon), **tiny}


def _ordering(entry: IndexEntry) -> Values:
    """The values that sorts and ranges read."""
    _check_number("modified", entry.modified, 0, LONGEST_MODIFIED)
    weight = min(max(entry.weight, 0), MAX_WEIGHT)
    held: Values = {"modified": entry.modified, "suggest_rank": (weight << 40) | (LONGEST_ORDINAL - entry.ordinal)}
    if entry.title_key:
        _check_term("title_key", entry.title_key)
        held["title_key"] = entry.title_key
    if entry.year_start is not None and entry.year_end is not None:
        for name, year in (("year_start", entry.year_start), ("year_end", entry.year_end)):
            _check_number(name, year, -YEARS, YEARS - 1)
            held[name] = year
    if entry.event_day is not None and entry.event_end is not None:
        for name, day in (("event_day", entry.event_day), ("event_end", entry.event_end)):
            _check_number(name, day, 1, LAST_DAY)
            held[name] = day
    return held


def _whole_titles(exact: str) -> Iterator[str]:
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
