"""A finished table: columns that say what they hold, rows, and where it all comes from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from exchange.tables.left import Left
from exchange.tables.tiles import cell_name
from exchange.tables.words import Language, said, years

Kind = Literal["dimension", "metric"]
ColumnType = Literal[
    "text",
    "region",
    "period",
    "category",
    "year",
    "month",
    "weekday",
    "grid",
    "number",
    "share",
    "longitude",
    "latitude",
]
"""What a column's values are.

region: a GB/T 2260 code; period, category: ids of the vocabularies; year: the signed first year of a span of `step`
years (-221 is 221 BCE); month 1 to 12, weekday 1 (Monday) to 7; grid: a web-map tile as `zoom/x/y`; share: 0 to 1;
longitude, latitude: the middle of what a grid cell holds, in degrees.
"""

Cell = str | int | float | None
"""None: the records that have no value there (in a dimension), or no figure (in a metric)."""

Labels = Mapping[str, str]
"""Text by language: zh-Hans, zh-Hant, en; what is missing is taken from the others."""


@dataclass(frozen=True, slots=True)
class About:
    """What a table tells of itself; `query` is the address that gives it again, `licence` a URI or a sentence."""

    title: Labels
    made: datetime
    description: Labels = field(default_factory=dict)
    source: str = ""
    licence: str = ""
    query: str = ""


@dataclass(frozen=True, slots=True)
class Column:
    """One column; `labels` names values by language, as far as they have names other than themselves."""

    name: str
    kind: Kind
    type: ColumnType
    label: Labels = field(default_factory=dict)
    labels: Mapping[Cell, Labels] = field(default_factory=dict)
    step: int = 1

    def head(self, language: Language) -> str:
        return in_language(self.label, language) or self.name

    def text(self, value: Cell, language: Language) -> str:
        """What a person reads for a value of a dimension."""
        if value in self.labels:
            return in_language(self.labels[value], language) or str(value)
        if value is None:
            return said("unknown", language)
        if self.type == "year" and isinstance(value, int):
            return years(value, self.step, language)
        if self.type == "grid":
            return cell_name(str(value), language)
        if self.type in ("month", "weekday"):
            return said(f"{self.type} {value}", language)
        return str(value)

    @property
    def named(self) -> bool:
        """Whether a person reads something else than the value itself."""
        return bool(self.labels) or self.type in ("year", "month", "weekday")


@dataclass(frozen=True, slots=True)
class Table:
    """Rows in the order of their dimensions first, then metrics, as `columns` says.

    `other` counts what is in no row, where rows were left out; `exact` is false where a figure is an estimate. `left`
    says of each dimension what its rows do not tell of the `records` there are.
    """

    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    about: About
    other: int = 0
    exact: bool = True
    left: tuple[Left, ...] = ()
    records: int = 0

    @property
    def dimensions(self) -> tuple[Column, ...]:
        return tuple(column for column in self.columns if column.kind == "dimension")

    @property
    def metrics(self) -> tuple[Column, ...]:
        """Those that measure; not the two that say where a cell's middle lies."""
        return tuple(c for c in self.columns if c.kind == "metric" and c.type not in ("longitude", "latitude"))

    def at(self, column: Column) -> int:
        return self.columns.index(column)

    def of_type(self, kind: ColumnType) -> Column | None:
        """The first column that holds such values."""
        return next((column for column in self.columns if column.type == kind), None)


def in_language(labels: Labels, language: Language) -> str:
    """The label in `language`, else in the other script of Chinese, else in any language, else nothing."""
    wanted = (language, "zh-Hans", "zh-Hant", "en", *labels)
    return next((labels[tag] for tag in wanted if labels.get(tag)), "")
