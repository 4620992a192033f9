"""Reads a file of variant names and checks each row: what is wrong, where, and how to mend it."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import cast

from records.vocabularies.terms import Direction, Variant

COLUMNS = ("id", "direction", "names", "source")
DIRECTIONS = ("both", "first")
SEPARATOR = "|"
LONGEST_NAME = 60
MOST_NAMES = 20
MOST_GROUPS = 5_000

_ID = re.compile("[a-z0-9][a-z0-9-]{0,63}")
_WIDE = str.maketrans("｜", SEPARATOR)
_SAVE = "save it as UTF-8 (in Excel: “CSV UTF-8”)"
_HEAD = f"the first line must be {','.join(COLUMNS)}"


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with a file of variants; line 0 and no column: with the file as a whole."""

    file: str
    line: int
    column: str
    reason: str

    def __str__(self) -> str:
        place = f", line {self.line}" if self.line else ""
        return f"{self.file}{place}{', ' + self.column if self.column else ''}: {self.reason}"


@dataclass(frozen=True, slots=True)
class VariantFile:
    """The good rows of one file, the ids it takes out (rows without names), and what is wrong with the others."""

    groups: tuple[Variant, ...] = ()
    removed: frozenset[str] = frozenset()
    problems: tuple[Problem, ...] = ()


Row = Mapping[str | None, str | list[str] | None]
Fault = tuple[str, str]
"""(column, reason)."""


def read_variants(path: Path, removable: frozenset[str] = frozenset()) -> VariantFile:
    """A file with the columns of `variants.csv`; a row of an id in `removable` may leave its names empty."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        return _unread(path, f"it is not UTF-8; {_SAVE}")
    except OSError as error:
        return _unread(path, f"it cannot be read ({error.strerror}); see WENMAI_VARIANTS")
    head, _, _ = text.partition("\n")
    missing = [column for column in COLUMNS if column not in head.strip().split(",")]
    if missing:
        return _unread(path, f"it has no column {', '.join(missing)}; {_HEAD}", line=1)
    return _Reading(path, removable).read(csv.DictReader(io.StringIO(text, newline=""), strict=True))


def _unread(path: Path, reason: str, line: int = 0) -> VariantFile:
    return VariantFile(problems=(Problem(str(path), line, "", reason),))


class _Reading:
    """One pass over the rows of one file."""

    def __init__(self, path: Path, removable: frozenset[str]) -> None:
        self._path = path
        self._removable = removable
        self._lines: dict[str, int] = {}
        self._groups: list[Variant] = []
        self._removed: set[str] = set()
        self._problems: list[Problem] = []

    def read(self, reader: csv.DictReader[str]) -> VariantFile:
        try:
            for row in reader:
                self._take(cast(Row, row), reader.line_num)
        except csv.Error as error:
            self._tell(reader.line_num, "", f"it is no CSV from here on ({error}); look for a quote that is not closed")
        return VariantFile(tuple(self._groups), frozenset(self._removed), tuple(self._problems))

    def _tell(self, line: int, column: str, reason: str) -> None:
        self._problems.append(Problem(str(self._path), line, column, reason))

    def _take(self, row: Row, line: int) -> None:
        group_id, direction, source = (_cell(row, column) for column in ("id", "direction", "source"))
        names = _names(_cell(row, "names"))
        removes = not names and group_id in self._removable
        faults = [*_row_faults(row), *self._id_faults(group_id)]
        faults += [] if removes else [*_direction_faults(direction), *_names_faults(names)]
        if len(self._groups) == MOST_GROUPS:
            faults.append(("", f"only {MOST_GROUPS:,} groups are read; take out what nobody searches for"))
        for column, reason in faults:
            self._tell(line, column, reason)
        self._lines.setdefault(group_id, line)
        if not faults and removes:
            self._removed.add(group_id)
        elif not faults:
            self._groups.append(Variant(group_id, cast(Direction, direction), names, source))

    def _id_faults(self, group_id: str) -> Iterator[Fault]:
        if not _ID.fullmatch(group_id):
            yield "id", f"{group_id!r} must be letters a to z, digits and hyphens, at most 64"
        elif group_id in self._lines:
            yield "id", f"{group_id!r} stands in line {self._lines[group_id]} already; join the two rows, or rename one"


def _cell(row: Row, column: str) -> str:
    return str(row[column] or "").strip()


def _names(cell: str) -> tuple[str, ...]:
    return tuple(name.strip() for name in cell.translate(_WIDE).split(SEPARATOR)) if cell else ()


def _row_faults(row: Row) -> Iterator[Fault]:
    if row.get(None):
        yield "", "it has more cells than the first line; put names that hold a comma in double quotes"


def _direction_faults(direction: str) -> Iterator[Fault]:
    if direction not in DIRECTIONS:
        yield "direction", f"{direction!r} must be both (any name seeks all) or first (the others also seek the first)"


def _names_faults(names: tuple[str, ...]) -> Iterator[Fault]:
    if len(names) < 2:
        yield "names", f"a group needs two names or more, with {SEPARATOR} between them: 故宫|紫禁城"
    if len(names) > MOST_NAMES:
        yield "names", f"{len(names)} names are too many; {MOST_NAMES} may stand in a group"
    for name in dict.fromkeys(names):
        if not any(map(str.isalnum, name)):
            yield "names", f"{name!r} holds no letter; take out the {SEPARATOR} before or behind it"
        elif len(name) > LONGEST_NAME or not name.isprintable():
            yield "names", f"{name[:20]!r}… must be one line of at most {LONGEST_NAME} characters"
        elif names.count(name) > 1:
            yield "names", f"{name!r} stands there twice"
