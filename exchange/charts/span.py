"""The stretch of time that is worth drawing: a few records from the stone age would leave no room for all others."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from exchange.charts.drawing import Point
from exchange.tables.table import Cell, Column, Table
from exchange.tables.words import Language, number, said, year

SEEN = 0.01
"""Of the highest: what is lower is a hairline in any picture."""

Span = tuple[float, float]


def span(figures: Sequence[tuple[float, float]]) -> Span | None:
    """First and last place of what can be seen, out of places in time with their figures; None where all of it is
    drawn, since what cannot be seen at either end takes less than half of the room."""
    heights: defaultdict[float, float] = defaultdict(float)
    for at, figure in figures:
        heights[at] += figure
    least = SEEN * max(heights.values(), default=0)
    if least <= 0:
        return None
    seen = [at for at, height in heights.items() if height >= least]
    whole, kept = max(heights) - min(heights), max(seen) - min(seen)
    return (min(seen), max(seen)) if kept < whole / 2 else None


def place(value: Cell, column: Column) -> float | None:
    """Where a value of a dimension of time stands, in years."""
    if column.name == "month" and isinstance(value, str) and value[-3:-2] == "-":
        return int(value[:-3]) + (int(value[-2:]) - 1) / 12
    return float(value) if column.type == "year" and isinstance(value, int | float) else None


def seen(points: Sequence[Point], column: Column) -> tuple[list[Point], Span | None]:
    """Those to be drawn, and the span where it is not all."""
    placed = [(at, point) for point in points if (at := place(point.values[0], column)) is not None]
    found = span([(at, point.figure) for at, point in placed])
    return [point for at, point in placed if found is None or found[0] <= at <= found[1]], found


def rows_seen(table: Table) -> tuple[tuple[tuple[Cell, ...], ...], Span | None]:
    """The rows that would be drawn, of a table whose first dimension is time; else all."""
    column = table.dimensions[0]
    at = table.at(table.metrics[0])
    placed = [(place(row[0], column), row) for row in table.rows]
    figures = [
        (where, figure) for where, row in placed if where is not None and isinstance(figure := row[at], int | float)
    ]
    found = span(figures)
    if found is None:
        return table.rows, None
    return tuple(row for where, row in placed if where is None or found[0] <= where <= found[1]), found


def cut(found: Span | None, step: int, language: Language) -> tuple[str, ...]:
    """The line that says that not all times are drawn."""
    if found is None:
        return ()
    first, last = int(found[0]), int(found[1]) + step - 1
    ends = {"first": year(first or 1, language), "last": year(last or -1, language)}
    return (said("span", language, percent=number(SEEN * 100), **ends),)
