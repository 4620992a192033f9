"""Dimensions of keywords: the most frequent values of a field, and nodes of a tree."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from functools import cache

from records.vocabularies import Term, Vocabulary, periods, regions, vocabulary
from search.breakdown import Dimension, Nodes, Regions, Values
from search.fields import FIELDS
from search.query import Terms
from search.results import Margin
from search.tables.asks import Ask, Key, Named, Told
from search.tables.laying import Amount, Laid, Layer, Row


def values(dimension: Values, _empty: bool) -> Layer:
    most = Named(dimension.field, top=dimension.top)

    def lay(told: Sequence[Told], whole: Told) -> Laid:
        (found,) = told
        counted: dict[Row, Amount] = {str(cell.keys[0]): Amount(cell.number) for cell in found.cells}
        if dimension.order == "value":
            counted = dict(sorted(counted.items(), key=lambda pair: str(pair[0])))
        return _laid(dimension, counted, Margin(found.rest, whole.lacking[dimension.field]))

    return Layer((Ask((most,)),), lay, dimension.field)


def nodes(dimension: Nodes | Regions, empty: bool) -> Layer:
    """A record counts once in each node that holds it; one that no node holds is missing."""
    wanted = candidates(dimension)
    every = Ask((Named(dimension.field, wanted),))
    some = Ask(filters=(Terms(dimension.field, wanted),))

    def lay(told: Sequence[Told], whole: Told) -> Laid:
        found, held = told
        counted = {str(cell.keys[0]): Amount(cell.number) for cell in found.cells}
        shown = [node for node in wanted if node in counted or (empty and _lasts(dimension.field, node))]
        return _laid(
            dimension, {node: counted.get(node, Amount()) for node in shown}, Margin(0, whole.count - held.count)
        )

    within = (Terms(dimension.field, (dimension.parent,)),) if dimension.parent else ()
    return Layer((every, some), lay, within=within)


@cache
def candidates(dimension: Nodes | Regions) -> tuple[str, ...]:
    """The nodes there may be rows for, in their order."""
    if isinstance(dimension, Regions):
        of_level = sorted(term.id for term in regions() if term.level == dimension.level)
        return tuple(node for node in of_level if _is_below(vocabulary("regions"), dimension.parent, node))
    tree = vocabulary(FIELDS[dimension.field].vocabulary)
    above = len(tree.path(dimension.parent))
    below = (term.id for term in tree if _is_below(tree, dimension.parent, term.id))
    found = [node for node in below if dimension.depth in (None, len(tree.path(node)) - above)]
    return tuple(sorted(found, key=_times().__getitem__) if dimension.field == "period" else found)


def _is_below(tree: Vocabulary[Term], parent: str, node: str) -> bool:
    """Those that were replaced by one other are counted as that one."""
    return tree.current(node) == node and node != parent and (not parent or parent in tree.path(node))


@cache
def _times() -> dict[str, tuple[int, int, int]]:
    return {period.id: (period.start, period.end, place) for place, period in enumerate(periods())}


def _lasts(field: str, node: str) -> bool:
    """Whether a node is still one today: a withdrawn region without records is no gap."""
    return field != "region" or not getattr(regions().get(node), "withdrawn", False)


def _laid(dimension: Dimension, amounts: dict[Row, Amount], margin: Margin) -> Laid:
    axis = Named(dimension.field, tuple(map(str, amounts)))
    return Laid(dimension, amounts, margin, (axis,), _as_they_are)


def _as_they_are(keys: tuple[Key, ...]) -> Collection[Row]:
    return keys
