"""Writes `regions.csv`: `python -m records.vocabularies.making HISTORY PACKAGE ADMIN` (three folders)."""

import csv
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path

from records.vocabularies.making import names
from records.vocabularies.making.editions import NATION, Division, divisions
from records.vocabularies.making.succession import Succession, parent, sourced

HERE = Path(__file__).parent
COLUMNS = (
    "id", "parent", "level", "withdrawn", "successors", "zh-Hans", "zh-Hant", "en", "reading", "former_names",
)  # fmt: skip

Row = tuple[str, ...]


def _row(division: Division, found: Mapping[str, Division], succession: Succession) -> Row:
    in_force = division.current and not division.is_stand_in
    return (
        division.code,
        "" if division.code == NATION else parent(division.code, found),
        division.level,
        "" if in_force else "1",
        " ".join(() if in_force else succession.of(division.key)),
        division.name,
        names.traditional(division.name),
        names.english(division.code, division.name),
        names.reading(division.name),
        " ".join(division.former_names),
    )


def _rows(found: Mapping[str, Division]) -> Iterable[Row]:
    """In-force codes first, then the withdrawn ones, each in the order of their digits."""
    succession = Succession(found, sourced(HERE / "succession.csv", found))
    rows = [_row(found[code], found, succession) for code in sorted(found) if "#" not in code]
    return sorted(rows, key=lambda row: row[3])


def main(folders: list[str]) -> None:
    history, package, admin = (Path(folder) for folder in folders)
    with (HERE.parent / "regions.csv").open("w", encoding="utf-8", newline="") as target:
        writer = csv.writer(target, lineterminator="\n")
        writer.writerow(COLUMNS)
        writer.writerows(_rows(divisions(history, package, admin)))


if __name__ == "__main__":
    main(sys.argv[1:])
