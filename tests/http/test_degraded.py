"""Parts that are down: reading goes on without the store, kept answers without the engine; nothing leaks its cause."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from api import create_app
from settings import Settings
from tests.http import nodes, pages
from tests.http.asking import faults, get, problem


@pytest.fixture
def storeless(filled: Settings, tmp_path: Path) -> FlaskClient:
    """A node whose database cannot be reached."""
    (tmp_path / "file").write_text("")
    return create_app(replace(filled, database_url=f"sqlite:///{tmp_path}/file/records.db")).test_client()


@pytest.fixture
def engineless(filled: Settings, tmp_path: Path) -> FlaskClient:
    """A node that has no index yet."""
    return create_app(replace(filled, engine_url=f"tantivy:{tmp_path}/nothing")).test_client()


def test_reading_goes_on_without_the_store(storeless: FlaskClient) -> None:
    for path in (
        "/v1/records?q=月&facets=dataset",
        "/v1/records/made:1",
        "/v1/regions",
        "/v1/facets/type",
        "/readyz",
        "/v1/limits",
    ):
        assert storeless.get(path).status_code == 200, path
    problem(storeless.get("/v1/records/made:4"), 410, "withdrawn")
    assert storeless.get("/v1/records/made:5").status_code == 301
    assert storeless.get("/v1/status").get_json()["store"] == {"ok": False}


@pytest.mark.parametrize("path", ["/v1/records/made:1/history", "/v1/datasets", "/v1/datasets/made"])
def test_what_needs_the_store_says_so(storeless: FlaskClient, path: str) -> None:
    for _ in range(2):
        response = storeless.get(path)
        body = problem(response, 503, "store-unavailable")
        assert response.headers["Retry-After"]
        assert response.headers["Access-Control-Allow-Origin"] == "*"
        assert "sqlite" not in str(body).lower()


def test_the_datasets_outlive_the_store(filled: Settings, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    copied = tmp_path / "copied"
    shutil.copytree(filled.data, copied)
    app = create_app(nodes.settings(copied))
    before = get(app.test_client(), "/v1/datasets")
    app.extensions["wenmai"].store.close()
    (copied / "records.db").write_bytes(b"not a database" * 1000)
    monkeypatch.setattr("api.node.FRESH_S", 0.0)
    assert get(app.test_client(), "/v1/datasets") == before
    app.extensions["wenmai"].close()


@pytest.mark.parametrize(
    "path",
    [
        "/v1/records",
        "/v1/records/made:1",
        "/v1/records/made:1/similar",
        "/v1/facets/type",
        "/v1/suggest?q=a",
        "/v1/regions",
    ],
)
def test_without_an_engine_there_is_a_503_that_asks_to_come_back(engineless: FlaskClient, path: str) -> None:
    response = engineless.get(path)
    body = problem(response, 503, "engine-unavailable")
    assert int(response.headers["Retry-After"]) > 0
    assert response.headers["Access-Control-Allow-Origin"] == "*"
    assert "tantivy" not in str(body)
    assert str(engineless.application.extensions["wenmai"].settings.data) not in str(body)


def test_without_an_engine_the_rest_still_answers(engineless: FlaskClient) -> None:
    for path in (
        "/healthz",
        "/v1/fields",
        "/v1/limits",
        "/docs",
        "/openapi.yaml",
        "/metrics",
        "/v1/records/made:1/history",
    ):
        assert engineless.get(path).status_code == 200, path
    assert problem(engineless.get("/readyz"), 503, "not-ready")["missing"] == "build"
    assert engineless.get("/v1/status").get_json()["engine"]["ok"] is False
    assert engineless.get("/v1/datasets").get_json()["datasets"][0]["count"] is None


def test_a_page_without_an_engine_leads_to_what_needs_none(engineless: FlaskClient) -> None:
    page = pages.read(engineless.get("/search?lang=en", headers=pages.BROWSER))
    ways = [one.attributes["href"] for one in page.all("a") if "section" in one.of]
    assert ways == ["/search?lang=en", "/datasets?lang=en", "/developers?lang=en", "/docs?lang=en", "/dumps/"]
    for way in ways[1:]:
        assert engineless.get(way, headers=pages.BROWSER).status_code == 200, way


def test_a_bad_question_is_told_even_without_an_engine(engineless: FlaskClient) -> None:
    assert "tpye" in faults(engineless.get("/v1/records?tpye=site"))
    problem(engineless.get("/v1/records?page=999&page_size=1000"), 400, "beyond-window")


def _broken(folder: Path) -> tuple[Flask, Path]:
    found = nodes.following(folder)
    found.put(nodes.record(1))
    return found.app, folder / "index"


def test_kept_answers_are_given_while_the_engine_is_down(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    app, index = _broken(tmp_path)
    client = app.test_client()
    before = client.get("/v1/records?type=artifact")
    index.rename(tmp_path / "away")
    app.extensions["wenmai"].close()
    after = client.get("/v1/records?type=artifact")
    assert after.status_code == 200
    assert after.get_data() == before.get_data()
    assert "stale" in after.headers["Cache-Status"]
    problem(client.get("/v1/records?type=site"), 503, "engine-unavailable")
    (tmp_path / "away").rename(index)
    monkeypatch.setattr("api.node.AGAIN_S", 0.0)
    assert client.get("/v1/records?type=site").status_code == 200
    app.extensions["wenmai"].close()


def test_an_unforeseen_error_is_a_problem_that_tells_nothing(
    filled: Settings, capfd: pytest.CaptureFixture[str]
) -> None:
    app = create_app(filled)

    def fail() -> None:
        raise RuntimeError("password is hush")

    app.add_url_rule("/fail", "fail", fail)
    response = app.test_client().get("/fail", headers={"X-Request-Id": "a-failing-request"})
    body = problem(response, 500, "internal")
    assert "hush" not in str(body)
    assert response.headers["Access-Control-Allow-Origin"] == "*"
    (line,) = [one for one in capfd.readouterr().err.splitlines() if '"failed"' in one]
    assert "a-failing-request" in line
    assert "RuntimeError" in line
