"""Plans as tantivy queries, made piece by piece and never parsed."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from tantivy import Occur, Query

from search import plans
from search.engines.tantivy.filters import filter_query, records
from search.engines.tantivy.snapshot import Snapshot
from search.plans import Plan
from search.query import Filter


class Compiler:
    """Makes the queries of one question; a filter is worked out once, however often it is used."""

    def __init__(self, snapshot: Snapshot) -> None:
        self.snapshot = snapshot
        self._schema = snapshot.schema
        self._filters: dict[Filter, Query] = {}

    def narrowed(self, found: Plan, filters: Iterable[Filter]) -> Query:
        """What the plan finds, less what does not pass each filter."""
        parts = [self._filter(asked) for asked in dict.fromkeys(filters)]
        if not isinstance(found, plans.Whatever):
            return _must([self.query(found), *parts])
        return _must(parts or [self.whatever(found)])

    def query(self, part: Plan) -> Query:
        return _COMPILERS[type(part)](self, part)

    def _filter(self, asked: Filter) -> Query:
        if asked not in self._filters:
            self._filters[asked] = self._silent(filter_query(self.snapshot, asked))
        return self._filters[asked]

    def _silent(self, query: Query) -> Query:
        return Query.const_score_query(query, 0.0)

    def whatever(self, _part: plans.Whatever) -> Query:
        return self._silent(records(self.snapshot))

    def nothing(self, _part: plans.Nothing) -> Query:
        return Query.empty_query()

    def token(self, part: plans.Token) -> Query:
        return Query.term_query(self._schema, part.field, part.token, "freq")

    def row(self, part: plans.Row) -> Query:
        if len(part.tokens) < 2:
            return self.token(plans.Token(part.field, part.tokens[0]))
        return Query.phrase_query(self._schema, part.field, list(part.tokens))

    def start(self, part: plans.Start) -> Query:
        return Query.regex_query(self._schema, part.field, f"{re.escape(part.prefix)}.*")

    def whole_title(self, part: plans.WholeTitle) -> Query:
        return Query.term_query(self._schema, "title_whole", part.tokens, "basic")

    def held(self, part: plans.Held) -> Query:
        return Query.term_query(self._schema, part.field, part.value, "basic")

    def picked(self, part: plans.Picked) -> Query:
        return self._filter(part.filter)

    def all(self, part: plans.All) -> Query:
        """Parts that must not match stand beside those that must: alone they would match nothing."""
        unwanted = [each.part for each in part.parts if isinstance(each, plans.Without)]
        wanted = [each for each in part.parts if not isinstance(each, plans.Without)]
        needed = [self.query(each) for each in wanted] or [self._silent(records(self.snapshot))]
        clauses = [(Occur.Must, query) for query in needed]
        return Query.boolean_query(clauses + [(Occur.MustNot, self.query(each)) for each in unwanted])

    def some(self, part: plans.Some) -> Query:
        return Query.boolean_query([(Occur.Should, self.query(each)) for each in part.parts], part.least)

    def best(self, part: plans.Best) -> Query:
        if len(part.parts) == 1:
            return self.query(part.parts[0])
        return Query.disjunction_max_query([self.query(each) for each in part.parts])

    def without(self, part: plans.Without) -> Query:
        return self.all(plans.All((part,)))

    def raised(self, part: plans.Raised) -> Query:
        if not part.bonuses:
            return self.query(part.part)
        bonuses = [(Occur.Should, self.query(each)) for each in part.bonuses]
        return Query.boolean_query([(Occur.Must, self.query(part.part)), *bonuses])

    def weighted(self, part: plans.Weighted) -> Query:
        return Query.boost_query(self.query(part.part), part.weight)

    def fixed(self, part: plans.Fixed) -> Query:
        return Query.const_score_query(self.query(part.part), part.score)


def _must(parts: list[Query]) -> Query:
    return parts[0] if len(parts) == 1 else Query.boolean_query([(Occur.Must, part) for part in parts])


_COMPILERS: Mapping[type, Callable[[Compiler, Any], Query]] = {
    plans.Whatever: Compiler.whatever,
    plans.Nothing: Compiler.nothing,
    plans.Token: Compiler.token,
    plans.Row: Compiler.row,
    plans.Start: Compiler.start,
    plans.WholeTitle: Compiler.whole_title,
    plans.Held: Compiler.held,
    plans.Picked: Compiler.picked,
    plans.All: Compiler.all,
    plans.Some: Compiler.some,
    plans.Best: Compiler.best,
    plans.Without: Compiler.without,
    plans.Raised: Compiler.raised,
    plans.Weighted: Compiler.weighted,
    plans.Fixed: Compiler.fixed,
}
