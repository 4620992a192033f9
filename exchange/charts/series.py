"""What bars, lines and areas share: a row as a mark, and the second dimension by colour."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from exchange.charts.drawing import Drawing, Json, Point, head, metric_of, tooltip
from exchange.errors import CannotShow
from exchange.tables.table import Cell, Column, Table
from exchange.tables.text import cut

MOST = 6
LEGEND_ROOM = 18
"""Of a name or title in the legend, in letters' heights. Cut here: the library would cut a character in two."""

Series = Mapping[Cell, str]
"""What the legend says of each value of the second dimension; empty where there is none."""


def series(table: Table, shown: Sequence[Point]) -> Series:
    """In the order in which they first come, no two said alike; CannotShow for more than can be told apart."""
    if len(table.dimensions) == 1:
        return {}
    names = {point.values[1]: point.names[1] for point in shown}
    if len(names) > MOST:
        raise CannotShow(
            f"{len(names)} series cannot be told apart by colour, {MOST} can: take heatmap, or ask for fewer"
        )
    labels: dict[Cell, str] = {}
    for value, name in names.items():
        labels[value] = _unlike(name, labels.values())
    return labels


def _unlike(name: str, said: Collection[str]) -> str:
    label, number = cut(name, LEGEND_ROOM), 1
    while label in said:
        number += 1
        label = f"{cut(name, LEGEND_ROOM - 3)} ({number})"
    return label


def value_of(point: Point, at: int, labels: Series) -> Json:
    value: Json = {"at": at, "figure": point.figure, "text": point.text, "full": point.names[0], "said": point.sentence}
    if labels:
        value |= {"kind": labels[point.values[1]], "whole": point.names[1]}
    return value


def told(table: Table, drawing: Drawing) -> Json:
    fields = [("full", head(table.dimensions[0], drawing.language))]
    if len(table.dimensions) > 1:
        fields.append(("whole", head(table.dimensions[1], drawing.language)))
    fields.append(("text", head(metric_of(table, drawing), drawing.language)))
    return {"tooltip": tooltip(fields), "description": {"field": "said", "type": "nominal"}}


def colour(table: Table, drawing: Drawing, labels: Series) -> Json:
    if not labels:
        return {"color": {"value": drawing.theme.lone}}
    scale = {"domain": list(labels.values()), "range": list(drawing.theme.series[: len(labels)])}
    legend = {"title": cut(head(table.dimensions[1], drawing.language), LEGEND_ROOM)}
    return {"color": {"field": "kind", "type": "nominal", "scale": scale, "legend": legend}}


def without(found: Sequence[Point], column: Column) -> tuple[str, ...]:
    """What has no place on an axis of years is told under it."""
    placed = (int, float) if column.name != "month" else str
    left = [point for point in found if not isinstance(point.values[0], placed)]
    return tuple(point.sentence for point in left[:1])


def piled(found: Sequence[Point]) -> list[tuple[float, float]]:
    """The lower and the upper end of each, those with the same first value one on top of the other."""
    tops: dict[Cell, float] = {}
    ends = []
    for point in found:
        low = tops.get(point.values[0], 0)
        tops[point.values[0]] = low + point.figure
        ends.append((low, low + point.figure))
    return ends
