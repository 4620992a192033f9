"""Lists of records: what is found, how it is counted, ordered and shown."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from tests.http import nodes
from tests.http.asking import get, ids

EVERYTHING = len(list(nodes.sample())) + len(nodes.MADE) - 2


def test_everything_is_listed_by_default(client: FlaskClient) -> None:
    answer = get(client, "/v1/records")
    assert answer["total"] == {"value": EVERYTHING, "relation": "eq"}
    assert len(answer["records"]) == 20
    assert answer["page"] == {"number": 1, "size": 20}
    assert answer["facets"] == {}
    assert answer["unmatched"] == []
    assert answer["as_of"] > EVERYTHING


def test_a_record_is_shown_whole_without_its_text(client: FlaskClient) -> None:
    record = get(client, "/v1/records", ids="made:3")["records"][0]
    sent = next(one for one in nodes.MADE if one["id"] == "made:3")
    assert {name: record[name] for name in sent if name != "text"} == {n: v for n, v in sent.items() if n != "text"}
    assert record["version"] == 1
    assert record["links"]["self"] == "http://localhost/v1/records/made:3"
    assert "text" not in record
    assert "score" not in record


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"dataset": "made", "type": "artifact"}, 4),
        ({"dataset": "made", "-type": "artifact"}, 0),
        ({"dataset": "made", "region": "110000"}, 2),
        ({"dataset": "made", "-region": "110000"}, 2),
        ({"dataset": "made", "year_from": -210, "year_to": -200}, 1),
        ({"dataset": "made", "year_from": 1551}, 0),
        ({"dataset": "made", "has": "text"}, 1),
        ({"dataset": "made", "has": ["text", "image"]}, 2),
        ({"dataset": "made", "material": "青铜"}, 1),
        ({"dataset": "made", "bbox": "116.3,39.8,116.42,39.92"}, 1),
        ({"dataset": "made", "near": "39.9,116.4", "radius": 1}, 1),
        ({"dataset": "made", "near": "39.9,116.4", "radius": 10}, 2),
        ({"dataset": "made", "near": "39.9,116.4"}, 4),
        ({"dataset": "made", "modified_from": "2999-01-01"}, 0),
        ({"dataset": "made", "modified_to": "2999-01-01T00:00:00Z"}, 4),
        ({"ids": "made:1,made:2,made:4,made:99"}, 2),
        ({"ids": ["made:1", "made:2"]}, 2),
        ({"q": "测试器物", "dataset": "made"}, 3),
        ({"q": '"Test vessel"'}, 3),
        ({"q": "title:瓷瓶"}, 1),
        ({"q": ""}, EVERYTHING),
    ],
)
def test_filters(client: FlaskClient, query: dict[str, object], found: int) -> None:
    assert get(client, "/v1/records", **query)["total"]["value"] == found


def test_facet_counts_are_what_a_click_gives(client: FlaskClient) -> None:
    answer = get(client, "/v1/records", facets="type,region", type="site", facet_size=50)
    for field in ("type", "region"):
        for value in answer["facets"][field]["values"]:
            clicked = {"type": "site", field: value["value"]}
            assert get(client, "/v1/records", page_size=0, **clicked)["total"]["value"] == value["count"]
    labels = {value["value"]: value["label"] for value in answer["facets"]["type"]["values"]}
    assert labels["site"] == "不可移动文物"
    assert len(labels) == 11


def test_facet_labels_follow_the_language(client: FlaskClient) -> None:
    values = get(client, "/v1/records", facets="region,has,dataset", lang="en", dataset="made", facet_size=50)["facets"]
    assert {"value": "110000", "label": "Beijing", "count": 2} in values["region"]["values"]
    assert {"value": "image", "label": "Image", "count": 1} in values["has"]["values"]
    assert "Made for tests" in [value["label"] for value in values["dataset"]["values"]]


def test_sorts_go_both_ways_with_what_has_no_value_last(client: FlaskClient) -> None:
    up = ids(get(client, "/v1/records", dataset="made", sort="year"))
    down = ids(get(client, "/v1/records", dataset="made", sort="-year"))
    assert up[:2] == ["made:2", "made:1"]
    assert down[:2] == ["made:1", "made:2"]
    assert set(up[2:]) == set(down[2:]) == {"made:3", "made:6"}


def test_distance_is_told_and_sorted_by(client: FlaskClient) -> None:
    records = get(client, "/v1/records", dataset="made", near="39.9,116.4", sort="distance", has="location")["records"]
    assert [record["id"] for record in records] == ["made:2", "made:3"]
    assert records[0]["distance"] == 0
    assert 6 < records[1]["distance"] < 8


def test_highlights_and_scores_come_with_words(client: FlaskClient) -> None:
    record = get(client, "/v1/records", q="明月幾時", highlight="true")["records"][0]
    (shown,) = record["highlights"]["title.zh-Hans"]
    start, end = shown["spans"][0]
    assert shown["text"][start:end] == "明月几时"
    assert record["score"] > 0


def test_pages_follow_each_other(client: FlaskClient) -> None:
    seen: list[str] = []
    answer = get(client, "/v1/records", dataset="persons", page_size=30)
    assert "prev" not in answer["links"]
    while True:
        seen.extend(ids(answer))
        if "next" not in answer["links"]:
            break
        answer = client.get(answer["links"]["next"]).get_json()
        assert answer["links"]["prev"]
    assert len(seen) == len(set(seen)) == 81
    assert answer["page"]["number"] == 3


def test_a_page_of_nothing_counts_only(client: FlaskClient) -> None:
    answer = get(client, "/v1/records", page_size=0, facets="type")
    assert answer["records"] == []
    assert answer["total"]["value"] == EVERYTHING
    assert answer["facets"]["type"]["values"]


def test_no_hits_are_an_empty_list(client: FlaskClient) -> None:
    answer = get(client, "/v1/records", q='"没有任何记录含有这句话"', facets="type")
    assert answer["records"] == []
    assert answer["total"]["value"] == 0
    assert answer["facets"]["type"] == {"values": [], "other_count": 0, "missing_count": 0}
    assert set(answer["links"]) == {"self", "first"}


def test_links_hold_what_was_asked_in_one_order(client: FlaskClient) -> None:
    one = client.get("/v1/records?type=site&q=%E5%B1%B1&page_size=2").get_json()["links"]
    two = client.get("/v1/records?page_size=2&q=%E5%B1%B1&type=site").get_json()["links"]
    assert one == two
    assert one["self"] == "http://localhost/v1/records?page_size=2&q=%E5%B1%B1&type=site"


@pytest.mark.parametrize(
    ("query", "kept"),
    [
        ({"fields": "title"}, {"id", "title"}),
        ({"fields": "title,place.lat"}, {"id", "title", "place"}),
        ({"fields": "links,version"}, {"id", "links", "version"}),
        ({"fields": "text"}, {"id", "text"}),
    ],
)
def test_fields_are_chosen(client: FlaskClient, query: dict[str, str], kept: set[str]) -> None:
    assert set(get(client, "/v1/records", ids="made:3", **query)["records"][0]) == kept


def test_a_dotted_field_reaches_inside(client: FlaskClient) -> None:
    record = get(client, "/v1/records", ids="made:6", fields="media.url,title.en")["records"][0]
    assert record == {
        "id": "made:6",
        "title": {"en": "Test vessel 6"},
        "media": [{"url": "https://example.org/6.jpg"}] * 2,
    }


def test_views(client: FlaskClient) -> None:
    card = get(client, "/v1/records", ids="made:6", view="card")["records"][0]
    assert len(card["media"]) == 1
    assert "seq" not in card
    assert "materials" not in card
    full = get(client, "/v1/records", ids="made:3", view="full")["records"][0]
    assert full["text"] == {"zh-Hans": "全文在此"}


@pytest.mark.parametrize(("lang", "tag"), [("en", "en"), ("zh-Hant", "zh-Hans"), ("bo", "zh-Hans"), ("en-GB", "en")])
def test_one_language_is_kept_of_each_text(client: FlaskClient, lang: str, tag: str) -> None:
    assert list(get(client, "/v1/records", ids="made:1", lang=lang)["records"][0]["title"]) == [tag]


def test_markup_in_titles_stays_text(client: FlaskClient) -> None:
    response = client.get("/v1/records?ids=made:1")
    assert response.get_json()["records"][0]["title"]["zh-Hans"] == "<script>alert(1)</script>瓷瓶"
    assert response.content_type == "application/json"
    assert response.headers["X-Content-Type-Options"] == "nosniff"


def test_unknown_words_are_told_and_left_out(client: FlaskClient) -> None:
    answer = get(client, "/v1/records", q="李白 xqzzkw")
    assert answer["unmatched"] == ["xqzzkw"]
    assert answer["total"]["value"] >= 1


def test_a_slip_is_read_loosely_and_what_was_meant_is_told(client: FlaskClient) -> None:
    answer = get(client, "/v1/records", q="黄鹅楼", highlight="true")
    assert answer["relaxed"] is True
    assert answer["records"][0]["highlights"]["title.zh-Hans"] == [{"text": "黄鹤楼", "spans": [[0, 3]]}]
    (meant,) = [one for one in answer["did_you_mean"] if one["q"] == "黄鹤楼"]
    found = get(client, "/v1/records", q=meant["q"])
    assert (found["total"], found["relaxed"], found["did_you_mean"]) == (meant["total"], False, [])
    strict = get(client, "/v1/records", q="黄鹅楼", relax="false")
    assert (strict["total"]["value"], strict["relaxed"], strict["did_you_mean"]) == (0, False, [])


def test_a_facet_heeds_what_is_excluded_of_its_own_field(client: FlaskClient) -> None:
    asked = {"-type": "site", "facets": "type"}
    values = get(client, "/v1/records", **asked)["facets"]["type"]["values"]
    assert "site" not in [value["value"] for value in values]
    for value in values:
        assert get(client, "/v1/records", type=value["value"], **asked)["total"]["value"] == value["count"]


def test_there_is_no_empty_link_header(client: FlaskClient) -> None:
    assert "Link" not in client.post("/v1/search", json={"page_size": 0}).headers
    told = client.get("/v1/records?page_size=0").headers["Link"].split(", ")
    assert all(one.startswith("<http") and 'rel="alternate"' in one for one in told)
