"""Events, for people: when and where each is, how it comes into a calendar, and what is told where nothing is on."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest
from flask.testing import FlaskClient

from tests.http import pages
from tests.http.nodes import Following, record
from tests.http.test_pages_of_kinds import CHINA, CLOCK, Clock


@pytest.fixture(autouse=True)
def still(monkeypatch: pytest.MonkeyPatch) -> None:
    """No midnight comes while a test runs."""
    monkeypatch.setattr(CLOCK, Clock)


def day(days: int) -> str:
    return str(Clock.now(CHINA).date() + timedelta(days))


def event(number: int, **event: str) -> dict[str, Any]:
    return record(number, type="event", event=event)


def dated(page: pages.Page) -> list[str]:
    """The links among days."""
    return [one for one in page.links() if "event_to=" in one]


def test_time_and_place_stand_beside_the_day(node: Following) -> None:
    evening = f"{day(3)}T19:30:00+08:00"
    node.put(
        event(1, start=evening, end=f"{day(3)}T21:00:00+08:00", venue="国家大剧院"),
        event(2, start=day(4), end=day(6)),
        record(3, type="event", event={"start": day(5)}, place={"text": "西湖边"}),
    )
    client = node.app.test_client()
    page = pages.get(client, "/events", lang="zh-Hans")
    first = page.one("time", datetime=evening)
    assert first.inside == f"{day(3)} 19:30"
    for told in ("至 21:00", "国家大剧院", f"至 {day(6)}", "西湖边"):
        assert told in page.text
    cards = [one.inside for one in pages.get(client, "/search", type="event", sort="event").all("p", class_="facts")]
    assert f"{day(3)} 19:30 – 21:00国家大剧院" in cards[0]
    assert f"{day(4)} – {day(6)}" in cards[1]
    assert f"{day(5)}西湖边" in cards[2]


def test_an_event_goes_into_a_calendar_from_its_own_page(node: Following) -> None:
    node.put(event(1, start="2031-05-18T19:30:00+08:00", venue="国家大剧院"), event(2, start=day(1)), record(3))
    client = node.app.test_client()
    page = pages.get(client, "/records/made:1", lang="zh-Hans")
    (link,) = [one.attributes["href"] for one in page.all("a") if one.inside == "加入日历"]
    calendar = client.get(link)
    assert calendar.mimetype == "text/calendar"
    assert calendar.get_data(as_text=True).count("BEGIN:VEVENT") == 1
    assert "UID:made:1@" in calendar.get_data(as_text=True)
    assert "2031-05-18 19:30" in page.text
    assert "加入日历" not in pages.get(client, "/records/made:3", lang="zh-Hans").text


@pytest.mark.parametrize(("first", "links"), [(0, [0, 6, 29]), (1, [6, 29]), (6, [6, 29]), (7, [29]), (30, [])])
def test_days_ahead_are_offered_where_they_have_something(node: Following, first: int, links: list[int]) -> None:
    node.put(event(1, start=day(first)), event(2, start=day(50)))
    client = node.app.test_client()
    page = pages.get(client, "/events", lang="zh-Hans")
    assert [dict(parse_qsl(urlsplit(one).query))["event_to"] for one in dated(page)] == [day(one) for one in links]
    for one in dated(page):
        assert "测试器物1" in pages.read(client.get(one, headers=pages.BROWSER)).text
    assert ("未来30天" in page.text) == bool(links)


def test_where_nothing_is_to_come_the_last_events_are_shown(node: Following) -> None:
    node.put(event(1, start=day(-9)), event(2, start=day(-2), venue="国家大剧院"), record(3, type="event"))
    page = pages.get(node.app.test_client(), "/events", lang="zh-Hans")
    assert not dated(page)
    assert not [one for one in page.links() if "format=ical" in one]
    assert "没有已知日期的近期活动" in page.text
    assert [one.inside for one in page.all("time")] == [day(-2), day(-9)]
    assert "/search?lang=zh-Hans&type=event" in page.links()


def test_where_no_event_has_a_day_all_are_offered(node: Following) -> None:
    node.put(record(1, type="event"))
    page = pages.get(node.app.test_client(), "/events", lang="zh-Hans")
    assert not [one for one in page.links() if "event_" in one]
    assert not page.all("time")
    assert "查看全部 1 个活动" in page.text


def empty(client: FlaskClient, **days: str) -> pages.Page:
    page = pages.get(client, "/search", type="event", lang="zh-Hans", **days)
    assert page.one("p", class_="total").inside.split()[0] == "0"
    assert "所选条件可能太窄" not in page.text
    return page


def test_a_day_without_events_says_so_and_leads_to_what_comes_next(node: Following) -> None:
    node.put(*(event(number, start=day(number)) for number in range(2, 11)), event(11, start=day(-3)))
    client = node.app.test_client()
    page = empty(client, event_from=day(0), event_to=day(0), sort="event")
    assert page.one("h2", id="nothing").inside == f"{day(0)} 没有已知的活动"
    assert [one.inside for one in page.all("time")] == [day(number) for number in range(2, 8)]
    (further,) = [one for one in page.all("a") if one.inside == "查看此后的 9 个活动"]
    there = pages.read(client.get(further.attributes["href"], headers=pages.BROWSER))
    assert there.one("p", class_="total").inside.split()[0] == "9"


def test_after_the_last_event_all_of_them_are_offered(node: Following) -> None:
    node.put(event(1, start=day(-3)))
    client = node.app.test_client()
    page = empty(client, event_from=day(0), event_to=day(6))
    assert page.one("h2", id="nothing").inside == "这些日子没有已知的活动"
    assert "没有已知日期的近期活动" in page.text
    (every,) = [one for one in page.all("a") if one.inside.startswith("查看全部活动")]
    assert "测试器物1" in pages.read(client.get(every.attributes["href"], headers=pages.BROWSER)).text
