"""The answer to a breakdown or a network: checked with its query, and of the records that the list tells of."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

from search.answer import as_read
from search.breakdown import Breakdown, Links
from search.check import check
from search.errors import QueryError, QueryRefused
from search.ports import SearchEngine
from search.query import Query
from search.results import Network, Table
from search.tables.checking import check_breakdown, check_links
from search.tables.tabulate import within

TRIES = 3


def broken_down(engine: SearchEngine, query: Query, breakdown: Breakdown) -> Table:
    """QueryRefused with all that is wrong with either, or where the table would be too large."""
    _check_all(lambda: check(query), lambda: check_breakdown(breakdown, query))
    return engine.aggregate(as_read(engine, query), check_breakdown(breakdown, query))


def crossed(engine: SearchEngine, query: Query, breakdown: Breakdown) -> tuple[Table, tuple[Table, ...]]:
    """The table, and that of each of its dimensions by itself: of the same change, unless the index never rests.

    A dimension by itself has the settled interval, and is of the records that the parents of all dimensions leave.
    """
    for _ in range(TRIES):
        whole = broken_down(engine, query, breakdown)
        # Its words were read for the whole; the sides need not ask how once more.
        narrowed = within(replace(as_read(engine, query), relax=False), breakdown)
        sides = tuple(broken_down(engine, narrowed, replace(breakdown, by=(each,))) for each in whole.by)
        if all(side.as_of == whole.as_of for side in sides):
            break
    return whole, sides


def linked(engine: SearchEngine, query: Query, links: Links) -> Network:
    """QueryRefused with all that is wrong with either."""
    _check_all(lambda: check(query), lambda: check_links(links))
    return engine.network(as_read(engine, query), links)


def _check_all(*checks: Callable[[], object]) -> None:
    found = [problem for each in checks for problem in _problems(each)]
    if found:
        raise QueryRefused(tuple(found))


def _problems(check_one: Callable[[], object]) -> Iterator[QueryError]:
    try:
        check_one()
    except QueryRefused as refused:
        yield from refused.problems
