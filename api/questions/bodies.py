"""The JSON bodies requests may carry."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from marshmallow import Schema, ValidationError, fields

from api.questions.clauses import Tree, read_tree
from api.schemas import parameters
from api.schemas.breaking import breaking
from api.schemas.exporting import exporting
from api.schemas.forms import OF_TABLES, forms
from api.schemas.networks import linking
from api.schemas.parameters import about, made
from api.schemas.values import Many, OneOf, Said, Text, Whole
from records import key_checking
from records.keyring import LONGEST_OVERLAP
from records.keys import Kind

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
AggregateBody: type[Schema] = made(
    "AggregateBody",
    breaking(body=True),
    forms(OF_TABLES),
    parameters.question(),
    {"filter": _filter()},
    parameters.relaxing(),
    parameters.language(),
)
NetworkBody: type[Schema] = made(
    "NetworkBody",
    linking(),
    parameters.question(),
    {"filter": _filter()},
    parameters.relaxing(),
    parameters.language(),
)
ExportBody: type[Schema] = made(
    "ExportBody", parameters.question(), {"filter": _filter()}, parameters.relaxing(), exporting()
)

_ids = parameters.record_ids()
_ids.required = True
BatchBody: type[Schema] = made("BatchBody", {"ids": _ids}, parameters.presentation())


def _said(wrong: Callable[[str], str], most: int, told: dict[str, Any], **kwargs: Any) -> Text:
    return Text(validate=Said(wrong), metadata={**told, "minLength": 1, "maxLength": most}, **kwargs)


_LONGEST_OVERLAP_HOURS = int(LONGEST_OVERLAP.total_seconds()) // 3600
KeyBody: type[Schema] = made(
    "KeyBody",
    {
        "name": _said(
            key_checking.wrong_name,
            key_checking.LONGEST_NAME,
            about("What the key is for, in a word or two: an app, a site.", "密钥用于哪个应用或网站。"),
            required=True,
        ),
        "contact": _said(
            key_checking.wrong_contact,
            key_checking.LONGEST_CONTACT,
            {
                **about("Mail address, web address or telephone number of its holder.", "联系方式：邮箱、网址或电话。"),
                "pattern": key_checking.CONTACT_PATTERN,
            },
            required=True,
        ),
        "purpose": _said(
            key_checking.wrong_purpose,
            key_checking.LONGEST_PURPOSE,
            about("What is done with it, in a sentence.", "用途，一句话。"),
            required=True,
        ),
        "kind": Text(
            validate=OneOf([kind.value for kind in Kind]),
            metadata=about("`secret` for a server, `publishable` for a page that all can read.", "服务器用或网页用。"),
        ),
        "origins": Many(
            _said(key_checking.wrong_origin, key_checking.LONGEST_ORIGIN, {}),
            most=key_checking.MOST_ORIGINS,
            metadata=about("For a publishable key: the origins of the pages it is bound to.", "网页用密钥所限的来源。"),
        ),
    },
)
RotateBody: type[Schema] = made(
    "RotateBody",
    {
        "overlap_hours": Whole(
            0,
            _LONGEST_OVERLAP_HOURS,
            metadata=about(
                "How long the old key goes on beside the new one; 24 where nothing is said.", "旧密钥续用小时数。"
            ),
        )
    },
)
