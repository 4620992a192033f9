"""Security headers: on every answer, whatever its status; a page's own policy stands; HSTS only over https."""

from __future__ import annotations

from dataclasses import replace

import pytest
from flask import Response
from flask.testing import FlaskClient

from api import create_app
from settings import Settings

EXPECTED = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "strict-origin-when-cross-origin",
    "Cross-Origin-Resource-Policy": "cross-origin",
}

ANSWERS = {
    "/v1/records?page_size=1": 200,
    "/v1/records/made:5": 301,
    "/v1/records?nosuch=1": 400,
    "/nope": 404,
    "/v1/records/made:4": 410,
    "/docs": 200,
    "/": 200,
    "/openapi.yaml": 200,
    "/healthz": 200,
    "/metrics": 200,
}


def careful(headers: dict[str, str]) -> None:
    for name, value in EXPECTED.items():
        assert headers[name] == value
    assert "default-src 'none'" in headers["Content-Security-Policy"]
    assert "frame-ancestors" in headers["Content-Security-Policy"]
    assert "unsafe-eval" not in headers["Content-Security-Policy"]
    assert "geolocation=()" in headers["Permissions-Policy"]
    assert "X-Frame-Options" not in headers
    assert "Server" not in headers


@pytest.mark.parametrize("path", ANSWERS)
def test_every_answer_tells_browsers_to_be_careful(client: FlaskClient, path: str) -> None:
    response = client.get(path)
    assert response.status_code == ANSWERS[path]
    careful(dict(response.headers))
    for name in EXPECTED:
        assert len(response.headers.getlist(name)) == 1


def test_so_does_one_that_has_no_body(client: FlaskClient) -> None:
    tag = client.get("/v1/records?page_size=1").headers["ETag"]
    careful(dict(client.get("/v1/records?page_size=1", headers={"If-None-Match": tag}).headers))
    asked = {"Origin": "https://example.org", "Access-Control-Request-Method": "GET"}
    careful(dict(client.options("/v1/records", headers=asked).headers))
    careful(dict(client.head("/v1/records").headers))
    careful(dict(client.delete("/v1/records").headers))


def test_a_page_that_is_meant_to_be_framed_can_say_so(filled: Settings) -> None:
    app = create_app(filled)
    policy = "default-src 'none'; frame-ancestors *"
    app.add_url_rule("/framed", "framed", lambda: Response("x", headers={"Content-Security-Policy": policy}))
    headers = app.test_client().get("/framed").headers
    assert headers.getlist("Content-Security-Policy") == [policy]
    app.extensions["wenmai"].close()


def test_https_is_asked_for_only_where_it_is_known(client: FlaskClient, filled: Settings) -> None:
    name = "Strict-Transport-Security"
    assert name not in client.get("/healthz").headers
    assert "max-age=" in client.get("/healthz", base_url="https://localhost").headers[name]
    for base, told in (("https://data.example.org", True), ("http://data.example.org", False)):
        app = create_app(replace(filled, base_url=base))
        assert (name in app.test_client().get("/healthz").headers) is told
        app.extensions["wenmai"].close()
