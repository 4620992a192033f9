"""A table as JSON: columns that say what they hold, and rows."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from api.representations.results import total
from exchange.tables import Cell, Column, Table
from exchange.tables.words import Language
from search import results
from search.breakdown import Days, Dimension, Nodes, Regions, Tiles, Values, Years

_PLACES = ("longitude", "latitude")


def tidy(found: results.Table, shown: Table, language: Language) -> dict[str, Any]:
    """`shown` has the rows of one page; labels are of the values in them."""
    dimensions = [
        {
            **column(each, language),
            **margin(found.margins[place]),
            "setting": setting(found.by[place]),
            "labels": _labels(each, dict.fromkeys(row[place] for row in shown.rows), language),
        }
        for place, each in enumerate(shown.dimensions)
    ]
    others = [column(each, language) for each in shown.columns[len(dimensions) :]]
    return {"columns": [*dimensions, *others], "rows": shown.rows, **about(found)}


def about(found: results.Table) -> dict[str, Any]:
    """What is told of a table however it is laid out."""
    return {"total": total(found.total), "exact": found.exact, "as_of": found.as_of}


def column(shown: Column, language: Language) -> dict[str, Any]:
    kind = "place" if shown.type in _PLACES else shown.kind
    return {"name": shown.name, "kind": kind, "type": shown.type, "label": shown.head(language)}


def margin(of: results.Margin) -> dict[str, int]:
    return {"other_count": of.other_count, "missing_count": of.missing_count}


def _labels(shown: Column, values: Mapping[Cell, None], language: Language) -> dict[str, str]:
    """What a reader sees for each value; of those that speak for themselves, as tiles do, nothing."""
    return {str(value): shown.text(value, language) for value in values} if shown.named else {}


def setting(dimension: Dimension) -> dict[str, Any]:
    """How a dimension was broken down, by the names of the parameters; what was left open as it was chosen."""
    match dimension:
        case Values(_, top, order):
            return {"top": top, "order": order}
        case Regions(level, parent):
            return {"region_level": level, **({"parent": parent} if parent else {})}
        case Nodes(_, depth, parent):
            return {"depth": depth or "all", **({"parent": parent} if parent else {})}
        case Years(interval, by):
            return {"interval": interval or "auto", "counted": by}
        case Tiles(precision):
            return {"precision": precision}
        case Days():
            return {}
