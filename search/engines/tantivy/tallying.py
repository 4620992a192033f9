"""Records counted by the values of several fields at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tantivy import Query

from search.engines import nested
from search.engines.tantivy.facets import most_frequent
from search.engines.tantivy.filters import every, filter_query, whole_range
from search.engines.tantivy.snapshot import Snapshot
from search.engines.tantivy.threads import threads
from search.errors import TooManyBuckets
from search.indexed import MISSING_BITS
from search.tables.asks import Ask, Cell, Named, Told

_OVERFULL = "bucket limit was exceeded"
"""What tantivy says where it would have to count more than 65,000 combinations; it has no other word for it."""


@dataclass(frozen=True, slots=True)
class TantivyTally:
    """`found` are the records counted; `cheap` is whether it costs next to nothing to find them again, `every` whether
    they are all there are."""

    snapshot: Snapshot
    found: Query
    cheap: bool
    every: bool = False

    def tell(self, asks: Sequence[Ask]) -> list[Told]:
        if len(asks) == 1:
            return [self._told(asks[0])]
        return list(threads("tallies").map(self._told, asks))

    @property
    def as_of(self) -> int:
        return self.snapshot.position

    def _told(self, ask: Ask) -> Told:
        query = self._narrowed(ask)
        if not ask.axes:
            return self._whole(query, ask)
        first = ask.axes[0]
        if isinstance(first, Named) and first.top:
            buckets, rest = most_frequent(self.snapshot, query, first.field, first.top, cheap=self.cheap)
            return Told([Cell((value,), count) for value, count in buckets], rest)
        return Told(list(nested.cells(ask, self._counted(query, ask))))

    def _whole(self, query: Query, ask: Ask) -> Told:
        """Every record says which fields it lacks, and adding that up is quicker than finding all records."""
        masks = self.snapshot.masks if self.every and not ask.filters else self.snapshot.masked(query)
        lacking = {
            name: sum(count for mask, count in masks.items() if mask & MISSING_BITS[name]) for name in ask.lacking
        }
        return Told([Cell((), sum(masks.values()))], lacking=lacking)

    def _counted(self, query: Query, ask: Ask) -> nested.Answered:
        try:
            return self.snapshot.searcher.aggregate(query, nested.aggregations(ask, "segment_size"))
        except ValueError as error:
            if _OVERFULL in str(error):
                raise TooManyBuckets(str(error)) from error
            raise

    def _narrowed(self, ask: Ask) -> Query:
        more = [filter_query(self.snapshot, each) for each in ask.filters]
        more += [whole_range(self.snapshot, *bounds) for bounds in nested.bounds(ask.axes)]
        return every([self.found, *more])
