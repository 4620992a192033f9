"""A vocabulary: terms in their declared order, and the tree they form."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import Generic, TypeVar

from records.vocabularies.terms import Term

T = TypeVar("T", bound=Term)

LANGUAGES = ("zh-Hans", "zh-Hant", "en")


class Vocabulary(Generic[T]):
    """Terms by id; `moved` maps the id of a term that was replaced to the id that stands for it today."""

    def __init__(self, name: str, terms: Iterable[T], moved: Mapping[str, str] | None = None) -> None:
        self.name = name
        self._terms = {term.id: term for term in terms}
        self._moved = dict(moved or {})
        self._children = self._by_parent()

    def _by_parent(self) -> dict[str | None, tuple[T, ...]]:
        grouped: dict[str | None, list[T]] = defaultdict(list)
        for term in self._terms.values():
            if term.id not in self._moved:
                grouped[self._moved.get(term.parent or "", term.parent)].append(term)
        return {parent: tuple(terms) for parent, terms in grouped.items()}

    def __contains__(self, term_id: object) -> bool:
        return term_id in self._terms

    def __iter__(self) -> Iterator[T]:
        return iter(self._terms.values())

    def __len__(self) -> int:
        return len(self._terms)

    def get(self, term_id: str) -> T | None:
        return self._terms.get(term_id)

    def label(self, term_id: str, lang: str) -> str:
        """The label in `lang`, else in simplified Chinese, else the id itself."""
        term = self._terms.get(term_id)
        if term is None:
            return term_id
        return term.labels.get(lang) or term.labels.get("zh-Hans") or term_id

    def current(self, term_id: str) -> str:
        """The id that stands for `term_id` today: itself, unless it was replaced by exactly one other."""
        return self._moved.get(term_id, term_id)

    def path(self, term_id: str) -> tuple[str, ...]:
        """Ids from the root to the term itself (to what replaced it, if one did); empty for an unknown id."""
        term = self._terms.get(self.current(term_id))
        steps: list[str] = []
        while term is not None:
            steps.append(term.id)
            term = self._terms.get(self.current(term.parent)) if term.parent else None
        return tuple(reversed(steps))

    def children(self, term_id: str | None) -> tuple[T, ...]:
        """The terms right under this one, without those that were replaced; None gives the roots."""
        return self._children.get(term_id, ())

    @property
    def roots(self) -> tuple[T, ...]:
        return self.children(None)
