"""Exact facets: counted with the hits, and counted again where shards left values out."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from search.engines.elasticsearch.filters import Compiled, filter_query
from search.engines.elasticsearch.results import Found
from search.query import FacetRequest, Filter
from search.results import FacetResult, FacetValue
from search.trees import listed, own_filters

MOST_AT_ONCE = 65_000
"""Values the cluster hands over in one answer; it takes no more than 65,536 by default."""

PAGED = 10_000

Buckets = Sequence[tuple[str, int]]
Filters = tuple[Filter, ...]
Counts = Callable[[Filters, Compiled], Found]
"""What one more question gives: `aggs` over what was asked, with these filters and no others."""


@dataclass(frozen=True, slots=True)
class Facets:
    """The facets of one question.

    A filter on the field of a facet is its own: it narrows the hits after the query, and the other facets, so that
    its own facet does not heed it.
    """

    requests: tuple[FacetRequest, ...]
    filters: Filters
    shards: int = 1

    @property
    def own(self) -> Filters:
        """The filters that some facet does not heed."""
        return tuple(each for request in self.requests for each in own_filters(request.field, self.filters))

    @property
    def common(self) -> Filters:
        own = self.own
        return tuple(each for each in self.filters if each not in own)

    def asked(self) -> Compiled:
        """The `aggs` of a search body: facets that heed the same filters stand together."""
        aggs: Compiled = {}
        for number, (heeded, places) in enumerate(self._groups().items()):
            inner = self._counted(places)
            passing = [filter_query(each) for each in heeded]
            aggs |= {f"group{number}": {"filter": {"bool": {"filter": passing}}, "aggs": inner}} if passing else inner
        return aggs

    def read(self, answer: Found, again: Counts) -> tuple[FacetResult, ...]:
        """In the order asked."""
        told = answer.get("aggregations", {})
        found: dict[int, FacetResult] = {}
        for number, (heeded, places) in enumerate(self._groups().items()):
            group = told[f"group{number}"] if heeded else told
            lacking = {bucket["key"]: int(bucket["doc_count"]) for bucket in group["lacking"]["buckets"]}
            for place in places:
                request = self.requests[place]
                values, known = self._values(request, group.get(f"facet{place}"), heeded, again)
                found[place] = _facet(request, values, known, lacking.get(request.field, 0))
        return tuple(found[place] for place in range(len(self.requests)))

    def _groups(self) -> dict[Filters, list[int]]:
        """The places of the requests by the own filters of others that each heeds."""
        groups: dict[Filters, list[int]] = {}
        own = tuple(dict.fromkeys(self.own))
        for place, request in enumerate(self.requests):
            ignored = own_filters(request.field, self.filters)
            groups.setdefault(tuple(each for each in own if each not in ignored), []).append(place)
        return groups

    def _counted(self, places: Sequence[int]) -> Compiled:
        """One aggregation a facet that may list anything, and one for the records that lack the fields."""
        fields = [self.requests[place].field for place in places]
        aggs: Compiled = {"lacking": {"terms": {"field": "lacks", "include": fields, "size": len(fields)}}}
        for place in places:
            request = self.requests[place]
            allowed = listed(request, self.filters)
            if allowed is None or allowed:
                aggs[f"facet{place}"] = {"terms": {"field": request.field, **self._taken(request.size, allowed)}}
        return aggs

    def _taken(self, size: int, allowed: tuple[str, ...] | None) -> Compiled:
        """One shard knows its counts; of several each hands over some more, so that few questions are asked again."""
        taken: Compiled = {"size": min(size, MOST_AT_ONCE)}
        if allowed is not None:
            taken["include"] = list(allowed)
        if self.shards > 1:
            taken["shard_size"] = min(3 * size + 200, MOST_AT_ONCE)
        return taken

    def _values(self, request: FacetRequest, told: Found | None, heeded: Filters, again: Counts) -> tuple[Buckets, int]:
        """Values for sure, by falling count, and the sum of the counts of those that are not among them."""
        if told is None:
            return (), 0
        if not told["doc_count_error_upper_bound"]:
            found = [(str(bucket["key"]), int(bucket["doc_count"])) for bucket in told["buckets"]]
            return ranked(found), int(told["sum_other_doc_count"])
        allowed = listed(request, self.filters)
        every = paged(request.field, lambda aggs: again((*self.common, *heeded), aggs))
        return ranked([one for one in every if allowed is None or one[0] in allowed]), 0


def paged(field: str, ask: Callable[[Compiled], Found]) -> Iterator[tuple[str, int]]:
    """Every value of every shard, a page at a time: slower, and needed only where shards disagree."""
    after: Compiled = {}
    while True:
        source = {"size": PAGED, "sources": [{"value": {"terms": {"field": field}}}], **after}
        page = ask({"values": {"composite": source}})["aggregations"]["values"]
        yield from ((str(bucket["key"]["value"]), int(bucket["doc_count"])) for bucket in page["buckets"])
        if not page["buckets"] or "after_key" not in page:
            return
        after = {"after": page["after_key"]}


def _facet(request: FacetRequest, found: Buckets, rest: int, missing: int) -> FacetResult:
    shown = found[: request.size]
    other = rest + sum(number for _, number in found[request.size :])
    return FacetResult(request.field, tuple(FacetValue(*one) for one in shown), other, missing)


def ranked(found: list[tuple[str, int]]) -> Buckets:
    """By falling count, then by value."""
    return sorted(found, key=lambda one: (-one[1], one[0]))
