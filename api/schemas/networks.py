"""The parameters of a network, and what its answer looks like, for the spec."""

from __future__ import annotations

from marshmallow import Schema, fields

from api.schemas import parameters
from api.schemas.answers import NAMES, Total
from api.schemas.forms import OF_NETWORKS, forms
from api.schemas.parameters import Fields, about, made
from api.schemas.values import OneOf, Text, Whole
from search.breakdown import MOST_NODES, Links
from search.fields import Kind
from search.tables.checking import aggregatable

FIELDS_LINKED = aggregatable(Kind.KEYWORD)
MOST_SUPPORT = 1_000_000
_USUAL = Links("")


def linking() -> Fields:
    """What a network is asked with, beside the records it is of."""
    field = about("The field whose values are the nodes.", "以哪个字段的取值为节点。", "subject")
    nodes = about("How many of its most frequent values are nodes.", "取最常见的多少个值为节点。", 20)
    support = about("Records that two values share at least, to be linked.", "两个值至少共现于多少条记录才连线。", 2)
    return {
        "field": Text(required=True, validate=OneOf(FIELDS_LINKED), metadata=field),
        "nodes": Whole(2, MOST_NODES, metadata={**nodes, "default": _USUAL.nodes}),
        "support": Whole(1, MOST_SUPPORT, metadata={**support, "default": _USUAL.support}),
        **forms(OF_NETWORKS),
    }


NetworkParameters: type[Schema] = made(
    "NetworkParameters",
    linking(),
    parameters.question(),
    parameters.filters(),
    parameters.relaxing(),
    parameters.language(),
)


def _text(text: str, *, required: bool = True) -> fields.String:
    return fields.String(required=required, metadata={"description": text})


def _count(text: str) -> fields.Integer:
    return fields.Integer(required=True, metadata={"description": text})


def _all(name: str, members: Fields, text: str) -> fields.List[Schema]:
    return fields.List(fields.Nested(made(name, members)), required=True, metadata={"description": text})


NetworkAnswer = made(
    "NetworkAnswer",
    {
        "title": _text("What is told, in the language asked for."),
        "field": _text("Whose values the nodes are."),
        "label": _text("The name of the field, in the language asked for."),
        "labels": fields.Raw(required=True, metadata={"description": "The same in all languages.", **NAMES}),
        "nodes": _all(
            "NetworkNode",
            {
                "id": _text("The value, as filters take it."),
                "label": _text("What a reader sees."),
                "count": _count("Records that have it."),
            },
            "By falling count, then by value.",
        ),
        "edges": _all(
            "NetworkEdge",
            {
                "source": _text("Of the two nodes the one that comes first."),
                "target": _text("The other."),
                "count": _count("Records that have both."),
                "lift": fields.Float(
                    required=True,
                    metadata={"description": "How many times as many as if the two had nothing to do with each other."},
                ),
            },
            "By falling count, then by their nodes.",
        ),
        "total": fields.Nested(Total, required=True, metadata={"description": "Records that have the field."}),
        "other_count": _count("Sum of the counts of the values that are no nodes."),
        "missing_count": _count("Records without the field."),
        "as_of": _count("The last change the answer takes in."),
        "links": fields.Nested(
            made(
                "LinksToNetworkForms",
                {"self": _text("This answer.")},
                {form: _text(f"The same as {form}.", required=False) for form in OF_NETWORKS if form != "json"},
            ),
            required=True,
        ),
    },
)
