"""The JSON bodies requests may carry."""

from __future__ import annotations

from typing import Any

from marshmallow import Schema, ValidationError, fields

from api.clauses import Tree, read_tree
from api.schemas import parameters
from api.schemas.parameters import about, made

EXAMPLE_FILTER = {"and": [{"type": ["site"]}, {"not": {"region": ["110000"]}}]}


class FilterField(fields.Field[Any]):
    """A tree of filters, read into a `Tree`."""

    def _deserialize(self, value: Any, *_: Any, **__: Any) -> Tree:
        tree = read_tree(value)
        if tree.faults:
            raise ValidationError(list(tree.faults))
        return tree


def _filter() -> FilterField:
    told = about(
        "Filters by name, AND-ed; `and`, `or` and `not` nest.", "按名筛选，可用 and、or、not 嵌套。", EXAMPLE_FILTER
    )
    return FilterField(metadata=told)


SearchBody: type[Schema] = made(
    "SearchBody",
    parameters.question(),
    {"filter": _filter()},
    {"near": parameters.filters()["near"]},
    parameters.facets(),
    parameters.ordering(),
    parameters.paging(),
    parameters.presentation(),
    parameters.highlighting(),
    parameters.relaxing(),
)

_ids = parameters.record_ids()
_ids.required = True
BatchBody: type[Schema] = made("BatchBody", {"ids": _ids}, parameters.presentation())
