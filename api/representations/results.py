"""The answer to a search: total, records, facets, page and links."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from api import links
from api.questions.asking import Question
from api.questions.cursors import Cursors, Mark
from api.representations.labels import labelled
from api.representations.records import shown_hit
from search.query import WINDOW, Page, Walk
from search.results import FacetResult, Results

Links = dict[str, str | None]


def total(count: int) -> dict[str, Any]:
    return {"value": count, "relation": "eq"}


def facet(found: FacetResult, lang: str) -> dict[str, Any]:
    label = labelled(found.field, lang)
    return {
        "values": [{"value": one.value, "label": label(one.value), "count": one.count} for one in found.values],
        "other_count": found.other_count,
        "missing_count": found.missing_count,
    }


def facets(found: Iterable[FacetResult], lang: str) -> dict[str, Any]:
    return {one.field: facet(one, lang) for one in found}


def answer(asked: Question, results: Results, cursors: Cursors, *, linked: bool = True) -> dict[str, Any]:
    """The whole body; `linked` is whether its pages have addresses of their own (a POST has none)."""
    cursor = following(asked, results, cursors)
    return {
        "total": total(results.total),
        "records": [shown_hit(hit, asked.shape) for hit in results.hits],
        "facets": facets(results.facets, asked.shape.lang),
        "page": _page(asked.query.page, cursor, _since(asked, results)),
        "links": steps(asked, results, cursor) if linked else {"self": links.again()},
        "as_of": results.as_of,
        "unmatched": list(results.unmatched),
        "relaxed": results.relaxed,
        "did_you_mean": [{"q": one.text, "total": total(one.total)} for one in results.did_you_mean],
    }


def following(asked: Question, results: Results, cursors: Cursors) -> str | None:
    """The cursor of the next step of a walk; None on its last, and where pages are numbered."""
    if not results.next:
        return None
    return cursors.seal(Mark(results.next, _since(asked, results), results.read), asked.query)


def _since(asked: Question, results: Results) -> int:
    return results.as_of if asked.since is None else asked.since


def walked(cursor: str | None, size: int, since: int) -> dict[str, Any]:
    """What is told of a step of a walk; `since` is the change as of which the walk began."""
    return {"cursor": cursor, "size": size, "consistency": "live", "since": since}


def _page(page: Page | Walk, cursor: str | None, since: int) -> dict[str, Any]:
    if isinstance(page, Walk):
        return walked(cursor, page.size, since)
    return {"number": page.number, "size": page.size}


def steps(asked: Question, results: Results, cursor: str | None, **fixed: str) -> Links:
    """The addresses of this page and of others; `fixed` are parameters that all of them have."""
    page = asked.query.page
    if isinstance(page, Walk):
        following = links.again(cursor=cursor, **fixed) if cursor else None
        found: Links = {"next": following, "first": links.again(cursor="*", **fixed)}
    else:
        found = _numbered(page, results.total, fixed)
        if results.total > WINDOW:
            found["walk"] = links.walk()
    return {name: target for name, target in {"self": links.again(**fixed), **found}.items() if target}


def _numbered(page: Page, count: int, fixed: Mapping[str, str]) -> Links:
    """Neighbours of a page; past the window there is none, and `walk` goes on."""
    if not page.size:
        return {}
    last = max(1, -(-min(count, WINDOW) // page.size))
    reachable = (page.number + 1) * page.size <= WINDOW
    following = page.number + 1 if page.number < last and reachable else None
    before = min(page.number - 1, last)
    return {
        "next": links.again(page=following, **fixed) if following else None,
        "prev": links.again(page=before, **fixed) if before >= 1 else None,
        "first": links.again(page=1, **fixed),
    }
