"""Searches asked as JSON: the same answers as by link, and filters that nest."""

from __future__ import annotations

from typing import Any

import pytest
from flask.testing import FlaskClient

from tests.http.asking import faults, get, ids, problem

URL = "/v1/search"


def search(client: FlaskClient, **body: Any) -> Any:
    response = client.post(URL, json=body)
    assert response.status_code == 200, response.get_data(as_text=True)[:500]
    return response.get_json()


def made(client: FlaskClient, tree: Any) -> set[str]:
    return set(ids(search(client, filter={"and": [{"dataset": ["made"]}, tree]})))


def test_an_empty_question_asks_for_everything(client: FlaskClient) -> None:
    assert search(client)["total"] == get(client, "/v1/records")["total"]


def test_a_link_and_a_body_get_the_same(client: FlaskClient) -> None:
    link = get(client, "/v1/records", q="明月", type="literary-work", facets="period", sort="title", page_size=7)
    body = search(
        client, q="明月", filter={"type": ["literary-work"]}, facets=["period"], sort="title", page_size=7, page=1
    )
    for name in ("total", "records", "facets", "page", "as_of"):
        assert link[name] == body[name]


@pytest.mark.parametrize(
    ("tree", "found"),
    [
        ({"type": ["artifact"]}, {"made:1", "made:2", "made:3", "made:6"}),
        ({"-region": ["110000"]}, {"made:1", "made:6"}),
        ({"not": {"region": ["110000"]}}, {"made:1", "made:6"}),
        ({"not": {"not": {"region": ["110000"]}}}, {"made:2", "made:3"}),
        ({"or": [{"year_from": 1500}, {"has": ["text"]}]}, {"made:1", "made:3"}),
        (
            {"or": [{"ids": ["made:6"]}, {"and": [{"has": ["location"]}, {"not": {"has": ["text"]}}]}]},
            {"made:2", "made:6"},
        ),
        ({"region": ["110000"], "has": ["text"]}, {"made:3"}),
        ({"not": {"region": ["110000"], "has": ["text"]}}, {"made:1", "made:2", "made:6"}),
        ({"bbox": [116.3, 39.8, 116.42, 39.92]}, {"made:2"}),
        ({"near": [39.9, 116.4], "radius": 1}, {"made:2"}),
        ({"or": [{"near": [39.9, 116.4], "radius": 1}, {"material": ["青铜"]}]}, {"made:2", "made:6"}),
        ({"modified_from": "2999-01-01"}, set()),
    ],
)
def test_filters_nest(client: FlaskClient, tree: Any, found: set[str]) -> None:
    assert made(client, tree) == found


def test_a_facet_leaves_out_a_filter_at_the_top_and_only_that(client: FlaskClient) -> None:
    top = search(client, filter={"and": [{"dataset": ["made"]}]}, facets=["dataset"], facet_size=100)
    assert len(top["facets"]["dataset"]["values"]) > 10
    nested = search(client, filter={"or": [{"dataset": ["made"]}]}, facets=["dataset"], facet_size=100)
    assert [value["value"] for value in nested["facets"]["dataset"]["values"]] == ["made"]


def test_distance_is_measured_from_the_first_point(client: FlaskClient) -> None:
    answer = search(client, filter={"near": [39.9, 116.4], "radius": 10, "dataset": ["made"]}, sort="distance")
    assert ids(answer) == ["made:2", "made:3"]
    answer = search(client, near=[39.9, 116.4], filter={"ids": ["made:3"]})
    assert answer["records"][0]["distance"] > 6


def test_walks_go_by_the_cursor_of_the_body(client: FlaskClient) -> None:
    asked = {"filter": {"type": ["person"]}, "page_size": 40, "fields": ["title"]}
    seen, cursor = [], "*"
    while cursor:
        answer = search(client, **asked, cursor=cursor)
        seen.extend(ids(answer))
        cursor = answer["page"]["cursor"]
    assert len(seen) == len(set(seen)) == answer["total"]["value"]
    assert answer["links"] == {"self": "http://localhost/v1/search"}


@pytest.mark.parametrize(
    ("body", "parameter"),
    [
        ({"filtre": {}}, "filtre"),
        ({"type": ["site"]}, "type"),
        ({"filter": []}, "filter"),
        ({"filter": {}}, "filter"),
        ({"filter": None}, "filter"),
        ({"filter": {"tpye": ["site"]}}, "filter.tpye"),
        ({"filter": {"type": ["sight"]}}, "filter.type[0]"),
        ({"filter": {"type": "site"}}, "filter.type"),
        ({"filter": {"and": {"type": ["site"]}}}, "filter.and"),
        ({"filter": {"and": []}}, "filter.and"),
        ({"filter": {"and": [{"type": ["site"]}, {"or": [{"year_from": "x"}]}]}}, "filter.and[1].or[0].year_from"),
        ({"filter": {"not": {"radius": 3}}}, "filter.not.radius"),
        ({"filter": {"year_from": 5, "year_to": 4}}, "filter.year_from"),
        ({"page": "1"}, "page"),
        ({"page": True}, "page"),
        ({"page": 1.5}, "page"),
        ({"page_size": 1001}, "page_size"),
        ({"facets": "type"}, "facets"),
        ({"facets": ["tpye"]}, "facets[0]"),
        ({"highlight": "true"}, "highlight"),
        ({"q": 5}, "q"),
        ({"q": '"'}, "q"),
        ({"near": [116.4, 39.9]}, "near"),
        ({"near": "39.9,116.4"}, "near"),
        ({"cursor": "*", "page": 1}, "page"),
        ({"sort": "distance"}, "sort"),
    ],
)
def test_a_fault_is_told_with_its_path(client: FlaskClient, body: Any, parameter: str) -> None:
    told = faults(client.post(URL, json=body))
    assert list(told) == [parameter]


def test_every_fault_of_a_body_is_told_at_once(client: FlaskClient) -> None:
    told = faults(
        client.post(URL, json={"pgae": 1, "page": 0, "filter": {"or": [{"tpye": ["site"]}, {"type": ["sight"]}]}})
    )
    assert set(told) == {"pgae", "page", "filter.or[0].tpye", "filter.or[1].type[0]"}
    assert told["pgae"]["suggestion"] == "page"
    assert told["filter.or[0].tpye"]["suggestion"] == "type"


def test_trees_have_their_limits(client: FlaskClient) -> None:
    deep: Any = {"type": ["site"]}
    for _ in range(15):
        deep = {"not": deep}
    assert client.post(URL, json={"filter": deep}).status_code == 200
    assert "deeper" in next(iter(faults(client.post(URL, json={"filter": {"not": deep}})).values()))["reason"]
    wide = {"or": [{"type": ["site"]}] * 100}
    assert "clauses" in faults(client.post(URL, json={"filter": wide}))["filter"]["reason"]
    bottomless = '{"filter":' + '{"not":' * 5_000 + "{}" + "}" * 5_001
    assert client.post(URL, data=bottomless, content_type="application/json").status_code == 400


def test_a_page_past_the_window_says_which_cursor_to_send(client: FlaskClient) -> None:
    body = problem(client.post(URL, json={"page": 101, "page_size": 100}), 400, "beyond-window")
    assert body["cursor"] == "*"


def test_only_json_is_taken(client: FlaskClient) -> None:
    for path in (URL, "/v1/records/batch"):
        problem(client.post(path, data="{}", content_type="text/plain"), 415, "unsupported-type")
        problem(client.post(path, data={"q": "x"}), 415, "unsupported-type")
        problem(client.post(path), 415, "unsupported-type")
        for broken in (b"{", b"", b"[]", b"3", b"\xff", b'{"q": NaN}', b'{"q": "\\ud800"}'):
            problem(client.post(path, data=broken, content_type="application/json"), 400, "broken-json")
        large = b'{"q": "' + b"x" * 1_100_000 + b'"}'
        problem(client.post(path, data=large, content_type="application/json"), 413, "too-large")


def test_a_name_that_stands_twice_is_refused_since_one_of_the_two_would_be_lost(client: FlaskClient) -> None:
    for twice in (b'{"q": "a", "q": "b"}', b'{"filter": {"type": ["site"], "type": ["person"]}}'):
        told = problem(client.post(URL, data=twice, content_type="application/json"), 400, "broken-json")
        assert "twice" in told["detail"]
    assert client.post(URL, json={"filter": {"and": [{"type": ["site"]}, {"type": ["person"]}]}}).status_code == 200
    deep = b'{"q": ' + b"[" * 1_000 + b"]" * 1_000 + b"}"
    assert (
        "deeper" in problem(client.post(URL, data=deep, content_type="application/json"), 400, "broken-json")["detail"]
    )
    many = b'{"filter": {' + b", ".join(b'"k%d": 1' % number for number in range(60_000)) + b', "k7": 2}}'
    assert "'k7'" in problem(client.post(URL, data=many, content_type="application/json"), 400, "broken-json")["detail"]


def test_a_fault_within_a_list_tells_its_place_and_equal_ones_are_told_once(client: FlaskClient) -> None:
    asked = client.post("/v1/records/batch", json={"ids": ["made:1", "", "made:2", "", 3]})
    assert set(faults(asked)) == {"ids[1]", "ids[4]"}
    assert set(faults(client.post(URL, json={"filter": {"not": {"type": ["site", "sight"]}}}))) == {
        "filter.not.type[1]"
    }
    mistyped = client.post(URL, json={"facets": ["tpye", "regoin", "tpye"]})
    assert {name: one["suggestion"] for name, one in faults(mistyped).items()} == {
        "facets[0]": "type",
        "facets[1]": "region",
    }
    assert set(faults(client.get("/v1/records?facets=type,tpye"))) == {"facets"}
    assert set(faults(client.get("/v1/records?type=site&type=sight"))) == {"type"}


def test_the_address_of_a_search_takes_no_parameters(client: FlaskClient) -> None:
    assert "q" in faults(client.post(f"{URL}?q=x", json={}))
