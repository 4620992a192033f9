"""A plan of ours as an expression of SQLite's FTS5, over columns that hold our tokens with all scopes together."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from itertools import combinations
from typing import Any

from search import plans
from search.entries import IndexEntry
from search.grammar import parse
from search.relevance import plan
from search.text.tokens import FILLER

COLUMNS = ("exact", "words", "pinyin", "initials", "periods", "beginnings")
TOKENISER = "ascii tokenchars '-_/'"
"""Our tokens are parted by spaces; folding has left no other ASCII in them that this one would cut at."""


class Untold(ValueError):
    """FTS5 has no expression for a part of the plan."""


def row(entry: IndexEntry) -> tuple[str, ...]:
    """The values of `COLUMNS`; a filler between scopes keeps phrases from reaching over, as it does in our fields."""
    tokens = entry.tokens or {}
    forms: dict[str, list[str]] = {column: [] for column in COLUMNS}
    for name, text in tokens.items():
        forms[column(name)].append(text)
    forms["periods"] = list((entry.keywords or {}).get("period", ()))
    return tuple(f" {FILLER} ".join(forms[name]) for name in COLUMNS)


def column(field: str) -> str:
    return "beginnings" if field.startswith("suggest") else field.rpartition("_")[2]


def expression(q: str) -> str:
    """What finds the same records as `q` does; Untold where nothing does."""
    return _told(plans.bare(plan(parse(q))))


def beginning(token: str) -> str:
    return _phrase("suggest", (token,))


def _told(part: plans.Plan) -> str:
    if type(part) not in _TELLERS:
        raise Untold(type(part).__name__)
    return _TELLERS[type(part)](part)


def _phrase(field: str, tokens: Iterable[str]) -> str:
    return '{} : "{}"'.format(column(field), " ".join(tokens).replace('"', ""))


def _held(part: plans.Held) -> str:
    if part.field != "period":
        raise Untold(f"Held {part.field}")
    return _phrase("x_periods", (part.value,))


def _all(part: plans.All) -> str:
    if any(isinstance(each, plans.Without) for each in part.parts):
        raise Untold("Without")
    return _joined("AND", map(_told, part.parts))


def _some(part: plans.Some) -> str:
    """At least so many: every choice of so many, either of which will do."""
    told = list(map(_told, part.parts))
    return _joined("OR", (_joined("AND", chosen) for chosen in combinations(told, part.least)))


def _joined(word: str, parts: Iterable[str]) -> str:
    """Parts that have become the same, the scopes being together, are told once."""
    distinct = list(dict.fromkeys(parts))
    return distinct[0] if len(distinct) == 1 else f"({f' {word} '.join(distinct)})"


_TELLERS: Mapping[type, Callable[[Any], str]] = {
    plans.Token: lambda part: _phrase(part.field, (part.token,)),
    plans.Row: lambda part: _phrase(part.field, part.tokens),
    plans.Held: _held,
    plans.All: _all,
    plans.Some: _some,
}
