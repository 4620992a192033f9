"""The figures of a table, as pages show them beside a chart."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from api.portal.filters import figure
from api.portal.words import Words
from exchange.tables import Cell, Table
from exchange.tables.words import language_of


@dataclass(frozen=True, slots=True)
class Head:
    label: str
    measures: bool


@dataclass(frozen=True, slots=True)
class Row:
    """What it is of, and what was counted."""

    names: tuple[str, ...]
    figures: tuple[str, ...]


def figures(table: Table, most: int, t: Words) -> dict[str, Any]:
    """Its heads and first rows; `cut` counts the rows that are left out."""
    return {
        "heads": [
            *(Head(column.head(language_of(t.lang)), False) for column in table.dimensions),
            *(Head(column.head(language_of(t.lang)), True) for column in table.metrics),
        ],
        "rows": [_row(table, row, t) for row in table.rows[:most]],
        "cut": max(len(table.rows) - most, 0),
    }


def _row(table: Table, row: tuple[Cell, ...], t: Words) -> Row:
    return Row(
        tuple(column.text(row[table.at(column)], language_of(t.lang)) for column in table.dimensions),
        tuple(figure(column, row[table.at(column)], t) for column in table.metrics),
    )
