"""From what a request says to a query, and to how its answer is to be shown."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from api import filtering, links
from api.clauses import Tree, no_tree
from api.cursors import Cursors
from api.errors import BadParameters, BeyondWindow, Fault
from api.filtering import Asked
from api.problems import fault_of
from api.representations.records import Shape, unknown_fields
from api.schemas.parameters import DEFAULT_FACET_VALUES, DEFAULT_PAGE_SIZE, DEFAULT_WALK_SIZE
from search.errors import QueryError
from search.grammar import parse
from search.query import (
    WINDOW,
    Clause,
    Every,
    Everything,
    FacetRequest,
    Page,
    Query,
    Sort,
    Walk,
)

UNWALKABLE = ("relevance", "distance")


@dataclass(frozen=True, slots=True)
class Question:
    """What a request asks: the query, and the shape of the answer."""

    query: Query
    shape: Shape


def question(asked: Asked, cursors: Cursors, tree: Tree | None = None) -> Question:
    """Raises BadParameters with every fault there is, BeyondWindow for a page too deep."""
    tree = tree or no_tree()
    clause, wrong = _text(asked.get("q", ""))
    wrong = [*tree.faults, *wrong, *filtering.clashes(asked), *_clashes(asked, tree)]
    wrong.extend(unknown_fields(asked.get("fields", ())))
    if wrong:
        raise BadParameters(wrong)
    query = Query(
        clause=_together(clause, *tree.clauses),
        filters=(*filtering.filters(asked), *tree.filters),
        facets=tuple(FacetRequest(name, asked.get("facet_size", DEFAULT_FACET_VALUES)) for name in _facets(asked)),
        sort=sort(asked),
        origin=filtering.point(asked) or tree.origin,
        highlight=asked.get("highlight", False),
    )
    return Question(replace(query, page=_page(asked, query, cursors)), shape(asked))


def subset(asked: Asked, text: str = "q") -> Query:
    """The records that filters and a text leave, for counting; `text` is the parameter that holds it."""
    clause, wrong = _text(asked.get(text, ""))
    wrong = [*(replace(fault, parameter=text) for fault in wrong), *filtering.clashes(asked)]
    if wrong:
        raise BadParameters(wrong)
    return Query(clause=clause, filters=filtering.filters(asked), page=Page(size=0))


def shape(asked: Asked) -> Shape:
    return Shape(tuple(asked.get("fields", ())), asked.get("view", ""), asked.get("lang", ""))


def _facets(asked: Asked) -> list[str]:
    return list(dict.fromkeys(asked.get("facets", ())))


def _text(text: str) -> tuple[Clause, list[Fault]]:
    try:
        return parse(text), []
    except QueryError as error:
        return Everything(), [fault_of(error)]


def _together(*clauses: Clause) -> Clause:
    meant = tuple(clause for clause in clauses if not isinstance(clause, Everything))
    if not meant:
        return Everything()
    return meant[0] if len(meant) == 1 else Every(meant)


def sort(asked: Asked) -> Sort:
    """Relevance where nothing is said, and the order that never changes for a plain walk."""
    name: str = asked.get("sort", "ordinal" if "cursor" in asked else "relevance")
    by = name.lstrip("-")
    return Sort(by, descending=name.startswith("-") and by != "relevance")


def _page(asked: Asked, query: Query, cursors: Cursors) -> Page | Walk:
    if "cursor" in asked:
        after = None if asked["cursor"] == "*" else cursors.open(asked["cursor"], query)
        return Walk(asked.get("page_size", DEFAULT_WALK_SIZE), after)
    number, size = asked.get("page", 1), asked.get("page_size", DEFAULT_PAGE_SIZE)
    if number * size > WINDOW:
        reason = f"page {number} of {size} lies beyond the first {WINDOW:,} records; a cursor goes on from there"
        raise BeyondWindow(Fault("page", reason), links.walk())
    return Page(number, size)


def _no_origin(asked: Asked, tree: Tree) -> Fault | None:
    by = asked.get("sort", "").lstrip("-")
    missing = by == "distance" and "near" not in asked and tree.origin is None
    return Fault("sort", "distance needs near=lat,lon to measure from") if missing else None


def _unwalkable(asked: Asked, _: Tree) -> Fault | None:
    by = asked.get("sort", "").lstrip("-")
    if "cursor" in asked and by in UNWALKABLE:
        return Fault("sort", f"{by} cannot be walked with a cursor; leave it out, or sort by title, year or modified")
    return None


def _paged_walk(asked: Asked, _: Tree) -> Fault | None:
    both = "cursor" in asked and "page" in asked
    return Fault("page", "cannot be given with cursor; leave one of them out") if both else None


def _empty_walk(asked: Asked, _: Tree) -> Fault | None:
    empty = "cursor" in asked and asked.get("page_size") == 0
    return Fault("page_size", "is 0, and a walk in steps of 0 never ends; give 1 or more") if empty else None


def _two_shapes(asked: Asked, _: Tree) -> Fault | None:
    both = "fields" in asked and "view" in asked
    return Fault("view", "cannot be given with fields; leave one of them out") if both else None


_RULES: tuple[Callable[[Asked, Tree], Fault | None], ...] = (
    _no_origin,
    _unwalkable,
    _paged_walk,
    _empty_walk,
    _two_shapes,
)


def _clashes(asked: Asked, tree: Tree) -> Iterator[Fault]:
    """What is sound by itself, but cannot stand beside something else."""
    for rule in _RULES:
        fault = rule(asked, tree)
        if fault:
            yield fault
