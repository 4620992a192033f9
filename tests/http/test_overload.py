"""More is asked than can be answered: bulk and those without a key are sent away first, what is kept is still given."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from api import create_app
from api.turns.pool import BULK, INTERACTIVE, Pool
from indexers.cli import serve
from settings import Settings, SettingsError, Turns
from tests.http import nodes
from tests.http.asking import problem
from tests.http.test_server import ask, served

ONE = Turns(interactive=1, bulk=1, waiting=0, patience=0.1)
IDS = [f"made:{number}" for number in range(1_000)]


@pytest.fixture
def crowded(filled: Settings) -> Iterator[Flask]:
    """A node whose engine is asked one question at a time, and nobody waits."""
    app = create_app(replace(filled, turns=ONE))
    yield app
    app.extensions["wenmai"].close()


@contextmanager
def taken(app: Flask, kind: str) -> Iterator[None]:
    pool: Pool = app.extensions["wenmai"].turns
    pool.take(kind, keyed=True)
    yield
    pool.give_back(kind)


def test_without_a_turn_there_is_a_503_that_asks_to_come_back(crowded: Flask) -> None:
    client = crowded.test_client()
    with taken(crowded, INTERACTIVE):
        for path in ("/v1/records?q=crowd", "/v1/records/made:1", "/v1/facets/type", "/v1/suggest?q=a", "/v1/regions"):
            response = client.get(path)
            problem(response, 503, "overloaded")
            assert int(response.headers["Retry-After"]) > 0
            assert response.headers["Access-Control-Allow-Origin"] == "*"
    assert client.get("/v1/records?q=crowd").status_code == 200


def test_what_needs_no_engine_needs_no_turn(crowded: Flask) -> None:
    client = crowded.test_client()
    kept = client.get("/v1/records?q=月&page_size=3")
    with taken(crowded, INTERACTIVE), taken(crowded, BULK):
        for path in ("/healthz", "/readyz", "/metrics", "/v1/limits", "/v1/status", "/v1/fields", "/docs"):
            assert client.get(path).status_code == 200, path
        again = client.get("/v1/records?q=月&page_size=3")
        assert again.get_data() == kept.get_data()
        known = client.get("/v1/records?q=月&page_size=3", headers={"If-None-Match": kept.headers["ETag"]})
        assert known.status_code == 304
        problem(client.get("/v1/records?nosuch=1"), 400, "bad-parameter")


BULKY = {
    "a large page": ("GET", "/v1/records?page_size=201", None),
    "a walk": ("GET", "/v1/records?cursor=*&page_size=10", None),
    "a batch": ("POST", "/v1/records/batch", {"ids": IDS[:201]}),
    "a search": ("POST", "/v1/search", {"page_size": 201}),
    "all values": ("GET", "/v1/facets/creator?page_size=201", None),
}


@pytest.mark.parametrize("shape", BULKY)
def test_bulk_has_turns_of_its_own(crowded: Flask, shape: str) -> None:
    client = crowded.test_client()
    method, path, body = BULKY[shape]

    def asked() -> int:
        return client.open(path, method=method, json=body).status_code

    with taken(crowded, BULK):
        assert asked() == 503
        assert client.get("/v1/records?page_size=200").status_code == 200
        assert client.post("/v1/records/batch", json={"ids": IDS[:200]}).status_code == 200
    with taken(crowded, INTERACTIVE):
        assert asked() == 200
    assert asked() == 200


def test_turns_are_given_back_however_a_request_ends(crowded: Flask) -> None:
    client = crowded.test_client()
    for _ in range(3):
        assert client.get("/v1/records/made:99").status_code == 404
        assert client.get("/v1/records/made:4").status_code == 410
        assert client.get("/v1/records?page=999&page_size=1000").status_code == 400
        assert client.get("/v1/records/made:1").status_code == 200


def test_those_sent_away_are_counted(crowded: Flask) -> None:
    with taken(crowded, INTERACTIVE):
        crowded.test_client().get("/v1/records?q=counted")
    text = crowded.test_client().get("/metrics").get_data(as_text=True)
    assert 'wenmai_shed_total{class="interactive",key="no"} 1.0' in text


def test_the_turns_are_told_as_they_are_set(client: FlaskClient, filled: Settings, crowded: Flask) -> None:
    def told(one: FlaskClient) -> dict[str, int]:
        return {limit["name"]: limit["value"] for limit in one.get("/v1/limits").get_json()["limits"]}

    assert told(client)["turns"] == filled.turns.interactive
    assert (told(crowded.test_client())["turns"], told(crowded.test_client())["turns_waiting"]) == (1, 0)


def test_turns_are_a_setting() -> None:
    def read(value: str) -> Turns:
        return Settings.from_env({"WENMAI_TURNS": value}).turns

    assert read("") == Turns()
    assert read("3 interactive, 2 bulk, 5 waiting, 2 s") == Turns(3, 2, 5, 2)
    assert read("0 waiting") == replace(Turns(), waiting=0)
    for wrong in ("3", "0 interactive", "0 bulk", "99 s", "0 s", "3 interactive 2 bulk", "x waiting", ","):
        with pytest.raises(SettingsError, match="WENMAI_TURNS"):
            read(wrong)


def test_threads_are_left_for_what_needs_no_turn(app: Flask) -> None:
    """However many have a turn or wait for one."""
    (threads,) = [option.default for option in serve.params if option.name == "threads"]
    assert app.extensions["wenmai"].turns.most_held < threads


@pytest.mark.slow
def test_health_is_told_and_nobody_hangs_while_far_too_much_is_asked(tmp_path: Path) -> None:
    chosen = nodes.settings(tmp_path / "node")
    nodes.fill(chosen)
    (tmp_path / "metrics").mkdir()
    with (
        served(chosen, tmp_path / "metrics", workers=1, threads=16, WENMAI_TURNS="1 interactive, 2 waiting") as port,
        ThreadPoolExecutor(33) as threads,
    ):
        asked = [threads.submit(ask, port, f"/v1/records?q=%E6%9C%88+{n}&facets=type,region") for n in range(600)]
        well = [threads.submit(ask, port, "/healthz") for _ in range(20)]
        found = [one.result(60) for one in asked]
        assert {one.result(60)[0] for one in well} == {200}
    assert {status for status, _, _ in found} == {200, 503}
    assert all("retry-after" in headers for status, headers, _ in found if status == 503)
