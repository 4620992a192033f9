"""Rate limits as callers meet them: what is left and what it cost on every answer, and a 429 that says it all."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from api import create_app
from settings import Proxies, Settings
from tests.http import nodes
from tests.http.asking import get, problem
from tests.http.clocks import stand_still

TIERS = Settings.from_env({"WENMAI_LIMIT_ANONYMOUS": "12/5 seconds, 30/minute, 100/day"}).tiers
POLICY = '"burst";q=12;w=5, "sustained";q=30;w=60, "daily";q=100;w=86400'
BIG = "/v1/records?page_size=1000"
Open = Callable[..., FlaskClient]


@pytest.fixture
def opened(filled: Settings) -> Iterator[Open]:
    """Opens applications over the filled node that limit use, each with counts of its own."""
    apps = []

    def one(**more: Any) -> FlaskClient:
        apps.append(create_app(replace(filled, **{"limits": True, "tiers": TIERS, **more})))
        stand_still(apps[-1].extensions["wenmai"].counts._alone)
        return apps[-1].test_client()

    yield one
    for app in apps:
        app.extensions["wenmai"].close()


@pytest.fixture
def limited(opened: Open) -> FlaskClient:
    return opened()


def left(response: TestResponse) -> dict[str, int]:
    """What `RateLimit` says of each limit, its shape looked at."""
    told = re.findall(r'"([a-z]+)";r=(\d+);t=([1-9]\d*)(?:, |$)', response.headers["RateLimit"])
    assert [name for name, _, _ in told] == ["burst", "sustained", "daily"]
    return {name: int(units) for name, units, _ in told}


def cost(response: TestResponse) -> int:
    return int(response.headers["X-Request-Cost"])


def test_every_answer_tells_what_is_left(limited: FlaskClient) -> None:
    first = limited.get("/v1/records/made:1")
    assert first.headers["RateLimit-Policy"] == POLICY
    assert first.headers["RateLimit"] == '"burst";r=11;t=5, "sustained";r=29;t=60, "daily";r=99;t=86400'
    mirrored = {name: first.headers[f"X-RateLimit-{name}"] for name in ("Limit", "Remaining", "Reset")}
    assert mirrored == {"Limit": "12", "Remaining": "11", "Reset": "5"}
    assert "Retry-After" not in first.headers
    assert left(limited.get("/v1/records/made:1")) == {"burst": 10, "sustained": 28, "daily": 98}


COSTS = {
    "/v1/records/made:1": 1,
    "/v1/records": 1,
    "/v1/records?page_size=99": 1,
    "/v1/records?page_size=100": 2,
    BIG: 11,
    "/v1/records?cursor=*&page_size=500": 6,
    "/v1/records?facets=type": 2,
    "/v1/records?page_size=100&facets=type,region": 3,
    "/v1/records/made:1/similar": 2,
    "/v1/records/made:1/history": 1,
    "/v1/facets/type": 2,
    "/v1/facets/type?page_size=50": 1,
    "/v1/suggest?q=yue": 1,
    "/v1/regions": 2,
    "/v1/regions/110000": 2,
    "/v1/limits": 0,
    "/v1/me": 0,
    "/docs": 1,
    "/": 2,
    "/search?q=yue": 2,
    "/values/type": 2,
    "/categories": 2,
    "/datasets": 2,
    "/records/made:1": 2,
    "/sitemap/0.xml": 11,
    "/assets/0/portal.css": 0,
    "/embed/records": 2,
    "/embed/records/made:1": 2,
    "/embed/chart?by=type": 4,
    "/embed/search": 2,
    "/widgets": 2,
    "/embed/theme.css?accent=2f6f4f": 0,
    "/oembed?url=/search": 1,
    "/widgets/v1/wenmai.js": 0,
}


@pytest.mark.parametrize("path", COSTS)
def test_what_it_costs_is_told_before_and_after(limited: FlaskClient, path: str) -> None:
    before = limited.options(path)
    assert (cost(before), left(before)["daily"]) == (COSTS[path], 100)
    after = limited.get(path)
    assert (after.status_code, cost(after), left(after)["daily"]) == (200, COSTS[path], 100 - COSTS[path])


@pytest.mark.parametrize(
    ("path", "body", "expected"),
    [
        ("/v1/search", {"page_size": 300, "facets": ["type"]}, 5),
        ("/v1/search", {}, 1),
        ("/v1/records/batch", {"ids": ["made:1"] * 250}, 3),
    ],
)
def test_a_body_is_priced_by_what_it_asks(limited: FlaskClient, path: str, body: Any, expected: int) -> None:
    response = limited.post(path, json=body)
    assert (response.status_code, cost(response)) == (200, expected)


def test_a_refusal_says_which_limit_how_much_and_when_again(limited: FlaskClient) -> None:
    assert limited.get(BIG).status_code == 200
    refused = limited.get(BIG)
    body = problem(refused, 429, "rate-limited")
    assert body["violated-policies"] == ["burst"]
    (told,) = body["limits"]
    assert 1 <= told.pop("reset") <= 5
    assert told == {"name": "burst", "quota": 12, "window": 5, "remaining": 1}
    assert (body["cost"], body["tier"]) == (11, "anonymous")
    assert "burst limit is 12 units in 5 s: 1 are left, and this request costs 11" in body["detail"]
    assert refused.headers["Retry-After"] == str(body["retry_after"]) == refused.headers["X-RateLimit-Reset"]
    assert refused.headers["Cache-Control"] == "no-store"
    assert left(refused)["burst"] == 1, "it took nothing"
    assert limited.get("/v1/records/made:1").status_code == 200, "a smaller one still fits"


def test_of_several_limits_the_longest_wait_is_told(opened: Open) -> None:
    tiers = Settings.from_env({"WENMAI_LIMIT_ANONYMOUS": "1/second, 1/minute, 100/day"}).tiers
    client = opened(tiers=tiers)
    client.get("/v1/fields")
    body = problem(client.get("/v1/fields"), 429, "rate-limited")
    assert body["violated-policies"] == ["burst", "sustained"]
    assert 55 < body["retry_after"] <= 60


def test_little_is_charged_for_little(limited: FlaskClient) -> None:
    tag = limited.get(BIG).headers["ETag"]
    unchanged = limited.options(BIG)
    assert left(unchanged)["burst"] == 1
    fresh = limited.application.extensions["wenmai"].counts
    fresh.take("127.0.0.1", TIERS["anonymous"], -99)
    known = limited.get(BIG, headers={"If-None-Match": tag})
    assert (known.status_code, cost(known), left(known)["burst"]) == (304, 1, 11)
    wrong = limited.get(f"{BIG}&nosuch=1")
    assert (wrong.status_code, cost(wrong), left(wrong)["burst"]) == (400, 1, 10)


def test_what_is_not_there_and_wrong_methods_are_counted_too(limited: FlaskClient) -> None:
    limited.get("/nope")
    assert left(limited.delete("/v1/records")) == {"burst": 10, "sustained": 28, "daily": 98}


def test_who_used_all_may_still_ask_how_much_there_is(limited: FlaskClient) -> None:
    while limited.get("/v1/fields").status_code == 200:
        pass
    for path in ("/v1/limits", "/v1/me", "/healthz", "/readyz", "/metrics"):
        assert limited.get(path).status_code == 200, path
    told = {one["name"]: one["remaining"] for one in get(limited, "/v1/me")["limits"]}
    assert told == {"burst": 0, "sustained": 18, "daily": 88}
    asked = {"Origin": "https://example.org", "Access-Control-Request-Method": "GET"}
    assert limited.options("/v1/records", headers=asked).status_code == 204


def test_probes_are_not_counted(limited: FlaskClient) -> None:
    for path in ("/healthz", "/readyz", "/metrics"):
        assert "RateLimit" not in limited.get(path).headers
    assert left(limited.get("/v1/fields"))["burst"] == 11


def test_limits_are_told_as_they_are_set(limited: FlaskClient) -> None:
    answer = get(limited, "/v1/limits")
    told = {tier["name"]: [(one["quota"], one["window"]) for one in tier["quotas"]] for tier in answer["tiers"]}
    assert told["anonymous"] == [(12, 5), (30, 60), (100, 86_400)]
    assert list(told) == ["anonymous", "standard", "partner"]
    page = limited.get("/docs?lang=en").get_data(as_text=True)
    assert "<td>12 units in 5 s</td><td>30 units in 60 s</td><td>100 units in 86,400 s</td>" in page
    spec = get(limited, "/openapi.json")
    assert spec["info"]["x-rate-limits"]["anonymous"][0] == {"name": "burst", "quota": 12, "window": 5}


def test_every_route_is_priced_as_is_told(limited: FlaskClient) -> None:
    """`formula` and `routes` of /v1/limits, worked out here, against what the spec says of each path."""
    told = {route: one["formula"] for one in get(limited, "/v1/limits")["costs"] for route in one["routes"]}
    paths = get(limited, "/openapi.json")["paths"]
    assert told.keys() <= paths.keys()
    for path, methods in paths.items():
        operation = methods.get("get") or methods.get("post") or methods["delete"]
        counted = path not in ("/healthz", "/readyz", "/metrics")
        assert operation.get("x-cost") == (told.get(path, "1") if counted else None), path
        assert ("429" in operation["responses"]) is counted, path


def test_switched_off_nothing_is_told_or_refused(client: FlaskClient) -> None:
    for _ in range(100):
        response = client.get("/v1/fields")
    assert response.status_code == 200
    assert not {name for name, _ in response.headers if "rate" in name.lower() or name == "X-Request-Cost"}
    answer = get(client, "/v1/limits")
    assert (answer["tiers"], answer["costs"], get(client, "/v1/me")["limits"]) == ([], [], [])
    assert "x-rate-limits" not in get(client, "/openapi.json")["info"]


def used_up(client: FlaskClient, **headers: str) -> bool:
    """Whether the thirteenth of twelve is refused, each with the next of the forged headers."""
    return [client.get("/v1/fields", headers=headers).status_code for _ in range(13)][-1] == 429


def test_a_forged_address_gives_nobody_more(limited: FlaskClient) -> None:
    for number in range(12):
        limited.get(
            "/v1/fields", headers={"X-Forwarded-For": f"203.0.113.{number}", "Forwarded": f"for={number}.1.1.1"}
        )
    assert limited.get("/v1/fields", headers={"X-Forwarded-For": "203.0.113.99"}).status_code == 429


def test_behind_a_proxy_its_callers_are_told_apart(opened: Open) -> None:
    client = opened(proxies=Proxies(1))
    assert used_up(client, **{"X-Forwarded-For": "203.0.113.1"})
    assert used_up(client, **{"X-Forwarded-For": "2001:db8::1"})
    assert client.get("/v1/fields", headers={"X-Forwarded-For": "1.1.1.1, 203.0.113.1"}).status_code == 429
    assert client.get("/v1/fields", headers={"X-Forwarded-For": "2001:db8::ffff"}).status_code == 429
    assert client.get("/v1/fields", headers={"X-Forwarded-For": "2001:db8:0:1::1"}).status_code == 200
    assert client.get("/v1/fields", headers={"X-Forwarded-For": "203.0.113.2"}).status_code == 200


def test_trying_keys_is_paid_for_by_the_address(limited: FlaskClient) -> None:
    statuses = [limited.get("/v1/me", headers={"X-Api-Key": f"wenmai_sk_{number}"}) for number in range(13)]
    assert [one.status_code for one in statuses] == [401] * 12 + [429]
    assert left(statuses[3])["burst"] == 8


def test_a_key_raises_the_limits_and_has_its_own(tmp_path_factory: pytest.TempPathFactory) -> None:
    node = nodes.following(
        tmp_path_factory.mktemp("keyed"),
        WENMAI_LIMITS="on",
        WENMAI_LIMIT_ANONYMOUS="3/5 seconds, 30/minute, 100/day",
        WENMAI_LIMIT_STANDARD="7/5 seconds, 70/minute, 700/day",
    )
    stand_still(node.app.extensions["wenmai"].counts._alone)
    client = node.app.test_client()
    wish = {"name": "Walks", "contact": "dev@example.org", "purpose": "An app."}
    issued = client.post("/v1/keys", json=wish).get_json()
    key = {"X-Api-Key": issued["key"]}
    assert client.get("/v1/fields", headers=key).headers["RateLimit-Policy"].startswith('"burst";q=7;w=5, ')
    assert [client.get("/v1/fields", headers=key).status_code for _ in range(7)] == [200] * 6 + [429]
    assert problem(client.get("/v1/fields", headers=key), 429, "rate-limited")["tier"] == "standard"
    assert client.get("/v1/fields").status_code == 200, "without the key it is another caller"
    own = node.app.extensions["wenmai"].store.keys
    own.change(issued["id"], overrides={"burst": 9}, tier="gone")
    node.app.extensions["wenmai"].keys.forget(issued["key"])
    changed = client.get("/v1/fields", headers=key)
    assert changed.status_code == 200
    assert changed.headers["RateLimit-Policy"].startswith('"burst";q=9;w=5, "sustained";q=70;')
    node.app.extensions["wenmai"].close()
