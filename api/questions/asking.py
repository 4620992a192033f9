"""From what a request says to a query, and to how its answer is to be shown."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from api import links
from api.errors import BeyondWindow, Fault
from api.questions import filtering
from api.questions.clauses import Tree, no_tree
from api.questions.cursors import Cursors
from api.questions.filtering import Asked
from api.schemas.parameters import DEFAULT_FACET_VALUES, DEFAULT_PAGE_SIZE, DEFAULT_WALK_SIZE
from api.shapes import Shape
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


@dataclass(frozen=True, slots=True)
class Question:
    """What a request asks: the query, and the shape of the answer.

    `since` is the change as of which a walk began; None where it begins now.
    """

    query: Query
    shape: Shape
    since: int | None = None


def question(asked: Asked, cursors: Cursors, hot: Callable[[], tuple[str, ...]]) -> Question:
    """Raises BeyondWindow for a page too deep, CursorRefused for a cursor of another question.

    `hot` tells which records are read most; it is asked only where the order depends on it.
    """
    order = sort(asked)
    query = replace(
        chosen(asked),
        facets=tuple(FacetRequest(name, asked.get("facet_size", DEFAULT_FACET_VALUES)) for name in _facets(asked)),
        sort=order,
        highlight=asked.get("highlight", False),
        hot=hot() if order.by == "hot" else (),
    )
    if "cursor" not in asked:
        return Question(replace(query, page=_page(asked)), shape(asked))
    mark = None if asked["cursor"] == "*" else cursors.open(asked["cursor"], query)
    walk = Walk(asked.get("page_size", DEFAULT_WALK_SIZE), mark.place if mark else None)
    query = replace(query, page=walk, read=mark.read if mark else None)
    return Question(query, shape(asked), mark.since if mark else None)


def chosen(asked: Asked) -> Query:
    """The records that words, filters and a tree of filters leave."""
    tree: Tree = asked.get("filter") or no_tree()
    return Query(
        clause=_together(asked.get("q", Everything()), *tree.clauses),
        filters=(*filtering.filters(asked), *tree.filters),
        origin=filtering.point(asked) or tree.origin,
        relax=asked.get("relax", True),
    )


def subset(asked: Asked, text: str = "q") -> Query:
    """The records that filters and a text leave, for counting; `text` is the parameter that holds it."""
    return Query(
        clause=asked.get(text, Everything()),
        filters=filtering.filters(asked),
        page=Page(size=0),
        relax=asked.get("relax", True),
    )


def shape(asked: Asked) -> Shape:
    return Shape(links.base(), tuple(asked.get("fields", ())), asked.get("view", ""), asked.get("lang", ""))


def _facets(asked: Asked) -> list[str]:
    return list(dict.fromkeys(asked.get("facets", ())))


def _together(*clauses: Clause) -> Clause:
    meant = tuple(clause for clause in clauses if not isinstance(clause, Everything))
    if not meant:
        return Everything()
    return meant[0] if len(meant) == 1 else Every(meant)


def sort(asked: Asked) -> Sort:
    """Relevance where nothing is said, and the order that never changes for a plain walk."""
    name: str = asked.get("sort", "ordinal" if "cursor" in asked else "relevance")
    by = name.lstrip("-")
    return Sort(by, descending=name.startswith("-") and by not in ("relevance", "hot"))


def _page(asked: Asked) -> Page:
    number, size = asked.get("page", 1), asked.get("page_size", DEFAULT_PAGE_SIZE)
    if number * size > WINDOW:
        reason = f"page {number} of {size} lies beyond the first {WINDOW:,} records; {_walk(sort(asked).by)}"
        raise BeyondWindow(Fault("page", reason), links.walk())
    return Page(number, size)


def _walk(by: str) -> str:
    """What there is beyond pages, for who wants them in an order."""
    told = "cursor=* walks through all of them, beginning with the first"
    return f"{told}, in an order of its own: none walks by {by}" if by in links.UNWALKABLE else told
