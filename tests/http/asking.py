"""How tests read answers."""

from __future__ import annotations

from typing import Any

from flask.testing import FlaskClient
from werkzeug.test import TestResponse


def get(client: FlaskClient, path: str, **query: Any) -> Any:
    """The JSON of a good answer."""
    response = client.get(path, query_string=query or None)
    assert response.status_code == 200, response.get_data(as_text=True)[:500]
    return response.get_json()


def problem(response: TestResponse, status: int, kind: str) -> Any:
    """The JSON of a problem, after its shape was looked at."""
    assert response.status_code == status, response.get_data(as_text=True)[:500]
    assert response.content_type == "application/problem+json"
    body = response.get_json(force=True)
    assert body["type"] == f"/problems/{kind}"
    assert body["status"] == status
    assert body["title"]
    assert body["detail"]
    assert body["request_id"] == response.headers["X-Request-Id"]
    return body


def faults(response: TestResponse) -> dict[str, Any]:
    """What a 400 says of each parameter."""
    body = problem(response, 400, "bad-parameter")
    return {fault["parameter"]: fault for fault in body["errors"]}


def ids(answer: Any) -> list[str]:
    return [record["id"] for record in answer["records"]]
