"""Records counted by the values of several fields at once."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from search.engines import nested
from search.engines.elasticsearch.connecting import Answer, Body
from search.engines.elasticsearch.facets import MOST_AT_ONCE, paged, ranked
from search.engines.elasticsearch.filters import Compiled, between, filter_query
from search.engines.elasticsearch.standing import Standing
from search.tables.asks import Ask, Cell, Named, Told

_NONE: Answer = {"buckets": ()}

Search = Callable[[Body], tuple[Standing, Answer]]


class ElasticsearchTally:
    """`found` are the records counted; all that is asked at once is asked in one search."""

    def __init__(self, search: Search, found: Compiled, shards: int) -> None:
        self._search = search
        self._found = found
        self._shards = shards
        self._as_of: int | None = None

    def tell(self, asks: Sequence[Ask]) -> list[Told]:
        found = self._aggregated({f"ask{place}": self._asked(ask) for place, ask in enumerate(asks)})
        return [self._told(ask, found[f"ask{place}"]) for place, ask in enumerate(asks)]

    @property
    def as_of(self) -> int:
        return -1 if self._as_of is None else self._as_of

    def _aggregated(self, aggs: Compiled) -> Answer:
        stood, answer = self._search({"query": self._found, "size": 0, "track_total_hits": False, "aggs": aggs})
        # Of several answers the first: all up to there is in each of them.
        self._as_of = stood.seq if self._as_of is None else self._as_of
        found: Answer = answer["aggregations"]
        return found

    def _asked(self, ask: Ask) -> Compiled:
        first = ask.axes[0] if ask.axes else None
        if ask.lacking:
            fields = list(ask.lacking)
            inner = {"lacking": {"terms": {"field": "lacks", "include": fields, "size": len(fields)}}}
        elif isinstance(first, Named) and first.top:
            inner = {nested.ONCE: {"terms": {"field": first.field, **self._taken(first.top)}}}
        else:
            inner = nested.aggregations(ask, "shard_size")
        return {"filter": _narrower(ask), **({"aggs": inner} if inner else {})}

    def _taken(self, top: int) -> Compiled:
        """One shard knows its counts; of several each hands over some more, so that few questions are asked again."""
        return {"size": top} | ({"shard_size": min(3 * top + 200, MOST_AT_ONCE)} if self._shards > 1 else {})

    def _told(self, ask: Ask, found: Answer) -> Told:
        if not ask.axes:
            lacking = {bucket["key"]: int(bucket["doc_count"]) for bucket in found.get("lacking", _NONE)["buckets"]}
            return Told(
                [Cell((), int(found["doc_count"]))], lacking={name: lacking.get(name, 0) for name in ask.lacking}
            )
        first = ask.axes[0]
        if isinstance(first, Named) and first.top:
            return self._frequent(ask, first, found[nested.ONCE])
        return Told(list(nested.cells(ask, found)))

    def _frequent(self, ask: Ask, axis: Named, found: Answer) -> Told:
        """Every value is asked for where a shard may have left out one that belongs to the first."""
        if found["doc_count_error_upper_bound"]:
            values = ranked(list(paged(axis.field, lambda aggs: self._paged(ask, aggs))))
            rest = 0
        else:
            values = ranked([(str(bucket["key"]), int(bucket["doc_count"])) for bucket in found["buckets"]])
            rest = int(found["sum_other_doc_count"])
        rest += sum(count for _, count in values[axis.top :])
        return Told([Cell((value,), count) for value, count in values[: axis.top]], rest)

    def _paged(self, ask: Ask, aggs: Compiled) -> Answer:
        return {"aggregations": self._aggregated({"page": {"filter": _narrower(ask), "aggs": aggs}})["page"]}


def _narrower(ask: Ask) -> Compiled:
    passing = [filter_query(each) for each in ask.filters]
    passing += [between(*bounds) for bounds in nested.bounds(ask.axes)]
    return {"bool": {"filter": passing}} if passing else {"match_all": {}}
