"""Plans as tantivy queries, made piece by piece and never parsed."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from tantivy import Occur, Query

from search import relevance
from search.engines.tantivy.filters import filter_query, records
from search.engines.tantivy.snapshot import Snapshot
from search.query import Filter
from search.relevance import Plan


class Compiler:
    """Makes the queries of one question; a filter is worked out once, however often it is used."""

    def __init__(self, snapshot: Snapshot) -> None:
        self.snapshot = snapshot
        self._filters: dict[Filter, Query] = {}

    def narrowed(self, found: Plan, filters: Iterable[Filter]) -> Query:
        """What the plan finds, less what does not pass each filter."""
        parts = [self._filter(asked) for asked in dict.fromkeys(filters)]
        if not isinstance(found, relevance.Whatever):
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

    def whatever(self, _part: relevance.Whatever) -> Query:
        return self._silent(records(self.snapshot))

    def nothing(self, _part: relevance.Nothing) -> Query:
        return Query.empty_query()

    def token(self, part: relevance.Token) -> Query:
        return Query.term_query(self.snapshot.schema, part.field, part.token, "freq")

    def row(self, part: relevance.Row) -> Query:
        if len(part.tokens) < 2:
            return self.token(relevance.Token(part.field, part.tokens[0]))
        return Query.phrase_query(self.snapshot.schema, part.field, list(part.tokens))

    def start(self, part: relevance.Start) -> Query:
        return Query.regex_query(self.snapshot.schema, part.field, f"{re.escape(part.prefix)}.*")

    def whole_title(self, part: relevance.WholeTitle) -> Query:
        return Query.term_query(self.snapshot.schema, "title_whole", part.tokens, "basic")

    def held(self, part: relevance.Held) -> Query:
        return Query.term_query(self.snapshot.schema, part.field, part.value, "basic")

    def picked(self, part: relevance.Picked) -> Query:
        return self._filter(part.filter)

    def all(self, part: relevance.All) -> Query:
        """Parts that must not match stand beside those that must: alone they would match nothing."""
        unwanted = [each.part for each in part.parts if isinstance(each, relevance.Without)]
        wanted = [each for each in part.parts if not isinstance(each, relevance.Without)]
        needed = [self.query(each) for each in wanted] or [self._silent(records(self.snapshot))]
        clauses = [(Occur.Must, query) for query in needed]
        return Query.boolean_query(clauses + [(Occur.MustNot, self.query(each)) for each in unwanted])

    def some(self, part: relevance.Some) -> Query:
        return Query.boolean_query([(Occur.Should, self.query(each)) for each in part.parts], part.least)

    def best(self, part: relevance.Best) -> Query:
        if len(part.parts) == 1:
            return self.query(part.parts[0])
        return Query.disjunction_max_query([self.query(each) for each in part.parts])

    def without(self, part: relevance.Without) -> Query:
        return self.all(relevance.All((part,)))

    def raised(self, part: relevance.Raised) -> Query:
        if not part.bonuses:
            return self.query(part.part)
        bonuses = [(Occur.Should, self.query(each)) for each in part.bonuses]
        return Query.boolean_query([(Occur.Must, self.query(part.part)), *bonuses])

    def weighted(self, part: relevance.Weighted) -> Query:
        return Query.boost_query(self.query(part.part), part.weight)

    def fixed(self, part: relevance.Fixed) -> Query:
        return Query.const_score_query(self.query(part.part), part.score)


def _must(parts: list[Query]) -> Query:
    return parts[0] if len(parts) == 1 else Query.boolean_query([(Occur.Must, part) for part in parts])


_COMPILERS: Mapping[type, Callable[[Compiler, Any], Query]] = {
    relevance.Whatever: Compiler.whatever,
    relevance.Nothing: Compiler.nothing,
    relevance.Token: Compiler.token,
    relevance.Row: Compiler.row,
    relevance.Start: Compiler.start,
    relevance.WholeTitle: Compiler.whole_title,
    relevance.Held: Compiler.held,
    relevance.Picked: Compiler.picked,
    relevance.All: Compiler.all,
    relevance.Some: Compiler.some,
    relevance.Best: Compiler.best,
    relevance.Without: Compiler.without,
    relevance.Raised: Compiler.raised,
    relevance.Weighted: Compiler.weighted,
    relevance.Fixed: Compiler.fixed,
}
