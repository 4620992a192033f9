"""A record made ready for an index: its values by declared field, and its text as tokens."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from records.model import State
from search.fields import SCOPES

SPELT = ("title", "creator")
"""The scopes that are found by pinyin and by initials too."""

SUGGESTED = ("suggest", "suggest_creator")
"""The token fields of the beginnings of titles and of creators' names."""

TOKEN_FIELDS = (
    *(f"{scope}_{form}" for scope in SCOPES for form in ("exact", "words")),
    *(f"{scope}_{form}" for scope in SPELT for form in ("pinyin", "initials")),
    *SUGGESTED,
)
"""Every field of tokens; those ending in `_exact` and `_pinyin` need positions, for phrases."""


@dataclass(frozen=True, slots=True)
class IndexEntry:
    """One id as an index holds it; only live ones have more than `id`, `seq`, `ordinal`, `state` and `source`.

    source: live: the JSON served, without `text`; withdrawn: {"reason", "at"}; merged: {"to"}.
    keywords: by keyword or tree field; a tree field holds every node on the path of each value.
    tokens: by token field (`search.entries.TOKEN_FIELDS`): tokens joined by a space.
    year_start, year_end: signed years, both set or both None.
    event_day, event_end: the first and last day of an event, by the calendar of where it is: day 1 is the first of the
        year 1; both set or both None.
    """

    id: str
    seq: int
    ordinal: int
    state: State
    source: bytes
    text: bytes = b""
    keywords: Mapping[str, tuple[str, ...]] | None = None
    tokens: Mapping[str, str] | None = None
    year_start: int | None = None
    year_end: int | None = None
    modified: int = 0
    title_key: str = ""
    lat: float | None = None
    lon: float | None = None
    event_day: int | None = None
    event_end: int | None = None
    weight: int = 0
