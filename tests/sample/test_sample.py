"""The records that ship with the project are what they say: codes, years, coordinates, licences, sources."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from records.schema import check
from records.vocabularies import periods, regions, types

SAMPLE = Path(__file__).resolve().parents[2] / "data" / "sample"
FILES = sorted(SAMPLE.glob("*.jsonl"))
DATASETS = {info["id"]: info for info in json.loads((SAMPLE / "datasets.json").read_text())}
LANGUAGES = ("zh-Hans", "zh-Hant", "en")

# West, south, east, north of each province, a tenth of a degree wide of simplified outlines.
BOUNDS = {
    "110000": (115.3, 39.3, 117.7, 41.2),
    "120000": (116.6, 38.4, 118.2, 40.4),
    "130000": (113.3, 35.9, 120.0, 42.8),
    "140000": (110.1, 34.4, 114.7, 40.9),
    "150000": (97.0, 37.3, 126.2, 53.5),
    "210000": (118.7, 38.6, 125.9, 43.6),
    "220000": (121.5, 40.7, 131.5, 46.5),
    "230000": (121.0, 43.3, 135.2, 53.7),
    "310000": (120.7, 30.5, 122.1, 32.0),
    "320000": (116.2, 30.6, 122.1, 35.3),
    "330000": (117.9, 27.0, 123.0, 31.3),
    "340000": (114.7, 29.2, 119.8, 34.8),
    "350000": (115.7, 23.4, 120.7, 28.5),
    "360000": (113.4, 24.3, 118.6, 30.2),
    "370000": (114.7, 34.2, 122.9, 38.6),
    "410000": (110.2, 31.2, 116.8, 36.5),
    "420000": (108.2, 28.9, 116.3, 33.4),
    "430000": (108.6, 24.5, 114.4, 30.3),
    "440000": (109.5, 20.1, 117.3, 25.7),
    "450000": (104.3, 20.9, 112.2, 26.5),
    "460000": (108.4, 18.0, 111.2, 20.3),
    "500000": (105.1, 28.0, 110.4, 32.4),
    "510000": (97.2, 25.9, 108.7, 34.5),
    "520000": (103.5, 24.5, 109.7, 29.4),
    "530000": (97.4, 21.0, 106.3, 29.4),
    "540000": (78.2, 26.7, 99.3, 36.6),
    "610000": (105.3, 31.6, 111.4, 39.7),
    "620000": (92.2, 32.4, 108.9, 42.9),
    "630000": (89.3, 31.4, 103.2, 39.4),
    "640000": (104.1, 35.1, 107.8, 39.5),
    "650000": (73.4, 34.2, 96.5, 49.3),
    "710000": (119.3, 21.7, 125.0, 26.2),
    "810000": (113.7, 22.0, 114.6, 22.7),
    "820000": (113.4, 22.0, 113.8, 22.4),
}


def _records(file: Path) -> Iterator[dict[str, Any]]:
    return (json.loads(line) for line in file.read_text().splitlines())


RECORDS = [record for file in FILES for record in _records(file)]


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_every_record_passes_the_schema_and_belongs_to_its_file(file: Path) -> None:
    for record in _records(file):
        check(record)
        assert record["id"].startswith(f"{file.stem}:")
        assert record["dataset"] == file.stem


def test_ids_are_unique() -> None:
    counted = Counter(record["id"] for record in RECORDS)
    assert [name for name, count in counted.items() if count > 1] == []


def test_it_is_large_and_wide_enough() -> None:
    assert len(RECORDS) >= 400
    assert {record["type"] for record in RECORDS} == {term.id for term in types()}
    provinces = {
        regions().path(record["region"])[1] for record in RECORDS if record.get("region", "100000") != "100000"
    }
    assert provinces == set(BOUNDS)
    assert sum(1 for record in RECORDS if record["dataset"] == "classical-poems") >= 100


def test_every_data_set_is_described_in_three_languages_with_an_open_licence() -> None:
    assert set(DATASETS) == {file.stem for file in FILES}
    for info in DATASETS.values():
        assert all(info["title"].get(language) for language in LANGUAGES)
        assert all(info["description"].get(language) for language in LANGUAGES)
        assert info["licence"].startswith("https://creativecommons.org/")
        assert info["publisher"]["name"]


@pytest.mark.parametrize("record", RECORDS, ids=lambda record: record["id"])
def test_each_record_is_sourced_and_licensed(record: dict[str, Any]) -> None:
    assert record["source"]["name"]
    assert record["source"]["url"].startswith(("https://", "http://"))
    assert record["rights"]["uri"].startswith("https://creativecommons.org/publicdomain/")
    assert record["rights"]["reuse"] == "open"
    assert record["title"]["zh-Hans"]


@pytest.mark.parametrize(
    "record", [r for r in RECORDS if "date" in r and "periods" in r], ids=lambda record: record["id"]
)
def test_years_lie_in_the_life_of_their_periods(record: dict[str, Any]) -> None:
    lives = [period for name in record["periods"] if (period := periods().get(name))]
    first, last = min(p.start for p in lives), max(p.end for p in lives)
    start = record["date"].get("start", record["date"].get("end", first))
    end = record["date"].get("end", start)
    if record["type"] == "person":
        # People live across the turn of a dynasty: their years must touch it.
        assert start <= last
        assert end >= first
    else:
        assert first <= start <= end <= last


@pytest.mark.parametrize("record", [r for r in RECORDS if "lat" in r.get("place", {})], ids=lambda record: record["id"])
def test_points_lie_in_their_province(record: dict[str, Any]) -> None:
    west, south, east, north = BOUNDS[regions().path(record["region"])[1]]
    assert west <= record["place"]["lon"] <= east
    assert south <= record["place"]["lat"] <= north


def test_relations_lead_to_records_of_the_sample() -> None:
    known = {record["id"] for record in RECORDS}
    led = {relation["id"] for record in RECORDS for relation in record.get("relations", [])}
    led |= {creator["id"] for record in RECORDS for creator in record.get("creators", []) if "id" in creator}
    assert led <= known


def test_poems_are_whole_in_both_scripts() -> None:
    for record in RECORDS:
        if record["dataset"] == "classical-poems":
            assert len(record["text"]["zh-Hans"]) == len(record["text"]["zh-Hant"]) >= 18
            assert not set("□■○") & set(record["text"]["zh-Hant"])
