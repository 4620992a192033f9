"""Headers: readable by browsers on every status, validators, request ids, compression, HEAD and OPTIONS."""

from __future__ import annotations

import gzip
import re
from dataclasses import replace

import pytest
from flask.testing import FlaskClient

from api import create_app
from settings import Settings

EXPOSED = {"Link", "ETag", "RateLimit", "RateLimit-Policy", "Retry-After", "X-Request-Id", "X-RateLimit-Limit"}

STATUSES = {
    200: ("GET", "/v1/records", {}),
    301: ("GET", "/v1/records/made:5", {}),
    302: ("GET", "/problems/withdrawn", {}),
    303: ("GET", "/search?q=", {}),
    400: ("GET", "/v1/records?nosuch=1", {}),
    404: ("GET", "/nope", {}),
    405: ("DELETE", "/v1/records", {}),
    410: ("GET", "/v1/records/made:4", {}),
    413: ("POST", "/v1/search", {"data": b"x" * 1_100_000, "content_type": "application/json"}),
    415: ("POST", "/v1/search", {"data": "{}"}),
}


@pytest.mark.parametrize("status", STATUSES)
def test_every_status_can_be_read_by_a_browser(client: FlaskClient, status: int) -> None:
    method, path, more = STATUSES[status]
    response = client.open(path, method=method, headers={"Origin": "https://example.org"}, **more)
    assert response.status_code == status
    assert response.headers["Access-Control-Allow-Origin"] == "*"
    exposed = {name.strip() for name in response.headers["Access-Control-Expose-Headers"].split(",")}
    assert exposed >= EXPOSED
    assert response.headers["X-Request-Id"]
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert re.fullmatch(r".*total;dur=[0-9.]+", response.headers["Server-Timing"])
    assert len(response.headers.getlist("Access-Control-Allow-Origin")) == 1


def test_not_modified_can_be_read_too(client: FlaskClient) -> None:
    tag = client.get("/v1/records?type=site").headers["ETag"]
    response = client.get("/v1/records?type=site", headers={"If-None-Match": tag})
    assert response.status_code == 304
    assert response.headers["Access-Control-Allow-Origin"] == "*"


@pytest.mark.parametrize("path", ["/v1/records", "/v1/search", "/v1/records/batch", "/nope"])
def test_a_preflight_is_answered(client: FlaskClient, path: str) -> None:
    asked = {
        "Origin": "https://example.org",
        "Access-Control-Request-Method": "POST",
        "Access-Control-Request-Headers": "content-type",
    }
    response = client.options(path, headers=asked)
    assert response.status_code == 204
    assert "POST" in response.headers["Access-Control-Allow-Methods"]
    allowed = response.headers["Access-Control-Allow-Headers"].lower()
    assert {"content-type", "x-api-key", "authorization", "if-none-match"} <= {
        one.strip() for one in allowed.split(",")
    }


def test_plain_options_tell_the_methods(client: FlaskClient) -> None:
    response = client.options("/v1/records")
    assert response.status_code == 200
    assert set(response.headers["Allow"].split(", ")) == {"GET", "HEAD", "OPTIONS"}


@pytest.mark.parametrize(
    "path", ["/v1/records", "/v1/records/made:1", "/v1/regions", "/docs", "/healthz", "/openapi.yaml"]
)
def test_head_is_get_without_its_body(client: FlaskClient, path: str) -> None:
    get, head = client.get(path), client.head(path)
    assert head.status_code == get.status_code == 200
    assert head.get_data() == b""
    assert head.headers["Content-Length"] == get.headers["Content-Length"]
    assert head.headers.get("ETag") == get.headers.get("ETag")


@pytest.mark.parametrize(
    "path",
    [
        "/v1/records?q=月&facets=type",
        "/v1/records?cursor=*",
        "/v1/records/made:1",
        "/v1/records/made:1/similar",
        "/v1/records/made:1/history",
        "/v1/facets/creator",
        "/v1/suggest?q=yue",
        "/v1/regions/110000",
        "/v1/datasets",
        "/v1/fields",
        "/v1/limits",
        "/openapi.json",
        "/openapi.yaml",
    ],
)
def test_what_one_has_is_not_sent_again(client: FlaskClient, path: str) -> None:
    first = client.get(path)
    assert first.status_code == 200
    assert first.headers["Cache-Control"]
    for tag in (first.headers["ETag"], f'"other", {first.headers["ETag"]}', "*"):
        again = client.get(path, headers={"If-None-Match": tag})
        assert again.status_code == 304
        assert again.get_data() == b""
        assert again.headers["ETag"] == first.headers["ETag"]
    assert client.get(path, headers={"If-None-Match": 'W/"other"'}).status_code == 200


def test_a_validator_never_hides_a_bad_question(client: FlaskClient) -> None:
    assert client.get("/v1/records?nosuch=1", headers={"If-None-Match": "*"}).status_code == 400
    assert client.get("/v1/records/made:99", headers={"If-None-Match": "*"}).status_code == 404


def test_errors_are_not_kept(client: FlaskClient) -> None:
    for path in ("/v1/records?nosuch=1", "/v1/records/made:99", "/v1/records/made:4", "/nope"):
        assert client.get(path).headers["Cache-Control"] == "no-store"


def test_a_sane_request_id_is_kept_and_any_other_replaced(client: FlaskClient) -> None:
    def answered(sent: str) -> str:
        return client.get("/healthz", headers={"X-Request-Id": sent}).headers["X-Request-Id"]

    assert answered("abc-123.DEF_456") == "abc-123.DEF_456"
    for sent in ("short", "x" * 65, "with space in it", "<script>alert(1)</script>", ""):
        assert re.fullmatch("[0-9a-f]{32}", answered(sent))


@pytest.mark.parametrize("accepted", ["gzip", "br", "zstd", "gzip, deflate, br, zstd"])
def test_answers_are_compressed(client: FlaskClient, accepted: str) -> None:
    plain = client.get("/v1/records")
    packed = client.get("/v1/records", headers={"Accept-Encoding": accepted})
    assert packed.headers["Content-Encoding"] in accepted
    assert len(packed.get_data()) < len(plain.get_data()) / 2
    assert "Accept-Encoding" in packed.headers["Vary"]
    assert packed.headers["ETag"] == plain.headers["ETag"]
    if accepted == "gzip":
        assert gzip.decompress(packed.get_data()) == plain.get_data()


def test_link_header_is_the_links_of_the_body(client: FlaskClient) -> None:
    response = client.get("/v1/records?page=2&page_size=5")
    links = response.get_json()["links"]
    told = dict(reversed(one) for one in re.findall(r'<([^>]+)>; rel="([a-z]+)"', response.headers["Link"]))
    assert "format=ical" in told.pop("alternate")
    assert told == {name: links[name] for name in ("next", "prev", "first")}


def test_the_public_address_is_used_in_links(filled: Settings) -> None:
    app = create_app(replace(filled, base_url="https://data.example.org/wenmai"))
    record = app.test_client().get("/v1/records?ids=made:1").get_json()
    assert record["links"]["self"] == "https://data.example.org/wenmai/v1/records?ids=made:1"
    assert record["records"][0]["links"]["self"] == "https://data.example.org/wenmai/v1/records/made:1"
    app.extensions["wenmai"].close()
