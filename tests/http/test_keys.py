"""Keys over HTTP: asked for, sent, replaced, given back; what is refused, and how it is said."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from api.keys.issuing import ALLOWANCES
from records.keys import TEXT, Kind, Wish, make
from records.store import Store
from records.usage import day_number
from records.usage_adding import Batch
from tests.http import nodes
from tests.http.asking import faults, problem
from tests.http.clocks import stand_still

WISH = {"name": "Museum walks", "contact": "dev@example.org", "purpose": "An app that shows what stands near."}
PAGE = "https://walks.example.org"


@pytest.fixture
def client(database_url: str, tmp_path: Path) -> Iterator[FlaskClient]:
    found = nodes.following(tmp_path / "node", WENMAI_DATABASE_URL=database_url, **nodes.PLENTY)
    yield found.app.test_client()
    found.app.extensions["wenmai"].close()


@pytest.fixture
def store(client: FlaskClient) -> Store:
    """The store the node has open."""
    found: Store = client.application.extensions["wenmai"].store
    return found


def asked_for(client: FlaskClient, **more: Any) -> Any:
    response = client.post("/v1/keys", json={**WISH, **more})
    assert response.status_code == 201, response.get_data(as_text=True)
    return response.get_json()


def me(client: FlaskClient, key: str, **headers: str) -> Any:
    response = client.get("/v1/me", headers={"X-Api-Key": key, **headers})
    assert response.status_code == 200, response.get_data(as_text=True)
    return response.get_json()


def refused(response: TestResponse, reason: str) -> Any:
    body = problem(response, 401, "key-not-valid")
    assert body["reason"] == reason
    assert response.headers["WWW-Authenticate"] == 'Bearer realm="wenmai", error="invalid_token"'
    assert response.headers["Cache-Control"] == "no-store"
    assert response.headers["Access-Control-Allow-Origin"] == "*"
    return body


def test_a_key_is_given_at_once_shown_once_and_works(client: FlaskClient) -> None:
    response = client.post("/v1/keys", json=WISH)
    assert response.status_code == 201
    assert response.headers["Cache-Control"] == "no-store"
    given = response.get_json()
    assert TEXT.fullmatch(given["key"])
    assert {name: given[name] for name in WISH} == WISH
    assert (given["kind"], given["tier"], given["scopes"], given["origins"]) == (
        "secret",
        "standard",
        ["read", "bulk"],
        [],
    )
    for headers in (
        {"X-Api-Key": given["key"]},
        {"Authorization": f"Bearer {given['key']}"},
        {"Authorization": f"bearer  {given['key']} ", "X-Api-Key": given["key"]},
    ):
        answer = client.get("/v1/me", headers=headers)
        assert answer.headers["Cache-Control"] == "no-store"
        told = answer.get_json()
        assert (told["anonymous"], told["tier"], told["key"]["id"]) == (False, "standard", given["id"])
        assert told["key"]["contact"] == WISH["contact"]
        assert given["key"] not in answer.get_data(as_text=True)
        assert "X-Api-Key-Status" not in answer.headers


def test_without_a_key_one_is_anonymous(client: FlaskClient) -> None:
    told = client.get("/v1/me").get_json()
    assert (told["anonymous"], told["unverified"], told["tier"]) == (True, False, "anonymous")
    assert told["scopes"] == ["read", "bulk"]
    assert "key" not in told


def test_everything_wrong_with_a_wish_is_told_at_once(client: FlaskClient, store: Store) -> None:
    wrong = {"name": "a\r\nSet-Cookie: x", "purpose": "", "kind": "publishable", "nmae": 1, "contact": "me"}
    found = faults(client.post("/v1/keys", json=wrong))
    assert set(found) == {"name", "purpose", "contact", "nmae", "origins"}
    assert found["nmae"]["suggestion"] == "name"
    missing = faults(client.post("/v1/keys", json={"kind": "public"}))
    assert set(missing) == {"name", "contact", "purpose", "kind"}
    assert store.keys.all() == []


@pytest.mark.parametrize(
    ("more", "path"),
    [
        ({"name": "x" * 101}, "name"),
        ({"name": 5}, "name"),
        ({"name": None}, "name"),
        ({"name": "x\u202ey"}, "name"),
        ({"purpose": "x" * 1_001}, "purpose"),
        ({"purpose": "a\0b"}, "purpose"),
        ({"origins": [PAGE]}, "origins"),
        ({"kind": "publishable", "origins": []}, "origins"),
        ({"kind": "publishable", "origins": ["https://a.org\r\nX: y"]}, "origins[0]"),
        ({"kind": "publishable", "origins": ["*"]}, "origins[0]"),
        ({"kind": "publishable", "origins": [PAGE + "/path"]}, "origins[0]"),
        ({"kind": "publishable", "origins": [f"https://{n}.org" for n in range(21)]}, "origins"),
        ({"scopes": ["moderate"]}, "scopes"),
        ({"tier": "internal"}, "tier"),
    ],
)
def test_what_a_wish_may_not_hold(client: FlaskClient, store: Store, more: dict[str, Any], path: str) -> None:
    assert set(faults(client.post("/v1/keys", json={**WISH, **more}))) == {path}
    assert store.keys.all() == []


def test_a_publishable_key_serves_its_pages_only(client: FlaskClient) -> None:
    given = asked_for(client, kind="publishable", origins=["HTTPS://walks.example.org:443/", "http://localhost:3000"])
    assert given["origins"] == [PAGE, "http://localhost:3000"]
    assert given["key"].startswith("wenmai_pk_")
    for origin in given["origins"]:
        told = me(client, given["key"], Origin=origin)
        assert told["key"]["id"] == given["id"]
        assert not {"contact", "purpose"} & set(told["key"])
    for headers in ({}, {"Origin": "https://evil.example.org"}, {"Origin": "null"}, {"Origin": PAGE + ".evil.org"}):
        body = problem(client.get("/v1/me", headers={"X-Api-Key": given["key"], **headers}), 403, "origin-not-allowed")
        assert headers.get("Origin", "no Origin") in body["detail"]
        assert PAGE not in body["detail"].replace(headers.get("Origin", ""), "")


def test_a_publishable_key_cannot_decide_about_itself(client: FlaskClient, store: Store) -> None:
    given = asked_for(client, kind="publishable", origins=[PAGE])
    headers = {"X-Api-Key": given["key"], "Origin": PAGE}
    problem(client.post("/v1/keys/rotate", json={}, headers=headers), 403, "key-refused")
    problem(client.delete("/v1/keys/current", headers=headers), 403, "key-refused")
    assert store.keys.get(given["id"]).revoked is None


def test_a_key_is_rotated_and_both_work_meanwhile(client: FlaskClient, store: Store) -> None:
    old = asked_for(client)
    store.keys.change(old["id"], tier="partner", overrides={"day": 7})
    me(client, old["key"])
    before = datetime.now(UTC)
    response = client.post("/v1/keys/rotate", json={"overlap_hours": 48}, headers={"X-Api-Key": old["key"]})
    assert response.status_code == 201
    assert response.headers["Cache-Control"] == "no-store"
    new = response.get_json()
    assert (new["tier"], new["name"], new["replaces"]["id"]) == ("partner", WISH["name"], old["id"])
    until = datetime.fromisoformat(new["replaces"]["valid_until"])
    assert abs(until - before - timedelta(hours=48)) < timedelta(minutes=1)
    assert me(client, new["key"])["key"]["id"] == new["id"]
    answer = client.get("/v1/me", headers={"X-Api-Key": old["key"]})
    assert answer.get_json()["key"]["replaced_by"] == new["id"]
    assert answer.headers["X-Api-Key-Status"].startswith('replaced; valid-until="20')
    again = client.post("/v1/keys/rotate", json={}, headers={"X-Api-Key": old["key"]})
    assert new["id"] in problem(again, 403, "key-refused")["detail"]


def test_a_key_whose_overlap_is_over_opens_nothing(client: FlaskClient) -> None:
    old = asked_for(client)
    client.post("/v1/keys/rotate", json={"overlap_hours": 0}, headers={"X-Api-Key": old["key"]})
    refused(client.get("/v1/me", headers={"X-Api-Key": old["key"]}), "expired")


def test_a_key_is_given_back_by_its_holder(client: FlaskClient, store: Store) -> None:
    given = asked_for(client)
    headers = {"X-Api-Key": given["key"]}
    response = client.delete("/v1/keys/current?reason=seen in a public repository", headers=headers)
    assert response.status_code == 200
    assert response.get_json()["id"] == given["id"]
    body = refused(client.get("/v1/fields", headers=headers), "revoked")
    assert "seen in a public repository" in body["detail"]
    assert store.keys.get(given["id"]).revoked_why == "seen in a public repository"


def test_what_the_operator_does_is_seen_within_a_minute(
    client: FlaskClient, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    given = asked_for(client)
    me(client, given["key"])
    store.keys.revoke(given["id"], "misused")
    assert me(client, given["key"])["key"]["id"] == given["id"]
    monkeypatch.setattr("api.keys.known.FRESH_S", 0.0)
    refused(client.get("/v1/me", headers={"X-Api-Key": given["key"]}), "revoked")


@pytest.mark.parametrize(
    ("headers", "reason"),
    [
        ({"X-Api-Key": "wenmai_sk_" + "a" * 40}, "mistyped"),
        ({"X-Api-Key": "wenmai_sk_tooshort"}, "mistyped"),
        ({"X-Api-Key": "someone-elses-key"}, "mistyped"),
        ({"X-Api-Key": "x" * 60_000}, "mistyped"),
        ({"X-Api-Key": "密钥".encode().decode("latin-1")}, "mistyped"),
        ({"X-Api-Key": make(Kind.SECRET, b"not this node's")}, "unknown"),
        ({"Authorization": f"Bearer {make(Kind.SECRET, b'not this node-s')}"}, "unknown"),
        ({"Authorization": "Bearer eyJhbGciOi.J9"}, "mistyped"),
        ({"X-Api-Key": ""}, "empty"),
        ({"X-Api-Key": "  "}, "empty"),
        ({"Authorization": "Bearer"}, "empty"),
        ({"Authorization": make(Kind.SECRET, b"s")}, "misplaced"),
        ({"Authorization": f"Token {make(Kind.SECRET, b's')}"}, "misplaced"),
    ],
)
def test_what_opens_nothing(client: FlaskClient, headers: dict[str, str], reason: str) -> None:
    for path in ("/v1/fields", "/v1/records", "/nope", "/docs"):
        refused(client.get(path, headers=headers), reason)


def test_what_other_schemes_say_is_not_for_us(client: FlaskClient) -> None:
    assert client.get("/v1/fields", headers={"Authorization": "Basic dXNlcjpwYXNz"}).status_code == 200


def test_two_different_keys_are_refused(client: FlaskClient) -> None:
    one, other = asked_for(client)["key"], asked_for(client)["key"]
    response = client.get("/v1/me", headers={"X-Api-Key": one, "Authorization": f"Bearer {other}"})
    body = problem(response, 400, "keys-differ")
    assert one not in str(body)
    assert other not in str(body)


@pytest.mark.parametrize(
    "name",
    [
        "key",
        "api_key",
        "apikey",
        "API-Key",
        "x-api-key",
        "token",
        "access_token",
        "auth_token",
        "wskey",
        "authorization",
    ],
)
def test_a_key_in_the_address_is_refused_and_told_how(client: FlaskClient, name: str) -> None:
    key = asked_for(client)["key"]
    body = problem(client.get("/v1/records", query_string={name: key, "q": "x"}), 400, "key-in-address")
    assert [fault["parameter"] for fault in body["errors"]] == [name]
    assert "X-Api-Key" in body["detail"]
    assert "Bearer" in body["errors"][0]["reason"]
    assert key not in str(body)


@pytest.mark.parametrize("query", ["q={}", "q=a&{}=1", "q=x {} y", "cursor={}"])
def test_a_key_in_the_address_is_found_wherever_it_hides(client: FlaskClient, query: str) -> None:
    key = asked_for(client)["key"]
    response = client.get("/v1/records?" + query.format(key), headers={"X-Api-Key": key})
    assert key not in str(problem(response, 400, "key-in-address"))


def test_a_word_that_only_looks_like_a_key_is_a_question(client: FlaskClient) -> None:
    for query in ("q=key", "q=token ring", "q=wenmai"):
        assert client.get(f"/v1/records?{query}").status_code == 200
    assert "keyword" in faults(client.get("/v1/records?keyword=x"))


def test_a_key_leaves_no_trace_in_logs_and_answers(client: FlaskClient, capfd: pytest.CaptureFixture[str]) -> None:
    key = asked_for(client)["key"]
    secret = key[10:]
    asked = [
        client.get(f"/v1/records?{query}", headers={"X-Api-Key": key, "Authorization": f"Bearer {key}"})
        for query in (f"api%5Fkey={key}", f"q={key}", f"{key}=1", f"x=%77enmai_sk_{secret}", "page_size=1", "page=0")
    ]
    asked += [client.get(f"/v1/records/{key}:x"), client.get(f"/{key}"), client.get(f"/v1/x/{key[:16]}/y")]
    asked += [client.get("/v1/fields", headers={"X-Api-Key": key[:-1]})]
    logged = capfd.readouterr().err
    assert logged.count('"event":"request"') == len(asked) + 1
    assert secret not in logged
    assert secret[:6] not in logged
    for path in (f"/v1/records/{key}:x", f"/{key}", f"/v1/datasets/{key}?page=0"):
        problem(client.get(path, headers={"X-Api-Key": key}), 400, "key-in-address")
    for response in asked:
        assert secret not in response.get_data(as_text=True)
        assert secret not in str(response.headers)


def test_a_scope_that_is_missing_is_told(client: FlaskClient, store: Store) -> None:
    given = asked_for(client)
    store.keys.change(given["id"], scopes=["read"])
    headers = {"X-Api-Key": given["key"]}
    response = client.post("/v1/records/batch", json={"ids": ["made:1"]}, headers=headers)
    assert problem(response, 403, "scope-missing")["needed"] == "bulk"
    assert response.headers["WWW-Authenticate"].endswith('error="insufficient_scope", scope="bulk"')
    assert client.get("/v1/records", headers=headers).status_code == 200
    assert client.post("/v1/records/batch", json={"ids": ["made:1"]}).status_code == 200


def test_a_key_that_only_writes_reads_nothing_but_itself(client: FlaskClient, store: Store) -> None:
    given = asked_for(client)
    store.keys.change(given["id"], scopes=["write"])
    problem(client.get("/v1/records", headers={"X-Api-Key": given["key"]}), 403, "scope-missing")
    assert me(client, given["key"])["scopes"] == ["write"]


def test_an_answer_with_a_key_is_kept_by_no_shared_cache(client: FlaskClient) -> None:
    headers = {"X-Api-Key": asked_for(client)["key"]}
    for path in ("/v1/records", "/v1/fields", "/docs"):
        open_to_all, own = client.get(path), client.get(path, headers=headers)
        assert open_to_all.headers["Cache-Control"].startswith("public")
        assert own.headers["Cache-Control"].startswith("private")
        assert "public" not in own.headers["Cache-Control"]
        assert own.get_data() == open_to_all.get_data()
        assert client.get(path).headers["Cache-Control"] == open_to_all.headers["Cache-Control"]
    tag = client.get("/v1/records", headers=headers).headers["ETag"]
    unchanged = client.get("/v1/records", headers={**headers, "If-None-Match": tag})
    assert (unchanged.status_code, unchanged.headers["Cache-Control"].split(",")[0]) == (304, "private")


def test_a_browser_may_send_a_key_and_read_why_it_is_refused(client: FlaskClient) -> None:
    for method in ("GET", "POST", "DELETE"):
        asked = {"Origin": PAGE, "Access-Control-Request-Method": method}
        answer = client.options("/v1/keys/current", headers={**asked, "Access-Control-Request-Headers": "x-api-key"})
        assert answer.status_code == 204
        assert method in answer.headers["Access-Control-Allow-Methods"].split(", ")
        allowed = answer.headers["Access-Control-Allow-Headers"].lower().split(", ")
        assert {"x-api-key", "authorization"} <= set(allowed)
    response = client.get("/v1/me", headers={"Origin": PAGE, "X-Api-Key": "nonsense"})
    exposed = response.headers["Access-Control-Expose-Headers"].split(", ")
    assert {"WWW-Authenticate", "X-Api-Key-Status", "Retry-After"} <= set(exposed)


def test_so_many_keys_are_given_to_one_address_in_an_hour(client: FlaskClient) -> None:
    stand_still(client.application.extensions["wenmai"].issuing)
    for _ in range(ALLOWANCES[0].most):
        asked_for(client)
    response = client.post("/v1/keys", json=WISH)
    body = problem(response, 429, "too-many-keys")
    assert 0 < int(response.headers["Retry-After"]) <= 3_601
    assert "5 keys an hour" in body["detail"]
    elsewhere = client.post("/v1/keys", json=WISH, environ_base={"REMOTE_ADDR": "192.0.2.7"})
    assert elsewhere.status_code == 201


def test_wishes_that_are_refused_do_not_count(client: FlaskClient) -> None:
    for _ in range(20):
        faults(client.post("/v1/keys", json={**WISH, "contact": "me"}))
    asked_for(client)


def test_use_is_noted_by_the_day(client: FlaskClient, store: Store) -> None:
    given = asked_for(client)
    me(client, given["key"])
    deadline = datetime.now(UTC) + timedelta(seconds=10)
    while store.keys.get(given["id"]).last_used is None:
        assert datetime.now(UTC) < deadline
    assert store.keys.get(given["id"]).last_used == datetime.now(UTC).date()


def test_the_operators_key_works_too(client: FlaskClient, store: Store) -> None:
    wish = Wish("Sync", "ops@example.org", "The province reads us.", scopes=("read", "bulk", "write"), tier="partner")
    told = me(client, store.keys.issue(wish).text)
    assert (told["tier"], told["scopes"]) == ("partner", ["read", "bulk", "write"])


def test_thirty_days_of_use_are_told_with_what_came_before_a_rotation(client: FlaskClient, store: Store) -> None:
    """Today's own requests may be counted already; they are left out."""
    old = asked_for(client)
    new = client.post("/v1/keys/rotate", json={}, headers={"X-Api-Key": old["key"]}).get_json()
    today = datetime.now(UTC).date()
    for name, ago, count in ((old["id"], 29, 5), (old["id"], 1, 7), (new["id"], 1, 11), (new["id"], 30, 99)):
        store.usage.add([Batch(f"{name}-{ago}", {("key", day_number(today - timedelta(days=ago)), name): count})])
    for key in (old, new):
        usage = me(client, key["key"])["usage"]
        assert len(usage["days"]) == 30
        assert [one["day"] for one in usage["days"]] == sorted(one["day"] for one in usage["days"])
        told = {one["day"]: one["requests"] for one in usage["days"][:-1] if one["requests"]}
        assert told == {(today - timedelta(days=29)).isoformat(): 5, (today - timedelta(days=1)).isoformat(): 18}
        assert usage["requests"] == 23 + usage["days"][-1]["requests"]
    assert "usage" not in client.get("/v1/me").get_json()
