"""Answers that the processes of a node share through Redis: two applications over one node stand for two workers."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
import redis
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from api import create_app
from api.caching import sharing
from settings import Settings
from tests.http import nodes
from tests.http.asking import get, ids, problem

LIST = "/v1/records?q=月&facets=type,region"
SHAPES = """{"type": "FeatureCollection", "source": "示例测绘院", "approval": "GS(2024)0650号", "features": [
  {"type": "Feature", "properties": {"code": "110000"},
   "geometry": {"type": "Polygon", "coordinates": [[[116, 39], [117, 39], [117, 41], [116, 39]]]}}]}"""
Open = Callable[[Settings], FlaskClient]


@pytest.fixture
def opened() -> Iterator[Open]:
    """Opens applications, each with a memory of its own."""
    apps: list[Flask] = []

    def one(settings: Settings) -> FlaskClient:
        apps.append(create_app(settings))
        return apps[-1].test_client()

    yield one
    for app in apps:
        app.extensions["wenmai"].close()


@pytest.fixture
def shared(filled: Settings, redis_url: str) -> Settings:
    return replace(filled, redis_url=redis_url)


def state(response: TestResponse) -> str:
    assert response.status_code == 200, response.get_data(as_text=True)[:300]
    return response.headers.get("Cache-Status", "made")


def lasting(response: TestResponse) -> dict[str, str]:
    """Headers that are of the answer, not of the request."""
    own = ("X-Request-Id", "Server-Timing", "Cache-Status", "Date")
    return {name: value for name, value in response.headers.items() if name not in own}


@pytest.mark.parametrize(
    "path",
    [
        LIST,
        "/v1/records/made:1",
        "/v1/facets/type",
        "/v1/suggest?q=月",
        "/v1/regions",
        "/v1/records/made:2/similar",
        "/v1/aggregate?by=region,type",
        "/v1/network?field=subject",
        "/v1/network?field=subject&format=csv",
        "/v1/network?field=subject&format=vegalite",
    ],
)
def test_what_one_made_the_other_gives(shared: Settings, opened: Open, path: str) -> None:
    one, other, alone = opened(shared), opened(shared), opened(replace(shared, redis_url=""))
    made, given, again, right = one.get(path), other.get(path), other.get(path), alone.get(path)
    assert [state(made), state(given), state(again)] == ["made", 'wenmai; hit; detail="shared"', "wenmai; hit"]
    assert made.get_data() == given.get_data() == again.get_data() == right.get_data()
    assert lasting(made) == lasting(given) == lasting(again) == lasting(right)


def test_a_posted_question_is_shared_too(shared: Settings, opened: Open) -> None:
    body = {"q": "月", "facets": ["type"]}
    made = opened(shared).post("/v1/search", json=body)
    given = opened(shared).post("/v1/search", json=body)
    assert state(given) == 'wenmai; hit; detail="shared"'
    assert given.get_data() == made.get_data()


def test_a_validator_of_one_is_known_to_the_other(shared: Settings, opened: Open) -> None:
    tag = opened(shared).get(LIST).headers["ETag"]
    assert opened(shared).get(LIST, headers={"If-None-Match": tag}).status_code == 304


def test_a_change_is_seen_at_once_by_all(node: nodes.Following, redis_url: str, opened: Open) -> None:
    workers = [opened(replace(node.settings, redis_url=redis_url)) for _ in range(3)]
    known: list[str] = []
    for number in range(6):
        node.put(nodes.record(number))
        known.append(f"made:{number}")
        for worker in workers[number % 3 :] + workers[: number % 3]:
            assert sorted(ids(get(worker, "/v1/records?page_size=50"))) == known
    node.withdraw("made:0")
    for worker in workers:
        assert sorted(ids(get(worker, "/v1/records?page_size=50"))) == known[1:]


def test_processes_that_answer_by_other_rules_share_nothing(shared: Settings, opened: Open, tmp_path: Path) -> None:
    (tmp_path / "variants.csv").write_text("names\n月|月亮\n", encoding="utf-8")
    opened(shared).get(LIST)
    assert state(opened(replace(shared, variants=tmp_path / "variants.csv")).get(LIST)) == "made"


def test_processes_that_draw_other_shapes_share_nothing(shared: Settings, opened: Open, tmp_path: Path) -> None:
    path = tmp_path / "shapes.geojson"
    path.write_text(SHAPES, encoding="utf-8")
    opened(shared).get(LIST)
    assert state(opened(replace(shared, shapes=path)).get(LIST)) == "made"
    assert state(opened(replace(shared, shapes=path)).get(LIST)) == 'wenmai; hit; detail="shared"'


def _rubbish(client: redis.Redis, key: bytes) -> None:
    client.set(key, secrets.token_bytes(200))


def _list(client: redis.Redis, key: bytes) -> None:
    client.delete(key)
    client.rpush(key, b"rubbish")


def _empty(client: redis.Redis, key: bytes) -> None:
    client.set(key, b"")


def _cut(client: redis.Redis, key: bytes) -> None:
    client.set(key, client.get(key)[:-1])


@pytest.mark.parametrize("spoil", [_rubbish, _list, _empty, _cut])
def test_rubbish_under_our_key_is_passed_over_and_written_over(
    shared: Settings, opened: Open, spoil: Callable[[redis.Redis, bytes], None]
) -> None:
    right = opened(shared).get(LIST)
    with redis.Redis.from_url(shared.redis_url) as client:
        (key,) = client.keys("*:answer:" + "[0-9a-f]" * 32)
        # Beside it lies who makes it, for a moment.
        if besides := set(client.keys()) - {key}:
            client.delete(*besides)
        spoil(client, key)
    other = opened(shared).get(LIST)
    assert state(other) == "made"
    assert other.get_data() == right.get_data()
    assert state(opened(shared).get(LIST)) == 'wenmai; hit; detail="shared"'


def test_an_answer_put_under_another_question_is_not_given(shared: Settings, opened: Open) -> None:
    one = opened(shared)
    right = [one.get(f"/v1/records?q={word}").get_data() for word in "月山"]
    with redis.Redis.from_url(shared.redis_url) as client:
        keys = client.keys("*:answer:" + "[0-9a-f]" * 32)
        assert len(keys) == 2
        first, second = (client.get(key) for key in keys)
        client.flushdb()
        client.set(keys[0], second)
        client.set(keys[1], first)
    other = opened(shared)
    assert [other.get(f"/v1/records?q={word}").get_data() for word in "月山"] == right


def test_all_that_is_put_in_expires_and_carries_the_prefix(shared: Settings, opened: Open) -> None:
    opened(replace(shared, redis_url=f"{shared.redis_url}&prefix=north")).get(LIST)
    with redis.Redis.from_url(shared.redis_url) as client:
        keys = client.keys()
        assert keys
        assert all(key.startswith(b"north:") for key in keys)
        assert all(client.ttl(key) != -1 for key in keys)
        answers = client.keys("*:answer:" + "[0-9a-f]" * 32)
        assert answers
        assert all(0 < client.pttl(key) <= sharing.EXPIRES_S * 1_000 for key in answers)


def test_large_answers_are_not_shared_and_hold_nobody_up(
    shared: Settings, opened: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sharing, "LARGEST", 1_000)
    monkeypatch.setattr(sharing, "LEASE_S", 60.0)
    one, other = opened(shared), opened(shared)
    assert state(one.get(LIST)) == "made"
    given = other.get(LIST)
    assert state(given) == "made"
    assert float(given.headers["Server-Timing"].rpartition("dur=")[2]) < sharing.LEASE_S * 500
    with redis.Redis.from_url(shared.redis_url) as client:
        assert not client.keys("*:answer:" + "[0-9a-f]" * 32)


def test_no_process_puts_in_more_than_it_is_allowed(
    shared: Settings, opened: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sharing, "ALLOWED", 50_000)
    one = opened(shared)
    for number in range(1, 40):
        state(one.get(f"/v1/records?page_size={number}"))
    with redis.Redis.from_url(shared.redis_url) as client:
        kept = client.keys("*:answer:" + "[0-9a-f]" * 32)
        assert 1 <= len(kept) < 39
        assert sum(client.strlen(key) for key in kept) <= 51_000


def test_while_the_engine_is_down_another_workers_answer_is_given(tmp_path: Path, redis_url: str, opened: Open) -> None:
    node = nodes.following(tmp_path)
    node.put(nodes.record(1))
    settings = replace(node.settings, redis_url=redis_url)
    before = opened(settings).get("/v1/records?type=artifact")
    (tmp_path / "index").rename(tmp_path / "away")
    newcomer = opened(settings)
    after = newcomer.get("/v1/records?type=artifact")
    assert state(after) == 'wenmai; hit; detail="stale"'
    assert after.get_data() == before.get_data()
    problem(newcomer.get("/v1/records?type=site"), 503, "engine-unavailable")
    problem(newcomer.get("/v1/records?tpye=site"), 400, "bad-parameter")
