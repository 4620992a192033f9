"""What the rows of a table do not tell: values that are not listed, records without any, records counted twice."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from exchange.tables.words import Language, number, said

if TYPE_CHECKING:
    from exchange.tables.table import Column, Table

TREES = ("region", "period", "category")


@dataclass(frozen=True, slots=True)
class Left:
    """Of one dimension: the sum of the counts of values that are not listed, the records without any value, and how
    many values are listed where not all are."""

    other: int
    missing: int
    listed: int = 0


def sentences(table: Table, language: Language) -> tuple[str, ...]:
    """For the reader of a table or picture, so that figures and the number of records do not contradict."""
    return tuple(_told(table, language))


def _told(table: Table, language: Language) -> Iterator[str]:
    for column, left in zip(table.dimensions, table.left, strict=False):
        if left.other:
            told = {"count": number(left.listed), "n": number(left.other)}
            yield said("others", language, of=_head(column, language), **told)
        if left.missing:
            word = "outside" if column.type in TREES else "unstated"
            yield said(word, language, of=_head(column, language), n=number(left.missing))
    if _counted_again(table):
        yield said("again", language)


def _head(column: Column, language: Language) -> str:
    head = column.head(language)
    return head.lower() if language == "en" else head


def _counted_again(table: Table) -> bool:
    """Whether the rows come to more than the records there are."""
    counts = next((column for column in table.metrics if column.name == "count"), None)
    if counts is None or not table.left:
        return False
    listed = sum(row[table.at(counts)] or 0 for row in table.rows)  # type: ignore[misc]
    lone = table.left[0] if len(table.left) == 1 else Left(0, 0)
    return listed + lone.other > table.records - lone.missing
