"""What answers about a node's use look like, for the spec."""

from __future__ import annotations

from typing import Any

from marshmallow import Schema, fields

from api.schemas.answers import NAMES, LinksToSelf, Record, Total
from api.schemas.parameters import made


def _text(text: str = "") -> fields.String:
    return fields.String(required=True, metadata={"description": text} if text else {})


def _number(text: str) -> fields.Integer:
    return fields.Integer(required=True, metadata={"description": text})


def _each(schema: type[Schema], text: str) -> fields.List[Any]:
    return fields.List(fields.Nested(schema), required=True, metadata={"description": text})


def _count() -> fields.Integer:
    told = "In whole tens a day; null where no day had as many."
    return fields.Integer(required=True, allow_none=True, metadata={"description": told})


_LINKS = fields.Nested(LinksToSelf, required=True)

UsageValue = made("UsageValue", {"value": _text(), "label": _text(), "count": _count()})
UsageRoute = made("UsageRoute", {"route": _text("As in this document."), "count": _count()})
UsageRecord = made(
    "UsageRecord",
    {
        "id": _text(),
        "title": fields.Raw(metadata={"description": "By language.", **NAMES}),
        "count": _count(),
        "links": _LINKS,
    },
)
UsagePeriod = made(
    "UsagePeriod",
    {
        "from": _text("First day, UTC."),
        "to": _text("Last day, counted in."),
        "requests": _count(),
        "records_read": _count(),
        "routes": _each(UsageRoute, "Requests that were answered well."),
        "datasets": _each(UsageValue, "Records read, by data set."),
        "types": _each(UsageValue, "Records read, by type."),
        "regions": _each(UsageValue, "Records read, by province with all below it."),
        "records": _each(UsageRecord, "The records read most."),
    },
)
UsagePeriods = made(
    "UsagePeriods", {name: fields.Nested(UsagePeriod, required=True) for name in ("day", "week", "month")}
)
StatsAnswer = made(
    "StatsAnswer",
    {
        "smallest": _number("Counts of a day below this are not told."),
        "periods": fields.Nested(UsagePeriods, required=True),
        "links": _LINKS,
    },
)
HotAnswer = made(
    "HotAnswer",
    {
        "total": fields.Nested(Total, required=True, metadata={"description": "How many of them fit the filters."}),
        "records": _each(Record, "Most read first."),
        "days": _number("Within so many days, today counted in."),
        "links": _LINKS,
    },
)
