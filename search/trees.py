"""Which nodes of a tree field a facet lists, for any engine."""

from __future__ import annotations

from collections.abc import Iterable

from records.vocabularies import Term, Vocabulary, vocabulary
from search.fields import FIELDS, Kind
from search.query import FacetRequest, Filter, Terms


def own_filters(field: str, filters: Iterable[Filter]) -> tuple[Terms, ...]:
    """The filters a facet on `field` does not heed; exclusions it does, for they stay when a value is clicked."""
    return tuple(each for each in filters if isinstance(each, Terms) and each.field == field and not each.exclude)


def listed(request: FacetRequest, filters: Iterable[Filter]) -> tuple[str, ...] | None:
    """The values the facet may list; None for any there are.

    A tree lists its top level and, for each node its own filter asks for, the way down to it and its children.
    A lone root is no level: regions begin with the provinces.
    """
    if FIELDS[request.field].kind is not Kind.TREE or request.every_level:
        return None
    tree = vocabulary(FIELDS[request.field].vocabulary)
    top = _top(tree)
    nodes = dict.fromkeys(term.id for term in top)
    above = frozenset(term.id for term in tree.roots) - nodes.keys()
    for node in (value for own in own_filters(request.field, filters) for value in own.values):
        nodes.update(dict.fromkeys(step for step in tree.path(node) if step not in above or step == node))
        nodes.update(dict.fromkeys(term.id for term in tree.children(tree.current(node))))
    return tuple(nodes)


def _top(tree: Vocabulary[Term]) -> tuple[Term, ...]:
    roots = tree.roots
    return tree.children(roots[0].id) if len(roots) == 1 else roots
