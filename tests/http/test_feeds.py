"""Any query as a feed: by `format`, by `Accept`; newest first, page after page; read by programs that know feeds."""

from __future__ import annotations

import json
import re
import xml.etree.ElementTree as ET
from typing import Any

import feedparser
import pytest
from flask.testing import FlaskClient
from icalendar import Calendar

from tests.http import nodes
from tests.http.asking import faults, get, ids, problem
from tests.http.test_pages_of_records import BAD, HOSTILE

TYPES = {
    "atom": "application/atom+xml",
    "rss": "application/rss+xml",
    "jsonfeed": "application/feed+json",
    "ical": "text/calendar",
}
BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,*/*;q=0.8"
OPENSEARCH = {"o": "http://a9.com/-/spec/opensearch/1.1/"}
HERE = "http://localhost/v1/records/"


PROPERTIES = {
    *("UID", "DTSTAMP", "SUMMARY", "DTSTART", "DTEND", "DESCRIPTION", "LOCATION", "GEO", "URL", "CATEGORIES"),
    *("LAST-MODIFIED", "SEQUENCE", "CREATED", "ORGANIZER", "CONTACT", "STATUS", "TRANSP", "COMMENT", "SOURCE", "CLASS"),
}
"""Those of RFC 5545 and 7986 that an event may have here; a line break in a text would make others."""


def fetched(client: FlaskClient, path: str, **query: Any) -> bytes:
    response = client.get(path, query_string=query or None)
    assert response.status_code == 200, response.get_data(as_text=True)[:500]
    return response.get_data()


def names(form: str, content: bytes) -> list[str]:
    """The ids of the records in a feed."""
    if form == "jsonfeed":
        return [one["id"].removeprefix(HERE) for one in json.loads(content)["items"]]
    if form == "ical":
        return [str(one["UID"]).removesuffix("@localhost") for one in Calendar.from_ical(content).walk("VEVENT")]
    found = feedparser.parse(content)
    assert not found.bozo
    return [one.id.removeprefix(HERE) for one in found.entries]


def event(number: int, start: str, **more: Any) -> dict[str, Any]:
    return nodes.record(number, type="event", event={"start": start, **more})


@pytest.mark.parametrize("form", TYPES)
def test_a_feed_is_had_by_parameter_and_by_header(client: FlaskClient, form: str) -> None:
    query = {"q": "月", "page_size": 5}
    by_name = client.get("/v1/records", query_string={**query, "format": form})
    by_header = client.get("/v1/records", query_string=query, headers={"Accept": f"{TYPES[form]}, */*;q=0.1"})
    for one in (by_name, by_header):
        assert (one.status_code, one.content_type.partition(";")[0]) == (200, TYPES[form])
        assert "Accept" in one.vary
        assert 'filename="wenmai-records.' in one.headers["Content-Disposition"]
    assert names(form, by_name.get_data()) == names(form, by_header.get_data())
    again = client.get(
        "/v1/records", query_string={**query, "format": form}, headers={"If-None-Match": by_name.headers["ETag"]}
    )
    assert again.status_code == 304


def test_who_leaves_the_choice_gets_json_and_is_told_of_the_feeds(client: FlaskClient) -> None:
    for accept in (BROWSER, "*/*", "application/json"):
        response = client.get("/v1/records?q=月", headers={"Accept": accept})
        assert response.content_type == "application/json"
        told = dict(re.findall(r'<([^>]+)>; rel="alternate"; type="([^"]+)"', response.headers["Link"]))
        assert sorted(told.values()) == sorted(TYPES.values())
        for link, media_type in told.items():
            assert client.get(link).content_type.startswith(media_type)
    wanted = problem(client.get("/v1/records", headers={"Accept": "image/png"}), 406, "not-acceptable")
    assert {one["format"] for one in wanted["forms"]} == {"json", *TYPES}
    assert faults(client.get("/v1/records?format=atmo"))["format"]["suggestion"] == "atom"


def test_a_long_question_is_not_told_again_for_each_form(client: FlaskClient) -> None:
    response = client.get("/v1/records", query_string={"q": "月" * 300})
    assert response.status_code == 200
    assert "alternate" not in response.headers["Link"]


@pytest.mark.parametrize("form", ["atom", "rss", "jsonfeed"])
def test_a_feed_holds_what_the_list_holds_last_changed_first(client: FlaskClient, form: str) -> None:
    query = {"type": "site", "page_size": 50}
    newest = ids(get(client, "/v1/records", **query, sort="-modified"))
    assert names(form, fetched(client, "/v1/records", **query, format=form)) == newest
    by_title = ids(get(client, "/v1/records", **query, sort="title"))
    assert names(form, fetched(client, "/v1/records", **query, sort="title", format=form)) == by_title


@pytest.mark.parametrize("form", ["atom", "rss", "jsonfeed"])
@pytest.mark.parametrize("start", ["", "&cursor=*"])
def test_the_pages_of_a_feed_lead_through_all_of_it(client: FlaskClient, form: str, start: str) -> None:
    path: str | None = f"/v1/records?type=venue&page_size=40&format={form}{start}"
    found: list[str] = []
    while path:
        content = fetched(client, path)
        found += names(form, content)
        path = following(form, content)
    wanted = get(client, "/v1/records", type="venue", page_size=1000, sort="-modified")
    assert found == ids(wanted)
    assert len(found) == len(set(found)) > 80


def following(form: str, content: bytes) -> str | None:
    if form == "jsonfeed":
        found: str | None = json.loads(content).get("next_url")
        return found
    return next((link.href for link in feedparser.parse(content).feed.links if link.rel == "next"), None)


def test_what_feeds_do_not_show_is_let_pass(client: FlaskClient) -> None:
    plain = names("atom", fetched(client, "/v1/records?q=月&format=atom"))
    for more in ("fields=title", "view=card", "facets=type&facet_size=3&highlight=true"):
        assert names("atom", fetched(client, f"/v1/records?q=月&format=atom&{more}")) == plain
    whole = json.loads(fetched(client, "/v1/records?ids=classical-poems:jing-ye-si&format=jsonfeed&view=full"))
    assert "疑是地上霜" in whole["items"][0]["content_text"]


def test_a_feed_tells_what_it_is_of_and_whose(client: FlaskClient) -> None:
    found = feedparser.parse(fetched(client, "/v1/records?q=月&type=literary-work&format=atom")).feed
    assert found.title == "文脉（类型：文学作品；检索词：“月”）"
    assert found.author
    assert client.get(found.link).content_type.startswith("text/html")
    assert found.rights.startswith("http")
    english = feedparser.parse(fetched(client, "/v1/records?type=literary-work&format=atom&lang=en"))
    assert english.feed.title == "Wenmai (Type: Literary work)"
    assert english.feed.language == "en"
    assert any(re.search("[A-Za-z]", one.title) for one in english.entries)


@pytest.mark.parametrize("form", TYPES)
def test_nothing_found_is_a_whole_feed(client: FlaskClient, form: str) -> None:
    content = fetched(client, "/v1/records", q="zzzzqqqq", relax="false", format=form)
    assert names(form, content) == []
    assert following(form, content) is None if form != "ical" else True


@pytest.mark.parametrize("form", TYPES)
def test_bad_questions_are_problems_in_every_form(client: FlaskClient, form: str) -> None:
    assert set(faults(client.get(f"/v1/records?format={form}&tpye=site"))) == {"tpye"}
    assert client.get(f"/v1/records?format={form}&page=5000&page_size=100").get_json(force=True)["cursor"]


def test_harm_in_a_record_stays_text(client: FlaskClient) -> None:
    (in_rss,) = ET.fromstring(fetched(client, "/v1/records?ids=made:1&format=rss")).iterfind("channel/item/title")
    assert in_rss.text == "&lt;script&gt;alert(1)&lt;/script&gt;瓷瓶"
    found = feedparser.parse(
        fetched(client, "/v1/records?ids=made:1&format=atom"), sanitize_html=False, resolve_relative_uris=False
    )
    assert found.entries[0].title == "<script>alert(1)</script>瓷瓶"
    assert found.entries[0].title_detail.type == "text/plain"


@pytest.mark.parametrize("form", TYPES)
def test_stored_script_in_every_field_stays_text(node: nodes.Following, form: str) -> None:
    node.put(HOSTILE)
    content = fetched(node.app.test_client(), "/v1/records", format=form, ids="made:66", lang="en")
    assert names(form, content) == ["made:66"]
    if form == "ical":
        (told,) = Calendar.from_ical(content).walk("VEVENT")
        assert str(told["SUMMARY"]) == BAD
        assert set(told) <= PROPERTIES
    elif form == "jsonfeed":
        (told,) = json.loads(content)["items"]
        assert told["title"] == BAD
        assert "content_html" not in told
    else:
        told = list(ET.fromstring(content).iter())
        assert "script" not in [one.tag.rpartition("}")[2] for one in told]
        assert {one.get("type", "text") for one in told if one.tag.endswith("summary")} <= {"text"}
    for link in re.findall(rb'(?:href|src|url|"[a-z_]*url")[=:]\s*"([^"]*)"', content):
        assert link.startswith((b"http://", b"https://")), link


def test_events_are_a_calendar_that_follows_them(node: nodes.Following) -> None:
    client = node.app.test_client()
    node.put(
        event(1, "2026-05-18", end="2026-05-20", venue="东厅"), event(2, "2026-06-01T19:30:00+08:00"), nodes.record(3)
    )
    path = "/v1/records?dataset=made&format=ical"
    first = client.get(path)
    found = Calendar.from_ical(first.get_data())
    told = {str(one["UID"]): one for one in found.walk("VEVENT")}
    assert set(told) == {"made:1@localhost", "made:2@localhost"}
    assert str(told["made:2@localhost"]["DTSTART"].dt) == "2026-06-01 11:30:00+00:00"
    assert (str(found["X-WENMAI-TOTAL"]), str(found["X-WENMAI-EVENTS"])) == ("3", "2")
    node.put(event(1, "2026-05-19"))
    again = client.get(path, headers={"If-None-Match": first.headers["ETag"]})
    assert again.status_code == 200
    moved = {str(one["UID"]): one for one in Calendar.from_ical(again.get_data()).walk("VEVENT")}["made:1@localhost"]
    assert (str(moved["DTSTART"].dt), moved["SEQUENCE"]) == ("2026-05-19", 1)
    node.withdraw("made:1")
    assert names("ical", fetched(client, path)) == ["made:2"]


def test_what_changed_comes_first_with_its_new_time(node: nodes.Following) -> None:
    client = node.app.test_client()
    node.put(nodes.record(1), nodes.record(2), nodes.record(3))
    before = feedparser.parse(fetched(client, "/v1/records?format=atom"))
    node.put(nodes.record(2, materials=["青铜"]))
    after = feedparser.parse(fetched(client, "/v1/records?format=atom"))
    assert after.entries[0].id == f"{HERE}made:2"
    assert {one.id for one in after.entries} == {one.id for one in before.entries}
    assert get(client, "/v1/records/made:2")["modified"].startswith(after.entries[0].updated.removesuffix("Z"))


def test_browsers_are_told_how_to_search_and_each_way_works(client: FlaskClient) -> None:
    response = client.get("/opensearch.xml")
    assert response.content_type.startswith("application/opensearchdescription+xml")
    root = ET.fromstring(response.get_data())
    assert len(root.findtext("o:ShortName", "", OPENSEARCH)) <= 16
    assert len(root.findtext("o:LongName", "", OPENSEARCH)) <= 48
    ways = {one.get("type", ""): one.get("template", "") for one in root.iterfind("o:Url", OPENSEARCH)}
    assert {"text/html", *TYPES.values()} - {"text/calendar"} <= set(ways)
    assert all("{searchTerms}" in way for kind, way in ways.items() if "opensearchdescription" not in kind)
    for media_type, template in ways.items():
        found = client.get(template.replace("{searchTerms}", "%E6%9C%88"))
        assert (found.status_code, found.content_type.partition(";")[0]) == (200, media_type)
    typed, texts = client.get(
        ways["application/x-suggestions+json"].replace("{searchTerms}", "%E9%9D%99%E5%A4%9C")
    ).get_json(force=True)
    assert typed == "静夜"
    assert "静夜思" in texts
