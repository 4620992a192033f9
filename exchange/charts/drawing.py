"""What a chart is asked to be, what it is made from and what comes of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

from exchange.charts.theme import DARK, LIGHT, Theme
from exchange.errors import CannotShow
from exchange.tables.table import Cell, Column, Table
from exchange.tables.text import cut, drawn
from exchange.tables.words import Language, number, said

ChartKind = Literal["bar", "line", "area", "heatmap", "tilemap", "map", "points", "timeline", "network", "treemap"]

Json = dict[str, Any]

LONGEST_NAME = 200
"""Of a value, in letters' heights: far more than is shown of any, and little enough to be measured in no time."""


@dataclass(frozen=True, slots=True)
class Drawing:
    """How to draw; no `kind`: as the dimensions suggest, no `metric`: the first. `width` is of the plot, in pixels."""

    kind: ChartKind | None = None
    metric: str = ""
    language: Language = "zh-Hans"
    dark: bool = False
    width: int = 640

    @property
    def theme(self) -> Theme:
        return DARK if self.dark else LIGHT


@dataclass(frozen=True, slots=True)
class View:
    """A part of a Vega-Lite specification: one view, and lines to be said above (`lines`) and under it (`notes`)."""

    spec: Json
    lines: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Point:
    """A row to be drawn: values and what is read for them, one for each dimension, and the figure."""

    values: tuple[Cell, ...]
    names: tuple[str, ...]
    figure: float
    text: str
    row: tuple[Cell, ...]

    @property
    def sentence(self) -> str:
        """What is read out for its mark."""
        return f"{' · '.join(self.names)}: {self.text}"


def points(table: Table, drawing: Drawing) -> tuple[Point, ...]:
    """The rows that have a figure, in their order."""
    metric = metric_of(table, drawing)
    place, dimensions = table.at(metric), [(table.at(column), column) for column in table.dimensions]
    made = []
    for row in table.rows:
        figure = row[place]
        if isinstance(figure, int | float):
            names = tuple(name_of(column.text(row[at], drawing.language)) for at, column in dimensions)
            values = tuple(row[at] for at, _ in dimensions)
            made.append(Point(values, names, figure, figure_text(figure, metric), row))
    return tuple(made)


def metric_of(table: Table, drawing: Drawing) -> Column:
    """CannotShow for a name that is none of the table's."""
    found = [column for column in table.metrics if drawing.metric in ("", column.name)]
    if not found:
        there = ", ".join(column.name for column in table.metrics) or "none"
        raise CannotShow(f"the table has no metric {drawing.metric[:60]!r}; it has: {there}")
    return found[0]


def figure_text(figure: float, metric: Column) -> str:
    return f"{figure * 100:.1f}%" if metric.type == "share" else number(figure)


def name_of(text: str) -> str:
    """As it is read when pointed at; what is drawn of it may be shorter still."""
    return cut(drawn(text), LONGEST_NAME)


def head(column: Column, language: Language) -> str:
    return cut(drawn(column.head(language)), 24)


def tooltip(point_fields: Sequence[tuple[str, str]]) -> list[Json]:
    """Fields and their titles; longer labels than the drawn ones."""
    return [{"field": field, "type": "nominal", "title": title or " "} for field, title in point_fields]


def number_axis(title: str, metric: Column, language: Language) -> Json:
    """Short figures: 万 and 亿 in Chinese, K and M in English."""
    if metric.type == "share":
        return {"title": title, "format": ".0%"}
    large = ((1e9, "B"), (1e6, "M"), (1e3, "K"))
    if language != "en":
        large = (
            (1e8, "亿" if language == "zh-Hans" else "億"),
            (1e4, "万" if language == "zh-Hans" else "萬"),
            (1e4, ""),
        )
    label = "format(datum.value, ',~r')"
    for size, word in reversed([pair for pair in large if pair[1]]):
        label = f"abs(datum.value) >= {size:.0f} ? format(datum.value / {size:.0f}, ',~r') + '{word}' : {label}"
    return {"title": title, "labelExpr": label, "tickCount": 6}


def year_axis(title: str, language: Language) -> Json:
    """Signed years as people write them; no thousands apart. There is no year 0: between -1 and 1 stands 1."""
    before = "-datum.value + ' BCE'" if language == "en" else "'前' + (-datum.value)"
    label = f"datum.value < 0 ? {before} : datum.value == 0 ? '1' : '' + datum.value"
    return {"title": title, "labelExpr": label, "tickCount": 8, "grid": False}


def only(count: int, most: int, language: Language) -> tuple[str, ...]:
    """The line that says that not all rows are drawn, where that is so."""
    return (said("drawn", language, all=number(count), drawn=number(most)),) if count > most else ()
