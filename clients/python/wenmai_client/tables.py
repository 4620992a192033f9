"""Tables of aggregates: rows with the labels of their values, for Python, pandas and polars."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pandas as pd
    import polars as pl

Cell = str | int | float | None


class LeftOut(UserWarning):
    """A table has the most frequent values alone, and nobody said how many."""


@dataclass(frozen=True, slots=True)
class Column:
    """`kind` is dimension or metric; `labels` are for values that are codes, such as those of regions.

    `other_count` is the sum of the counts of values that are not listed, `missing_count` the records without any.
    """

    name: str
    kind: str
    type: str
    label: str
    labels: Mapping[str, str] = field(default_factory=dict)
    other_count: int = 0
    missing_count: int = 0

    def shown(self, value: Cell) -> Cell:
        return self.labels.get(str(value), value) if value is not None else None


@dataclass(frozen=True, slots=True)
class Table:
    """Dimensions first, then metrics; `total` records stand behind it, as of the change `as_of`.

    `address` gives it again; a year is signed (-221 is 221 BCE), None stands for what has no value.
    """

    title: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    total: int
    as_of: int
    exact: bool
    address: str

    @property
    def left_out(self) -> dict[str, int]:
        """For each dimension of which only the most frequent values are listed, the sum of the counts of all others."""
        return {column.name: column.other_count for column in self.columns if column.other_count}

    def __iter__(self) -> Iterator[tuple[Cell, ...]]:
        return iter(self.rows)

    def __len__(self) -> int:
        return len(self.rows)

    def records(self, *, labels: bool = False) -> list[dict[str, Cell]]:
        """A mapping a row; with `labels` what readers see in place of codes."""
        return [
            {
                column.name: column.shown(value) if labels else value
                for column, value in zip(self.columns, row, strict=True)
            }
            for row in self.rows
        ]

    def to_pandas(self, *, labels: bool = False) -> pd.DataFrame:
        """Needs the extra `pandas`. What stands behind it is in `attrs`: total, as_of, exact, address, left_out,
        missing."""
        import pandas as pd

        frame = pd.DataFrame(self.records(labels=labels), columns=[column.name for column in self.columns])
        missing = {column.name: column.missing_count for column in self.columns if column.missing_count}
        told = {name: getattr(self, name) for name in ("total", "as_of", "exact", "address", "left_out")}
        frame.attrs.update(told, missing=missing)
        return frame

    def to_polars(self, *, labels: bool = False) -> pl.DataFrame:
        """Needs the extra `polars`."""
        import polars as pl

        names = [column.name for column in self.columns]
        told = self.records(labels=labels)
        return pl.DataFrame({name: [row[name] for row in told] for name in names}, strict=False)


def told_short(found: Table) -> str:
    """What is not in a table of which nobody said how long it may be; empty where all is."""
    short = ", ".join(f"{name}: {count}" for name, count in found.left_out.items())
    return short and (
        f"only the most frequent values are listed; the counts of the others add up to {short}. "
        "top=… (1000 at most) lists more, facet(field) every value"
    )


def table(pages: list[dict[str, Any]]) -> Table:
    """One table of all its pages; labels are told with the rows that need them."""
    first = pages[0]
    return Table(
        first["title"],
        tuple(_column(told, pages, place) for place, told in enumerate(first["columns"])),
        tuple(tuple(row) for page in pages for row in page["rows"]),
        first["total"]["value"],
        first["as_of"],
        first["exact"],
        first["links"]["self"],
    )


def _column(told: dict[str, Any], pages: list[dict[str, Any]], place: int) -> Column:
    labels = {key: text for page in pages for key, text in page["columns"][place].get("labels", {}).items()}
    return Column(
        told["name"],
        told["kind"],
        told.get("type", "text"),
        told.get("label", told["name"]),
        labels,
        told.get("other_count", 0),
        told.get("missing_count", 0),
    )
