"""Dumps over HTTP: listed, told of by a manifest, fetched whole or in ranges."""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from api import create_app
from tests.http import nodes
from tests.http.asking import get, problem


def fetched(client: FlaskClient, path: str, **headers: str) -> TestResponse:
    """Read to its end and closed, as a server does."""
    return client.get(path, headers={name.replace("_", "-"): value for name, value in headers.items()}, buffered=True)


@pytest.fixture(scope="module")
def dumping(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    chosen = nodes.settings(tmp_path_factory.mktemp("dumped"))
    nodes.fill(chosen)
    nodes.dump(chosen)
    app = create_app(chosen)
    yield app
    app.extensions["wenmai"].close()


@pytest.fixture
def client(dumping: Flask) -> FlaskClient:
    return dumping.test_client()


def manifest(client: FlaskClient) -> Any:
    return json.loads(fetched(client, "/dumps/latest/manifest.json").get_data())


def test_a_dump_is_listed_with_its_manifest(client: FlaskClient) -> None:
    (one,) = get(client, "/dumps/")["dumps"]
    assert one["rows"] == get(client, "/v1/records?page_size=0")["total"]["value"]
    told = json.loads(fetched(client, one["links"]["manifest"]).get_data())
    assert told["id"] == one["id"]
    poems = next(found for found in told["datasets"] if found["id"] == "classical-poems")
    assert poems["licence"].startswith("https://creativecommons.org/")
    assert get(client, "/dumps") == get(client, "/dumps/") | {"links": {"self": "http://localhost/dumps"}}


def test_a_file_is_what_the_manifest_says(client: FlaskClient) -> None:
    told = manifest(client)
    for file in told["datasets"][0]["files"]:
        response = fetched(client, f"/dumps/{told['id']}/{file['name']}", Accept_Encoding="gzip")
        assert response.status_code == 200
        assert "Content-Encoding" not in response.headers
        assert hashlib.sha256(response.get_data()).hexdigest() == file["sha256"]


def test_a_download_goes_on_by_ranges(client: FlaskClient) -> None:
    path = f"/dumps/latest/{manifest(client)['datasets'][0]['files'][0]['name']}"
    whole = fetched(client, path)
    tag, body = whole.headers["ETag"], whole.get_data()
    assert not tag.startswith("W/")
    assert whole.headers["Accept-Ranges"] == "bytes"
    rest = fetched(client, path, Range="bytes=100-", If_Range=tag)
    assert (rest.status_code, rest.headers["Content-Range"]) == (206, f"bytes 100-{len(body) - 1}/{len(body)}")
    assert rest.get_data() == body[100:]
    assert fetched(client, path, Range="bytes=100-", If_Range='"other"').get_data() == body
    problem(fetched(client, path, Range="bytes=99999999-"), 416, "range-not-satisfiable")
    assert fetched(client, path, Range=f"bytes=-{len(body) + 1}").get_data() == body
    problem(fetched(client, path, If_Match='"other"'), 412, "precondition-failed")
    assert fetched(client, path, If_None_Match=tag).status_code == 304


@pytest.mark.parametrize(
    "path",
    [
        "/dumps/20200101T000000Z/manifest.json",
        "/dumps/latest/nosuch.parquet",
        "/dumps/latest/..%2F..%2Frecords.db",
        "/dumps/latest/..",
        "/dumps/..%2F/secret",
        "/dumps/.lock/x.parquet",
        f"/dumps/latest/{'x' * 300}.gz",
    ],
)
def test_nothing_else_is_given_away(client: FlaskClient, path: str) -> None:
    problem(client.get(path), 404, "not-found")


def test_turns_of_downloads_are_given_back(client: FlaskClient, dumping: Flask) -> None:
    for _ in range(10):
        for path in ("/dumps/latest/manifest.json", "/dumps/latest/nosuch.parquet", "/dumps/latest/made.parquet"):
            assert fetched(client, path).status_code in (200, 404)
            client.head(path, buffered=True)
            fetched(client, path, Range="bytes=5-9")
            fetched(client, path, Range="bytes=99999999-")
    held = [client.get("/dumps/latest/made.parquet", buffered=False) for _ in range(4)]
    problem(client.get("/dumps/latest/made.parquet"), 503, "overloaded")
    for one in held:
        one.close()
    assert fetched(client, "/dumps/latest/made.parquet").status_code == 200


def test_what_may_be_another_file_tomorrow_is_not_kept(client: FlaskClient) -> None:
    dump = manifest(client)["id"]
    kept = {
        place: fetched(client, f"/dumps/{place}/made.parquet").headers["Cache-Control"] for place in ("latest", dump)
    }
    assert "no-cache" in kept["latest"]
    assert "max-age=86400" in kept[dump]


def test_a_dump_that_goes_away_meanwhile_is_passed_over(tmp_path: Path) -> None:
    chosen = nodes.settings(tmp_path)
    (chosen.dumps / "20260101T000000Z").mkdir(parents=True)
    app = create_app(chosen)
    assert get(app.test_client(), "/dumps/")["dumps"] == []
    problem(app.test_client().get("/dumps/latest/manifest.json"), 404, "not-found")
    app.extensions["wenmai"].close()


def test_a_dump_that_is_being_made_is_not_seen(tmp_path: Path) -> None:
    chosen = nodes.settings(tmp_path)
    (chosen.dumps / "20260101T000000Z.making").mkdir(parents=True)
    app = create_app(chosen)
    client = app.test_client()
    assert get(client, "/dumps/")["dumps"] == []
    problem(client.get("/dumps/latest/manifest.json"), 404, "not-found")
    problem(client.get("/dumps/20260101T000000Z.making/manifest.json"), 404, "not-found")
    app.extensions["wenmai"].close()


def test_one_of_some_data_sets_is_listed_as_such_and_never_the_latest(tmp_path: Path) -> None:
    chosen = nodes.settings(tmp_path)
    nodes.fill(chosen)
    nodes.dump(chosen)
    nodes.dump(chosen, "made")
    app = create_app(chosen)
    client = app.test_client()
    some, every = get(client, "/dumps/")["dumps"]
    assert (some["datasets_asked"], "datasets_asked" in every) == (["made"], False)
    assert manifest(client)["id"] == every["id"]
    assert json.loads(fetched(client, some["links"]["manifest"]).get_data())["id"] == some["id"]
    shutil.rmtree(chosen.dumps / every["id"])
    problem(client.get("/dumps/latest/manifest.json"), 404, "not-found")
    app.extensions["wenmai"].close()
