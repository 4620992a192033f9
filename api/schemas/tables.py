"""What tables look like, for the spec."""

from __future__ import annotations

from typing import Any

from marshmallow import Schema, fields

from api.schemas.answers import NAMES, Total
from api.schemas.forms import OF_TABLES
from api.schemas.parameters import made

_CELL: dict[str, Any] = {"type": ["string", "number", "null"]}
_ROW: dict[str, Any] = {"type": "array", "items": _CELL}


def _raw(text: str, *, required: bool = False, **schema: Any) -> fields.Raw:
    return fields.Raw(required=required, metadata={"description": text, **schema})


def _text(text: str, *, required: bool = True) -> fields.String:
    return fields.String(required=required, metadata={"description": text})


def _count(text: str, *, required: bool = True) -> fields.Integer:
    return fields.Integer(required=required, metadata={"description": text})


def _list(schema: type[Schema], text: str, *, required: bool = False) -> fields.List[Any]:
    return fields.List(fields.Nested(schema), required=required, metadata={"description": text})


def _one(schema: type[Schema], text: str, *, required: bool = False) -> fields.Nested:
    return fields.Nested(schema, required=required, metadata={"description": text})


def _column() -> dict[str, Any]:
    return {
        "name": _text("Of the dimension, or of the metric (`p90_year_start`)."),
        "kind": _text("`dimension`, `metric`, or `place`: where a cell of a grid lies, in degrees."),
        "type": _text(
            "What its values are: text, region (a code), period, category (ids), year (the signed first year), month, "
            "weekday (numbers from 1), grid (zoom/x/y), number, share (0 to 1), longitude, latitude."
        ),
        "label": _text("In the language asked for."),
    }


def _dimension(*, required: bool) -> dict[str, Any]:
    return {
        "other_count": _count("Sum of the counts of the values that are not listed.", required=required),
        "missing_count": _count("Records without any value.", required=required),
        "setting": _raw(
            "How it was broken down, by parameter; `interval` is what `auto` came to.",
            required=required,
            type="object",
            additionalProperties={"type": ["string", "integer"]},
        ),
    }


TableColumn = made(
    "TableColumn",
    _column(),
    _dimension(required=False),
    {"labels": _raw("Of a dimension: labels of the values on this page, where they have any.", **NAMES)},
)
MatrixValue = made(
    "MatrixValue",
    {"value": _raw("", required=True, type=["string", "integer"]), "label": _text("What a reader sees.")},
)
MatrixSide = made("MatrixSide", _column(), _dimension(required=True), {"values": _list(MatrixValue, "In their order.")})
MatrixMetric = made(
    "MatrixMetric",
    _column(),
    {
        "cells": _raw("A row for each value down.", required=True, type="array", items=_ROW),
        "down": _raw("Of each value down, by itself.", required=True, type="array", items=_CELL),
        "across": _raw("Of each value across, by itself.", required=True, type="array", items=_CELL),
    },
)


LinksToForms = made(
    "LinksToForms",
    {"self": _text("This answer."), "next": _text("The next page.", required=False)},
    {"first": _text("The first page.", required=False)},
    {form: _text(f"The whole table as {form}.", required=False) for form in OF_TABLES if form != "json"},
)
AggregateAnswer = made(
    "AggregateAnswer",
    {
        "title": _text("What is told, in the language asked for."),
        "layout": _text("tidy or matrix."),
        "columns": _list(TableColumn, "Of rows: dimensions, then metrics, then places."),
        "rows": _raw("In the order of the dimensions' values.", type="array", items=_ROW),
        "down": _one(MatrixSide, "Of a matrix: the first dimension."),
        "across": _one(MatrixSide, "Of a matrix: the second dimension."),
        "metrics": _list(MatrixMetric, "Of a matrix: its cells, and what each row and column comes to by itself."),
        "total": _one(Total, "Records broken down, each once.", required=True),
        "exact": fields.Boolean(
            required=True,
            metadata={"description": "Whether no figure is an estimate: distinct counts of very many values are."},
        ),
        "page": _one(
            made(
                "TablePage",
                {
                    "size": fields.Integer(required=True),
                    "cursor": fields.String(required=True, allow_none=True),
                    "consistency": _text(
                        "Always `same-rows`: the steps of a walk have the rows of one table, though figures may be "
                        "newer from one to the next; where rows came, went or moved, the next step is refused."
                    ),
                },
            ),
            "Of rows: the next cursor, null on the last page.",
        ),
        "links": _one(LinksToForms, "Other pages, other forms.", required=True),
        "as_of": _count("The last change the answer takes in."),
    },
)
