"""What can be asked of records taken together: a breakdown by up to three dimensions, and a network of values."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

MOST_DIMENSIONS = 3
MOST_CELLS = 100_000
"""Rows times metrics that one breakdown may come to."""

MOST_TOP = 1_000
MOST_NODES = 200
INTERVALS = (1, 10, 25, 50, 100, 500, 1_000, 10_000)
REGION_LEVELS = ("province", "city", "county")

Order = Literal["count", "value"]


@dataclass(frozen=True, slots=True)
class Values:
    """The `top` most frequent values of a keyword field, put in order by falling count or by value."""

    field: str
    top: int = 10
    order: Order = "count"

    @property
    def name(self) -> str:
        return self.field


@dataclass(frozen=True, slots=True)
class Regions:
    """Divisions of one of `REGION_LEVELS` by rising code, each with all below it; those under `parent` alone, if any.

    A parent narrows the whole table to the records under it.
    """

    level: str = "province"
    parent: str = ""

    @property
    def field(self) -> str:
        return "region"

    @property
    def name(self) -> str:
        return "region"


@dataclass(frozen=True, slots=True)
class Nodes:
    """Nodes of `category` in the vocabulary's order, or of `period` in the order of time, each with all below it.

    `depth` counts from 1, from the top or from below `parent`; None takes every node. A parent narrows the whole
    table to the records under it.
    """

    field: str
    depth: int | None = 1
    parent: str = ""

    @property
    def name(self) -> str:
        return self.field


@dataclass(frozen=True, slots=True)
class Years:
    """Stretches of `interval` years, told by their first: …, -100, 0, 100, … There is no year 0, so the first century
    has a year less.

    Without an interval the finest of `INTERVALS` is taken that makes at most a hundred of them. A record counts in
    each stretch its years overlap, or `by` its "start" in one.
    """

    interval: int | None = None
    by: Literal["overlap", "start"] = "overlap"

    @property
    def field(self) -> str:
        return "year"

    @property
    def name(self) -> str:
        return "year"


@dataclass(frozen=True, slots=True)
class Tiles:
    """Web-mercator tiles `precision/column/row`, with the centre of the records in each and its box."""

    precision: int = 5

    @property
    def field(self) -> str:
        return "location"

    @property
    def name(self) -> str:
        return "grid"


@dataclass(frozen=True, slots=True)
class Days:
    """When events begin, by the calendar where they are: `month` 2026-05, `month-of-year` 1 to 12, `weekday` 1
    (Monday) to 7."""

    part: str = "month"

    @property
    def field(self) -> str:
        return "event"

    @property
    def name(self) -> str:
        return self.part


Dimension = Values | Regions | Nodes | Years | Tiles | Days


@dataclass(frozen=True, slots=True)
class Metric:
    """What is told of the records of a cell.

    `count`; `share` of the count of the cell one dimension less would make; `count_distinct` of a keyword field's
    values; `min`, `max`, `avg` and `percentile` (nearest rank, `percent` 0 to 100) of `year_start` or `year_end`.
    """

    kind: str = "count"
    field: str = ""
    percent: float = 50.0

    @property
    def name(self) -> str:
        if self.kind == "percentile":
            return f"p{self.percent:g}_{self.field}"
        return f"{self.kind}_{self.field}" if self.field else self.kind


@dataclass(frozen=True, slots=True)
class Breakdown:
    """A request for aggregates; `empty` wants cells without records too, where the values there may be are known."""

    by: tuple[Dimension, ...]
    metrics: tuple[Metric, ...] = (Metric(),)
    empty: bool = False


@dataclass(frozen=True, slots=True)
class Links:
    """The `nodes` most frequent values of a keyword field, and which two of them at least `support` records share."""

    field: str
    nodes: int = 50
    support: int = 1
