"""Events and exhibitions of the Williams College Museum of Art: rows written by hand, then the whole files."""

from __future__ import annotations

import pickle
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import orjson
import pytest

from indexers.errors import RowRejected
from indexers.sources import all_sources
from tests.indexers.one_row import checked
from tests.indexers.whole_sources import assert_sound, assert_told, lost, mapped, noted
from tests.shared_folder import shared_file

MUSEUM = "Williams College Museum of Art"
EVENT: dict[str, Any] = {
    "eventId": 14,
    "eventName": "Curator's Insights: Masks of the River",
    "facultyMember": "",
    "Description": "First line\r\nSecond line\r\n",
    "startDate": "2016-02-11T17:30:00",
    "startYear": "2016",
    "startMonth": "02",
    "startDay": "11",
    "dayOfTheWeek": "Thursday",
    "terms": [{"Term": "Class session"}, {"Term": "Gallery talk"}],
    "relatedObjects": [{"objectID": 5669}],
}
EXHIBITION: dict[str, Any] = {
    "ExhibitionID": 7,
    "ExhTitle": "Masks of the River",
    "PlanningNotes": None,
    "CurNotes": "prints",
    "EndISODate": "2016-06",
    "BeginISODate": "2016-02-19",
    "IsInHouse": True,
    "Department": [{"Department": "WCMA"}],
    "Objects": [{"ObjectID": 4363}],
}
RIGHTS = {"uri": "https://creativecommons.org/publicdomain/zero/1.0/", "reuse": "open", "attribution": MUSEUM}
SOURCE = {"name": MUSEUM, "url": "https://github.com/wcmaart/collection"}


def event(**changed: Any) -> tuple[dict[str, Any], list[str]]:
    return _one("wcma-events", {**EVENT, **changed})


def exhibition(**changed: Any) -> tuple[dict[str, Any], list[str]]:
    return _one("wcma-exhibitions", {**EXHIBITION, **changed})


def _one(source: str, row: Mapping[str, Any]) -> tuple[dict[str, Any], list[str]]:
    """The record and its notes."""
    return checked(all_sources()[source].map(row))


def test_an_event() -> None:
    record, notes = event()
    assert record == {
        "id": "wcma-events:14",
        "type": "event",
        "dataset": "wcma-events",
        "title": {"en": "Curator's Insights: Masks of the River"},
        "description": {"en": "First line\nSecond line"},
        "date": {"text": "2016-02-11", "start": 2016, "end": 2016},
        "event": {"start": "2016-02-11"},
        "categories": ["event/lecture"],
        "institution": {"name": MUSEUM},
        "rights": RIGHTS,
        "source": SOURCE,
        "extra": {
            "dayOfTheWeek": "Thursday",
            "terms": EVENT["terms"],
            "relatedObjects": [{"objectID": 5669}],
            "startDate": "2016-02-11T17:30:00",
        },
    }
    assert notes == [
        "startDate: has a time without an offset; the event starts on that day, the time is kept apart",
        "Description: line ends CR LF are written as LF",
    ]


@pytest.mark.parametrize(
    ("written", "date", "start", "said"),
    [
        ("2012-10-11", {"text": "2012-10-11", "start": 2012, "end": 2012}, "2012-10-11", ""),
        ("1990-10", {"text": "1990-10", "start": 1990, "end": 1990}, None, "is a year or a month"),
        ("2009", {"text": "2009", "start": 2009, "end": 2009}, None, "is a year or a month"),
        ("", None, None, "is empty"),
        (None, None, None, "is empty"),
    ],
)
def test_days_of_events(written: str | None, date: dict[str, Any] | None, start: str | None, said: str) -> None:
    record, notes = event(startDate=written, Description=None)
    assert (record.get("date"), record.get("event", {}).get("start")) == (date, start)
    assert [said in note for note in notes] == ([True] if said else [])


def test_an_address_of_a_person_is_taken_out() -> None:
    record, notes = event(Description="Contact: A Person <a.person@example.org>, 12 people")
    assert record["description"] == {"en": "Contact: A Person […], 12 people"}
    assert "Description: an e-mail address is taken out" in notes


@pytest.mark.parametrize(
    ("terms", "categories"),
    [
        (None, None),
        ([{"Term": "Class session"}], ["event/other"]),
        ([{"Term": "Symposium"}, {"Term": "Gallery talk"}], ["event/lecture"]),
        ([{"Term": "Performance"}, {"Term": "Workshop"}], ["event/performance", "event/workshop"]),
    ],
)
def test_terms(terms: Any, categories: list[str] | None) -> None:
    assert event(terms=terms)[0].get("categories") == categories


def test_an_exhibition() -> None:
    record, notes = exhibition()
    assert record == {
        "id": "wcma-exhibitions:7",
        "type": "event",
        "dataset": "wcma-exhibitions",
        "title": {"en": "Masks of the River"},
        "date": {"text": "2016-02-19 – 2016-06", "start": 2016, "end": 2016},
        "event": {"start": "2016-02-19", "venue": MUSEUM},
        "categories": ["event/exhibition"],
        "institution": {"name": MUSEUM},
        "rights": RIGHTS,
        "source": SOURCE,
        "extra": {
            "CurNotes": "prints",
            "IsInHouse": True,
            "Department": [{"Department": "WCMA"}],
            "Objects": [{"ObjectID": 4363}],
        },
    }
    assert notes == [
        "BeginISODate, EndISODate: is a year or a month, which is no day; it stands in the date alone",
    ]


@pytest.mark.parametrize(
    ("begin", "end", "date", "days", "said"),
    [
        ("1941-05-09", "1941-05-31", (1941, 1941), {"start": "1941-05-09", "end": "1941-05-31"}, ""),
        ("1991", "1991", (1991, 1991), {}, "no day"),
        ("2019-10", "2020-01", (2019, 2020), {}, "no day"),
        ("2007-09-11", None, (2007, 2007), {"start": "2007-09-11"}, "the year it began"),
        (None, "2007-09-11", (2007, 2007), {"end": "2007-09-11"}, "the year it ended"),
        ("2016-06-20", "2016-06", (2016, 2016), {"start": "2016-06-20"}, "no day"),
        ("1957-04-23", "1955-05-07", (None, None), {}, "run backwards"),
        (None, None, None, {}, ""),
    ],
)
def test_runs(
    begin: str | None, end: str | None, date: tuple[int | None, int | None] | None, days: dict[str, str], said: str
) -> None:
    record, notes = exhibition(BeginISODate=begin, EndISODate=end)
    told = record.get("date")
    assert (told and (told.get("start"), told.get("end"))) == date
    assert record["event"] == {**days, "venue": MUSEUM}
    assert [said in note for note in notes] == ([True] if said else [])


@pytest.mark.parametrize(
    ("department", "here", "category", "venue"),
    [
        ("WCMA", True, "event/exhibition", MUSEUM),
        ("WCMA", False, "event/exhibition", None),
        ("Outgoing Loan", False, "event/exhibition", None),
        ("Extended loan", True, "event/other", None),
    ],
)
def test_departments(department: str, here: bool, category: str, venue: str | None) -> None:
    record, _ = exhibition(Department=[{"Department": department}], IsInHouse=here)
    assert record["categories"] == [category]
    assert record["event"].get("venue") == venue


@pytest.mark.parametrize(
    ("source", "row"),
    [
        ("wcma-events", {**EVENT, "startDate": "11 February 2016"}),
        ("wcma-events", {**EVENT, "eventName": ""}),
        ("wcma-events", {**EVENT, "eventId": None}),
        ("wcma-exhibitions", {**EXHIBITION, "BeginISODate": "2016-13-01"}),
        ("wcma-exhibitions", {**EXHIBITION, "EndISODate": "May 2016"}),
        ("wcma-exhibitions", {**EXHIBITION, "ExhTitle": None}),
        ("wcma-exhibitions", {**EXHIBITION, "Department": "WCMA"}),
    ],
)
def test_a_row_of_another_shape_is_refused(source: str, row: dict[str, Any]) -> None:
    with pytest.raises(RowRejected):
        all_sources()[source].map(row)


def linked(folder: Path, *exhibitions: dict[str, Any], **changed: Any) -> tuple[Any, list[str]]:
    """The relations of an event whose exhibitions stand beside it, and its notes."""
    (folder / "wcma-exhibitions.json").write_bytes(b"\xef\xbb\xbf" + orjson.dumps(exhibitions))
    record, notes = checked(all_sources()["wcma-events"].mapper(folder)({**EVENT, **changed}))
    return record.get("relations"), notes


@pytest.mark.parametrize(
    ("changed", "found"),
    [
        ({}, True),
        ({"eventName": "A talk", "Description": 'Visits "Masks of  the RIVER" after'}, True),
        ({"eventName": "A talk on masks", "Description": "of the river"}, False),
        ({"eventName": "Masks of the", "Description": "River"}, False),
        ({"eventName": "Masks of the Riverside"}, False),
        ({"startDate": "2016-06-30"}, True),
        ({"startDate": "2016-07-01"}, False),
        ({"startDate": "2015-12-22"}, True),
        ({"startDate": "2015-12-20"}, False),
        ({"startDate": "2016"}, False),
        ({"startDate": None}, False),
    ],
)
def test_an_event_is_about_the_exhibition_it_names(tmp_path: Path, changed: dict[str, Any], found: bool) -> None:
    relations, _ = linked(tmp_path, EXHIBITION, **changed)
    assert relations == ([{"type": "about", "id": "wcma-exhibitions:7"}] if found else None)


@pytest.mark.parametrize(
    "others",
    [
        [EXHIBITION, {**EXHIBITION, "ExhibitionID": 8, "ExhTitle": "Masks of the river.", "BeginISODate": "1990"}],
        [{**EXHIBITION, "ExhTitle": "The River"}],
        [{**EXHIBITION, "EndISODate": None}],
        [{**EXHIBITION, "Department": [{"Department": "Outgoing Loan"}]}],
        [{**EXHIBITION, "BeginISODate": "soon"}],
        [],
    ],
)
def test_what_is_not_certain_is_not_linked(tmp_path: Path, others: list[dict[str, Any]]) -> None:
    assert linked(tmp_path, *others)[0] is None


def test_without_the_exhibitions_the_records_are_the_same_and_it_is_said(tmp_path: Path) -> None:
    source = all_sources()["wcma-events"]
    without = source.mapper(tmp_path)(EVENT)
    assert without.records == source.map(EVENT).records
    assert "is not beside this one" in str(without.notes[-1])
    broken = tmp_path / "broken"
    broken.mkdir()
    (broken / "wcma-exhibitions.json").write_text('{"no": "list"}')
    assert "cannot be read" in str(source.mapper(broken)(EVENT).notes[-1])
    assert pickle.loads(pickle.dumps(source.mapper(tmp_path)))(EVENT) == without


@pytest.mark.shared
def test_all_events() -> None:
    found = mapped("wcma-events")
    records = [record for _, record in found]
    assert len(records) == 1_948
    assert_sound(all_sources()["wcma-events"], records)
    explained = frozenset({"Description", "startDate", "startMonth", "startDay"})
    assert not [problem for row, record in found if (problem := lost(row, record, explained))]
    assert sum("date" in record for record in records) == 1_886
    assert sum("event" in record for record in records) == 1_880
    assert not [record["id"] for record in records if "\r" in str(record.get("description"))]
    assert_told(
        noted("wcma-events"),
        {
            "startDate: is empty; the event has no date": 62,
            "startDate: is a year or a month, which is no day; it stands in the date alone": 6,
            "Description: line ends CR LF are written as LF": 1_254,
            "Description: an e-mail address is taken out": 3,
        },
    )


@pytest.mark.shared
def test_events_and_their_exhibitions() -> None:
    source = all_sources()["wcma-events"]
    path = shared_file(source.files[0])
    map_row = source.mapper(path.parent)
    exhibitions = {record["id"] for _, record in mapped("wcma-exhibitions")}
    made = [record for row in source.read(path) for record in map_row(row.value or {})]
    relations = [each for record in made for each in record.get("relations", ())]
    assert len(relations) == 33
    assert {each["id"] for each in relations} <= exhibitions


@pytest.mark.shared
def test_all_exhibitions() -> None:
    found = mapped("wcma-exhibitions")
    records = [record for _, record in found]
    assert len(records) == 1_852
    assert_sound(all_sources()["wcma-exhibitions"], records)
    assert not [problem for row, record in found if (problem := lost(row, record, frozenset()))]
    assert sum("start" in record.get("date", {}) for record in records) == 1_848
    assert_told(
        noted("wcma-exhibitions"),
        {
            "EndISODate: is empty; the date holds the year it began": 114,
            "BeginISODate, EndISODate: run backwards; the date is text alone": 3,
            "BeginISODate, EndISODate: is a year or a month, which is no day; it stands in the date alone": 153,
        },
    )
