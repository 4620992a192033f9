"""Data sets, fields, limits, status, probes, metrics and pages."""

from __future__ import annotations

import re
from collections import Counter

import pytest
import yaml
from flask.testing import FlaskClient

from api.limits.published import LIMITS, of_turns
from api.portal.words import Words
from api.problems import KINDS
from search.fields import FIELDS
from settings import Turns
from tests.http import nodes, pages
from tests.http.asking import get, ids


def test_datasets_are_told_with_their_counts(client: FlaskClient) -> None:
    told = {one["id"]: one for one in get(client, "/v1/datasets")["datasets"]}
    counted = Counter(one["id"].partition(":")[0] for one in nodes.sample())
    assert {name: one["count"] for name, one in told.items()} == {**counted, "made": 4}
    one = get(client, "/v1/datasets/classical-poems", lang="en")
    assert one["title"] == {"en": "Famous classical Chinese poems"}
    assert one["licence"].startswith("https://")
    assert get(client, one["links"]["records"].removeprefix("http://localhost"))["total"]["value"] == one["count"]


def test_a_dataset_that_only_has_records_is_told_too(node: nodes.Following) -> None:
    node.put(nodes.record(1))
    client = node.app.test_client()
    assert [(one["id"], one["count"]) for one in get(client, "/v1/datasets")["datasets"]] == [("made", 1)]
    assert get(client, "/v1/datasets/made")["count"] == 1


def test_fields_tell_their_powers_and_parameters(client: FlaskClient) -> None:
    answer = get(client, "/v1/fields", lang="en")
    told = {one["name"]: one for one in answer["fields"]}
    assert list(told) == list(FIELDS)
    assert told["region"]["vocabulary"] == "regions"
    assert told["year"]["parameters"] == ["year_from", "year_to"]
    for one in told.values():
        for parameter in one["parameters"]:
            assert "no such parameter" not in client.get("/v1/records", query_string={parameter: "x"}).get_data(
                as_text=True
            )
    for name in answer["facets"]:
        assert name in get(client, "/v1/records", facets=name, page_size=0)["facets"]


def test_limits_are_those_that_hold(client: FlaskClient) -> None:
    told = {one["name"]: one["value"] for one in get(client, "/v1/limits")["limits"]}
    assert list(told) == [limit.name for limit in (*LIMITS, *of_turns(Turns()))]

    def status(**query: object) -> int:
        return client.get("/v1/records", query_string=query).status_code

    edges: dict[str, tuple[dict[str, object], dict[str, object]]] = {
        "page_size": ({"page_size": told["page_size"]}, {"page_size": told["page_size"] + 1}),
        "facet_size": ({"facet_size": told["facet_size"]}, {"facet_size": told["facet_size"] + 1}),
        "radius": ({"near": "1,1", "radius": told["radius"]}, {"near": "1,1", "radius": told["radius"] + 1}),
        "window": ({"page": told["window"], "page_size": 1}, {"page": told["window"], "page_size": 2}),
        "q_length": ({"q": "山" * told["q_length"]}, {"q": "山" * (told["q_length"] + 1)}),
        "values": ({"creator": ["x"] * told["values"]}, {"creator": ["x"] * (told["values"] + 1)}),
        "batch": ({"ids": ",".join(["a:b"] * told["batch"])}, {"ids": ",".join(["a:b"] * (told["batch"] + 1))}),
        "q_clauses": ({"q": "x " * (told["q_clauses"] - 1)}, {"q": "x " * (told["q_clauses"] + 1)}),
        "q_depth": (
            {"q": "(" * told["q_depth"] + "x" + ")" * told["q_depth"]},
            {"q": "(" * (told["q_depth"] + 1) + "x" + ")" * (told["q_depth"] + 1)},
        ),
    }
    for name, (within, beyond) in edges.items():
        assert status(**within) == 200, name
        assert status(**beyond) == 400, name


def test_status_tells_what_is_there_without_where_it_is(client: FlaskClient) -> None:
    response = client.get("/v1/status")
    status = response.get_json()
    assert status["engine"]["ok"] is True
    assert status["engine"]["seq"] == status["store"]["seq"]
    assert status["redis"] == {"configured": False}
    assert status["datasets"]["made"] == {"live": 4, "withdrawn": 1, "merged": 1}
    assert "/tmp" not in response.get_data(as_text=True)
    assert response.headers["Cache-Control"] == "no-store"


def test_probes(client: FlaskClient) -> None:
    assert get(client, "/healthz") == {"status": "ok"}
    assert get(client, "/readyz") == {"status": "ok"}


def test_requests_are_measured_by_route(client: FlaskClient) -> None:
    def count() -> float:
        text = client.get("/metrics").get_data(as_text=True)
        line = 'wenmai_requests_total{method="GET",route="/v1/records/<record:record_id>",status="404"} '
        found = re.search(re.escape(line) + r"(\S+)", text)
        return float(found[1]) if found else 0

    before = count()
    client.get("/v1/records/made:98")
    client.get("/v1/records/made:97")
    assert count() == before + 2
    client.open("/v1/records", method="INVENTED")
    text = client.get("/metrics").get_data(as_text=True)
    assert "INVENTED" not in text
    assert "wenmai_request_seconds_bucket" in text
    assert re.search(r"wenmai_index_records [1-9]", text)


def test_requests_are_told_in_one_json_line_without_secrets(
    client: FlaskClient, capfd: pytest.CaptureFixture[str]
) -> None:
    client.get("/v1/records?api_key=hush&q=x", headers={"X-Request-Id": "a-test-request", "X-Api-Key": "hush"})
    (line,) = [one for one in capfd.readouterr().err.splitlines() if "a-test-request" in one]
    told = yaml.safe_load(line)
    assert told["status"] == 400
    assert told["route"] == "/v1/records"
    assert told["ms"] >= 0
    assert "hush" not in line


def test_the_reading_page_tells_every_operation_limit_and_problem(client: FlaskClient) -> None:
    spec, page = get(client, "/openapi.json"), client.get("/docs?lang=en").get_data(as_text=True)
    for path, methods in spec["paths"].items():
        assert path in page
        for method in {"get", "post"} & set(methods):
            assert f'id="{methods[method]["operationId"]}"' in page
    for limit in LIMITS:
        assert f"{limit.value:,} {limit.unit}" in page
    for kind in KINDS.values():
        assert f'id="problem-{kind.name}"' in page
    for anchor in re.findall(r'href="#([^"]+)"', page):
        assert f'id="{anchor}"' in page


def test_the_reading_page_is_chinese_in_either_script(client: FlaskClient) -> None:
    for lang, told in (
        ("zh-Hans", "查询记录：检索、筛选"),
        ("zh-Hant", "查詢記錄：檢索、篩選"),
        ("zh", "查询记录：检索、筛选"),
    ):
        page = pages.get(client, "/docs", lang=lang)
        assert told in page.text
        assert page.one("html").attributes["lang"] == ("zh-Hant" if lang == "zh-Hant" else "zh-Hans")
    assert "山" in pages.get(client, "/docs").one("code", id="search_records-body").inside


def test_every_chapter_has_a_name_in_all_languages(client: FlaskClient) -> None:
    for tag in get(client, "/openapi.json")["tags"]:
        assert Words("en").knows(f"chapter.{tag['name']}"), tag


def test_what_the_reading_page_opens_is_there(client: FlaskClient) -> None:
    page = pages.get(client, "/docs", lang="en")
    opened = [link for link in page.links() if link.startswith("/v1/")]
    assert len(opened) > 40
    for link in opened:
        assert client.get(link).status_code in (200, 301), link


def test_names_in_descriptions_are_shown_as_code(client: FlaskClient) -> None:
    page = client.get("/docs?lang=en").get_data(as_text=True)
    assert "<code>place.lat</code>" in page
    assert "`" not in page


def test_a_page_speaks_the_browsers_language(client: FlaskClient) -> None:
    assert "接口文档" in client.get("/docs", headers={"Accept-Language": "zh-CN,zh;q=0.9"}).get_data(as_text=True)
    english = client.get("/docs", headers={"Accept-Language": "en-GB"})
    assert "The API" in english.get_data(as_text=True)
    assert "Accept-Language" in english.headers["Vary"]


def test_problem_types_lead_to_their_explanation(client: FlaskClient) -> None:
    kind = client.get("/nope").get_json(force=True)["type"]
    response = client.get(kind)
    assert response.status_code == 302
    page, _, anchor = response.headers["Location"].removeprefix("http://localhost").partition("#")
    assert f'id="{anchor}"' in client.get(page).get_data(as_text=True)


def test_the_spec_is_served_in_both_forms(client: FlaskClient) -> None:
    assert yaml.safe_load(client.get("/openapi.yaml").data) == get(client, "/openapi.json")


def test_a_list_is_the_same_however_often_it_is_asked(client: FlaskClient) -> None:
    first = client.get("/v1/records?facets=type,region,period,category,dataset")
    again = client.get("/v1/records?facets=type,region,period,category,dataset")
    assert first.get_data() == again.get_data()
    assert again.headers["Cache-Status"] == "wenmai; hit"
    assert len(ids(again.get_json())) == 20
