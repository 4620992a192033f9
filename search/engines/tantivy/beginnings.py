"""What an index knows by its beginning, for suggestions."""

from __future__ import annotations

from collections.abc import Sequence

from tantivy import Order

from search.engines.tantivy.compiling import Compiler
from search.engines.tantivy.facets import most_frequent
from search.engines.tantivy.listing import total
from search.engines.tantivy.results import served
from search.plans import Held, Token
from search.query import Filter
from search.results import Served


class TantivyBeginnings:
    """Records and names of one view that pass the filters and have a key that begins with a token."""

    def __init__(self, compiler: Compiler, filters: Sequence[Filter]) -> None:
        self._compiler = compiler
        self._snapshot = compiler.snapshot
        self._filters = filters

    def titled(self, token: str, limit: int) -> list[Served]:
        query = self._compiler.narrowed(Token("suggest", token), self._filters)
        searcher = self._snapshot.searcher
        found = searcher.search(query, limit, count=False, order_by_field="suggest_rank", order=Order.Desc)
        return [served(searcher, address) for _, address in found.hits]

    def creators(self, token: str, limit: int) -> list[str]:
        query = self._compiler.narrowed(Token("suggest_creator", token), self._filters)
        found, _ = most_frequent(self._snapshot, query, "creator", limit)
        return [name for name, _ in found]

    def held(self, terms: Sequence[tuple[str, str]]) -> list[bool]:
        return [self._holds(Held(field, value)) for field, value in terms]

    def _holds(self, held: Held) -> bool:
        return total(self._snapshot, self._compiler.narrowed(held, self._filters)) > 0
