"""Seeded questions: any clause, filters, facets and order the ports allow."""

from __future__ import annotations

import random
from collections.abc import Sequence

from search.choices import choices
from search.fields import KEYWORDS, Kind
from search.query import (
    AllOf,
    AnyOf,
    Box,
    Clause,
    DayRange,
    Every,
    Everything,
    FacetRequest,
    Filter,
    Ids,
    Near,
    Not,
    Phrase,
    Point,
    Prefix,
    Query,
    Sort,
    Terms,
    TimeRange,
    Words,
    YearRange,
)
from tests.contract.making import HAN_WORDS, LATIN_WORDS, Row
from tests.contract.oracle import values

SORTS = ("ordinal", "title", "year", "modified", "distance", "relevance")


class Asker:
    """Asks about values that some of the rows really have, and now and then about one that none has."""

    def __init__(self, seed: int, rows: Sequence[Row]) -> None:
        self.random = random.Random(seed)
        self.rows = rows

    def query(self) -> Query:
        by = self.random.choice(SORTS)
        return Query(
            clause=self.clause(2) if self._maybe(0.5) else Everything(),
            filters=tuple(self.filter() for _ in range(self.random.choice((0, 0, 1, 1, 2, 3)))),
            facets=self._facets(),
            sort=Sort(by, by != "relevance" and self._maybe(0.5)),
            origin=self.point() if by == "distance" or self._maybe(0.3) else None,
        )

    def clause(self, depth: int) -> Clause:
        if not depth or self._maybe(0.5):
            return self._leaf()
        kind = self.random.choice((AllOf, AllOf, AnyOf, Every, Not))
        if kind is Not:
            return Not(self.clause(depth - 1))
        return kind(tuple(self.clause(depth - 1) for _ in range(self.random.randint(1, 4))))

    def filter(self) -> Filter:
        ranges = (self._years, self._times, self._days, self._box, self._near)
        kinds = (self._terms, self._terms, self._terms, *ranges, self._ids)
        return self.random.choice(kinds)()

    def point(self) -> Point:
        place = self.random.choice(self.rows).content.get("place", {})
        if "lat" in place and self._maybe(0.7):
            return Point(place["lat"], place["lon"])
        return Point(self.random.uniform(-90, 90), self.random.uniform(-180, 180))

    def _leaf(self) -> Clause:
        kinds = (self._words, self._words, self._words, self._phrase, self._prefix, self._terms, Everything)
        return self.random.choice(kinds)()

    def _words(self) -> Clause:
        some = [
            self.random.choice((*HAN_WORDS, *LATIN_WORDS)) for _ in range(self.random.choice((1, 1, 2, 2, 3, 4, 6)))
        ]
        return Words(" ".join(some), self._scope())

    def _phrase(self) -> Clause:
        words = self.random.choice((HAN_WORDS, LATIN_WORDS))
        some = [self.random.choice(words) for _ in range(self.random.randint(1, 2))]
        return Phrase(("" if words is HAN_WORDS else " ").join(some), self._scope())

    def _prefix(self) -> Clause:
        word = self.random.choice(LATIN_WORDS)
        return Prefix(word[: self.random.randint(1, len(word))], self.random.choice(("title", "description")))

    def _scope(self) -> str:
        return self.random.choice(("", "", "", "title", "subject", "description", "text"))

    def _terms(self) -> Terms:
        field = self.random.choice(KEYWORDS).name
        found = [value for row in self.random.sample(self.rows, 5) for value in values(row, field)]
        some = self.random.sample(found, min(len(found), self.random.choice((1, 1, 2, 4))))
        some = some or [min(choices(field), default="nothing has this")]
        return Terms(field, tuple(dict.fromkeys(some)), exclude=self._maybe(0.2))

    def _years(self) -> YearRange:
        start = self.random.choice((None, -3000, 0, self.random.randint(-2500, 2026)))
        end = None if self._maybe(0.3) else (start or 0) + self.random.choice((0, 1, 100, 1500))
        return YearRange(start, end)

    def _times(self) -> TimeRange:
        one, two = sorted(self.random.choice(self.rows).milliseconds for _ in range(2))
        return TimeRange(None if self._maybe(0.3) else one, None if self._maybe(0.3) else two)

    def _days(self) -> DayRange:
        one, two = sorted(self.random.choice((1, 700_000, self.random.randint(735_000, 741_000))) for _ in range(2))
        return DayRange(None if self._maybe(0.3) else one, None if self._maybe(0.3) else two)

    def _box(self) -> Box:
        centre, tall, wide = self.point(), self.random.choice((0, 1, 20, 90)), self.random.choice((0, 2, 30, 170))
        west, east = centre.lon - wide, centre.lon + wide
        return Box(
            west if west >= -180 else west + 360,
            max(-90.0, centre.lat - tall),
            east if east <= 180 else east - 360,
            min(90.0, centre.lat + tall),
        )

    def _near(self) -> Near:
        return Near(self.point(), self.random.choice((0.5, 30, 500, 3_000, 9_000, 20_016)))

    def _ids(self) -> Ids:
        return Ids(tuple({row.id for row in self.random.sample(self.rows, 20)} | {"no:such"}))

    def _facets(self) -> tuple[FacetRequest, ...]:
        fields = self.random.sample(KEYWORDS, self.random.randint(0, 5))
        return tuple(
            FacetRequest(
                field.name, self.random.choice((1, 3, 10, 10, 500)), field.kind is Kind.TREE and self._maybe(0.3)
            )
            for field in fields
        )

    def _maybe(self, chance: float) -> bool:
        return self.random.random() < chance
