"""What bars, lines and areas share: a row as a mark, and the second dimension by colour."""

from __future__ import annotations

from collections.abc import Sequence

from exchange.charts.drawing import Drawing, Json, Point, head, metric_of, tooltip
from exchange.charts.theme import Theme
from exchange.errors import CannotShow
from exchange.tables.table import Cell, Table

MOST = 6


def names_of_series(found: Sequence[Point]) -> list[str]:
    """In the order in which they first come; CannotShow for more than can be told apart."""
    names = list(dict.fromkeys(point.names[1] for point in found))
    if len(names) > MOST:
        raise CannotShow(
            f"{len(names)} series cannot be told apart by colour, {MOST} can: take heatmap, or ask for fewer"
        )
    return names


def colours(names: Sequence[str], title: str, theme: Theme) -> Json:
    scale = {"domain": list(names), "range": list(theme.series[: len(names)])}
    return {"field": "kind", "type": "nominal", "scale": scale, "legend": {"title": title}}


def value_of(point: Point, at: int, table: Table) -> Json:
    value: Json = {"at": at, "figure": point.figure, "text": point.text, "full": point.names[0], "said": point.sentence}
    if len(table.dimensions) > 1:
        value["kind"] = point.names[1]
    return value


def told(table: Table, drawing: Drawing) -> Json:
    fields = [("full", head(table.dimensions[0], drawing.language))]
    if len(table.dimensions) > 1:
        fields.append(("kind", head(table.dimensions[1], drawing.language)))
    fields.append(("text", head(metric_of(table, drawing), drawing.language)))
    return {"tooltip": tooltip(fields), "description": {"field": "said", "type": "nominal"}}


def colour(table: Table, drawing: Drawing, shown: Sequence[Point]) -> Json:
    if len(table.dimensions) == 1:
        return {"color": {"value": drawing.theme.lone}}
    return {"color": colours(names_of_series(shown), head(table.dimensions[1], drawing.language), drawing.theme)}


def without(found: Sequence[Point]) -> tuple[str, ...]:
    """What has no place on an axis of years is told under it."""
    left = [point for point in found if not isinstance(point.values[0], int | float)]
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
