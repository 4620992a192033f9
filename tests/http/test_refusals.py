"""What is refused: every bad parameter at once, by name, with the nearest right one."""

from __future__ import annotations

import random

import pytest
from flask.testing import FlaskClient

from tests.http.asking import faults, problem

Query = dict[str, object]


@pytest.mark.parametrize(
    ("query", "parameter", "suggestion"),
    [
        ({"tpye": "site"}, "tpye", "type"),
        ({"limit": 5}, "limit", "page_size"),
        ({"offset": 5}, "offset", "page"),
        ({"author": "李白"}, "author", "creator"),
        ({"zzzzqqqq": "1"}, "zzzzqqqq", ""),
        ({"type": "sight"}, "type", "site"),
        ({"type": ["site", "sight"]}, "type", "site"),
        ({"region": "北京市"}, "region", "110000"),
        ({"region": "999999"}, "region", None),
        ({"period": "唐"}, "period", "tang"),
        ({"category": "heritage/ancient-sit"}, "category", "heritage/ancient-site"),
        ({"has": "images"}, "has", "image"),
        ({"type": ""}, "type", None),
        ({"sort": "titel"}, "sort", "title"),
        ({"facets": "type,regoin"}, "facets", "region"),
        ({"facets": "title"}, "facets", None),
        ({"fields": "titel"}, "fields", "title"),
        ({"fields": "plaec.lat"}, "fields", "place.lat"),
        ({"view": "cards"}, "view", "card"),
        ({"page": "one"}, "page", ""),
        ({"page": "0"}, "page", ""),
        ({"page": "-1"}, "page", ""),
        ({"page": "１"}, "page", ""),
        ({"page": "1_0"}, "page", ""),
        ({"page": "99999999999999999999"}, "page", ""),
        ({"page_size": 1001}, "page_size", ""),
        ({"page_size": -1}, "page_size", ""),
        ({"facet_size": 1001, "facets": "type"}, "facet_size", ""),
        ({"year_from": "x"}, "year_from", ""),
        ({"year_from": 153505000}, "year_from", ""),
        ({"year_from": 900, "year_to": 800}, "year_from", ""),
        ({"modified_from": "yesterday"}, "modified_from", ""),
        ({"modified_from": "2026-02-31"}, "modified_from", ""),
        ({"modified_from": "2026-02-03\n"}, "modified_from", ""),
        ({"lang": "en\n"}, "lang", ""),
        ({"modified_from": "2026-05-02", "modified_to": "2026-05-01"}, "modified_from", ""),
        ({"event_from": "tomorrow"}, "event_from", ""),
        ({"event_from": "2026-02-30"}, "event_from", ""),
        ({"event_to": "2026-02-03T08:00:00Z"}, "event_to", ""),
        ({"event_to": "0000-01-01"}, "event_to", ""),
        ({"event_from": "2026-05-02", "event_to": "2026-05-01"}, "event_from", ""),
        ({"bbox": "1,2,3"}, "bbox", ""),
        ({"bbox": "1,2,3,nan"}, "bbox", ""),
        ({"bbox": "100,50,120,30"}, "bbox", ""),
        ({"bbox": "100,-91,120,30"}, "bbox", ""),
        ({"near": "116.4,39.9"}, "near", ""),
        ({"near": "39.9"}, "near", ""),
        ({"facet_size": 0, "facets": "type"}, "facet_size", ""),
        ({"radius": 5}, "radius", ""),
        ({"near": "39.9,116.4", "radius": 0}, "radius", ""),
        ({"near": "39.9,116.4", "radius": -1}, "radius", ""),
        ({"near": "39.9,116.4", "radius": "inf"}, "radius", ""),
        ({"sort": "distance"}, "sort", ""),
        ({"cursor": "*", "sort": "relevance"}, "sort", ""),
        ({"cursor": "*", "sort": "distance", "near": "1,1"}, "sort", ""),
        ({"cursor": "*", "page": 2}, "page", ""),
        ({"cursor": "*", "page_size": 0}, "page_size", ""),
        ({"cursor": "nonsense"}, "cursor", ""),
        ({"fields": "title", "view": "card"}, "view", ""),
        ({"lang": "no such language"}, "lang", ""),
        ({"highlight": "yes"}, "highlight", ""),
        ({"ids": ""}, "ids", ""),
        ({"q": "x" * 2001}, "q", ""),
        ({"q": '"'}, "q", ""),
        ({"q": "*"}, "q", ""),
        ({"q": "("}, "q", ""),
        ({"q": "tilte:山"}, "q", "title"),
    ],
)
def test_a_bad_parameter_is_named(client: FlaskClient, query: Query, parameter: str, suggestion: str | None) -> None:
    told = faults(client.get("/v1/records", query_string=query))
    assert list(told) == [parameter]
    assert told[parameter]["reason"]
    if suggestion is not None:
        assert told[parameter].get("suggestion", "") == suggestion


def test_every_fault_is_told_at_once(client: FlaskClient) -> None:
    told = faults(client.get("/v1/records?tpye=site&page=0&sort=foo&bbox=1,2&year_from=x&q=%22&fields=titel"))
    assert set(told) == {"tpye", "page", "sort", "bbox", "year_from", "q", "fields"}
    told = faults(client.get("/v1/records?q=%22&fields=titel&radius=4&cursor=*&page=2"))
    assert set(told) == {"q", "fields", "radius", "page"}


@pytest.mark.parametrize("name", ["q", "page", "page_size", "sort", "cursor", "view", "lang", "bbox", "near", "radius"])
def test_a_parameter_of_one_value_is_not_given_twice(client: FlaskClient, name: str) -> None:
    body = problem(client.get(f"/v1/records?{name}=1&{name}=2"), 400, "bad-parameter")
    assert any(fault["parameter"] == name and "more than once" in fault["reason"] for fault in body["errors"])


def test_a_syntax_error_points_at_its_place(client: FlaskClient) -> None:
    told = faults(client.get("/v1/records", query_string={"q": "明月 (春风"}))
    assert told["q"]["position"] == 3


@pytest.mark.parametrize(
    "path",
    [
        "/v1/records/made:1",
        "/v1/records/made:1/similar",
        "/v1/records/made:1/history",
        "/v1/facets/type",
        "/v1/suggest",
        "/v1/regions",
        "/v1/categories/heritage",
        "/v1/periods",
        "/v1/datasets",
        "/v1/datasets/made",
        "/v1/fields",
        "/v1/limits",
        "/v1/status",
        "/healthz",
        "/readyz",
        "/metrics",
        "/openapi.yaml",
        "/openapi.json",
        "/docs",
        "/",
        "/search",
        "/values/type",
        "/categories",
        "/datasets",
        "/records/made:1",
        "/assets/0/portal.css",
        "/robots.txt",
        "/sitemap.xml",
        "/sitemap/0.xml",
    ],
)
def test_no_path_takes_a_parameter_it_does_not_know(client: FlaskClient, path: str) -> None:
    assert "nosuch" in faults(client.get(path, query_string={"nosuch": "1"}))


@pytest.mark.parametrize(
    "path",
    [
        "/nope",
        "/v1",
        "/v1/",
        "/v1/records/",
        "/v1//records",
        "/v1/records/made:99",
        "/v1/records/..%2f..%2fetc",
        "/v1/records/no%20such",
        "/v1/records/made:1/",
        "/v1/records/made:1/nope",
        "/v1/records/made:99/similar",
        "/v1/records/made:99/history",
        "/v1/records/made",
        "/records/a%0Ab:c",
        "/records/made",
        "/records/made:99",
        "/values/nope",
        "/assets/0/nope.css",
        "/sitemap/99.xml",
        "/sitemap/37946283146560040089891853303808.xml",
        "/sitemap/-1.xml",
        "/v1/facets/title",
        "/v1/facets/nope",
        "/v1/regions/nope",
        "/v1/categories/nope",
        "/v1/periods/nope",
        "/v1/datasets/nope",
        "/problems/nope",
    ],
)
def test_what_is_not_there_is_a_problem(client: FlaskClient, path: str) -> None:
    problem(client.get(path), 404, "not-found")


def test_a_wrong_facet_is_answered_with_the_nearest(client: FlaskClient) -> None:
    assert "creator" in problem(client.get("/v1/facets/creater"), 404, "not-found")["detail"]


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_wrong_methods_say_which_are_right(client: FlaskClient, method: str) -> None:
    response = getattr(client, method)("/v1/records")
    problem(response, 405, "method-not-allowed")
    assert response.headers["Allow"] == "GET, HEAD, OPTIONS"
    problem(client.get("/v1/records/batch"), 405, "method-not-allowed")


@pytest.mark.parametrize(
    "q",
    [
        "(" * 17 + "山" + ")" * 17,
        "(" * 1900,
        " ".join(["山"] * 900),
        " OR ".join(f"w{n}" for n in range(300)),
        "-" * 500,
        "：" * 100,
        "\x00",
        "😀",
        "a" * 1999 + "*",
        "((((((((",
        "title:title:title:",
        "-(-(-(山)))",
        "＂",
        "NOT AND OR",
    ],
)
def test_strange_questions_are_answered_or_refused(client: FlaskClient, q: str) -> None:
    assert client.get("/v1/records", query_string={"q": q}).status_code in (200, 400)


def test_ten_thousand_terms_are_refused(client: FlaskClient) -> None:
    query = "&".join(f"creator={n}" for n in range(10_000))
    assert "creator" in faults(client.get(f"/v1/records?{query}"))


def test_noise_never_breaks_anything(client: FlaskClient) -> None:
    noise = random.Random(7)
    letters = '山水ab "()-*:：“”OR\\\u3000\u0000\ud83d\ufe0f😀\ue000&=%'
    names = ["q", "type", "region", "bbox", "near", "ids", "facets", "fields", "cursor", "sort", "lang", "modified_to"]
    for _ in range(400):
        value = "".join(noise.choice(letters) for _ in range(noise.randrange(12))).encode("utf-8", "replace")
        response = client.get("/v1/records", query_string={noise.choice(names): value})
        assert response.status_code in (200, 400), value


@pytest.mark.parametrize(
    ("path", "query", "reason"),
    [
        ("/v1/records", {"page": "9" * 20}, "is out of range"),
        ("/v1/records", {"near": "1,1", "radius": 0}, "it takes 0.001 to"),
        ("/v1/search", {"filter": {"type": "site"}}, "is not a list"),
        ("/v1/search", {"filter": {"type": None}}, "is null"),
        ("/v1/search", {"filter": {"type": [1]}}, "is not text"),
        ("/v1/records/batch", {"ids": [None]}, "is null"),
    ],
)
def test_the_reason_is_told_in_our_words(client: FlaskClient, path: str, query: Query, reason: str) -> None:
    get_it = path == "/v1/records"
    response = client.get(path, query_string=query) if get_it else client.post(path, json=query)
    (told,) = faults(response).values()
    assert reason in told["reason"]
