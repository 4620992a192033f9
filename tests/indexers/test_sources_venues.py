"""World Heritage, scenic areas, England's libraries, Britain's museums: rows written by hand, then the whole files."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest

from indexers.errors import RowRejected
from indexers.sources import all_sources
from tests.indexers.one_row import checked
from tests.indexers.whole_sources import assert_sound, assert_told, lost, mapped, noted

PROPERTY: dict[str, Any] = {
    "id": 1113,
    "official_name": "Fujian <em>Tulou</em>",
    "name": "Fujian <em>Tulou</em>",
    "name_jp": None,
    "study_region": "Asia",
    "country": "China",
    "region": "APA",
    "state_party": "CHN",
    "category": "Cultural",
    "criteria": ["iii", "iv", "v"],
    "year_inscribed": 2008,
    "is_endangered": False,
    "area_hectares": 0,
    "buffer_zone_hectares": None,
    "latitude": 25.0230555556,
    "longitude": 117,
    "short_description": "Houses of earth.",
    "unesco_site_url": None,
    "main_image_url": None,
}
AREA = {
    "id": "js006",
    "name": "示例湖景区",
    "province": "江苏省",
    "city": "苏州市",
    "address": "江苏省苏州市吴中区示例大道",
}
LIBRARY = {
    "name": "Markyate", "id": "6", "authority_id": "1", "address": "Markyate Road,\nDagenham", "postcode": "RM8 2LD",
    "lat": "51.54", "lng": "0.11", "statutory2010": "t", "statutory2016": "f", "type": "", "closed": "XL",
    "closed_year": "2012", "opened_year": "2010", "replacement": "f", "hours": "20",
    "url": "www.lbbd.gov.uk/libraries",
}  # fmt: skip
MUSEUM = {
    "museum_id": "mm.aim.0485", "museum_name": "Jet Age Museum", "address_line_1": "57 Crown Drive",
    "address_line_2": "", "city": "Cheltenham", "postcode": "GL52 8TA", "latitude": "51.94", "longitude": "-2.06",
    "accreditation": "Accredited", "subject_matter_full": "Buildings/Houses/Large houses",
    "subject_matter": "Buildings", "subject_matter_subtype_1": "Houses", "subject_matter_subtype_2": "Large houses",
    "year_opened_low": "1960", "year_opened_high": "1986", "year_closed_low": "na", "year_closed_high": "na",
}  # fmt: skip
UNDETERMINED = "http://rightsstatements.org/vocab/UND/1.0/"
ROWS = {"world-heritage": PROPERTY, "scenic-areas-5a": AREA, "england-libraries": LIBRARY, "uk-museums": MUSEUM}


def one(source: str, **changed: Any) -> tuple[dict[str, Any], list[str]]:
    """The record and its notes."""
    return checked(all_sources()[source].map({**ROWS[source], **changed}))


def test_a_property() -> None:
    record, notes = one("world-heritage")
    assert record == {
        "id": "world-heritage:1113",
        "type": "site",
        "dataset": "world-heritage",
        "title": {"en": "Fujian Tulou"},
        "description": {"en": "Houses of earth."},
        "region": "350000",
        "place": {"text": "China", "lat": 25.0230555556, "lon": 117.0},
        "categories": ["heritage/world-heritage/cultural"],
        "designations": [{"scheme": "UNESCO World Heritage List", "number": "1113", "year": 2008}],
        "rights": {
            "uri": UNDETERMINED,
            "reuse": "restricted",
            "attribution": "UNESCO World Heritage Centre, whc.unesco.org",
        },
        "source": {"name": "UNESCO World Heritage Centre", "url": "https://whc.unesco.org/en/list/1113/"},
        "extra": {
            "study_region": "Asia",
            "region": "APA",
            "state_party": "CHN",
            "criteria": ["iii", "iv", "v"],
            "is_endangered": False,
        },
    }
    assert notes == [
        "area_hectares: 0 stands for unknown and is left out",
        "name: markup is taken out of the name",
    ]


def test_a_property_without_state_or_point() -> None:
    record, notes = one("world-heritage", country=None, state_party=None, latitude=None, area_hectares=0.5, name="W")
    assert not {"place", "region"} & set(record)
    assert record["extra"]["area_hectares"] == 0.5
    assert [note.partition(":")[0] for note in notes] == ["country", "latitude, longitude"]


@pytest.mark.parametrize(
    ("number", "state", "region"),
    [(438, "CHN", "100000"), (1736, "CHN", "640000"), (437, "CHN", "370000"), (437, "FRA", None), (9, "ETH", None)],
)
def test_regions_of_properties(number: int, state: str, region: str | None) -> None:
    assert one("world-heritage", id=number, state_party=state)[0].get("region") == region


def test_a_scenic_area() -> None:
    record, notes = one("scenic-areas-5a")
    assert record == {
        "id": "scenic-areas-5a:js006",
        "type": "venue",
        "dataset": "scenic-areas-5a",
        "title": {"zh-Hans": "示例湖景区"},
        "region": "320506",
        "place": {"text": "江苏省苏州市吴中区示例大道"},
        "contact": {"address": "江苏省苏州市吴中区示例大道"},
        "categories": ["venue/scenic-area"],
        "level": "national",
        "designations": [{"scheme": "国家5A级旅游景区", "level": "national"}],
        "rights": {"uri": UNDETERMINED, "reuse": "open", "attribution": "yuanzhoucq/5a-express, MIT"},
        "source": {
            "name": "5a-express（yuanzhoucq 整理）",
            "url": "https://github.com/yuanzhoucq/5a-express",
        },
        "extra": {"province": "江苏省", "city": "苏州市"},
    }
    assert notes == []


@pytest.mark.parametrize(
    ("city", "address", "region", "noted"),
    [
        ("苏州市", "示例大道1号", "320500", 0),
        ("苏州市", "江苏省", "320500", 0),
        ("宿迁市", "江苏省宿迁市洪泽区示例大道", "320000", 1),
        ("某某州", "江苏省苏州市吴中区", "320506", 0),
    ],
)
def test_an_address_outside_its_city_is_not_followed(city: str, address: str, region: str, noted: int) -> None:
    record, notes = one("scenic-areas-5a", city=city, address=address)
    assert (record["region"], len(notes)) == (region, noted)


def test_a_library() -> None:
    record, notes = one("england-libraries")
    assert record == {
        "id": "england-libraries:6",
        "type": "venue",
        "dataset": "england-libraries",
        "title": {"en": "Markyate"},
        "date": {"text": "2010", "start": 2010, "end": 2010},
        "place": {"text": "Markyate Road, Dagenham, RM8 2LD", "lat": 51.54, "lon": 0.11},
        "contact": {
            "address": "Markyate Road, Dagenham",
            "postcode": "RM8 2LD",
            "url": "http://www.lbbd.gov.uk/libraries",
        },
        "categories": ["venue/library"],
        "rights": {
            "uri": "https://creativecommons.org/licenses/by/4.0/",
            "reuse": "open",
            "attribution": "Contains public sector information licensed under the Open Government Licence",
        },
        "source": {"name": "Libraries Hacked", "url": "https://github.com/LibrariesHacked/england-librarydata"},
        "extra": {
            "authority_id": "1",
            "closed": "XL",
            "closed_year": "2012",
            "hours": "20",
            "statutory2010": True,
            "statutory2016": False,
            "replacement": False,
            "status": "closed",
        },
    }
    assert notes == [
        "statutory2010, statutory2016, replacement: t and f are written as true and false",
        "closed: the code is kept, with its meaning beside it",
        "url: has no scheme; http:// is set before it",
    ]


@pytest.mark.parametrize(
    ("written", "url", "kept", "said"),
    [
        ("https://a.gov.uk/x?y=1&p=1\n", "https://a.gov.uk/x?y=1&p=1", None, ""),
        ("https://a.gov.uk/b\n\nhttp://c.org/", "https://a.gov.uk/b", "https://a.gov.uk/b http://c.org/", "several"),
        ("WWW.wolverhampton.gov.uk/x", "http://WWW.wolverhampton.gov.uk/x", None, "no scheme"),
        ("livewire.co.uk", "http://livewire.co.uk", None, "no scheme"),
        ("wwww.bradford.gov.uk", None, "wwww.bradford.gov.uk", "no web address"),
        ("www.coventry,gov.uk", None, "www.coventry,gov.uk", "no web address"),
        ("See footnote below", None, "See footnote below", "no web address"),
        ("*", None, "*", "no web address"),
        ("", None, None, ""),
    ],
)
def test_web_addresses(written: str, url: str | None, kept: str | None, said: str) -> None:
    record, notes = one("england-libraries", url=written, closed="")
    assert (record["contact"].get("url"), record["extra"].get("url")) == (url, kept)
    assert [said in note for note in notes[1:]] == ([True] if said else [])


@pytest.mark.parametrize(
    ("code", "status"), [("XL", "closed"), ("XLR", "closed and replaced"), ("XLT", "temporarily closed"), ("", None)]
)
def test_closed_libraries(code: str, status: str | None) -> None:
    assert one("england-libraries", closed=code)[0]["extra"].get("status") == status


def test_a_museum() -> None:
    record, notes = one("uk-museums")
    assert record == {
        "id": "uk-museums:mm.aim.0485",
        "type": "venue",
        "dataset": "uk-museums",
        "title": {"en": "Jet Age Museum"},
        "date": {"text": "1960–1986", "start": 1960, "end": 1986},
        "place": {"text": "57 Crown Drive, Cheltenham, GL52 8TA", "lat": 51.94, "lon": -2.06},
        "contact": {"address": "57 Crown Drive, Cheltenham", "postcode": "GL52 8TA"},
        "categories": ["venue/museum"],
        "subjects": ["Buildings", "Houses", "Large houses"],
        "rights": {
            "uri": UNDETERMINED,
            "reuse": "restricted",
            "attribution": "Mapping Museums, Birkbeck, University of London",
        },
        "source": {"name": "Mapping Museums, Birkbeck, University of London"},
        "extra": {"accreditation": "Accredited", "subject_matter_full": "Buildings/Houses/Large houses"},
    }
    assert len(notes) == 3


@pytest.mark.parametrize(
    ("low", "high", "date"),
    [
        ("1960", "1960", {"text": "1960", "start": 1960, "end": 1960}),
        ("na", "1960", {"text": "1960", "start": 1960, "end": 1960}),
        ("na", "na", None),
    ],
)
def test_years_of_opening(low: str, high: str, date: dict[str, Any] | None) -> None:
    record, notes = one("uk-museums", year_opened_low=low, year_opened_high=high, year_closed_low="2015")
    assert record.get("date") == date
    assert record["extra"]["year_closed_low"] == "2015"
    assert sum(note.startswith("year_opened") for note in notes) == [low, high].count("na")


@pytest.mark.parametrize(
    ("full", "subjects"), [("Mixed/Other", None), ("Other", None), ("Arts/Other", ["Arts"]), ("Arts", ["Arts"])]
)
def test_subjects_that_say_nothing(full: str, subjects: list[str] | None) -> None:
    record, _ = one("uk-museums", subject_matter_full=full)
    assert record.get("subjects") == subjects
    assert record["extra"]["subject_matter_full"] == full


@pytest.mark.parametrize(
    ("source", "changed"),
    [
        ("world-heritage", {"id": None}),
        ("world-heritage", {"name": ""}),
        ("world-heritage", {"category": "Marine"}),
        ("world-heritage", {"latitude": "north"}),
        ("scenic-areas-5a", {"id": ""}),
        ("scenic-areas-5a", {"name": " "}),
        ("england-libraries", {"closed": "X"}),
        ("england-libraries", {"statutory2016": "yes"}),
        ("england-libraries", {"lat": "north"}),
        ("england-libraries", {"opened_year": "soon"}),
        ("uk-museums", {"year_opened_low": "before 1960"}),
        ("uk-museums", {"longitude": ""}),
        ("uk-museums", {"museum_id": ""}),
    ],
)
def test_a_row_of_another_shape_is_refused(source: str, changed: dict[str, Any]) -> None:
    with pytest.raises(RowRejected):
        all_sources()[source].map({**ROWS[source], **changed})


@pytest.mark.shared
def test_all_properties() -> None:
    found = mapped("world-heritage")
    records = [record for _, record in found]
    assert len(records) == 1_248
    assert_sound(all_sources()["world-heritage"], records)
    explained = frozenset({"official_name", "name", "category", "area_hectares", "short_description"})
    assert not [problem for row, record in found if (problem := lost(row, record, explained))]
    assert all(record["description"]["en"] == row["short_description"].strip() for row, record in found)
    assert Counter(record.get("region", "") == "100000" for record in records if "region" in record) == {
        True: 11,
        False: 48,
    }
    assert_told(
        noted("world-heritage"),
        {
            "area_hectares: 0 stands for unknown and is left out": 87,
            "country: none is named, as for properties that lie in several states; the record names none": 52,
            "name: markup is taken out of the name": 20,
            "latitude, longitude: are empty; the record has no point": 1,
        },
    )


@pytest.mark.shared
def test_all_scenic_areas() -> None:
    found = mapped("scenic-areas-5a")
    records = [record for _, record in found]
    assert len(records) == 359
    assert_sound(all_sources()["scenic-areas-5a"], records)
    assert not [problem for row, record in found if (problem := lost(row, record, frozenset()))]
    assert all("region" in record for record in records)
    assert sum(record["region"].endswith("00") for record in records) <= 21
    assert sum(noted("scenic-areas-5a").values()) == 3


@pytest.mark.shared
def test_all_libraries() -> None:
    found = mapped("england-libraries")
    records = [record for _, record in found]
    assert len(records) == 3_238
    assert_sound(all_sources()["england-libraries"], records)
    explained = frozenset({"statutory2010", "statutory2016", "replacement", "lat", "lng"})
    assert not [problem for row, record in found if (problem := lost(row, record, explained))]
    assert all(record["place"]["lon"] == float(row["lng"]) for row, record in found)
    states = Counter(record["extra"].get("status") for record in records)
    assert states == {None: 2_986, "closed": 123, "closed and replaced": 114, "temporarily closed": 15}
    assert sum("url" in record["contact"] for record in records) == 2_598
    assert_told(
        noted("england-libraries"),
        {
            "url: has no scheme; http:// is set before it": 781,
            "url: is no web address; the words are kept apart": 77,
            "url: holds several addresses; the first is the record's, all are kept apart": 8,
        },
    )


@pytest.mark.shared
def test_all_museums() -> None:
    found = mapped("uk-museums")
    records = [record for _, record in found]
    assert len(records) == 4_141
    assert_sound(all_sources()["uk-museums"], records)
    years = frozenset({"year_closed_low", "year_closed_high"})
    assert not [problem for row, record in found if (problem := lost(row, record, years))]
    assert all("start" in record["date"] for record in records)
    assert sum("year_closed_low" in record["extra"] for record in records) == 834
    assert_told(
        noted("uk-museums"),
        {
            "year_closed_low: na says that there is no such year; it is left out": 3_307,
            "subject_matter_full: the parts between / are subjects of their own; the whole is kept apart": 3_151,
        },
    )
