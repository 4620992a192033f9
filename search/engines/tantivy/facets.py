"""Exact facets: tantivy counts each segment for itself, and what it leaves out there is counted again."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from tantivy import Occur, Query

from search.engines.tantivy.results import found_count
from search.engines.tantivy.snapshot import Snapshot
from search.engines.tantivy.threads import threads
from search.fields import FIELDS
from search.indexed import MISSING_BITS
from search.query import FacetRequest, Filter
from search.results import FacetResult, FacetValue
from search.trees import listed

SEGMENT_SIZE = 65_000
"""The most values tantivy counts at once; asked for so many, a segment leaves none out."""

FEW = 200
"""Values asked for at first: more than most fields have, and enough to see where a tie at the end of the list stops."""

FIRST_LOOK = 500
"""Values each segment is asked for at first. Naming all of them is what takes the time where there are thousands."""

MOST_COUNTED = 40
"""Values that a first look leaves in doubt are counted one by one, up to so many; beyond, every value is asked for."""

Buckets = Sequence[tuple[str, int]]


@dataclass(frozen=True, slots=True)
class Counted:
    """Facets in the order asked, and how many records they were counted over."""

    facets: tuple[FacetResult, ...]
    total: int


@dataclass(frozen=True, slots=True)
class _Values:
    """The most frequent values; `rest` sums the counts of the others.

    `doubt` is by how much any count, one that is not told too, may be too low: segments left some values out.
    """

    buckets: Buckets
    rest: int
    doubt: int = 0

    def settles(self, size: int) -> bool:
        """Whether the first `size` are known for sure, ties at the end included."""
        if self.doubt:
            return False
        return not self.rest or (len(self.buckets) > size and self.buckets[size - 1][1] > self.buckets[-1][1])

    def contenders(self, size: int) -> list[str]:
        """Every value that may be among the first `size`; none where one that is not told may be."""
        if len(self.buckets) < size:
            return []
        least = self.buckets[size - 1][1]
        if self.doubt >= least or self.buckets[-1][1] + self.doubt >= least:
            return []
        return [value for value, number in self.buckets if number + self.doubt >= least]

    @property
    def sum(self) -> int:
        return self.rest + sum(number for _, number in self.buckets)


def count(
    snapshot: Snapshot, query: Query, requests: Sequence[FacetRequest], filters: Iterable[Filter], *, cheap: bool
) -> Counted:
    """Count the facets over one query; `filters` say which nodes of a tree are opened.

    `cheap` is whether it costs next to nothing to ask the query again, so that a first look may leave doubts.
    """
    own = tuple(filters)
    asked = {"missing": _terms("missing", SEGMENT_SIZE, SEGMENT_SIZE)}
    for place, request in enumerate(requests):
        allowed = listed(request, own)
        if allowed is None:
            asked[str(place)] = _first_look(request.field, request.size, FIRST_LOOK if cheap else SEGMENT_SIZE)
        elif allowed:
            asked[str(place)] = _terms(request.field, len(allowed), SEGMENT_SIZE, allowed)
    answer = _aggregate_apart(snapshot, query, asked, requests)
    masks = {int(bucket["key"]): int(bucket["doc_count"]) for bucket in answer["missing"]["buckets"]}
    facets = [
        _facet(snapshot, query, request, _read(answer.get(str(place))), masks) for place, request in enumerate(requests)
    ]
    return Counted(tuple(facets), sum(masks.values()))


def most_frequent(
    snapshot: Snapshot, query: Query, field: str, size: int, *, cheap: bool = True
) -> tuple[Buckets, int]:
    """The first values of a field, and the sum of the counts of the others."""
    each = FIRST_LOOK if cheap else SEGMENT_SIZE
    values = _read(_aggregate(snapshot, query, {"some": _first_look(field, size, each)})["some"])
    values = _settled(snapshot, query, field, size, values)
    shown = values.buckets[:size]
    return shown, values.sum - sum(number for _, number in shown)


def _first_look(field: str, size: int, each: int) -> dict[str, Any]:
    few = max(FEW, 2 * size)
    return _terms(field, min(few, SEGMENT_SIZE), min(max(each, few), SEGMENT_SIZE))


def _facet(
    snapshot: Snapshot, query: Query, request: FacetRequest, values: _Values, masks: Mapping[int, int]
) -> FacetResult:
    values = _settled(snapshot, query, request.field, request.size, values)
    shown = values.buckets[: request.size]
    bit = MISSING_BITS[request.field]
    return FacetResult(
        request.field,
        tuple(FacetValue(value, number) for value, number in shown),
        values.sum - sum(number for _, number in shown),
        sum(number for mask, number in masks.items() if mask & bit),
    )


def _settled(snapshot: Snapshot, query: Query, field: str, size: int, values: _Values) -> _Values:
    """The same values, the first `size` of them for sure."""
    if values.settles(size):
        return values
    contenders = values.contenders(size) if values.doubt else []
    if 0 < len(contenders) <= MOST_COUNTED:
        numbers = threads("facets").map(lambda value: _number(snapshot, query, field, value), contenders)
        counted = _ranked(list(zip(contenders, numbers, strict=True)))
        return _Values(counted, values.sum - sum(number for _, number in counted))
    values = _read(_aggregate(snapshot, query, {"all": _terms(field, SEGMENT_SIZE, SEGMENT_SIZE)})["all"])
    return values if not values.rest and not values.doubt else _Values(_paged(snapshot, query, field), 0)


def _number(snapshot: Snapshot, query: Query, field: str, value: str) -> int:
    holding = Query.term_query(snapshot.schema, field, value, "basic")
    both = Query.boolean_query([(Occur.Must, query), (Occur.Must, Query.const_score_query(holding, 0.0))])
    return found_count(snapshot.searcher.search(both, limit=1))


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


def _terms(field: str, size: int, segment_size: int, allowed: tuple[str, ...] | None = None) -> dict[str, Any]:
    terms: dict[str, Any] = {"field": field, "size": size, "segment_size": segment_size}
    if allowed is not None:
        terms["include"] = list(allowed)
    return {"terms": terms}


def _aggregate_apart(
    snapshot: Snapshot, query: Query, asked: Mapping[str, Any], requests: Sequence[FacetRequest]
) -> Mapping[str, Any]:
    """Free values, which may be many thousands, counted side by side: tantivy lets other threads run meanwhile.

    The records are found again for each, which costs little beside the counting.
    """
    free = [str(place) for place, request in enumerate(requests) if not FIELDS[request.field].vocabulary]
    rest = {name: terms for name, terms in asked.items() if name not in free}
    parts = [*({name: asked[name]} for name in free), rest]
    found = threads("facets").map(lambda part: _aggregate(snapshot, query, part), parts)
    return {name: answer for each in found for name, answer in each.items()}


def _aggregate(snapshot: Snapshot, query: Query, asked: Mapping[str, Any]) -> Mapping[str, Any]:
    found: Mapping[str, Any] = snapshot.searcher.aggregate(query, dict(asked))
    return found


def _read(answer: Mapping[str, Any] | None) -> _Values:
    if answer is None:
        return _Values((), 0)
    buckets = [(str(bucket["key"]), int(bucket["doc_count"])) for bucket in answer["buckets"]]
    rest, doubt = (int(answer.get(name) or 0) for name in ("sum_other_doc_count", "doc_count_error_upper_bound"))
    return _Values(_ranked(buckets), rest, doubt)


def _ranked(buckets: list[tuple[str, int]]) -> Buckets:
    """By falling count, then by value."""
    return sorted(buckets, key=lambda bucket: (-bucket[1], bucket[0]))
