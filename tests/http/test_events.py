"""Events by the days on which they take place, on either engine: lists, walks, calendars, exports, tables and pages."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest
from flask.testing import FlaskClient

from tests.http import pages
from tests.http.asking import get
from tests.http.nodes import Following, record

DAYS: dict[int, dict[str, str]] = {
    1: {"start": "2026-05-01", "end": "2026-06-30"},
    2: {"start": "2026-05-18"},
    3: {"start": "2026-05-18T23:30:00-05:00", "end": "2026-05-19T01:00:00-05:00"},
    4: {"start": "2025-12-31T00:30:00+08:00"},
    5: {"end": "2026-05-18"},
    6: {"venue": "no day is known"},
}
RISING_AND_FALLING = [("event", [8, 4, 1, 2, 3, 7, 5, 6, 9]), ("-event", [7, 3, 2, 1, 4, 8, 9, 6, 5])]
FAR = {7: {"start": "9999-12-31"}, 8: {"start": "0001-01-01"}}


@pytest.fixture
def events(node: Following) -> FlaskClient:
    node.put(*(record(number, type="event", event=one) for number, one in (DAYS | FAR).items()), record(9))
    return node.app.test_client()


def ids(client: FlaskClient, **asked: Any) -> list[int]:
    found = get(client, "/v1/records", page_size=100, **asked)
    assert found["total"]["value"] == len(found["records"])
    return [int(one["id"].partition(":")[2]) for one in found["records"]]


@pytest.mark.parametrize(
    ("first", "last", "wanted"),
    [
        ("2026-05-18", "2026-05-18", {1, 2, 3}),
        ("2026-05-19", "2026-05-19", {1, 3}),
        ("2026-06-30", "2026-07-31", {1}),
        ("2026-07-01", None, {7}),
        (None, "2025-12-31", {4, 8}),
        (None, "0001-01-01", {8}),
        ("9999-12-31", None, {7}),
        ("2026-01-01", "2026-04-30", set()),
        ("0001-01-01", "9999-12-31", {1, 2, 3, 4, 7, 8}),
    ],
)
def test_an_event_is_found_on_each_of_its_days(
    events: FlaskClient, first: str | None, last: str | None, wanted: set[int]
) -> None:
    asked = {name: day for name, day in (("event_from", first), ("event_to", last)) if day}
    assert set(ids(events, **asked)) == wanted
    body = {"filter": {"not": asked}, "page_size": 100}
    others = events.post("/v1/search", json=body).get_json()["records"]
    assert {int(one["id"].partition(":")[2]) for one in others} == set(range(1, 10)) - wanted


def test_they_stand_by_the_day_they_begin_and_what_has_none_last(events: FlaskClient) -> None:
    for sort, wanted in RISING_AND_FALLING:
        assert ids(events, sort=sort) == wanted


@pytest.mark.parametrize(
    ("sort", "wanted"), [("event", [8, 4, 1, 2, 3, 7, 5, 6, 9]), ("-event", [7, 3, 2, 1, 4, 8, 9, 6, 5])]
)
def test_a_walk_goes_by_their_days(events: FlaskClient, sort: str, wanted: list[int]) -> None:
    seen, link = [], f"/v1/records?cursor=*&page_size=2&sort={sort}"
    while link:
        found = get(events, link)
        seen += [int(one["id"].partition(":")[2]) for one in found["records"]]
        link = urlsplit(found["links"].get("next", ""))._replace(scheme="", netloc="").geturl()
    assert seen == wanted


def test_calendars_exports_and_tables_take_them_too(events: FlaskClient) -> None:
    asked = {"event_from": "2026-05-18", "event_to": "2026-05-18"}
    calendar = events.get("/v1/records", query_string={**asked, "format": "ical"}).get_data(as_text=True)
    assert {number for number in range(1, 10) if f"UID:made:{number}@" in calendar} == {1, 2, 3}
    lines = events.get("/v1/export", query_string=asked).get_data().splitlines()[:-1]
    assert {json.loads(line)["id"] for line in lines} == {"made:1", "made:2", "made:3"}
    table = get(events, "/v1/aggregate", by="type", **asked)
    assert table["total"]["value"] == 3


def test_the_page_of_events_leads_to_them(events: FlaskClient) -> None:
    page = pages.get(events, "/events", lang="en")
    links = [one for one in page.links() if "event_from=" in one]
    assert links
    for link in links:
        asked = dict(parse_qsl(urlsplit(link).query))
        assert asked["event_from"] <= asked.get("event_to", "9999")
        assert events.get(link).status_code == 200
