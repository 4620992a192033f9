"""A table of two dimensions as a matrix: one down, one across, with what each row and column comes to by itself."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from api.representations.tables.tidy import about, column, margin, setting
from exchange.tables import Table
from exchange.tables.words import Language
from search import results

_NOTHING: Mapping[str, results.Value] = {"count": 0, "share": 0.0, "count_distinct": 0}
"""What metrics say of no record; the others say nothing."""

Sides = Sequence[results.Table]


def matrix(found: results.Table, sides: Sides, shown: Sequence[Table], kinds: Sequence[str], lang: Language) -> Any:
    """`sides` are the tables of either dimension by itself, `shown` the same labelled, `kinds` those of the metrics.

    What stands in a margin is told of all its records: a record of several cells counts once.
    """
    down, across = (_side(side, table, lang) for side, table in zip(sides, shown, strict=True))
    return {
        "down": down,
        "across": across,
        "metrics": [
            {
                **column(each, lang),
                "cells": _cells(found, sides, 2 + place, kinds[place]),
                "down": [row[1 + place] for row in sides[0].rows],
                "across": [row[1 + place] for row in sides[1].rows],
            }
            for place, each in enumerate(shown[0].metrics)
        ],
        **about(found),
    }


def _side(side: results.Table, shown: Table, lang: Language) -> dict[str, Any]:
    (dimension,) = shown.dimensions
    values = [{"value": row[0], "label": dimension.text(row[0], lang)} for row in side.rows]
    told = {**column(dimension, lang), **margin(side.margins[0]), "setting": setting(side.by[0])}
    return {**told, "values": values}


def _cells(found: results.Table, sides: Sides, place: int, kind: str) -> list[list[results.Value]]:
    known = {row[:2]: row[place] for row in found.rows}
    nothing = _NOTHING.get(kind)
    return [[known.get((row[0], column[0]), nothing) for column in sides[1].rows] for row in sides[0].rows]
