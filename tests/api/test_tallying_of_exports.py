"""What is counted of kept records without decoding them is what decoding finds, however they are made."""

from __future__ import annotations

from collections import Counter
from typing import Any

import orjson
import pytest

from api.working.tallying import Tally
from records.schema import draft
from records.store import Store
from search.making import make_entry
from search.results import Kept
from tests.http.nodes import MADE, OPEN, record, sample

LURE = '"rights":{"reuse":"open","uri":"https://wrong.example/"},"dataset":"wrong"'
WRONG = {"rights": {"reuse": "open", "uri": "https://wrong.example/"}, "dataset": "wrong"}
OTHER = {"uri": "http://rightsstatements.org/vocab/UND/1.0/", "reuse": "restricted"}
MEDIUM = {"url": "https://example.org/1.jpg", "type": "image/jpeg"}

ODD: tuple[dict[str, Any], ...] = (
    record(71, extra=WRONG),
    record(72, extra={"zz": [WRONG, {"z": WRONG}], "aa": LURE}),
    record(73, title={"en": LURE}, subjects=[LURE], alternative_titles=[LURE], source={"name": LURE}),
    record(74, media=[{**MEDIUM, "rights": OTHER}]),
    record(75, rights={**OTHER, "attribution": 'A brace } and {"uri":"https://wrong.example/"} and \\'}),
    record(76, rights={**OPEN, "attribution": LURE}, creators=[{"name": LURE, "id": "made:1"}]),
    record(77, text={"zh-Hans": LURE}, contact={"name": LURE}, place={"text": LURE}),
)


@pytest.fixture
def kept(sqlite_store: Store) -> list[Kept]:
    """Records as an index keeps them."""
    sqlite_store.put([draft(one) for one in (*MADE, *ODD, *sample())])
    made = [make_entry(entry) for entry in sqlite_store.entries_since(0, 100_000)]
    return [Kept(one.source) for one in made]


def test_it_is_what_decoding_finds(kept: list[Kept]) -> None:
    decoded = [orjson.loads(one.source) for one in kept]
    assert len(decoded) > 800
    for one, found in zip(kept, decoded, strict=True):
        tally = Tally()
        tally.add_kept([one])
        told = (list(tally.licences), list(tally.datasets))
        assert told == ([found["rights"]["uri"]], [found["dataset"]]), found["id"]


def test_all_are_counted(kept: list[Kept]) -> None:
    tally, decoded = Tally(), [orjson.loads(one.source) for one in kept]
    tally.add_kept(kept)
    assert tally.count == len(kept)
    assert tally.licences == Counter(one["rights"]["uri"] for one in decoded)
    assert tally.datasets == Counter(one["dataset"] for one in decoded)


def test_names_of_kept_records_are_sorted_as_far_as_that_needs(kept: list[Kept]) -> None:
    """What stands before the data set has no data set in it, and what stands behind the rights no rights."""
    for one in kept:
        found = orjson.loads(one.source)
        names = list(found)
        before, behind = names[: names.index("dataset")], names[names.index("rights") + 1 :]
        assert "extra" not in (*before, *behind)
        assert "media" not in behind
