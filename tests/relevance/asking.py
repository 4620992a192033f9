"""Asking an engine the judged queries, as the API does, and finding the rank of the first right answer."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import closing
from dataclasses import dataclass
from multiprocessing import get_context
from typing import Any

import orjson

from search.answer import answer
from search.engines import open_engine
from search.errors import QueryError
from search.grammar import parse
from search.ports import SearchEngine
from search.query import Page, Query
from search.results import Served, Suggestion
from tests.relevance.queries import SUGGEST, Judged
from tests.relevance.rules import Record, satisfies, titles

SHOWN = 10
_WORTH_PROCESSES = 150


@dataclass(frozen=True, slots=True)
class Outcome:
    """`rank` counts from 1 and is 0 where no right answer was among the first ten; `first` shows what came instead."""

    query: Judged
    rank: int
    total: int
    first: tuple[str, ...] = ()


def ask_all(engine_url: str, queries: Sequence[Judged]) -> list[Outcome]:
    """In the order asked; many queries are shared out among processes, each with the index open for itself."""
    if len(queries) < _WORTH_PROCESSES:
        return _ask_some(engine_url, queries)
    parts = os.cpu_count() or 1
    with ProcessPoolExecutor(parts, mp_context=get_context("spawn")) as pool:
        some = pool.map(_ask_some, [engine_url] * parts, [queries[start::parts] for start in range(parts)])
    found = {outcome.query.id: outcome for outcomes in some for outcome in outcomes}
    return [found[query.id] for query in queries]


def _ask_some(engine_url: str, queries: Sequence[Judged]) -> list[Outcome]:
    with closing(open_engine(engine_url)) as engine:
        return [ask(engine, query) for query in queries]


def ask(engine: SearchEngine, query: Judged) -> Outcome:
    try:
        found, total = _suggested(engine, query) if query.group == SUGGEST else _searched(engine, query)
    except QueryError as refused:
        return Outcome(query, 0, 0, (f"refused: {refused}",))
    return Outcome(query, _rank(query, found), total, tuple(map(_told, found[:3])))


def _searched(engine: SearchEngine, query: Judged) -> tuple[list[Record], int]:
    results = answer(engine, Query(clause=parse(query.text), page=Page(size=SHOWN)))
    return [_record(hit.record) for hit in results.hits], results.total


def _record(served: Served) -> Record:
    record: dict[str, Any] = orjson.loads(served.source)
    return record | {"text": orjson.loads(served.text)} if served.text else record


def _suggested(engine: SearchEngine, query: Judged) -> tuple[list[Record], int]:
    found = list(map(_as_record, engine.suggest(query.text, SHOWN)))
    return found, len(found)


def _as_record(suggestion: Suggestion) -> Record:
    return {"id": suggestion.id, "title": {"": suggestion.text}, "type": suggestion.type}


def _rank(query: Judged, found: Sequence[Record]) -> int:
    if not all(satisfies(record, query.always) for record in found):
        return 0
    return next(_right(query, found), 0)


def _right(query: Judged, found: Sequence[Record]) -> Iterator[int]:
    for rank, record in enumerate(found, 1):
        if record["id"] in query.wanted or (query.rule and satisfies(record, query.rule)):
            yield rank


def _told(record: Record) -> str:
    return f"{record['id']} {next(iter(titles(record)), '')}"
