"""A table as plain columns for spreadsheets: beside each value that has a name stands the name."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from exchange.tables.table import Cell, Column, Table
from exchange.tables.words import Language, said


@dataclass(frozen=True, slots=True)
class Flat:
    """A column of the sheet: `name` for programs, `head` for people; `names`: holds names, not values."""

    name: str
    head: str
    column: Column
    place: int
    names: bool = False


def flat_columns(table: Table, language: Language) -> tuple[Flat, ...]:
    return tuple(flat for place, column in enumerate(table.columns) for flat in _flats(place, column, language))


def _flats(place: int, column: Column, language: Language) -> Iterator[Flat]:
    head = column.head(language)
    if not column.named:
        yield Flat(column.name, head, column, place)
        return
    yield Flat(column.name, f"{head} ({said('code', language)})", column, place)
    yield Flat(f"{column.name}_label", head, column, place, names=True)


def flat_row(row: Sequence[Cell], columns: Sequence[Flat], language: Language) -> list[Cell]:
    return [flat.column.text(row[flat.place], language) if flat.names else row[flat.place] for flat in columns]
