"""docs/record.md says what the schema does."""

from __future__ import annotations

import json
import re
from pathlib import Path

from records.schema import RecordSchema, check
from records.schema.describe import table, with_table

PAGE = (Path(__file__).parents[2] / "docs" / "record.md").read_text(encoding="utf-8")


def test_the_table_is_the_one_made_from_the_schema() -> None:
    assert with_table(PAGE) == PAGE, "run: python -m records.schema.describe docs/record.md"


def test_every_field_has_its_row() -> None:
    assert len(table().splitlines()) == len(RecordSchema().fields) + 2
    assert all(f"`{name}`" in table() for name in RecordSchema().fields)


def test_the_records_on_the_page_are_taken() -> None:
    examples = re.findall(r"```json\n(.*?)```", PAGE, re.DOTALL)
    assert len(examples) == 2
    for example in examples:
        assert check(json.loads(example))
