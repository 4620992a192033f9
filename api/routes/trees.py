"""The browse trees: regions, categories, periods."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from flask import Response

from api.answering import json, timed
from api.blueprint import Blueprint
from api.caching.remembering import remembered
from api.errors import NotKnown
from api.questions.asking import subset
from api.questions.filtering import Asked
from api.representations.trees import TREES, node
from api.schemas.answers import TreeNode
from api.schemas.parameters import MOST_FACET_VALUES, TreeParameters
from api.turns.taking import engine
from records.vocabularies import Term, Vocabulary, vocabulary
from search.answer import answer
from search.query import FacetRequest, Query, Terms
from search.results import Results

blp = Blueprint("trees", __name__, url_prefix="/v1", description="Trees to browse by: regions, categories, periods.")

_EXAMPLES = {"regions": "110000", "categories": "heritage", "periods": "tang"}
_ZH = {"regions": "地区", "categories": "类别", "periods": "时代"}


def _root(tree: Vocabulary[Any]) -> Term | None:
    """The one root of a tree; None where there are several."""
    roots = tree.roots
    return roots[0] if len(roots) == 1 else None


def _query(asked: Asked, field: str, term: Term | None) -> Query:
    """The records at a node; what is asked of the tree's own field gives way to it, what is excluded stays."""
    base = subset(asked)
    others = tuple(
        one for one in base.filters if not (isinstance(one, Terms) and one.field == field and not one.exclude)
    )
    own = (Terms(field, (term.id,)),) if term else ()
    return replace(base, filters=(*others, *own), facets=(FacetRequest(field, MOST_FACET_VALUES),))


def _show(asked: Asked, tree: Vocabulary[Any], term: Term | None) -> Response:
    field = TREES[tree.name]
    query = _query(asked, field, term)
    found: Results = timed("engine", lambda: answer(engine(), query))
    facet = found.facets[0]
    counts = {value.value: value.count for value in facet.values}
    count = found.total if term else found.total - facet.missing_count
    return json({**node(tree, term, count, counts, asked.get("lang", "")), "as_of": found.as_of})


def _top_view(name: str) -> Callable[[Asked], Response]:
    def show_top(asked: Asked) -> Response:
        tree = vocabulary(name)
        return _show(asked, tree, _root(tree))

    show_top.__name__ = f"list_{name}"
    show_top.__doc__ = f"""The top of the tree of {name}.

    With counts of records that take in all below a node. The filters of `/v1/records` narrow what is counted.
    """
    return show_top


def _node_view(name: str) -> Callable[[Asked, str], Response]:
    def show_node(asked: Asked, node_id: str) -> Response:
        tree = vocabulary(name)
        term = tree.get(node_id)
        if term is None:
            raise NotKnown(f"There is no node {node_id[:200]!r} in the tree of {name}")
        return _show(asked, tree, term)

    show_node.__name__ = f"show_{TREES[name]}"
    show_node.__doc__ = f"""One node of the tree of {name}.

    With the path down to it, and its children with their counts.
    """
    return show_node


def _by_id(name: str) -> list[dict[str, Any]]:
    told = {
        "name": "node_id",
        "in": "path",
        "description": f"An id of the vocabulary {name}.",
        "x-zh": f"{_ZH[name]}编号。",
    }
    return [
        {
            **told,
            "schema": {"type": "string", "minLength": 1, "maxLength": 200, "x-vocabulary": name},
            "example": _EXAMPLES[name],
        }
    ]


def _add(name: str) -> None:
    top = blp.answers(TreeNode, f"{_ZH[name]}树的顶层", examples=(f"/v1/{name}?lang=en", f"/v1/{name}?type=site"))
    blp.route(f"/{name}")(remembered(blp.asks(TreeParameters)(top(_top_view(name)))))
    examples = (f"/v1/{name}/{_EXAMPLES[name]}", f"/v1/{name}/{_EXAMPLES[name]}?year_from=1000&year_to=1500")
    one = blp.answers(TreeNode, f"{_ZH[name]}树的一个节点", examples=examples, problems=(400, 404, 503))
    view = remembered(blp.asks(TreeParameters)(one(_node_view(name))))
    blp.route(f"/{name}/<path:node_id>", parameters=_by_id(name))(view)


for _name in TREES:
    _add(_name)
