"""What pages of results are called, and where in the navigation one is."""

from __future__ import annotations

from typing import Any

import pytest
from flask.testing import FlaskClient

from tests.http import pages

CALLED: list[tuple[dict[str, Any], str]] = [
    ({}, "全部记录"),
    ({"show": "map"}, "按地区浏览"),
    ({"show": "timeline"}, "按时代浏览"),
    ({"type": "event"}, "类型：文化活动"),
    ({"type": "event", "show": "map", "region": "110000"}, "地区：北京市；类型：文化活动"),
    ({"type": "event", "event_from": "2031-05-18", "event_to": "2031-05-18"}, "类型：文化活动；活动日期：2031-05-18"),
    ({"-type": "event"}, "不含类型：文化活动"),
    ({"q": "明月", "type": "literary-work"}, "明月"),
]


@pytest.mark.parametrize(("asked", "called"), CALLED, ids=str)
def test_a_page_is_called_by_what_narrows_it(client: FlaskClient, asked: dict[str, Any], called: str) -> None:
    page = pages.get(client, "/search", lang="zh-Hans", **asked)
    assert page.one("h1").inside == called
    assert page.one("title").inside.startswith(f"{called} · ")
    assert page.one("meta", property="og:title").attributes["content"] == page.one("title").inside


def test_it_is_called_as_its_feed_is(client: FlaskClient) -> None:
    called = pages.get(client, "/search", type="event", region="110000", lang="en").one("h1").inside
    feed = client.get("/v1/records?format=jsonfeed&type=event&region=110000&lang=en").get_json(force=True)
    assert feed["title"] == f"Wenmai ({called})"


@pytest.mark.parametrize(
    ("path", "marked"),
    [
        ("/search", "All records"),
        ("/search?show=grid&type=event", "All records"),
        ("/search?show=map", "Places"),
        ("/search?show=timeline&type=event", "Periods"),
        ("/categories", "Themes"),
        ("/datasets", "Data sets"),
        ("/developers", "Developers"),
        ("/", ""),
        ("/events", ""),
    ],
)
def test_the_navigation_marks_where_one_is(client: FlaskClient, path: str, marked: str) -> None:
    page = pages.read(client.get(f"{path}{'&' if '?' in path else '?'}lang=en", headers=pages.BROWSER))
    ways = [one for one in page.all("a", **{"aria-current": "true"}) if one.of[-2:] == ("header", "nav")]
    assert [one.inside for one in ways if "hreflang" not in one.attributes] == ([marked] if marked else [])


def test_one_press_of_a_key_leads_to_what_narrows(client: FlaskClient) -> None:
    page = pages.get(client, "/search", lang="en")
    first, second = page.all("a")[:2]
    assert (first.attributes["href"], second.attributes["href"]) == ("#main", "#narrow")
    assert page.one("aside", id="narrow").attributes["tabindex"] == "-1"
    assert [one.attributes["href"] for one in pages.get(client, "/events").all("a", class_="skip")] == ["#main"]


def test_without_words_no_order_is_called_relevance(client: FlaskClient) -> None:
    def orders(**asked: Any) -> list[str]:
        page = pages.get(client, "/search", lang="en", **asked)
        return [one.inside for one in page.all("a") if "span" in one.of and one.of[-3] == "nav"]

    assert "Relevance" not in orders(type="event")
    assert "As taken in" in orders(type="event")
    assert "Relevance" in orders(q="moon")
