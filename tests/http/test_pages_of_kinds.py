"""Venues, events, policies and services: each way finds what it says, and events to come stand by their dates."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone, tzinfo
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest
from flask.testing import FlaskClient

from tests.http import pages
from tests.http.asking import get
from tests.http.nodes import Following, record

CHINA = timezone(timedelta(hours=8))
KINDS = {"/venues": "venue", "/events": "event", "/policies": "policy", "/services": "service"}


CLOCK = "api.representations.crosswalks.datetime"
"""What tells pages the day."""


class Clock(datetime):
    """It stands at `at`."""

    at = datetime(2031, 5, 2, 20, tzinfo=UTC)

    @classmethod
    def now(cls, tz: tzinfo | None = None) -> datetime:  # type: ignore[override]
        return cls.at.astimezone(tz)


def event(number: int, start: int, end: int | None = None) -> dict[str, Any]:
    """One that begins, and ends, so many days from the clock's today."""
    today = Clock.now(CHINA).date()
    dates = {name: str(today + timedelta(days)) for name, days in (("start", start), ("end", end)) if days is not None}
    return record(number, type="event", event=dates)


@pytest.mark.parametrize("path", KINDS)
def test_the_number_beside_a_way_is_what_its_link_finds(client: FlaskClient, path: str) -> None:
    page = pages.get(client, path, lang="en")
    assert (
        int(page.one("p", class_="total").inside.split()[0].replace(",", ""))
        == (get(client, "/v1/records", type=KINDS[path])["total"]["value"])
    )
    numbers = [one for one in page.all("span", class_="n") if one.of[-1] in ("li", "a")]
    ways = [one for one in page.all("a") if one.attributes["href"].startswith("/search?") and one.of[-1] == "li"]
    assert len(ways) == len(numbers) > 1
    for way, told in zip(ways, numbers, strict=True):
        asked = dict(parse_qsl(urlsplit(way.attributes["href"]).query))
        assert asked["type"] == KINDS[path]
        assert get(client, "/v1/records", **asked)["total"]["value"] == int(told.inside.replace(",", ""))


def test_a_law_is_looked_for_by_what_it_is_about_and_a_service_by_what_it_does(client: FlaskClient) -> None:
    """All laws are in the one theme of laws, which tells nothing: those below it stand there."""
    laws = [one.inside for one in pages.get(client, "/policies", lang="zh-Hans").all("a") if "li" in one.of]
    assert {"文物保护", "著作权", "国务院"} <= set(laws)
    assert "政策法规" not in laws
    services = pages.get(client, "/services", lang="zh-Hans")
    assert "登记备案" in [one.inside for one in services.all("a") if "li" in one.of]
    count = get(client, "/v1/records", type="service")["total"]["value"]
    assert len([one for one in services.all("a") if "article" in one.of]) == count


def test_where_there_is_none_the_page_leads_on(node: Following) -> None:
    for path in KINDS:
        links = pages.get(node.app.test_client(), path, lang="en").links()
        assert {f"{other}?lang=en" for other in (*KINDS, "/charts", "/") if other != path} <= set(links)


@pytest.mark.parametrize("path", KINDS)
def test_its_form_asks_the_search_for_that_kind(client: FlaskClient, path: str) -> None:
    page = pages.get(client, path)
    assert page.one("input", type="hidden", name="type").attributes["value"] == KINDS[path]
    assert [one.attributes["action"] for one in page.all("form")][1] == "/search"


def test_only_pages_that_ask_where_one_is_may_be_told(client: FlaskClient) -> None:
    allowed = {path: "geolocation=(self)" in client.get(path).headers["Permissions-Policy"] for path in (*KINDS, "/")}
    assert allowed == {"/venues": True, "/events": True, "/policies": False, "/services": False, "/": False}


def test_what_is_near_is_offered_where_a_place_is_known(node: Following) -> None:
    client = node.app.test_client()
    node.put(record(1, type="venue"), record(2, type="event", place={"lat": 39.9, "lon": 116.4}))
    offered = {path: "data-near" in client.get(path).get_data(as_text=True) for path in KINDS}
    assert offered == {"/venues": False, "/events": True, "/policies": False, "/services": False}


def test_events_to_come_stand_by_their_dates(node: Following, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(CLOCK, Clock)
    node.put(event(1, 9), event(2, -9), event(3, -9, 2), event(4, 0), event(5, -9, -1), event(6, 3, 5))
    page = pages.get(node.app.test_client(), "/events")
    coming = [link for tag in page.all("a") if tag.of[-2:] == ("ol", "li") and (link := tag.attributes["href"])]
    assert coming == [f"/records/made:{number}" for number in (3, 4, 6, 1)]


def test_today_is_the_day_in_china(node: Following, monkeypatch: pytest.MonkeyPatch) -> None:
    """In the evening of the second, in UTC, it is the third there."""
    monkeypatch.setattr(CLOCK, Clock)
    days = (date(2031, 5, 2), date(2031, 5, 3), date(2031, 5, 4))
    node.put(*(record(day.day, type="event", event={"start": str(day)}) for day in days))
    client = node.app.test_client()

    def coming() -> list[str]:
        return [one.inside for one in pages.get(client, "/events").all("time") if "ol" in one.of]

    assert coming() == ["2031-05-03", "2031-05-04"]
    monkeypatch.setattr(Clock, "at", datetime(2031, 5, 3, 16, tzinfo=UTC))
    assert coming() == ["2031-05-04"]


def test_an_empty_node_says_so(node: Following) -> None:
    for path in KINDS:
        page = pages.get(node.app.test_client(), path)
        assert page.one("p", class_="notice").inside
