"""Plans as Elasticsearch queries, made piece by piece and never parsed."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Callable, Iterable, Mapping
from typing import Any

import orjson

from search import plans
from search.engines.elasticsearch.filters import NOTHING, RECORDS, Compiled, filter_query
from search.plans import Plan
from search.query import Filter

DEEPEST = 10
"""Levels of a plan in one query, each of at most two of Elasticsearch's; it takes thirty of its own at once."""


def narrowed(found: Plan, filters: Iterable[Filter]) -> Compiled:
    """What the plan finds, less what does not pass each filter; it scores as the plan does."""
    passing = [filter_query(asked) for asked in dict.fromkeys(filters)]
    if isinstance(found, plans.Whatever):
        return {"bool": {"filter": passing or [RECORDS]}}
    return {"bool": {"must": [query(found)], **({"filter": passing} if passing else {})}}


def query(part: Plan, boost: float = 1.0, depth: int = 1) -> Compiled:
    """One plan; `boost` is by how much it counts."""
    if depth > DEEPEST:
        inner = orjson.dumps(query(part, boost))
        return {"wrapper": {"query": b64encode(inner).decode()}}
    return _COMPILERS[type(part)](part, boost, depth)


def _whatever(_part: plans.Whatever, _boost: float, _depth: int) -> Compiled:
    return {"bool": {"filter": [RECORDS]}}


def _nothing(_part: plans.Nothing, _boost: float, _depth: int) -> Compiled:
    return NOTHING


def _token(part: plans.Token, boost: float, _depth: int) -> Compiled:
    return _term(part.field, part.token, boost)


def _row(part: plans.Row, boost: float, depth: int) -> Compiled:
    if len(part.tokens) < 2:
        return _token(plans.Token(part.field, part.tokens[0]), boost, depth)
    return {"match_phrase": {part.field: {"query": " ".join(part.tokens), "boost": boost}}}


def _start(part: plans.Start, boost: float, _depth: int) -> Compiled:
    return {"prefix": {part.field: {"value": part.prefix, "boost": boost}}}


def _whole_title(part: plans.WholeTitle, boost: float, _depth: int) -> Compiled:
    return _term("title_whole", part.tokens, boost)


def _held(part: plans.Held, boost: float, _depth: int) -> Compiled:
    return _term(part.field, part.value, boost)


def _picked(part: plans.Picked, _boost: float, _depth: int) -> Compiled:
    return {"bool": {"filter": [filter_query(part.filter)]}}


def _all(part: plans.All, boost: float, depth: int) -> Compiled:
    """Parts that must not match stand beside those that must: alone they would match nothing."""
    unwanted = [query(each.part, boost, depth + 1) for each in part.parts if isinstance(each, plans.Without)]
    wanted = [query(each, boost, depth + 1) for each in part.parts if not isinstance(each, plans.Without)]
    clauses: Compiled = {"must": wanted} if wanted else {"filter": [RECORDS]}
    return {"bool": clauses | ({"must_not": unwanted} if unwanted else {})}


def _some(part: plans.Some, boost: float, depth: int) -> Compiled:
    parts = [query(each, boost, depth + 1) for each in part.parts]
    return {"bool": {"should": parts, "minimum_should_match": part.least}}


def _best(part: plans.Best, boost: float, depth: int) -> Compiled:
    if len(part.parts) == 1:
        return query(part.parts[0], boost, depth)
    return {"dis_max": {"queries": [query(each, boost, depth + 1) for each in part.parts]}}


def _without(part: plans.Without, boost: float, depth: int) -> Compiled:
    return _all(plans.All((part,)), boost, depth)


def _raised(part: plans.Raised, boost: float, depth: int) -> Compiled:
    if not part.bonuses:
        return query(part.part, boost, depth)
    bonuses = [query(each, boost, depth + 1) for each in part.bonuses]
    return {"bool": {"must": [query(part.part, boost, depth + 1)], "should": bonuses}}


def _weighted(part: plans.Weighted, boost: float, depth: int) -> Compiled:
    return query(part.part, boost * part.weight, depth)


def _fixed(part: plans.Fixed, boost: float, depth: int) -> Compiled:
    return {"constant_score": {"filter": query(plans.bare(part.part), 1.0, depth + 1), "boost": boost * part.score}}


def _term(field: str, value: str, boost: float) -> Compiled:
    return {"term": {field: {"value": value, "boost": boost}}}


_COMPILERS: Mapping[type, Callable[[Any, float, int], Compiled]] = {
    plans.Whatever: _whatever,
    plans.Nothing: _nothing,
    plans.Token: _token,
    plans.Row: _row,
    plans.Start: _start,
    plans.WholeTitle: _whole_title,
    plans.Held: _held,
    plans.Picked: _picked,
    plans.All: _all,
    plans.Some: _some,
    plans.Best: _best,
    plans.Without: _without,
    plans.Raised: _raised,
    plans.Weighted: _weighted,
    plans.Fixed: _fixed,
}
