"""Exact facets: tantivy counts each segment for itself, so every segment is asked for all it has."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from tantivy import Query

from search.engines.tantivy.schema import MISSING_BITS
from search.engines.tantivy.snapshot import Snapshot
from search.query import FacetRequest, Filter
from search.results import FacetResult, FacetValue
from search.trees import listed

SEGMENT_SIZE = 65_000
"""The most values tantivy counts at once, and what each segment is asked for: less, and counts come out too low."""

FEW = 200
"""Asked for at first: more than most fields have, and enough to see where a tie at the end of the list stops."""

Buckets = Sequence[tuple[str, int]]


@dataclass(frozen=True, slots=True)
class Counted:
    """Facets in the order asked, and how many records they were counted over."""

    facets: tuple[FacetResult, ...]
    total: int


@dataclass(frozen=True, slots=True)
class _Values:
    """`whole` is whether `buckets` are all there are; else they are the most frequent, and `rest` sums the others."""

    buckets: Buckets
    rest: int

    def settles(self, size: int) -> bool:
        """Whether the first `size` are known, ties at the end included."""
        return not self.rest or (len(self.buckets) > size and self.buckets[size - 1][1] > self.buckets[-1][1])


def count(snapshot: Snapshot, query: Query, requests: Sequence[FacetRequest], filters: Iterable[Filter]) -> Counted:
    """Count the facets over one query; `filters` say which nodes of a tree are opened."""
    own = tuple(filters)
    nodes = [listed(request, own) for request in requests]
    asked = {
        str(place): _terms(request.field, *_size(request, allowed))
        for place, (request, allowed) in enumerate(zip(requests, nodes, strict=True))
        if allowed is None or allowed
    }
    answer = _aggregate(snapshot, query, asked | {"missing": _terms("missing", SEGMENT_SIZE)})
    masks = {int(bucket["key"]): int(bucket["doc_count"]) for bucket in answer["missing"]["buckets"]}
    facets = [
        _facet(snapshot, query, request, _read(answer.get(str(place))), masks) for place, request in enumerate(requests)
    ]
    return Counted(tuple(facets), sum(masks.values()))


def most_frequent(snapshot: Snapshot, query: Query, field: str, size: int) -> list[str]:
    """The first values of a field, without anything said of the others."""
    values = _read(_aggregate(snapshot, query, {"all": _terms(field, min(max(FEW, 2 * size), SEGMENT_SIZE))})["all"])
    if not values.settles(size):
        values = _all_values(snapshot, query, field)
    return [value for value, _ in values.buckets[:size]]


def _size(request: FacetRequest, allowed: tuple[str, ...] | None) -> tuple[int, tuple[str, ...] | None]:
    size = max(FEW, 2 * request.size) if allowed is None else len(allowed)
    return min(size, SEGMENT_SIZE), allowed


def _facet(
    snapshot: Snapshot, query: Query, request: FacetRequest, values: _Values, masks: Mapping[int, int]
) -> FacetResult:
    if not values.settles(request.size):
        values = _all_values(snapshot, query, request.field)
    bit = MISSING_BITS[request.field]
    return FacetResult(
        request.field,
        tuple(FacetValue(value, number) for value, number in values.buckets[: request.size]),
        values.rest + sum(number for _, number in values.buckets[request.size :]),
        sum(number for mask, number in masks.items() if mask & bit),
    )


def _all_values(snapshot: Snapshot, query: Query, field: str) -> _Values:
    values = _read(_aggregate(snapshot, query, {"all": _terms(field, SEGMENT_SIZE)})["all"])
    return values if not values.rest else _Values(_paged(snapshot, query, field), 0)


def _paged(snapshot: Snapshot, query: Query, field: str) -> Buckets:
    """Every value there is, however many: slower, and needed only beyond what tantivy counts at once."""
    found: list[tuple[str, int]] = []
    after: dict[str, Any] = {}
    while True:
        source = {"size": 20_000, "sources": [{"value": {"terms": {"field": field}}}], **after}
        page = _aggregate(snapshot, query, {"page": {"composite": source}})["page"]
        found += [(str(bucket["key"]["value"]), int(bucket["doc_count"])) for bucket in page["buckets"]]
        if not page["buckets"] or "after_key" not in page:
            return _ranked(found)
        after = {"after": page["after_key"]}


def _terms(field: str, size: int, allowed: tuple[str, ...] | None = None) -> dict[str, Any]:
    terms: dict[str, Any] = {"field": field, "size": size, "segment_size": SEGMENT_SIZE}
    if allowed is not None:
        terms["include"] = list(allowed)
    return {"terms": terms}


def _aggregate(snapshot: Snapshot, query: Query, asked: Mapping[str, Any]) -> Mapping[str, Any]:
    found: Mapping[str, Any] = snapshot.searcher.aggregate(query, dict(asked))
    return found


def _read(answer: Mapping[str, Any] | None) -> _Values:
    if answer is None:
        return _Values((), 0)
    buckets = [(str(bucket["key"]), int(bucket["doc_count"])) for bucket in answer["buckets"]]
    return _Values(_ranked(buckets), int(answer.get("sum_other_doc_count") or 0))


def _ranked(buckets: list[tuple[str, int]]) -> Buckets:
    """By falling count, then by value."""
    return sorted(buckets, key=lambda bucket: (-bucket[1], bucket[0]))
