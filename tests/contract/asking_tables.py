"""Seeded breakdowns: any dimensions and metrics that may be asked for."""

from __future__ import annotations

from dataclasses import replace

from records.vocabularies import vocabulary
from search.breakdown import Breakdown, Days, Dimension, Metric, Nodes, Regions, Tiles, Values, Years
from search.fields import FIELDS, KEYWORDS, Kind, Power, with_power
from search.query import Query
from tests.contract.asking import Asker

FLAT = tuple(field.name for field in KEYWORDS if field.kind is Kind.KEYWORD)
KINDS = (Values, Values, Regions, Nodes, Nodes, Years, Tiles, Days)


class TableAsker(Asker):
    def question(self) -> Query:
        return replace(self.query(), facets=(), origin=None)

    def breakdown(self) -> Breakdown:
        wanted = [self._dimension() for _ in range(self.random.choice((1, 1, 1, 2, 2, 3)))]
        by = tuple({one.name: one for one in wanted}.values())
        metrics = [self._metric() for _ in range(self.random.choice((0, 0, 1, 2)))]
        named = {one.name: one for one in (Metric(), *metrics)}
        return Breakdown(by, tuple(named.values()), empty=len(by) < 3 and self._maybe(0.2))

    def _dimension(self) -> Dimension:
        kind = self.random.choice(KINDS)
        match kind.__name__:
            case "Values":
                order = self.random.choice(("count", "count", "value"))
                return Values(self.random.choice(FLAT), self.random.choice((1, 3, 10, 200)), order)
            case "Regions":
                return Regions(self.random.choice(("province", "city", "county")), self._parent("region"))
            case "Nodes":
                field = self.random.choice(("category", "period"))
                return Nodes(field, self.random.choice((1, 1, 2, None)), self._parent(field))
            case "Years":
                return Years(self.random.choice((None, 1, 10, 25, 50, 100)), self.random.choice(("overlap", "start")))
            case "Tiles":
                return Tiles(self.random.choice((0, 1, 3, 6, 12, 22)))
        return Days(self.random.choice(("month", "month-of-year", "weekday")))

    def _parent(self, field: str) -> str:
        """Mostly a node that has some records, none of its own replaced by another."""
        if self._maybe(0.6):
            return ""
        tree = vocabulary(FIELDS[field].vocabulary)
        return self.random.choice(
            [term.id for term in tree if tree.current(term.id) == term.id and tree.children(term.id)]
        )

    def _metric(self) -> Metric:
        kind = self.random.choice(("share", "count_distinct", "min", "max", "avg", "percentile"))
        if kind == "share":
            return Metric(kind)
        if kind == "count_distinct":
            return Metric(kind, self.random.choice([f.name for f in with_power(Power.AGGREGATED) if f in KEYWORDS]))
        return Metric(
            kind, self.random.choice(("year_start", "year_end")), self.random.choice((0, 5, 50, 90, 99.5, 100))
        )
