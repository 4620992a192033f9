"""The answer to a query: checked, asked, read more loosely where it finds nothing, and highlighted."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from search.check import check
from search.correcting import corrections
from search.favouring import favoured
from search.heat import searched
from search.highlight import highlights
from search.ports import SearchEngine
from search.query import AllOf, AnyOf, Clause, Every, Page, Query, Read, Reading, Words, plain_words
from search.results import Correction, Results
from search.units import units

FEW = 3
"""Where one word finds no more, what else may have been meant is told; of several words, where they find nothing."""


def answer(engine: SearchEngine, query: Query) -> Results:
    """What the engine finds; QueryRefused where the query cannot be asked.

    Where its words find nothing, whatever the filters, and the query allows it, they are read as titles and names that
    are nearly so; if there are none, words that no record holds are left out and named in `unmatched`; if that does not
    help, few of the words are enough. `relaxed` says so. Where little is found, `did_you_mean` tells what else may have
    been meant.
    """
    query = asked = favoured(engine, check(query))
    if query.read is not None:
        read, query = query.read, replace(query, clause=_settled(query.clause, query.read))
        results = replace(searched(engine, query), read=read)
    else:
        results = searched(engine, query)
        if results.total <= FEW and query.relax:
            query, results = _helped(engine, query, results)
    if not query.highlight:
        return results
    # A title with a slip in it is still marked whole, though the word with the slip was left out.
    return _highlighted(_read(asked.clause, Reading.LOOSE) if results.unmatched else query.clause, results)


def as_read(engine: SearchEngine, query: Query) -> Query:
    """The query with its words read as `answer` reads them; QueryRefused where it cannot be asked.

    It finds the records that the list of the same query tells of.
    """
    asked = _bare(query)
    return _counted(engine, asked)[0] if _may_be_relaxed(asked) else asked


def counted(engine: SearchEngine, query: Query) -> tuple[Query, Results, bool]:
    """The query `as_read`, how many records it finds, and whether its words were read otherwise than they stand."""
    return _counted(engine, _bare(query))


def _bare(query: Query) -> Query:
    return replace(check(query), facets=(), highlight=False, page=Page(size=0))


def _may_be_relaxed(query: Query) -> bool:
    return query.relax and any(_words(query.clause))


def _counted(engine: SearchEngine, asked: Query) -> tuple[Query, Results, bool]:
    results = engine.search(asked)
    if results.total > FEW or not _may_be_relaxed(asked):
        return asked, results, False
    read, results = _helped(engine, asked, results)
    return read, results, read.clause != asked.clause


def _settled(clause: Clause, read: Read) -> Clause:
    """The clause as it was read before, whatever records came since."""
    if read.reading is not Reading.STRICT or not read.without:
        return _read(clause, read.reading)
    left = frozenset(word for word in _words(clause) if word.text in read.without)
    return _left(clause, left) or clause


def _highlighted(clause: Clause, results: Results) -> Results:
    hits = tuple(replace(hit, highlights=highlights(clause, hit.record)) for hit in results.hits)
    return replace(results, hits=hits)


def _helped(engine: SearchEngine, query: Query, results: Results) -> tuple[Query, Results]:
    """The query that was answered in the end, and its results. Filters alone never make words be read otherwise."""
    words = tuple(dict.fromkeys(_words(query.clause)))
    total = _total(engine, query.clause) if query.filters else results.total
    if not words or total > FEW:
        return query, results
    meant: tuple[Correction, ...] = ()
    if _is_first(query) and (total == 0 or len(words) == 1):
        meant = corrections(engine, query.clause, results.hits)
    if total == 0:
        query, results = _relaxed(engine, query, results, words)
    return query, replace(results, did_you_mean=meant)


def _is_first(query: Query) -> bool:
    """Whether this is what a person sees first of an answer."""
    return isinstance(query.page, Page) and query.page.number == 1 and query.page.size > 0


def _relaxed(engine: SearchEngine, query: Query, results: Results, words: tuple[Words, ...]) -> tuple[Query, Results]:
    if alike := _found(engine, query, _read(query.clause, Reading.ALIKE)):
        return alike[0], replace(alike[1], read=Read(Reading.ALIKE))
    unmatched = _unmatched(engine, words)
    told = tuple(dict.fromkeys(word.text for word in unmatched))
    kept = _left(query.clause, frozenset(unmatched)) if 0 < len(unmatched) < len(words) else None
    if kept is not None and (found := _found(engine, query, kept)):
        return found[0], replace(found[1], read=Read(without=told))
    for reading in (Reading.LOOSE, Reading.LOOSEST):
        if loose := _found(engine, query, _read(query.clause, reading)):
            return loose[0], replace(loose[1], read=Read(reading, told))
    return query, replace(results, read=Read(without=told))


def _found(engine: SearchEngine, query: Query, clause: Clause) -> tuple[Query, Results] | None:
    """The query with another clause, and its results; None where that clause finds nothing, whatever the filters."""
    asked = replace(query, clause=clause)
    results = searched(engine, asked)
    return (asked, results) if results.total or (query.filters and _total(engine, clause)) else None


def _unmatched(engine: SearchEngine, words: tuple[Words, ...]) -> tuple[Words, ...]:
    """Of one word alone nothing can be left out; nor can one Han of a run, which is a slip rather than a word."""
    whole = [word for word in words if len(word.text) > 1] if len(words) > 1 else []
    return tuple(word for word in whole if not _total(engine, word))


def _total(engine: SearchEngine, clause: Clause) -> int:
    return engine.search(Query(clause, page=Page(size=0))).total


def _words(clause: Clause) -> Iterator[Words]:
    """Each unit of plain text that should match, by itself."""
    return (Words(unit.surface, words.field) for words in plain_words(clause) for unit in units(words.text))


def _left(clause: Clause, unmatched: frozenset[Words]) -> Clause | None:
    """The clause without those words; None where nothing is left of it."""
    if isinstance(clause, Words):
        kept = [word.text for word in _words(clause) if word not in unmatched]
        return Words(" ".join(kept), clause.field) if kept else None
    if isinstance(clause, AllOf | Every | AnyOf):
        parts = tuple(part for part in (_left(below, unmatched) for below in clause.clauses) if part is not None)
        return type(clause)(parts) if parts else None
    return clause


def _read(clause: Clause, reading: Reading) -> Clause:
    """The clause with its plain words read so; phrases, prefixes and what must not match stay as they are."""
    if isinstance(clause, Words):
        return replace(clause, reading=reading)
    if isinstance(clause, AllOf | Every | AnyOf):
        return type(clause)(tuple(_read(part, reading) for part in clause.clauses))
    return clause
