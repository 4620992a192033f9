"""What a request is about, for the counts: what was read and asked for, and nothing of who did."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from typing import Any, cast

import orjson
from flask import Response, g, request

from api.keys.callers import Caller
from api.limits.costs import UNCOUNTED, written
from api.node import here
from api.usage.tallies import Mark
from records.keys import TEXT as KEY_TEXT
from records.usage import Kind
from records.vocabularies import vocabulary
from search.query import AllOf, AnyOf, Clause, Every, Phrase, Prefix, Query, Terms, Words
from search.results import Results, Served
from search.text.folding import fold

SLOW_S = 0.5
LONGEST_WORDS = 60
LONGEST_SHAPE = 200
MOST_FILTERS = 20
"""Filters of one question that are counted."""

_COUNTED_FIELDS = ("type", "region", "dataset")
_TELLS_WHO = re.compile(r"@|::|(?:\d\D{0,3}){5}|(?:\d{1,3}\.){3}\d")
"""Mail and network addresses, numbers of telephones, houses, papers: anything of five digits."""

Marks = tuple[Mark, ...]
_path = lru_cache(maxsize=256)(written)


def note(marks: Marks) -> None:
    """Add to what the request is about."""
    g.about = (*g.get("about", ()), *marks)


def noted() -> Marks:
    """What the request is known to be about; kept with an answer, and counted whenever that is given again."""
    found: Marks = g.get("about", ())
    return found


def note_read(found: Served) -> None:
    """One record was shown for itself."""
    content = orjson.loads(found.source)
    regions = _regions(content.get("region", ""))
    kind, dataset = content.get("type", ""), content.get("dataset", "")
    belongs = ((Kind.DATASET, dataset), (Kind.TYPE, kind), *((Kind.REGION, one) for one in regions))
    note(((Kind.RECORD, found.id), *belongs))


@lru_cache(maxsize=4_096)
def _regions(code: str) -> tuple[str, ...]:
    """The region and those above it but the nation."""
    return vocabulary("regions").path(code)[1:] if code else ()


def note_asked(query: Query, results: Results) -> None:
    """A question was answered."""
    marks = _marks(query, results.total)
    in_vain = not results.total or results.relaxed or results.unmatched
    words = _words(query.clause) if in_vain else ""
    note((*marks, (Kind.ZERO, words)) if words else marks)


def note_counted(query: Query, total: int) -> None:
    """Records were counted, of which there are so many."""
    note(_marks(query, total))


def _marks(query: Query, total: int) -> Marks:
    return tuple((Kind.FILTER, one) for one in _filters(query, total))[:MOST_FILTERS]


def _filters(query: Query, total: int) -> Iterator[str]:
    """Those whose values are known to exist: a data set's name is free text until records were found by it."""
    for one in query.filters:
        if not isinstance(one, Terms) or one.exclude or one.field not in _COUNTED_FIELDS:
            continue
        if one.field != "dataset" or (len(one.values) == 1 and total):
            yield from (f"{one.field}={value}" for value in one.values)


def _words(clause: Clause) -> str:
    """The words as they are compared; empty for what is too long to be a question, or may tell who someone is."""
    text = " ".join(_texts(clause))
    if len(text) > LONGEST_WORDS or KEY_TEXT.search(text) or _TELLS_WHO.search(unicodedata.normalize("NFKC", text)):
        return ""
    return " ".join(fold(text).split())[:LONGEST_WORDS]


def _texts(clause: Clause) -> Iterator[str]:
    if isinstance(clause, Words | Phrase | Prefix):
        yield clause.text
    elif isinstance(clause, AllOf | Every | AnyOf):
        for part in clause.clauses:
            yield from _texts(part)


def count(response: Response, seconds: float) -> None:
    """Count the request that `response` answers. What was refused is in the metrics; it is no use of anything."""
    # Each look through Flask's proxies takes longer than all else here.
    asked, about = cast(Any, request)._get_current_object(), cast(Any, g)._get_current_object()
    rule = asked.url_rule
    if response.status_code >= 400 or rule is None or rule.rule in UNCOUNTED:
        return
    marks: Marks = ((Kind.ROUTE, _path(rule.rule)),)
    if asked.method != "HEAD":
        marks += about.get("about", ())
    asking: Caller | None = about.get("caller")
    if asking is not None and asking.key is not None:
        marks += ((Kind.KEY, asking.key.id),)
    if seconds >= SLOW_S:
        marks += ((Kind.SLOW, _shape(_path(rule.rule))),)
    here().tallying.note(marks)


def _shape(route: str) -> str:
    """The route and the names of what was asked with, without what they said."""
    names = set(request.args)
    if request.method == "POST" and request.is_json:
        names |= set(request.get_json(silent=True) or ())
    return f"{route} {'&'.join(sorted(names))}".strip()[:LONGEST_SHAPE]
