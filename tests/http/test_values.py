"""All values of a field, and suggestions."""

from __future__ import annotations

from collections import Counter

import pytest
from flask.testing import FlaskClient

from tests.http import nodes
from tests.http.asking import faults, get


def test_every_value_of_a_field_is_reached(client: FlaskClient) -> None:
    counted = Counter(name for one in nodes.sample() for name in {maker["name"] for maker in one.get("creators", ())})
    values, answer = [], get(client, "/v1/facets/creator", page_size=30)
    values.extend(answer["values"])
    while "next" in answer["links"]:
        answer = client.get(answer["links"]["next"]).get_json()
        values.extend(answer["values"])
    assert {value["value"]: value["count"] for value in values} == counted
    assert answer["total"]["value"] == len(values) == len(counted)
    assert [value["count"] for value in values] == sorted(counted.values(), reverse=True)


@pytest.mark.parametrize(
    ("field", "typed", "value"),
    [
        ("creator", "李白", "李白"),
        ("creator", "libai", "李白"),
        ("creator", "lb", "李白"),
        ("region", "beijing", "110000"),
        ("region", "北京", "110000"),
        ("region", "1100", "110000"),
        ("period", "明", "ming"),
        ("type", "不可移動", "site"),
        ("dataset", "Made for", "made"),
    ],
)
def test_values_are_searched(client: FlaskClient, field: str, typed: str, value: str) -> None:
    values = [one["value"] for one in get(client, f"/v1/facets/{field}", q=typed)["values"]]
    assert value in values
    assert len(values) < get(client, f"/v1/facets/{field}")["total"]["value"]


def test_values_are_counted_within_filters(client: FlaskClient) -> None:
    answer = get(client, "/v1/facets/region", dataset="made")
    assert {one["value"]: one["count"] for one in answer["values"]} == {"100000": 2, "110000": 2, "110101": 2}
    assert answer["missing_count"] == 2
    assert get(client, "/v1/facets/dataset", within='"Test vessel"')["values"][0]["count"] == 3
    assert "within" in faults(client.get("/v1/facets/dataset", query_string={"within": '"'}))


def test_a_facet_leaves_its_own_filter_out(client: FlaskClient) -> None:
    assert get(client, "/v1/facets/type", type="site")["values"] == get(client, "/v1/facets/type")["values"]


@pytest.mark.parametrize(
    ("typed", "text"), [("静夜", "静夜思"), ("靜夜", "静夜思"), ("jingye", "静夜思"), ("jys", "静夜思")]
)
def test_titles_are_suggested(client: FlaskClient, typed: str, text: str) -> None:
    found = get(client, "/v1/suggest", q=typed, limit=50)["suggestions"]
    (one,) = [one for one in found if one["text"] in (text, "靜夜思") and one["type"] == "literary-work"]
    assert one["id"] == "classical-poems:jing-ye-si"
    start, end = one["spans"][0]
    assert 0 <= start < end <= len(one["text"])


def test_places_periods_and_people_are_suggested(client: FlaskClient) -> None:
    found = get(client, "/v1/suggest", q="beijing", limit=50)["suggestions"]
    assert ("region", "110000") in [(one["type"], one.get("id")) for one in found]
    found = get(client, "/v1/suggest", q="libai", limit=50)["suggestions"]
    assert {"person", "creator"} & {one["type"] for one in found if one["text"] == "李白"}


def test_suggestions_are_limited_and_never_null(client: FlaskClient) -> None:
    assert len(get(client, "/v1/suggest", q="b", limit=3)["suggestions"]) == 3
    assert get(client, "/v1/suggest", q="zzzzzzz") == {"suggestions": []}
    assert "q" in faults(client.get("/v1/suggest"))
    assert "q" in faults(client.get("/v1/suggest?q="))
    assert "limit" in faults(client.get("/v1/suggest?q=a&limit=51"))


def test_suggestions_keep_to_filters(client: FlaskClient) -> None:
    found = get(client, "/v1/suggest", q="l", type="person", limit=50)["suggestions"]
    assert found
    assert {one["type"] for one in found} <= {"person", "creator", "region", "category", "period"}
