"""The nearest right name for a wrong one."""

from __future__ import annotations

from collections.abc import Iterable

from search.nearest import nearest as like

SYNONYMS = {
    "limit": "page_size",
    "size": "page_size",
    "per_page": "page_size",
    "rows": "page_size",
    "count": "page_size",
    "offset": "page",
    "start": "page",
    "query": "q",
    "search": "q",
    "keyword": "q",
    "keywords": "q",
    "author": "creator",
    "artist": "creator",
    "museum": "institution",
    "dynasty": "period",
    "era": "period",
    "theme": "category",
    "licence": "reuse",
    "license": "reuse",
    "order": "sort",
    "order_by": "sort",
    "sort_by": "sort",
    "after": "cursor",
    "locale": "lang",
    "within": "bbox",
    "date": "year",
    "id": "ids",
    "page_size": "limit",
    "group_by": "by",
    "dimension": "by",
    "dimensions": "by",
    "metrics": "metric",
}
"""Names other services use for what we call otherwise."""


def nearest(name: str, names: Iterable[str]) -> str:
    """The one of `names` that was most likely meant, or an empty string."""
    known = list(names)
    folded = name.strip().lower().replace(" ", "_")
    if folded in known:
        return folded
    if SYNONYMS.get(folded) in known:
        return SYNONYMS[folded]
    return like(folded, known)
