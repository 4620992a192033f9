"""One record: read, moved, withdrawn, likened, and its past; and many at once."""

from __future__ import annotations

from flask.testing import FlaskClient

from tests.http import nodes
from tests.http.asking import faults, get, problem


def test_a_record_is_read_by_its_id(client: FlaskClient) -> None:
    record = get(client, "/v1/records/made:6")
    assert record["title"] == {"zh-Hans": "测试器物6", "en": "Test vessel 6"}
    assert record["links"] == {
        "self": "http://localhost/v1/records/made:6",
        "html": "http://localhost/records/made:6",
    }
    assert record["created"].endswith("Z")


def test_text_is_shown_when_asked_for(client: FlaskClient) -> None:
    assert "text" not in get(client, "/v1/records/made:3")
    assert get(client, "/v1/records/made:3", view="full")["text"] == {"zh-Hans": "全文在此"}
    assert get(client, "/v1/records/made:3", fields="text") == {"id": "made:3", "text": {"zh-Hans": "全文在此"}}


def test_a_validator_saves_the_second_reading(client: FlaskClient) -> None:
    first = client.get("/v1/records/made:1")
    again = client.get("/v1/records/made:1", headers={"If-None-Match": first.headers["ETag"]})
    assert again.status_code == 304
    assert again.get_data() == b""
    assert again.headers["ETag"] == first.headers["ETag"]
    other = client.get("/v1/records/made:1?lang=en", headers={"If-None-Match": first.headers["ETag"]})
    assert other.status_code == 200


def test_its_validator_changes_with_the_record_and_with_nothing_else(node: nodes.Following) -> None:
    client = node.app.test_client()
    node.put(nodes.record(1), nodes.record(2))
    before = client.get("/v1/records/made:1").headers["ETag"]
    node.put(nodes.record(2, subjects=["新"]))
    assert client.get("/v1/records/made:1").headers["ETag"] == before
    node.put(nodes.record(1, subjects=["新"]))
    assert client.get("/v1/records/made:1", headers={"If-None-Match": before}).status_code == 200


def test_a_merged_record_leads_on(client: FlaskClient) -> None:
    response = client.get("/v1/records/made:5?lang=en")
    assert response.status_code == 301
    assert response.headers["Location"] == "http://localhost/v1/records/made:6?lang=en"
    assert response.get_json()["merged_into"] == "made:6"
    followed = client.get("/v1/records/made:5", follow_redirects=True)
    assert followed.get_json()["id"] == "made:6"
    similar = client.get("/v1/records/made:5/similar")
    assert similar.headers["Location"] == "http://localhost/v1/records/made:6/similar"


def test_a_withdrawn_record_says_why(client: FlaskClient) -> None:
    for path in ("/v1/records/made:4", "/v1/records/made:4/similar"):
        body = problem(client.get(path), 410, "withdrawn")
        assert body["reason"] == nodes.REASON
        assert body["id"] == "made:4"
        assert body["withdrawn"]


def test_the_history_of_what_was_taken_down_does_not_tell_what_it_said(node: nodes.Following) -> None:
    client = node.app.test_client()
    node.put(nodes.record(1))
    node.withdraw("made:1", decided=True)
    history = get(client, "/v1/records/made:1/history")
    assert [one["action"] for one in history["versions"]] == ["withdrawn", "created"]
    assert not any("record" in one for one in history["versions"])
    node.restore("made:1")
    assert "record" in get(client, "/v1/records/made:1/history")["versions"][-1]


def test_history_tells_every_version_newest_first(node: nodes.Following) -> None:
    client = node.app.test_client()
    node.put(nodes.record(1))
    node.put(nodes.record(1, subjects=["新"]))
    node.withdraw("made:1")
    history = get(client, "/v1/records/made:1/history")
    assert [one["action"] for one in history["versions"]] == ["withdrawn", "updated", "created"]
    assert "record" not in history["versions"][0]
    assert history["versions"][1]["record"]["subjects"] == ["新"]
    assert history["total"]["value"] == 3
    paged = get(client, "/v1/records/made:1/history", page=2, page_size=2)
    assert [one["action"] for one in paged["versions"]] == ["created"]
    assert set(paged["links"]) == {"self", "prev", "first"}


def test_similar_records_leave_out_the_record_itself(client: FlaskClient) -> None:
    answer = get(client, "/v1/records/classical-poems:jing-ye-si/similar", page_size=5, view="card")
    found = [record["id"] for record in answer["records"]]
    assert 0 < len(found) <= 5
    assert "classical-poems:jing-ye-si" not in found
    assert all("seq" not in record for record in answer["records"])


def test_a_batch_is_answered_in_order(client: FlaskClient) -> None:
    asked = ["made:6", "made:4", "made:99", "made:5", "made:6", "../etc"]
    body = client.post("/v1/records/batch", json={"ids": asked, "fields": ["title"]}).get_json()
    assert [(one["id"], one["status"]) for one in body["records"]] == [
        ("made:6", 200),
        ("made:4", 410),
        ("made:99", 404),
        ("made:5", 301),
        ("made:6", 200),
        ("../etc", 404),
    ]
    assert body["records"][0]["record"] == {"id": "made:6", "title": {"zh-Hans": "测试器物6", "en": "Test vessel 6"}}
    assert body["records"][1]["reason"] == nodes.REASON
    assert body["records"][3]["merged_into"] == "made:6"


def test_a_batch_has_its_limits(client: FlaskClient) -> None:
    assert client.post("/v1/records/batch", json={"ids": [f"made:{n}" for n in range(1000)]}).status_code == 200
    many = client.post("/v1/records/batch", json={"ids": [f"made:{n}" for n in range(1001)]})
    assert "ids" in faults(many)
    assert "ids" in faults(client.post("/v1/records/batch", json={"ids": []}))
    assert "ids" in faults(client.post("/v1/records/batch", json={}))
    assert "fields[0]" in faults(client.post("/v1/records/batch", json={"ids": ["made:1"], "fields": ["titel"]}))
