"""What a mapping says, as values that turn a row into a record: leaves read columns, forms and lists hold leaves."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import Any

from indexers.errors import RowRejected
from indexers.normalise.places import region_in, region_of
from indexers.normalise.text import line, plain

_PLACEHOLDER = re.compile(r"\{([^{}]+)\}")
_NUMBER = re.compile(r"[+-]?\d+(?:\.\d+)?")

Row = Mapping[str, Any]


def placeholders(template: str) -> tuple[str, ...]:
    """The columns a template names: `{省}{市}` names 省 and 市."""
    return tuple(_PLACEHOLDER.findall(template))


def filled(template: str, row: Row) -> str:
    """The template with the row's values; "" when every column it names is blank."""
    values = {name: line(row.get(name) or "") for name in placeholders(template)}
    if not any(values.values()):
        return ""
    return _PLACEHOLDER.sub(lambda found: values[found[1]], template)


@dataclass(frozen=True, slots=True)
class Leaf:
    """One value: from a column, several columns, a template or a constant, then split, translated and read.

    `path` is where it stands in the record, for refusals. `reading` is "", date, region, number, lines or html.
    """

    path: str
    columns: tuple[str, ...] = ()
    template: str = ""
    constant: Any = None
    split: str = ""
    table: Mapping[str, Any] | None = field(default=None, hash=False)
    default: Any = None
    reading: str = ""

    @property
    def translated(self) -> bool:
        """Whether the record holds something else than the column says."""
        return self.table is not None or self.reading in ("region", "number")

    def value(self, row: Row) -> Any:
        """The value, a list of values where it is split, None where the row says nothing."""
        if self.constant is not None:
            return self.constant
        if self.reading == "region":
            return _region(self.columns, row) or self.default
        text = self._text(row)
        if self.split:
            parts = [self._read(part.strip()) for part in text.split(self.split) if part.strip()]
            return parts or self.default
        return self._read(text) if text else self.default

    def _text(self, row: Row) -> str:
        if self.template:
            return filled(self.template, row)
        raw = row.get(self.columns[0]) or ""
        return raw.strip() if self.reading in ("lines", "html") else line(raw)

    def _read(self, text: str) -> Any:
        if self.table is not None:
            return self._looked_up(text)
        if self.reading == "number":
            return self._number(text)
        if self.reading == "date":
            return {"text": text}
        return plain(text) if self.reading == "html" else text

    def _looked_up(self, text: str) -> Any:
        table = self.table or {}
        if text in table:
            return table[text]
        if self.default is not None:
            return self.default
        near = get_close_matches(text, table, n=1)
        hint = f"; did it mean {near[0]!r}?" if near else ""
        raise RowRejected(f"{text!r} is not in the map of column {self.columns[0]!r}{hint}", self.path)

    def _number(self, text: str) -> float | int:
        if not _NUMBER.fullmatch(text):
            raise RowRejected(f"{text!r} in column {self.columns[0]!r} is not a number", self.path)
        return float(text) if "." in text else int(text)


def _region(columns: tuple[str, ...], row: Row) -> str:
    names = tuple(line(row.get(column) or "") for column in columns)
    return region_in(names[0]) if len(names) == 1 else region_of(*names)


@dataclass(frozen=True, slots=True)
class Form:
    """An object of named members."""

    path: str
    members: tuple[tuple[str, Node], ...]

    def value(self, row: Row) -> dict[str, Any] | None:
        found = {name: value for name, node in self.members if (value := node.value(row)) not in (None, {}, [])}
        return found or None

    def values(self, row: Row) -> list[dict[str, Any]]:
        """One object for each value of the members that are split: 甲、乙 as names are two creators."""
        found = self.value(row) or {}
        if not self._says(found):
            return []
        lengths = {len(value) for value in found.values() if isinstance(value, list)}
        if len(lengths) > 1:
            raise RowRejected("columns split into different numbers of parts", self.path)
        count = lengths.pop() if lengths else 1
        return [
            {name: value[place] if isinstance(value, list) else value for name, value in found.items()}
            for place in range(count)
        ]

    def _says(self, found: dict[str, Any]) -> bool:
        """Constants alone say nothing: a creator's fixed role needs a name beside it, unless all of it is fixed."""
        fixed = {name for name, node in self.members if isinstance(node, Leaf) and node.constant is not None}
        return bool(set(found) - fixed) or len(fixed) == len(self.members)


@dataclass(frozen=True, slots=True)
class Listing:
    """A list: of texts from leaves, or of objects from forms."""

    path: str
    entries: tuple[Leaf | Form, ...]

    def value(self, row: Row) -> list[Any] | None:
        return [value for entry in self.entries for value in _each(entry, row)] or None


def _each(entry: Leaf | Form, row: Row) -> list[Any]:
    if isinstance(entry, Form):
        return entry.values(row)
    value = entry.value(row)
    return [] if value is None else value if isinstance(value, list) else [value]


Node = Leaf | Form | Listing


def leaves(node: Node) -> Iterator[Leaf]:
    """Every leaf under a node."""
    if isinstance(node, Leaf):
        yield node
        return
    below = (member for _, member in node.members) if isinstance(node, Form) else node.entries
    for member in below:
        yield from leaves(member)
