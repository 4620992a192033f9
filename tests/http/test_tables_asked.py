"""How tables are asked for: what is refused, pages of rows, and answers that are kept."""

from __future__ import annotations

import random
from dataclasses import replace
from typing import Any

import pytest
from flask.testing import FlaskClient

from api import create_app
from settings import Settings
from tests.http import nodes
from tests.http.asking import faults, get, problem

URL = "/v1/aggregate"
Query = dict[str, Any]

WRONG: tuple[tuple[Query, str, str | None], ...] = (
    ({}, "by", None),
    ({"by": ""}, "by", None),
    ({"by": "regoin"}, "by", "region"),
    ({"by": "title"}, "by", None),
    ({"by": "type,type"}, "by", None),
    ({"by": "type,region,period,year"}, "by", "type,region,period"),
    ({"by": ["type", "region"]}, "by", None),
    ({"by": "creator,subject,institution", "top": "1000"}, "by", None),
    ({"by": "type", "groupby": "x"}, "groupby", None),
    ({"group_by": "type", "by": "type"}, "group_by", "by"),
    ({"by": "type", "tpo": "5"}, "tpo", "top"),
    ({"by": "type", "metrics": "count"}, "metrics", "metric"),
    ({"by": "type", "metric": "cuont"}, "metric", "count"),
    ({"by": "type", "metric": "avg"}, "metric", None),
    ({"by": "type", "metric": "avg:region"}, "metric", None),
    ({"by": "type", "metric": "avg_year_start"}, "metric", "avg:year_start"),
    ({"by": "type", "metric": "p101:year_start"}, "metric", "p100:year_start"),
    ({"by": "type", "metric": "p50:yaer_start"}, "metric", "p50:year_start"),
    ({"by": "type", "metric": "count,count"}, "metric", None),
    ({"by": "type", "metric": "count_distinct:creatr"}, "metric", "count_distinct:creator"),
    (
        {
            "by": "type",
            "metric": "p0:year_start,p1:year_start,p2:year_start,p3:year_start,p4:year_start,p5:year_start,"
            "p6:year_start,p7:year_start,p8:year_start,p9:year_start,p10:year_start",
        },
        "metric",
        None,
    ),
    ({"by": "type", "top": "0"}, "top", "1"),
    ({"by": "type", "top": "1001"}, "top", "1000"),
    ({"by": "type", "top": "many"}, "top", None),
    ({"by": "type", "top": "5,6"}, "top", None),
    ({"by": "type", "top": "tpye:5"}, "top", "type"),
    ({"by": "type", "top": "subject:5"}, "top", None),
    ({"by": "year", "top": "5"}, "top", None),
    ({"by": "type", "order": "name"}, "order", None),
    ({"by": "region", "region_level": "town"}, "region_level", None),
    ({"by": "region", "region_level": "provinces"}, "region_level", "province"),
    ({"by": "region", "level": "city"}, "level", "region_level=city"),
    ({"by": "type", "region_level": "city"}, "region_level", None),
    ({"by": "region", "parent": "999999"}, "parent", None),
    ({"by": "category", "parent": "heritgae"}, "parent", "heritage"),
    ({"by": "region,category", "parent": "110000"}, "parent", "region:110000"),
    ({"by": "year", "interval": "0"}, "interval", "1"),
    ({"by": "year", "interval": "-10"}, "interval", "1"),
    ({"by": "year", "interval": "20"}, "interval", "25"),
    ({"by": "year", "interval": "decade"}, "interval", None),
    ({"by": "year", "counted": "end"}, "counted", None),
    ({"by": "year", "depth": "1"}, "depth", None),
    ({"by": "period", "depth": "0"}, "depth", "1"),
    ({"by": "period", "depth": "11"}, "depth", "10"),
    ({"by": "grid", "precision": "29"}, "precision", "22"),
    ({"by": "grid", "precision": "-1"}, "precision", "0"),
    ({"by": "grid", "precision": "high"}, "precision", None),
    ({"by": "type", "empty": "yes"}, "empty", None),
    ({"by": "type", "layout": "matrix"}, "layout", "tidy"),
    ({"by": "type", "layout": "cube"}, "layout", None),
    ({"by": "type,level", "layout": "matrix", "cursor": "*"}, "cursor", None),
    ({"by": "type", "page_size": "0"}, "page_size", None),
    ({"by": "type", "page_size": "10001"}, "page_size", None),
    ({"by": "type", "cursor": "nonsense"}, "cursor", None),
    ({"by": "type", "page": "2"}, "page", None),
    ({"by": "type", "type": "sight"}, "type", "site"),
    ({"by": "type", "q": '"'}, "q", None),
    ({"by": "type", "year_from": "9", "year_to": "1"}, "year_from", None),
)


@pytest.mark.parametrize(("query", "parameter", "suggestion"), WRONG, ids=str)
def test_what_is_wrong_is_named(client: FlaskClient, query: Query, parameter: str, suggestion: str | None) -> None:
    told = faults(client.get(URL, query_string=query))
    assert list(told) == [parameter]
    assert told[parameter]["reason"]
    if suggestion is not None:
        assert told[parameter]["suggestion"] == suggestion


def test_too_dear_a_table_is_told_what_to_narrow(client: FlaskClient) -> None:
    reason = faults(client.get(URL, query_string={"by": "creator,subject", "top": "1000"}))["by"]["reason"]
    assert "1,000,000 cells" in reason
    assert "100,000 is the most" in reason
    assert "top" in reason


def test_everything_wrong_is_told_at_once(client: FlaskClient) -> None:
    query = {"by": "year,category", "interval": "0", "top": "5", "parent": "nope", "q": '"', "type": "sight", "x": "1"}
    assert set(faults(client.get(URL, query_string=query))) == {*("interval", "top", "parent", "q", "type", "x")}
    assert set(faults(client.get(URL, query_string={"by": "year,category", "parent": "nope", "radius": "3"}))) == {
        "parent",
        "radius",
    }


@pytest.mark.parametrize(
    ("body", "parameter"),
    [
        ({}, "by"),
        ({"by": []}, "by"),
        ({"by": "type"}, "by"),
        ({"by": ["type", "region", "period", "year"]}, "by"),
        ({"by": ["type"], "level": ["national"]}, "level"),
        ({"by": ["type"], "top": "5"}, "top"),
        ({"by": ["type"], "top": {}}, "top"),
        ({"by": ["type"], "top": {"type": 0}}, "top"),
        ({"by": ["type"], "top": None}, "top"),
        ({"by": ["type"], "top": [5]}, "top"),
        ({"by": ["year"], "interval": True}, "interval"),
        ({"by": ["year"], "interval": 1e300}, "interval"),
        ({"by": ["grid"], "precision": 29}, "precision"),
        ({"by": ["type"], "metric": [1]}, "metric[0]"),
        ({"by": ["type"], "filter": {"tpye": ["site"]}}, "filter.tpye"),
    ],
    ids=str,
)
def test_what_is_wrong_with_a_body_is_named(client: FlaskClient, body: Any, parameter: str) -> None:
    assert list(faults(client.post(URL, json=body))) == [parameter]


def walk(client: FlaskClient, **query: Any) -> list[Any]:
    """All rows, by `links.next`."""
    answer = get(client, URL, **query)
    rows = answer["rows"]
    while "next" in answer["links"]:
        assert answer["page"]["cursor"]
        answer = client.get(answer["links"]["next"]).get_json()
        rows.extend(answer["rows"])
    assert answer["page"]["cursor"] is None
    return list(rows)


@pytest.mark.parametrize("size", [1, 7, 50, 10_000])
def test_a_walk_gives_every_row_once(client: FlaskClient, size: int) -> None:
    whole = get(client, URL, by="creator,type", top="100", page_size=10_000)
    assert len(whole["rows"]) > 50
    assert walk(client, by="creator,type", top="100", page_size=size) == whole["rows"]
    assert walk(client, by="creator,type", top="100", page_size=size, cursor="*") == whole["rows"]


def test_a_page_has_the_labels_of_its_own_rows(client: FlaskClient) -> None:
    page = get(client, URL, by="region", region_level="county", page_size=3)
    assert list(page["columns"][0]["labels"]) == [row[0] for row in page["rows"]]
    assert len(page["rows"]) == page["page"]["size"] == 3


def test_a_body_walks_too(client: FlaskClient) -> None:
    body: Query = {"by": ["creator"], "top": 30, "page_size": 8}
    answer = client.post(URL, json=body).get_json()
    rows = answer["rows"]
    while cursor := answer["page"]["cursor"]:
        answer = client.post(URL, json={**body, "cursor": cursor}).get_json()
        rows.extend(answer["rows"])
    assert rows == get(client, URL, by="creator", top="30")["rows"]


def test_a_cursor_belongs_to_its_question(client: FlaskClient) -> None:
    cursor = get(client, URL, by="creator", top="30", page_size=5)["page"]["cursor"]
    assert get(client, URL, by="creator", top="30", page_size=6, cursor=cursor, lang="en")["rows"]
    for query in ({"by": "subject", "top": "30"}, {"by": "creator"}, {"by": "creator", "top": "30", "type": "site"}):
        told = faults(client.get(URL, query_string={**query, "cursor": cursor}))
        assert "another query" in told["cursor"]["reason"]
    listed = get(client, "/v1/records", cursor="*", page_size=5)["page"]["cursor"]
    assert "cursor" in faults(client.get(URL, query_string={"by": "creator", "cursor": listed}))
    chance = random.Random(5)
    for _ in range(20):
        place = chance.randrange(len(cursor) - 1)
        changed = cursor[:place] + chance.choice([c for c in "Aab01_" if c != cursor[place]]) + cursor[place + 1 :]
        assert client.get(URL, query_string={"by": "creator", "top": "30", "cursor": changed}).status_code == 400


def test_a_walk_goes_on_while_figures_change_and_says_so_where_rows_do(node: nodes.Following) -> None:
    client = node.app.test_client()
    node.put(*(nodes.record(n, materials=[f"材质{n % 10}"]) for n in range(100)))
    query: Query = {"by": "material", "order": "value", "page_size": 4}
    first = get(client, URL, **query)
    node.put(nodes.record(200, materials=["材质0"]), nodes.record(201, materials=["材质9"]))
    second = client.get(first["links"]["next"]).get_json()
    assert [row[0] for row in (*first["rows"], *second["rows"])] == [f"材质{n}" for n in range(8)]
    node.put(nodes.record(300, materials=["料"]), *(nodes.record(n, materials=[]) for n in range(0, 100, 10)))
    node.put(nodes.record(200, materials=[]))
    told = faults(client.get(second["links"]["next"]))
    assert "changed" in told["cursor"]["reason"]
    assert "cursor=*" in told["cursor"]["reason"]


def test_answers_are_kept_and_validated(client: FlaskClient) -> None:
    path = "/v1/aggregate?by=region,type&metric=count,share"
    first = client.get(path)
    again = client.get("/v1/aggregate?metric=count,share&by=region,type")
    assert again.headers["Cache-Status"] == "wenmai; hit"
    assert again.get_data() == first.get_data()
    assert client.get(path, headers={"If-None-Match": first.headers["ETag"]}).status_code == 304
    head = client.head(path)
    assert (head.status_code, head.get_data()) == (200, b"")
    assert head.headers["ETag"] == first.headers["ETag"]
    assert first.headers["Access-Control-Allow-Origin"] == "*"
    assert 'rel="next"' in client.get("/v1/aggregate?by=creator&page_size=3").headers["Link"]


def test_a_write_makes_a_new_answer(node: nodes.Following) -> None:
    client = node.app.test_client()
    node.put(nodes.record(1))
    before = client.get("/v1/aggregate?by=type")
    node.put(nodes.record(2, type="site"))
    after = client.get("/v1/aggregate?by=type", headers={"If-None-Match": before.headers["ETag"]})
    assert after.status_code == 200
    assert after.get_json()["rows"] == [["artifact", 1], ["site", 1]]


def test_a_table_costs_by_its_dimensions(filled: Settings) -> None:
    app = create_app(replace(filled, limits=True, tiers=Settings.from_env({}).tiers))
    client = app.test_client()
    for by, cost in (("type", 4), ("type,region", 6), ("type,region,period", 8), ("type,region,period,year", 1)):
        assert client.get(URL, query_string={"by": by}).headers["X-Request-Cost"] == str(cost)
    assert client.post(URL, json={"by": ["type", "level"]}).headers["X-Request-Cost"] == "6"
    app.extensions["wenmai"].close()


def test_markup_in_values_stays_what_it_is(node: nodes.Following) -> None:
    nasty = ["</script><script>alert(1)</script>", "=cmd|' /C calc'!A0", "\u202eabc", "<svg onload=x>", "a,b:c"]
    node.put(*(nodes.record(n, subjects=[text]) for n, text in enumerate(nasty)))
    client = node.app.test_client()
    table = get(client, URL, by="subject")
    assert sorted(row[0] for row in table["rows"]) == sorted(nasty)
    assert client.get(URL, query_string={"by": "subject"}).content_type == "application/json"


def test_a_broken_engine_is_a_503(filled: Settings, tmp_path: Any) -> None:
    app = create_app(replace(filled, engine_url=f"tantivy:{tmp_path}/nothing"))
    problem(app.test_client().get("/v1/aggregate?by=type"), 503, "engine-unavailable")
    assert "by" in faults(app.test_client().get("/v1/aggregate?by=tpye"))
    app.extensions["wenmai"].close()
