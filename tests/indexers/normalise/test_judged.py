"""What publishers wrote, drawn by `draw.py`, and what it was judged to mean: `judged.csv`, row by row.

The years, periods and codes of the table were judged from the meaning of the text and general chronology, not copied
from the parser's answers. Where the two differed the row was looked into by itself, and the parser was mended, or the
judgement, some of which were slips. `left` in the note marks texts that can be understood and that the parser does not
understand: there it must say nothing.
"""

from __future__ import annotations

import csv
from collections.abc import Callable
from pathlib import Path

import pytest

from indexers.normalise.dates import ParsedDate, parse
from indexers.normalise.persons import courtesy_names, life_told_in, life_years
from indexers.normalise.places import region_in, region_of
from tests.indexers.normalise.draw import FIELDS, Field, drawn
from tests.shared_folder import shared_file

_TABLE = Path(__file__).with_name("judged.csv")
_READ: dict[str, Callable[[str], ParsedDate]] = {
    "date": parse,
    "life": life_years,
    "biography": lambda text: life_years(life_told_in(text)),
}


def _rows(*kinds: str) -> list[dict[str, str]]:
    with _TABLE.open(encoding="utf-8", newline="") as file:
        return [row for row in csv.DictReader(file) if row["kind"] in kinds]


def _told(row: dict[str, str]) -> str:
    return f"{row['field']}: {row['written']}"


DATES, REGIONS = _rows("date", "life", "biography"), _rows("region", "regions")


@pytest.mark.parametrize("row", DATES, ids=_told)
def test_dates(row: dict[str, str]) -> None:
    found = _READ[row["kind"]](row["written"])
    if row["start"] and not row["note"].startswith("left"):
        periods = tuple(row["periods"].split())
        assert found == ParsedDate(int(row["start"]), int(row["end"]), periods, understood=True)
    else:
        assert (found.understood, found.start, found.end) == (False, None, None)


@pytest.mark.parametrize("row", REGIONS, ids=_told)
def test_regions(row: dict[str, str]) -> None:
    written = row["written"]
    assert (region_of(*written.split(" | ")) if row["kind"] == "regions" else region_in(written)) == row["code"]


@pytest.mark.parametrize("row", _rows("biography"), ids=_told)
def test_names_told_in_biographies(row: dict[str, str]) -> None:
    assert " ".join(courtesy_names(row["written"])) == row["names"]


def test_the_table_is_large_enough_and_nearly_all_of_it_is_understood() -> None:
    understandable = [row for row in DATES if row["start"]]
    left = [row for row in understandable if row["note"].startswith("left")]
    assert len(DATES) + len(REGIONS) >= 650
    assert len({row["field"] for row in (*DATES, *REGIONS)}) >= 18
    assert len(left) / len(understandable) < 0.05


@pytest.mark.shared
@pytest.mark.slow
@pytest.mark.parametrize("field", FIELDS, ids=lambda field: field.name)
def test_the_script_draws_what_was_judged(field: Field) -> None:
    """All that it draws is in the table, in its order, and nothing else under that field."""
    judged = [row["written"] for row in _rows(field.kind) if row["field"] == field.name]
    assert drawn(field, shared_file(field.file).parent) == judged
