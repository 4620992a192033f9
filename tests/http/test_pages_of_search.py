"""The search page: what it shows is what the API answers to the same question."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

import pytest
from flask.testing import FlaskClient

from api.portal.views import values
from api.portal.words import Words as PageWords
from search.query import Query
from search.results import FacetResult, FacetValue
from tests.http import pages
from tests.http.asking import get, ids
from tests.http.nodes import Following, record

QUESTIONS: tuple[dict[str, Any], ...] = (
    {},
    {"q": "月"},
    {"q": "jingyesi"},
    {"q": "月", "type": "literary-work", "sort": "title", "page": 2},
    {"region": "110000", "type": ["site", "venue"]},
    {"year_from": 618, "year_to": 907, "sort": "-year"},
    {"near": "39.9,116.4", "radius": 100, "sort": "distance"},
    {"-type": "literary-work", "has": "location"},
    {"period": "tang", "page_size": 5, "page": 3},
)


def shown(page: pages.Page) -> list[str]:
    """The ids of the records of a page, in its order."""
    headings = [one for one in page.all("a") if one.of[-2:] == ("article", "h2")]
    return [unquote(one.attributes["href"].partition("?")[0].removeprefix("/records/")) for one in headings]


def total(page: pages.Page) -> int:
    return int(re.sub(r"\D", "", page.one("p", class_="total").inside))


@pytest.mark.parametrize("show", ["list", "grid", "map", "timeline"])
@pytest.mark.parametrize("asked", QUESTIONS, ids=str)
def test_it_shows_the_records_that_the_api_finds(client: FlaskClient, asked: dict[str, Any], show: str) -> None:
    size = {"page_size": 24} if show == "grid" and "page_size" not in asked else {}
    answer = get(client, "/v1/records", **asked, **size)
    page = pages.get(client, "/search", **asked, show=show)
    assert shown(page) == ids(answer)
    assert total(page) == answer["total"]["value"]


@pytest.mark.parametrize("asked", [{}, {"q": "月"}, {"type": "site", "region": "110000"}, {"period": "tang"}], ids=str)
def test_the_number_beside_a_value_is_what_its_link_finds(client: FlaskClient, asked: dict[str, Any]) -> None:
    page = pages.get(client, "/search", **asked, lang="en")
    found = 0
    places = [place for place, tag in enumerate(page.tags) if tag.name == "li" and "details" in tag.of]
    for place in places:
        link, number = page.tags[place + 1], next(t for t in page.tags[place:] if t.attributes.get("class") == "n")
        if "aria-current" in link.attributes:
            continue
        there = pages.read(client.get(link.attributes["href"], headers=pages.BROWSER))
        assert total(there) == int(number.inside.replace(",", "")), link
        found += 1
    assert found > 10


def test_a_chosen_value_can_be_taken_back_and_another_added(client: FlaskClient) -> None:
    page = pages.get(client, "/search", q="月", type="literary-work", lang="en")
    chosen = [one for one in page.all("a", **{"aria-current": "true"}) if "details" in one.of]
    assert [one.attributes["href"] for one in chosen] == ["/search?lang=en&q=%E6%9C%88"]
    also = [one.attributes["href"] for one in page.all("a", class_="also")]
    assert also
    assert all("type=literary-work&type=" in link or "&type=literary-work" in link for link in also)
    both = pages.read(client.get(also[0], headers=pages.BROWSER))
    assert total(both) > total(page)
    chips = page.all("ul", class_="chips")
    assert "Literary work" in chips[0].inside


def test_inside_a_tree_one_goes_down_and_never_beside_what_holds_all(client: FlaskClient) -> None:
    page = pages.get(client, "/search", region="110000", lang="en")
    down = [link for link in page.links() if "region=1101" in link]
    assert down
    assert not [link for link in down if "region=110000" in link]


def test_words_are_marked_where_they_stand(client: FlaskClient) -> None:
    page = pages.get(client, "/search", q="明月", lang="zh-Hans")
    assert {"明月", "月"} & {one.inside for one in page.all("mark")}


@pytest.mark.parametrize("counted", [{}, {"facets": "type"}], ids=str)
@pytest.mark.parametrize(("show", "field"), [("map", "region"), ("timeline", "period")])
def test_over_the_records_stand_counts_that_their_links_find(
    client: FlaskClient, show: str, field: str, counted: dict[str, str]
) -> None:
    page = pages.get(client, "/search", show=show, q="山", **counted)
    given = get(client, "/v1/records", q="山", facets=field, facet_size=400, page_size=0)["facets"][field]["values"]
    counts = {one["value"]: one["count"] for one in given if one["value"] != "100000"}
    over = [one for one in page.all("a") if "section" in one.of and f"{field}=" in one.attributes["href"]]
    shown_counts = {
        parse_qs(urlsplit(one.attributes["href"]).query)[field][0]: int(re.findall(r"[\d,]+$", one.inside.strip())[0])
        for one in over
    }
    assert shown_counts == counts
    assert len(over) > 3
    first = pages.read(client.get(over[0].attributes["href"], headers=pages.BROWSER))
    assert total(first) == counts[parse_qs(urlsplit(over[0].attributes["href"]).query)[field][0]]


@pytest.mark.parametrize(("path", "field"), [("/categories", "category"), ("/datasets", "dataset")])
def test_themes_and_data_sets_lead_to_as_many_records_as_they_say(client: FlaskClient, path: str, field: str) -> None:
    page = pages.get(client, path, lang="en")
    given = get(client, f"/v1/facets/{field}", page_size=1000)["values"]
    ways = [link for link in page.links() if link.startswith("/search?") and f"{field}=" in link]
    assert {one["value"] for one in given} <= {parse_qs(urlsplit(way).query)[field][0] for way in ways}
    for one in given[:10]:
        assert f"{one['count']:,}" in page.text


def test_every_value_can_be_reached_and_leads_to_its_records(client: FlaskClient) -> None:
    asked = {"type": "site", "q": "山"}
    page = pages.get(client, "/search", **asked, lang="en")
    ways = [link for link in page.links() if link.startswith("/values/subject")] or [
        "/values/subject?type=site&within=山"
    ]
    given = get(client, "/v1/facets/subject", type="site", within="山", page_size=1000)
    every = pages.read(client.get(ways[0], headers=pages.BROWSER))
    found = [one for one in every.all("a") if one.of[-2:] == ("ul", "li")]
    assert [one.inside for one in found] == [one["label"] for one in given["values"]][:200]
    for one, value in list(zip(found, given["values"], strict=False))[:5]:
        there = pages.read(client.get(one.attributes["href"], headers=pages.BROWSER))
        assert total(there) == value["count"]
    few = pages.get(client, "/values/region", q="beijing", lang="en")
    assert "Beijing" in few.text
    assert "Shanghai" not in few.text


def test_the_last_of_very_many_values_can_be_reached(client: FlaskClient) -> None:
    found = FacetResult("subject", tuple(FacetValue(f"s{one}", 1) for one in range(10_450)), 0, 0)
    for asked, last in (({"page": 1}, 53), ({"page": 11, "page_size": 1000}, 11)):
        assert client.get("/values/subject", query_string=asked).status_code == 200
        with client.application.test_request_context("/values/subject", query_string=asked):
            shown = values.shown(asked, found, PageWords("en"))
        assert (shown["paging"].last, shown["paging"].beyond) == (last, False)


def test_words_are_read_once_for_the_records_and_their_counts(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    engine = client.application.extensions["wenmai"].engine
    asked: list[Query] = []
    real = engine.search
    monkeypatch.setattr(engine, "search", lambda query: (asked.append(query), real(query))[1])
    words = "明月 qqqqyyyy"
    get(client, "/v1/records", q=words, highlight="true")
    alone = len(asked)
    page = pages.get(client, "/search", q=words)
    assert alone > 1
    assert len(asked) == 2 * alone + 1
    numbers = [int(re.sub(r"\D", "", one.inside)) for one in page.all("span", class_="n") if "details" in one.of]
    assert max(numbers) == total(page)


def test_nothing_found_leads_on(client: FlaskClient) -> None:
    page = pages.get(client, "/search", q="静夜嗯思", type="site", lang="en", relax="false")
    assert total(page) == 0
    assert "/search?lang=en&q=%E9%9D%99%E5%A4%9C%E5%97%AF%E6%80%9D" in page.links()
    assert "/?lang=en" in page.links()
    none = pages.get(client, "/search", q="zzzzqqqq", lang="en")
    assert total(none) == 0
    assert "Nothing was found" in none.text
    answer = get(client, "/v1/records", q="黄鹅楼")
    meant = pages.get(client, "/search", q="黄鹅楼", lang="en")
    assert answer["did_you_mean"]
    for one in answer["did_you_mean"]:
        assert any(f"q={one['q']}" in unquote(link) for link in meant.links())


def test_words_read_loosely_are_told_and_can_be_had_exactly(client: FlaskClient) -> None:
    page = pages.get(client, "/search", q="明月 qqqqzzzz", lang="en")
    assert [one.inside for one in page.all("del")] == ["qqqqzzzz"]
    exactly = next(link for link in page.links() if "relax=false" in link)
    assert total(pages.read(client.get(exactly, headers=pages.BROWSER))) == 0


def test_parameters_without_a_value_are_left_out_of_the_address(client: FlaskClient) -> None:
    response = client.get("/search?q=月&year_from=&year_to=&lang=en", headers=pages.BROWSER)
    assert (response.status_code, response.headers["Location"]) == (303, "/search?lang=en&q=%E6%9C%88")


def test_pages_lead_forth_and_back_and_tell_where_they_end(client: FlaskClient) -> None:
    page = pages.get(client, "/search", page_size=10, page=3, lang="en")
    assert page.one("a", rel="prev").attributes["href"] == "/search?lang=en&page=2&page_size=10"
    assert page.one("a", rel="next").attributes["href"] == "/search?lang=en&page=4&page_size=10"
    seen: list[str] = []
    link = "/search?page_size=400&lang=en"
    while link:
        page = pages.read(client.get(link, headers=pages.BROWSER))
        seen += shown(page)
        link = next((one.attributes["href"] for one in page.all("a", rel="next")), "")
    assert len(seen) == len(set(seen)) == total(page)
    beyond = pages.get(client, "/search", q="月", page=90, lang="en")
    assert "nothing on this page" in beyond.text


def test_the_same_question_is_one_link_away_at_the_api(client: FlaskClient) -> None:
    page = pages.get(client, "/search", q="月", type="literary-work", show="grid")
    (link,) = {one for one in page.links() if one.startswith("/v1/records?")}
    assert get(client, link)["total"]["value"] == total(page)


def test_an_empty_node_says_so(node: Following) -> None:
    client = node.app.test_client()
    for path in ("/", "/search"):
        assert "There are no records here yet" in pages.get(client, path, lang="en").text


def test_long_titles_and_bare_records_are_shown(node: Following) -> None:
    long = "长" * 1000
    node.put(
        record(1, title={"zh-Hans": long}), record(2, title={"bo": "བོད་ཀྱི་རིག་གནས།"}), record(3, title={"ar": "مخطوطة"})
    )
    client = node.app.test_client()
    for show in ("list", "grid"):
        page = pages.get(client, "/search", show=show)
        assert long in page.text
        assert page.all("a", lang="ar")[-1].attributes["dir"] == "auto"
    for number in (1, 2, 3):
        pages.get(client, f"/records/made:{number}")
