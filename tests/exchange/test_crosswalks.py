"""schema.org as JSON-LD and Turtle: parsed by rdflib, and every statement compared with what the record says."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any

import pytest
import rdflib
from rdflib import Graph

from exchange.crosswalks import Described, describe, dublin_core, jsonld_bytes, turtle_bytes
from exchange.crosswalks import in_schema_org as whole
from exchange.crosswalks.schema_org import LEFT_OUT, PAGE, RELATIONS, ROWS, TYPES
from exchange.crosswalks.years import edtf, padded
from indexers.sources import all_sources
from records.schema import RecordSchema, check
from records.vocabularies import types
from tests.exchange.described import BASE, HARM, SERVED, described, harmful, of_every_type, sample
from tests.exchange.statements import expected, found
from tests.shared_folder import shared_file

PAGE_FILE = Path(__file__).parents[2] / "docs" / "crosswalks.md"
ALL = {"title": {"en": "All"}, "publisher": {"name": "P"}, "licence": "https://l.example/", "url": "https://p.example/"}
EACH = 150
"""Records taken from each of the larger files."""


# rdflib's own parser of JSON-LD uses what rdflib has deprecated.
pytestmark = pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated:DeprecationWarning")


@pytest.fixture(autouse=True)
def _as_written(monkeypatch: pytest.MonkeyPatch) -> None:
    """The parser gives back what stands there."""
    monkeypatch.setattr(rdflib, "NORMALIZE_LITERALS", False)


def assert_told(one: Described) -> None:
    wanted = expected(dict(one.record), one.base, dict(one.dataset))
    for written, form in ((turtle_bytes(whole(one)), "turtle"), (jsonld_bytes(whole(one)), "json-ld")):
        told = found(Graph().parse(data=written, format=form))
        assert told == wanted, (form, one.record["id"], told - wanted, wanted - told)
        assert told.total() > 10


@pytest.mark.slow
def test_every_record_of_the_sample_is_told_whole() -> None:
    count = 0
    for record in sample():
        assert_told(described(record))
        count += 1
    assert count > 800


def test_every_field_of_every_type_is_told() -> None:
    for record in of_every_type():
        assert_told(described(record, ALL))


def test_texts_that_mean_harm_are_told_as_they_are() -> None:
    records = list(harmful())
    assert len(records) == len(HARM)
    for record in records:
        assert_told(described(record))
        page = f"<script type='application/ld+json'>{jsonld_bytes(whole(described(record))).decode()}</script>"
        assert page.count("<") == page.count(">") == 2
        assert not {"&", "\u2028", "\u2029"} & set(page)


def of_sources() -> Iterator[Described]:
    for source in all_sources().values():
        rows = source.read(shared_file(source.files[0]))
        mapped = (record for row in rows if row.value is not None for record in source.map(row.value))
        for record in islice(mapped, EACH):
            yield described({**check(record), **SERVED}, json.loads(source.dataset.to_json()))


@pytest.mark.shared
@pytest.mark.timeout(900)
@pytest.mark.slow
def test_thousands_of_the_larger_data_are_told_whole() -> None:
    kinds: Counter[str] = Counter()
    for one in of_sources():
        assert_told(one)
        kinds[one.type] += 1
    assert kinds.total() > 2_500
    assert len(kinds) >= 6, kinds


YEARS = [
    (2026, "2026", "2026"),
    (1, "0001", "0001"),
    (-1, "0000", "0000"),
    (-2, "-0001", "-0001"),
    (-221, "-0220", "-0220"),
    (-10_000, "-9999", "-9999"),
    (-10_001, "-10000", "Y-10000"),
    (-1_000_000, "-999999", "Y-999999"),
]


@pytest.mark.parametrize(("year", "xsd", "extended"), YEARS)
def test_years_are_counted_as_the_standards_do(year: int, xsd: str, extended: str) -> None:
    assert padded(year) == xsd
    assert edtf(year) == extended


LIVES = [
    ({"text": "公元前551年—公元前479年", "start": -551, "end": -479}, ["-0550", "-0478"]),
    ({"text": "32年—92年", "start": 32, "end": 92}, ["0032", "0092"]),
    ({"text": "1881–1973", "start": 1881, "end": 1973}, ["1881", "1973"]),
    ({"text": "前5年-公元30年", "start": -5, "end": 30}, ["-0004", "0030"]),
    ({"text": "约365年—427年", "start": 427, "end": 427}, []),
    ({"text": "？—121年", "start": 121, "end": 121}, []),
    ({"text": "1881–1973", "start": 1881, "end": 1974}, []),
    ({"start": 1881, "end": 1973}, []),
    ({"text": "唐代"}, []),
]


@pytest.mark.parametrize(("date", "years"), LIVES)
def test_a_life_is_told_only_where_both_its_years_are_sure(date: dict[str, Any], years: list[str]) -> None:
    record = {"id": "made:1", "type": "person", "title": {"en": "N"}, "date": date}
    told = json.loads(jsonld_bytes(whole(described(record))))
    assert [told[name]["@value"] for name in ("birthDate", "deathDate") if name in told] == years


def test_an_address_that_no_iri_may_be_is_written_as_one_that_is() -> None:
    one = Described({"id": "made:1", "type": "news", "title": {"en": "N"}}, 'http://evil"> <x>\n.example')
    told = Graph().parse(data=turtle_bytes(whole(one)), format="turtle")
    assert {str(s) for s in told.subjects() if "/v1/records/" in s} == {
        "http://evil%22%3E%20%3Cx%3E%0A.example/v1/records/made:1"
    }


def test_no_number_has_an_exponent() -> None:
    place = {"lat": 0.0000001, "lon": -1e-9}
    one = described({"id": "made:1", "type": "site", "title": {"en": "N"}, "place": place})
    for written in (turtle_bytes(whole(one)), jsonld_bytes(whole(one))):
        assert b"0.0000001" in written
        assert b"-0.000000001" in written


def test_both_forms_are_the_same_each_time() -> None:
    for record in of_every_type():
        one = described(record)
        assert turtle_bytes(whole(one)) == turtle_bytes(whole(one))
        assert jsonld_bytes(whole(one)) == jsonld_bytes(whole(one))


def test_the_page_is_the_one_made_from_the_tables() -> None:
    page = PAGE_FILE.read_text(encoding="utf-8")
    assert describe.page(page) == page, "run: python -m exchange.crosswalks.describe docs/crosswalks.md"
    assert all(f"`{row.property}`" in page for row in (*ROWS, *PAGE))
    assert all(f"`{row.element}`" in page for row in dublin_core.ROWS if row.element)


def test_every_field_has_its_place_in_each_crosswalk() -> None:
    fields = set(RecordSchema().fields) - {"type", "relations"}
    assert {row.field for row in (*ROWS, *PAGE)} | set(LEFT_OUT) >= fields
    assert {row.field for row in dublin_core.ROWS} | set(dublin_core.LEFT_OUT) >= fields
    assert not {row.field for row in (*ROWS, *PAGE)} & set(LEFT_OUT)
    assert set(TYPES) == {term.id for term in types()}
    assert {"sameAs", "partOf"} <= set(RELATIONS)


def test_no_row_names_a_type_that_there_is_not() -> None:
    known = {term.id for term in types()}
    assert all(set(row.types) <= known for row in (*ROWS, *PAGE, *dublin_core.ROWS))


def test_the_base_stands_before_every_address_of_ours() -> None:
    told = json.loads(jsonld_bytes(whole(described(next(sample())))))
    assert told["@id"].startswith(f"{BASE}/v1/records/")
    assert told["@context"]["@vocab"] == "https://schema.org/"
