"""The answer to a query: checked, asked, asked again without words that occur nowhere, and highlighted."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from search.check import check
from search.highlight import highlights
from search.ports import SearchEngine
from search.query import AllOf, AnyOf, Clause, Every, Page, Query, Words
from search.results import Results
from search.units import units


def answer(engine: SearchEngine, query: Query) -> Results:
    """What the engine finds; QueryRefused where the query cannot be asked.

    Where nothing is found, words that no record holds are left out and named in `unmatched`.
    """
    query = check(query)
    results = engine.search(query)
    if results.total == 0:
        query, results = _without_unmatched(engine, query, results)
    return _highlighted(query, results) if query.highlight else results


def _highlighted(query: Query, results: Results) -> Results:
    hits = tuple(replace(hit, highlights=highlights(query.clause, hit.record)) for hit in results.hits)
    return replace(results, hits=hits)


def _without_unmatched(engine: SearchEngine, query: Query, results: Results) -> tuple[Query, Results]:
    """The query that was answered in the end, and its results; with no word left there is nothing to ask again."""
    words = tuple(dict.fromkeys(_words(query.clause)))
    if len(words) < 2:
        return query, results
    unmatched = tuple(word for word in words if not _occurs(engine, word))
    told = tuple(dict.fromkeys(word.text for word in unmatched))
    clause = _left(query.clause, frozenset(unmatched))
    if clause is None or len(unmatched) in (0, len(words)):
        return query, replace(results, unmatched=told)
    asked = replace(query, clause=clause)
    return asked, replace(engine.search(asked), unmatched=told)


def _words(clause: Clause) -> Iterator[Words]:
    """Each unit of plain text that should match, by itself."""
    if isinstance(clause, Words):
        yield from (Words(unit.surface, clause.field) for unit in units(clause.text))
    elif isinstance(clause, AllOf | Every | AnyOf):
        for part in clause.clauses:
            yield from _words(part)


def _occurs(engine: SearchEngine, word: Words) -> bool:
    return engine.search(Query(word, page=Page(size=0))).total > 0


def _left(clause: Clause, unmatched: frozenset[Words]) -> Clause | None:
    """The clause without those words; None where nothing is left of it."""
    if isinstance(clause, Words):
        kept = [word.text for word in _words(clause) if word not in unmatched]
        return Words(" ".join(kept), clause.field) if kept else None
    if isinstance(clause, AllOf | Every | AnyOf):
        parts = tuple(part for part in (_left(below, unmatched) for below in clause.clauses) if part is not None)
        return type(clause)(parts) if parts else None
    return clause
