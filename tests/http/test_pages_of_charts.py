"""The chart builder shows what the API's tables tell, leads to them, and says at a field what is wrong with it."""

from __future__ import annotations

import re
from html import unescape
from typing import Any

import pytest
from flask.testing import FlaskClient

from tests.http import pages
from tests.http.asking import get
from tests.http.nodes import Following, record

QUESTIONS: tuple[dict[str, Any], ...] = (
    {"by": "region", "type": "site"},
    {"by": "type"},
    {"by": "period,type", "type": ["site", "literary-work"]},
    {"by": "year", "interval": "100", "q": "月"},
    {"by": "subject", "top": "5"},
    {"by": "category", "parent": "heritage"},
)
DIMENSIONS = (
    *("type", "region", "category", "period", "dataset", "institution", "level", "creator", "subject", "material"),
    *("technique", "language", "reuse", "designation", "has", "year", "grid", "month", "month-of-year", "weekday"),
)


def figures(page: pages.Page) -> list[int]:
    return [int(one.inside.replace(",", "")) for one in page.all("td", class_="figure")]


@pytest.mark.parametrize("asked", QUESTIONS, ids=str)
def test_the_table_is_the_apis(client: FlaskClient, asked: dict[str, Any]) -> None:
    answer = get(client, "/v1/aggregate", **asked, lang="en")
    page = pages.get(client, "/charts", **asked, lang="en")
    assert answer["rows"]
    assert figures(page) == [row[len(answer["columns"]) - 1] for row in answer["rows"]][:100]
    labels = answer["columns"][0]["labels"]
    first = [one.inside for one in page.all("th", scope="row")][:: len(answer["columns"]) - 1]
    assert first == [labels.get(str(row[0]), str(row[0])) for row in answer["rows"]][:100]
    assert page.one("h1").inside == answer["title"]


def test_every_dimension_there_is_can_be_chosen_and_opened(client: FlaskClient) -> None:
    page = pages.get(client, "/charts")
    offered = [one.attributes["value"] for one in page.all("option") if "selected" not in one.attributes]
    assert not set(DIMENSIONS) - set(offered)
    for name in DIMENSIONS:
        chosen = [
            one.attributes["value"]
            for one in pages.get(client, "/charts", by=name).all("option", selected="")
            if one.attributes["value"]
        ]
        assert chosen == [name]


def test_the_links_of_a_chart_give_it(client: FlaskClient) -> None:
    page = pages.get(client, "/charts", by="region", type="site", metric="share", lang="zh-Hant")
    call = page.one("code", id="call").inside
    assert client.get(call).get_json()["rows"]
    kinds = {client.get(link).mimetype for link in page.links() if "format=csv" in link or "format=vegalite" in link}
    assert kinds == {"text/csv", "application/vnd.vegalite.v6+json"}
    image = page.one("img").attributes
    assert client.get(image["src"]).mimetype == "image/svg+xml"
    assert "theme=dark" in page.one("source").attributes["srcset"]
    code = page.one("code", id="picture").inside
    source = re.fullmatch(r'<img src="([^"]*)" alt="([^"]*)">', code)
    assert source is not None
    assert unescape(source[1]) == f"http://localhost{image['src']}"
    assert unescape(source[2]) == image["alt"]
    frame = re.match(r'<iframe src="http://localhost([^"]*)" title="', page.one("code", id="frame").inside)
    assert frame is not None
    assert page.one("h1").inside in pages.read(client.get(unescape(frame[1]))).text
    assert 'sandbox="allow-popups ' in page.one("code", id="frame").inside


def test_what_a_form_sends_twice_is_put_together(client: FlaskClient) -> None:
    response = client.get("/charts?by=region&by=type&q=&metric=count&lang=en", headers=pages.BROWSER)
    assert (response.status_code, response.headers["Location"]) == (
        303,
        "/charts?by=region,type&lang=en&metric=count",
    )
    assert client.get("/charts?by=region&by=", headers=pages.BROWSER).headers["Location"] == "/charts?by=region"


@pytest.mark.parametrize(
    ("asked", "field", "leads"),
    [
        ("by=regoin", "by", "/charts?by=region&lang=en"),
        ("by=region&metric=cuont", "metric", "/charts?by=region&lang=en&metric=count"),
        ("by=region&chart=pie", "chart", "/charts?by=region&lang=en"),
        ("by=region&type=siet", "type", "/charts?by=region&lang=en&type=site"),
        ("by=region&q=title:", "q", "/charts?by=region&lang=en&q=title"),
        ("by=region&year_from=9x", "year_from", "/charts?by=region&lang=en"),
        ("by=type&top=1001", "top", "/charts?by=type&lang=en&top=1000"),
        ("by=year&interval=20", "interval", "/charts?by=year&interval=25&lang=en"),
    ],
)
def test_a_refusal_stands_at_its_field(client: FlaskClient, asked: str, field: str, leads: str) -> None:
    assert leads in pages.refused_at(client, f"/charts?{asked}&lang=en", field).links()


def test_a_fault_of_what_the_form_has_no_field_for_is_told_above_it(client: FlaskClient) -> None:
    page = pages.read(client.get("/charts?by=region&modified_from=9x&lang=en", headers=pages.BROWSER))
    assert "Updated since" in page.one("ul", class_="faults").inside
    assert "/charts?by=region&lang=en" in page.links()
    page = pages.read(client.get("/charts?by=type&tpye=site&lang=en", headers=pages.BROWSER))
    assert "/charts?by=type&lang=en&type=site" in page.links()


def test_a_chart_that_cannot_hold_the_table_is_not_asked_for(client: FlaskClient) -> None:
    for asked in ({"by": "type", "chart": "tilemap"}, {"by": "region,type,period"}):
        page = pages.get(client, "/charts", **asked)
        assert not page.all("img")
        assert not [link for link in page.links() if "format=svg" in link]
        assert figures(page)


def test_what_is_asked_is_shown_as_text(client: FlaskClient) -> None:
    bad = '"><script>alert(1)</script>'
    asked = {"by": "region", "type": bad, "metric": bad, "q": f"月 {bad}", bad: bad}
    page = pages.read(client.get("/charts", query_string=asked, headers=pages.BROWSER))
    assert asked["q"] in [one.attributes.get("value") for one in page.all("input")]
    assert bad in page.one("p", id="wrong-type").inside
    assert all("src" in one.attributes for one in page.all("script"))


def notes(page: pages.Page) -> str:
    return " ".join(one.inside for one in page.all("p", class_="note"))


def test_small_vocabularies_come_whole(client: FlaskClient) -> None:
    rows = get(client, "/v1/aggregate", by="type")["rows"]
    assert len(rows) == len(get(client, "/v1/aggregate", by="type", top=1_000)["rows"]) > 10
    page = pages.get(client, "/charts", by="type", lang="en")
    assert f"{sum(figures(page)):,}" in page.one("p", class_="total").inside
    assert "Only the" not in notes(page)
    assert len(get(client, "/v1/aggregate", by="type", top=3)["rows"]) == 3


@pytest.mark.parametrize("path", ["/charts", "/embed/chart"])
@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"by": "creator", "top": 4}, ("Only the 4 most frequent (creator) are listed", "that state no creator")),
        ({"by": "subject"}, ("all others come to", "A record may count in several rows")),
        ({"by": "region", "region_level": "city"}, ("of no region listed here",)),
        ({"by": "has"}, ("A record may count in several rows",)),
    ],
    ids=str,
)
def test_what_the_rows_do_not_tell_is_said_in_page_frame_and_picture(
    client: FlaskClient, path: str, asked: dict[str, Any], said: tuple[str, ...]
) -> None:
    page = pages.get(client, path, **asked, lang="en")
    picture = client.get("/v1/aggregate", query_string={**asked, "format": "vegalite", "lang": "en"})
    below = " ".join(picture.get_json()["vconcat"][0]["title"]["text"])
    for one in said:
        assert one in page.text
        assert one in below
    margin = get(client, "/v1/aggregate", **asked)["columns"][0]
    for count in filter(None, (margin["other_count"], margin["missing_count"])):
        assert f"{count:,}" in below


def test_years_are_divided_so_that_they_can_be_read(node: Following) -> None:
    node.put(record(1, date={"start": -1_000_000, "end": -8_000}))
    node.put(*(record(number, date={"start": 1700 + number, "end": 1700 + number}) for number in range(2, 200)))
    client = node.app.test_client()
    page = pages.get(client, "/charts", by="year", lang="en")
    assert 10 <= len(figures(page)) <= 60
    assert "within 1,70" not in page.text
    assert "Most years lie within 1700–" in notes(page)
    call = page.one("code", id="call").inside
    assert "interval=10" in call
    assert figures(page) == [row[1] for row in client.get(call).get_json()["rows"]]
    assert len(pages.get(client, "/embed/chart", by="year").all("tr")) == len(figures(page)) + 1
    whole = pages.get(client, "/charts", by="year", interval=500, lang="en")
    assert "Shown from" in notes(whole)
    assert len(figures(whole)) < 5


def test_settings_that_no_dimension_takes_are_left_out(client: FlaskClient) -> None:
    response = client.get("/charts?by=year&top=20&lang=en", headers=pages.BROWSER)
    assert (response.status_code, response.headers["Location"]) == (303, "/charts?by=year&lang=en")
    response = client.get("/charts?by=type&top=20&interval=10", headers=pages.BROWSER)
    assert response.headers["Location"] == "/charts?by=type&top=20"


def test_what_the_address_narrows_to_stands_in_the_form(client: FlaskClient) -> None:
    asked = {"region": "320500", "period": "tang", "dataset": "nope", "top": "5", "year_from": "-20", "interval": "50"}
    page = pages.get(client, "/charts", by="type,year", **asked, lang="en")
    assert "open" in page.one("details", class_="more").attributes
    chosen = {one.attributes["value"] for one in page.all("option", selected="")}
    assert {"320500", "tang", "nope", "50"} <= chosen
    assert {one.attributes.get("value") for one in page.all("input")} >= {"5", "-20"}
    assert "open" not in pages.get(client, "/charts", by="type").one("details", class_="more").attributes
