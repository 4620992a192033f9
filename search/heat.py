"""The order by what is read most: put together from plain questions, so that every engine gives the same.

First come those of `query.hot` that the query finds, in that order; then all others by ordinal.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from search.ports import SearchEngine
from search.query import Clause, Every, Ids, Not, Page, Query, Sort
from search.results import Hit, Results

TRIES = 3
"""How often the parts are asked for anew because the index changed between them."""

_PLAIN = Sort("ordinal")
_NONE = Page(size=0)


def searched(engine: SearchEngine, query: Query) -> Results:
    """What the engine finds, in any of `fields.SORTS`."""
    if query.sort.by != "hot" or not isinstance(query.page, Page):
        return engine.search(query)
    plain = replace(query, sort=_PLAIN, hot=())
    if not query.hot or not query.page.size:
        return engine.search(plain)
    for _ in range(TRIES):
        results, of_one_time = _put_together(engine, plain, query.page, query.hot)
        if of_one_time:
            break
    return results


def _put_together(engine: SearchEngine, query: Query, page: Page, hot: Sequence[str]) -> tuple[Results, bool]:
    """The results, and whether all parts are as of the same change."""
    first = _of_these(engine, query, hot)
    parts = [first, engine.search(replace(query, page=_NONE))]
    start = (page.number - 1) * page.size
    hits = _in_order(first.hits, hot)[start : start + page.size]
    if lacking := page.size - len(hits):
        others = replace(query, clause=_others(query.clause, hot), facets=())
        rest = _from(engine, others, max(0, start - len(first.hits)), lacking, page.size)
        parts += rest
        hits += [hit for part in rest for hit in part.hits]
    whole = parts[1]
    as_of = min(part.as_of for part in parts)
    return replace(whole, hits=tuple(hits), as_of=as_of), all(part.as_of == as_of for part in parts)


def _of_these(engine: SearchEngine, query: Query, hot: Sequence[str]) -> Results:
    filters = (*query.filters, Ids(tuple(hot)))
    return engine.search(replace(query, filters=filters, facets=(), page=Page(1, len(hot))))


def _in_order(hits: Sequence[Hit], hot: Sequence[str]) -> list[Hit]:
    rank = {record_id: place for place, record_id in enumerate(hot)}
    return sorted(hits, key=lambda hit: rank[hit.record.id])


def _others(clause: Clause, hot: Sequence[str]) -> Clause:
    return Every((clause, Not(Ids(tuple(hot)))))


def _from(engine: SearchEngine, query: Query, start: int, count: int, size: int) -> list[Results]:
    """The `count` hits from `start` on, which are no whole page: cut from the pages they lie on."""
    found = []
    for number in range(start // size, (start + count - 1) // size + 1):
        results = engine.search(replace(query, page=Page(number + 1, size)))
        low, high = max(0, start - number * size), start + count - number * size
        found.append(replace(results, hits=results.hits[low:high]))
    return found
