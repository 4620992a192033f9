"""What sources there are, what they tell of their data sets, and rows that are records already."""

from __future__ import annotations

import json
import pickle
from pathlib import Path
from typing import Any

import pytest

from indexers.errors import RowRejected
from indexers.sources import Source, all_sources, source_for
from indexers.sources.record_form import complete, map_row
from records.ids import is_dataset
from records.vocabularies import LANGUAGES, rights


def test_the_sources() -> None:
    assert list(all_sources()) == [
        "cmoa-teenie-harris",
        "culture-laws",
        "early-poems",
        "england-libraries",
        "ich-inheritors",
        "ich-projects",
        "ima-objects",
        "key-sites",
        "moma-artists",
        "scenic-areas-5a",
        "song-authors",
        "song-poems",
        "tang-authors",
        "tang-poems",
        "tate-artworks",
        "traditional-villages",
        "uk-museums",
        "wcma-events",
        "wcma-exhibitions",
        "world-heritage",
    ]


@pytest.mark.parametrize("source", all_sources().values(), ids=lambda source: source.id)
def test_what_maps_rows_crosses_to_other_processes(source: Source, tmp_path: Path) -> None:
    there = pickle.loads(pickle.dumps(source.mapper(tmp_path)))
    with pytest.raises(RowRejected):
        there({})


@pytest.mark.parametrize("source", all_sources().values(), ids=all_sources())
def test_what_is_told_of_a_data_set(source: Source) -> None:
    told = json.loads(source.dataset.to_json())
    assert is_dataset(told["id"])
    assert set(told["title"]) == set(told["description"]) == set(LANGUAGES)
    assert told["publisher"]["name"]
    assert told["licence"] in rights()
    assert told["url"].startswith("https://")


def test_unclear_rights_are_told_and_never_open() -> None:
    for name in ("key-sites", "ich-projects", "ich-inheritors", "traditional-villages", "uk-museums", "world-heritage"):
        told = all_sources()[name].dataset
        assert told.licence == "http://rightsstatements.org/vocab/UND/1.0/"
        assert "not" in told.description["en"]
        assert "勿再发布" in told.description["zh-Hans"]


@pytest.mark.parametrize(
    ("name", "source"),
    [
        ("tate-artworks.jsonl.gz", "tate-artworks"),
        ("tate-artworks.jsonl", "tate-artworks"),
        ("heritage-traditional-villages-b1-4.csv", "traditional-villages"),
        ("other.jsonl", None),
        ("tate-artworks", None),
    ],
)
def test_a_source_is_found_by_the_name_of_its_file(name: str, source: str | None) -> None:
    found = source_for(Path("/somewhere") / name)
    assert (found.id if found else None) == source


@pytest.mark.parametrize(
    ("content", "added"),
    [
        ({"date": {"text": "唐"}}, {"date": {"text": "唐", "start": 618, "end": 907}, "periods": ["tang"]}),
        ({"date": {"text": "1841年"}}, {"date": {"text": "1841年", "start": 1841, "end": 1841}}),
        ({"date": {"text": "唐"}, "periods": ["sui"]}, {"date": {"text": "唐", "start": 618, "end": 907}}),
        ({"date": {"text": "唐、不详"}}, {"periods": ["tang"]}),
        ({"date": {"text": "唐", "start": 700}}, {}),
        ({"date": {"text": "唐", "end": None}}, {}),
        ({"date": {"text": "不详"}}, {}),
        ({"date": {"text": 5}}, {}),
        ({"date": "唐"}, {}),
        ({"date": None}, {}),
        ({}, {}),
    ],
)
def test_a_date_told_in_words_is_completed(content: dict[str, Any], added: dict[str, Any]) -> None:
    before = json.dumps(content)
    assert complete(content) == {**content, **added}
    assert map_row(content).records == ({**content, **added},)
    assert json.dumps(content) == before, "what was given is never changed in place"
