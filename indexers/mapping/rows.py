"""A loaded mapping at work: checks the columns of a file, and makes each row a record."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from indexers.errors import MappingError, RowRejected
from indexers.mapping.nodes import Form, Leaf, filled, leaves, placeholders
from indexers.readers import Row, read_delimited, read_header
from indexers.sources.mapped import Mapped
from indexers.sources.record_form import complete
from indexers.sources.values import left_over


@dataclass(frozen=True, slots=True)
class MappedRows:
    """Makes a row a record; plain values only, so that it can cross to another process.

    A column that stands nowhere in the record, or only translated, is kept in `extra` under its own name.
    """

    dataset: str
    id_template: str
    type: Leaf
    fields: Form
    drop: frozenset[str]

    def __call__(self, row: Mapping[str, Any]) -> Mapped:
        record = {"id": self._id(row), "type": self.type.value(row), "dataset": self.dataset}
        record.update(self.fields.value(row) or {})
        rest = left_over(row, self.spoken_for())
        if rest:
            record["extra"] = {**rest, **record.get("extra", {})}
        return Mapped((complete(record),))

    def _id(self, row: Mapping[str, Any]) -> str:
        local = filled(self.id_template, row)
        if not local:
            named = "、".join(placeholders(self.id_template))
            raise RowRejected(f"has no id: {named} is blank", "id")
        return f"{self.dataset}:{local}"

    def spoken_for(self) -> frozenset[str]:
        """The columns that need no place in `extra`: told as they are elsewhere, or dropped by name."""
        told = {column for leaf in leaves(self.fields) if not leaf.translated for column in _columns(leaf)}
        return self.drop | told | set(placeholders(self.id_template))

    def named_columns(self) -> Iterator[tuple[str, str]]:
        """Every column the mapping names, with the place that names it."""
        yield from ((column, "id") for column in placeholders(self.id_template))
        for leaf in (self.type, *leaves(self.fields)):
            yield from ((column, leaf.path) for column in _columns(leaf))
        yield from ((column, "drop") for column in sorted(self.drop))


def _columns(leaf: Leaf) -> tuple[str, ...]:
    return leaf.columns or placeholders(leaf.template)


@dataclass(frozen=True, slots=True)
class MappedFile:
    """Reads a file whose columns the mapping at `mapping` names; MappingError if it lacks any of them."""

    mapping: Path
    rows: MappedRows
    delimiter: str | None = None
    encoding: str | None = None

    def __call__(self, path: Path) -> Iterator[Row]:
        header = read_header(path, self.delimiter, self.encoding)
        problems = [
            _lacking(column, place, header) for column, place in self.rows.named_columns() if column not in header
        ]
        if problems:
            raise MappingError(self.mapping, [*problems, f"the columns of {path.name} are {'、'.join(header)}"])
        return read_delimited(path, self.delimiter, self.encoding)


def _lacking(column: str, place: str, header: tuple[str, ...]) -> str:
    near = get_close_matches(column, header, n=1, cutoff=0.5)
    return f"{place} names the column {column!r}, which the file has not" + (f"; it has {near[0]!r}" if near else "")
