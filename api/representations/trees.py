"""The browse trees: a node of a vocabulary with its path, its children, and how many records stand at each."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from api import links
from api.representations.languages import label_language
from records.vocabularies import Period, Region, Term, Vocabulary
from search.fields import FIELDS

TREES: Mapping[str, str] = {"regions": "region", "categories": "category", "periods": "period"}
"""The field that each tree's nodes are values of, by vocabulary."""


def _region(term: Term) -> dict[str, Any]:
    if not isinstance(term, Region):
        return {}
    told: dict[str, Any] = {"level": term.level}
    return {**told, "withdrawn": True, "successors": list(term.successors)} if term.withdrawn else told


def _period(term: Term) -> dict[str, Any]:
    return {"start": term.start, "end": term.end, "kind": term.kind} if isinstance(term, Period) else {}


_MORE: tuple[Callable[[Term], dict[str, Any]], ...] = (_region, _period)


def _kept(tree: Vocabulary[Any]) -> links.Pairs:
    """What else was asked, which holds at the other nodes and for the records too."""
    return [pair for pair in links.asked() if pair[0] != TREES[tree.name]]


def _self(tree: Vocabulary[Any], node_id: str = "") -> str:
    path = f"/v1/{tree.name}/{node_id}" if node_id else f"/v1/{tree.name}"
    return links.address(path, _kept(tree))


def _records(tree: Vocabulary[Any], node_id: str = "") -> str:
    own = [(TREES[tree.name], node_id)] if node_id else []
    return links.address("/v1/records", sorted([*own, *_kept(tree)]))


def _own(tree: Vocabulary[Any], term: Term, count: int, lang: str) -> dict[str, Any]:
    told = {"id": term.id, "label": tree.label(term.id, lang), "labels": dict(term.labels), "count": count}
    for more in _MORE:
        told.update(more(term))
    return {**told, "links": {"self": _self(tree, term.id), "records": _records(tree, term.id)}}


def _top(tree: Vocabulary[Any], count: int, lang: str) -> dict[str, Any]:
    """Above several roots: a node without an id, called as the tree's field is."""
    labels = FIELDS[TREES[tree.name]].labels
    here = {"self": _self(tree), "records": _records(tree)}
    return {"id": None, "label": labels[lang], "labels": dict(labels), "count": count, "links": here}


def _step(tree: Vocabulary[Any], node_id: str, lang: str) -> dict[str, Any]:
    link = {"self": _self(tree, node_id)}
    return {"id": node_id, "label": tree.label(node_id, lang), "links": link}


def node(tree: Vocabulary[Any], term: Term | None, count: int, counts: Mapping[str, int], lang: str) -> dict[str, Any]:
    """A node (None: above the roots) that `count` records belong to; `counts` has those of its children by id."""
    chosen = label_language(lang)
    own = _own(tree, term, count, chosen) if term else _top(tree, count, chosen)
    children = tree.children(term.id if term else None)
    return {
        **own,
        "path": [_step(tree, step, chosen) for step in tree.path(term.id)[:-1]] if term else [],
        "children": [
            {**_own(tree, child, counts.get(child.id, 0), chosen), "children_count": len(tree.children(child.id))}
            for child in children
        ],
    }
