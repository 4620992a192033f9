"""Every route with every status it may answer: readable by browsers, a problem where it is one, and what is left told.

The statuses are brought about for real: by what is asked, by limits that are used up, by a store or an engine that is
not there, by a fault put into the application.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass, field, replace
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from api import create_app
from records.jobs import JobWish
from records.store import Store
from settings import Settings
from tests.http import nodes

EXPOSED = (
    "Link",
    "ETag",
    "RateLimit",
    "RateLimit-Policy",
    "Retry-After",
    "X-Request-Id",
    "X-Request-Cost",
    "X-RateLimit-Limit",
    "X-RateLimit-Remaining",
    "X-RateLimit-Reset",
    "X-Api-Key-Status",
)
UNCOUNTED = ("/healthz", "/readyz", "/metrics")
FREE = ("/v1/limits", "/v1/me", "/assets/0/portal.css", "/embed/theme.css?accent=2f6f4f", "/widgets/v1/wenmai.js")
WISH = {"name": "Walks", "contact": "dev@example.org", "purpose": "An app."}
JSON = {"content_type": "application/json"}

GETS = (
    "/v1/records",
    "/v1/records/made:1",
    "/v1/records/made:1/similar",
    "/v1/records/made:1/history",
    "/v1/facets/type",
    "/v1/suggest?q=yue",
    "/v1/network?field=subject",
    "/v1/regions",
    "/v1/regions/110000",
    "/v1/aggregate?by=type",
    "/v1/categories",
    "/v1/categories/heritage",
    "/v1/periods",
    "/v1/periods/tang",
    "/v1/datasets",
    "/v1/datasets/made",
    "/v1/changes",
    "/v1/export?dataset=made",
    f"/v1/exports/{nodes.EXPORTED}",
    f"/v1/exports/{nodes.EXPORTED}/file",
    f"/exports/{nodes.EXPORTED}",
    "/v1/schema.json",
    "/v1/columns.json",
    "/dumps/",
    "/dumps/latest/manifest.json",
    "/v1/fields",
    "/v1/limits",
    "/v1/status",
    "/v1/stats",
    "/v1/hot",
    "/v1/me",
    "/opensearch.xml",
    "/openapi.yaml",
    "/openapi.json",
    "/docs",
    "/developers",
    "/",
    "/search",
    "/values/type",
    "/categories",
    "/datasets",
    "/charts",
    "/widgets",
    "/venues",
    "/events",
    "/policies",
    "/services",
    "/records/made:1",
    "/robots.txt",
    "/sitemap.xml",
    "/sitemap/0.xml",
    "/assets/0/portal.css",
    "/embed/records",
    "/embed/records/made:1",
    "/embed/search",
    "/embed/chart?by=type",
    "/embed/theme.css?accent=2f6f4f",
    "/oembed?url=/search",
    "/widgets/v1/wenmai.js",
    *UNCOUNTED,
)
POSTS: dict[str, Any] = {
    "/v1/search": {},
    "/v1/aggregate": {"by": ["type"]},
    "/v1/records/batch": {"ids": ["made:1"]},
    "/v1/network": {"field": "subject"},
    "/v1/keys": WISH,
    "/v1/exports": {"q": "every status"},
}
GOOD = {"/v1/keys": 201, "/v1/exports": 202}
"""The good status of a POST, where it is not 200."""

WAITING = "export-wait2wait2wait2w"
"""A job that nobody has taken up."""

UNCHANGED = (
    "/v1/records",
    "/v1/records/made:1",
    "/v1/facets/type",
    "/v1/aggregate?by=type",
    "/v1/network?field=subject",
    "/v1/datasets",
    "/v1/limits",
    "/openapi.yaml",
)


@dataclass(frozen=True)
class Case:
    """What is asked of which node, and the status it must come to."""

    status: int
    path: str
    method: str = "GET"
    node: str = "whole"
    more: dict[str, Any] = field(default_factory=dict)

    def __str__(self) -> str:
        return f"{self.status} {self.method} {self.path} {self.node}"

    def asked(self, client: FlaskClient, publishable: str = "") -> TestResponse:
        headers = {"Origin": "https://example.org", **self.more.get("headers", {})}
        if headers.get("X-Api-Key") == PUBLISHABLE:
            headers["X-Api-Key"] = publishable
        return client.open(self.path, method=self.method, **{**self.more, "headers": headers})


PUBLISHABLE = "the publishable key, from a page it is not bound to"


def _with(path: str, more: str) -> str:
    return f"{path}{'&' if '?' in path else '?'}{more}"


def _key(text: str) -> dict[str, Any]:
    return {"headers": {"X-Api-Key": text}}


CASES = [
    *(Case(200, path) for path in GETS),
    *(Case(GOOD.get(path, 200), path, "POST", more={"json": body}) for path, body in POSTS.items()),
    Case(206, f"/v1/exports/{nodes.EXPORTED}/file", more={"headers": {"Range": "bytes=0-9"}}),
    Case(304, f"/v1/exports/{nodes.EXPORTED}/file", more={"headers": {"If-None-Match": "*"}}),
    Case(416, f"/v1/exports/{nodes.EXPORTED}/file", more={"headers": {"Range": "bytes=99999999-"}}),
    Case(403, f"/v1/exports/{nodes.EXPORTED}", "DELETE"),
    Case(409, f"/v1/exports/{WAITING}/file"),
    *(Case(404, f"/v1/exports/{name}") for name in ("nosuch", "export-aaaaaaaaaaaaaaaa", "nosuch/file")),
    *(Case(304, path, more={"headers": {"If-None-Match": "*"}}) for path in UNCHANGED),
    Case(301, "/v1/records/made:5"),
    Case(301, "/records/made:5"),
    Case(303, "/search?q="),
    Case(410, "/records/made:4"),
    Case(503, "/search", node="engineless"),
    Case(302, "/problems/withdrawn"),
    *(Case(400, _with(path, "nosuch=1")) for path in GETS),
    *(Case(400, path, "POST", more={"data": "{", **JSON}) for path in POSTS),
    *(Case(401, path, more=_key("wenmai_sk_x")) for path in GETS if path not in UNCOUNTED),
    *(Case(401, path, "POST", more={"json": body, **_key("wenmai_sk_x")}) for path, body in POSTS.items()),
    *(Case(404, path) for path in ("/nope", "/v1/nope", "/v1/records/made:99", "/v1/facets/nope", "/v1/regions/nope")),
    *(Case(405, path, "PATCH") for path in (*GETS, *POSTS)),
    *(Case(406, path, more={"headers": {"Accept": "text/turtle"}}) for path in ("/v1/records", "/v1/suggest?q=yue")),
    Case(406, "/v1/network?field=subject", more={"headers": {"Accept": "text/turtle"}}),
    Case(406, "/v1/network", "POST", more={"json": {"field": "subject"}, "headers": {"Accept": "text/turtle"}}),
    Case(503, "/v1/network?field=subject", node="engineless"),
    *(Case(410, f"/v1/records/made:4{more}") for more in ("", "/similar")),
    *(Case(413, path, "POST", more={"data": b"x" * 1_100_000, **JSON}) for path in POSTS),
    *(Case(415, path, "POST", more={"data": "{}"}) for path in POSTS),
    *(Case(429, path, node="spent") for path in (*GETS, "/nope") if path not in (*UNCOUNTED, *FREE)),
    *(Case(429, path, "POST", "spent", {"json": body}) for path, body in POSTS.items()),
    *(Case(403, path, more=_key(PUBLISHABLE)) for path in GETS if path not in UNCOUNTED),
    Case(429, "/v1/me", node="spent", more=_key("wenmai_sk_x")),
    *(Case(500, path, node="broken") for path in GETS),
    *(Case(500, path, "POST", "broken", {"json": body}) for path, body in POSTS.items()),
    *(
        Case(503, f"/v1/{path}", node="engineless")
        for path in ("records", "records/made:1", "facets/type", "suggest?q=y", "aggregate?by=type", "export")
    ),
    Case(503, "/readyz", node="engineless"),
    Case(503, "/v1/search", "POST", "engineless", {"json": {}}),
    *(Case(503, path, node="storeless") for path in ("/v1/datasets", "/v1/changes", "/v1/records/made:1/history")),
    Case(503, "/v1/keys", "POST", "storeless", {"json": WISH}),
    Case(503, "/v1/exports", "POST", "storeless", {"json": {}}),
    Case(503, "/v1/exports", "POST", "engineless", {"json": {}}),
    *(Case(503, f"/v1/exports/{nodes.EXPORTED}{more}", node="storeless") for more in ("", "/file")),
    Case(503, f"/exports/{nodes.EXPORTED}", node="storeless"),
    Case(404, "/exports/export-aaaaaaaaaaaaaaaa"),
]


def _break(app: Flask) -> None:
    """Every view fails as nobody foresaw."""

    def fail(**_: Any) -> None:
        raise RuntimeError("the words of a cause")

    for name in app.view_functions:
        app.view_functions[name] = fail


@pytest.fixture(scope="module")
def opened(filled: Settings, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[str], FlaskClient]]:
    """The nodes by their names, each opened once; what is written goes to a store of the test's own."""
    folder = tmp_path_factory.mktemp("store")
    for path in filled.data.glob("records.db*"):
        shutil.copy(path, folder)
    own: dict[str, Any] = {"database_url": f"sqlite:///{folder}/records.db", "limits": True}
    with closing(Store.open(own["database_url"])) as store:
        store.jobs.make(JobWish({}, "http://localhost", "nobody", 1, 1), job_id=WAITING)
    limited = replace(filled, **own, tiers=nodes.settings(folder, **nodes.PLENTY).tiers)
    spent = Settings.from_env({"WENMAI_LIMIT_ANONYMOUS": "1/5 minutes, 1/hour, 1/day"}).tiers
    (folder / "file").write_text("")
    kinds = {
        "whole": limited,
        "spent": replace(limited, tiers=spent),
        "broken": limited,
        "engineless": replace(limited, engine_url=f"tantivy:{folder}/nothing"),
        "storeless": replace(limited, database_url=f"sqlite:///{folder}/file/records.db"),
    }
    apps: dict[str, Flask] = {}

    def one(kind: str) -> FlaskClient:
        if kind not in apps:
            apps[kind] = create_app(kinds[kind])
            if kind == "broken":
                _break(apps[kind])
            if kind == "spent":
                apps[kind].test_client().get("/v1/fields")
        return apps[kind].test_client()

    yield one
    for app in apps.values():
        app.extensions["wenmai"].close()


@pytest.fixture(scope="module")
def publishable(opened: Callable[[str], FlaskClient]) -> str:
    """A key bound to a page that no case comes from."""
    wish = {**WISH, "kind": "publishable", "origins": ["https://walks.example.org"]}
    text: str = opened("whole").post("/v1/keys", json=wish).get_json()["key"]
    return text


@pytest.mark.parametrize("case", CASES, ids=str)
def test_it_is_readable_and_tells_all_it_should(
    opened: Callable[[str], FlaskClient], publishable: str, case: Case
) -> None:
    response = case.asked(opened(case.node), publishable)
    assert response.status_code == case.status, response.get_data(as_text=True)[:500]
    headers = response.headers
    assert headers.getlist("Access-Control-Allow-Origin") == ["*"]
    assert {one.strip() for one in headers["Access-Control-Expose-Headers"].split(",")} >= set(EXPOSED)
    assert headers["X-Request-Id"]
    if case.status >= 400:
        assert headers["Content-Type"] == "application/problem+json"
        body = response.get_json(force=True)
        assert (body["status"], body["request_id"]) == (case.status, headers["X-Request-Id"])
        assert body["detail"]
        assert "the words of a cause" not in str(body)
    if case.status in (409, 429, 503):
        assert int(headers["Retry-After"]) >= 1
    counted = case.path.split("?")[0] not in UNCOUNTED or case.status == 405
    assert [name in headers for name in EXPOSED if "Rate" in name or "Cost" in name] == [counted] * 6
    if counted:
        assert len(headers.getlist("RateLimit")) == 1
        assert int(headers["X-RateLimit-Remaining"]) >= 0


def test_no_route_is_left_out(opened: Callable[[str], FlaskClient]) -> None:
    """Each GET and POST of the spec is among the cases; `rotate_key` needs a key, and is asked in test_keys."""
    paths = opened("whole").get("/openapi.json").get_json()["paths"]
    rules = opened("whole").application.url_map.bind("localhost")
    asked = {
        rules.match(case.path.split("?")[0], case.method)[0] for case in CASES if case.status in (200, 201, 202, 302)
    }
    told = {methods[name]["operationId"] for methods in paths.values() for name in ("get", "post") if name in methods}
    assert told - {endpoint.split(".")[-1] for endpoint in asked} == {"rotate_key"}
