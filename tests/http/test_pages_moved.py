"""Addresses that people try: with a slash behind them, or by what is on the page."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from tests.http import pages


@pytest.mark.parametrize(
    ("path", "there"),
    [
        ("/search/", "/search"),
        ("/search/?lang=en&q=moon", "/search?lang=en&q=moon"),
        ("/records", "/search"),
        ("/records/", "/search"),
        ("/records?type=site", "/search?type=site"),
        ("/events/", "/events"),
        ("/values/region/", "/values/region"),
    ],
)
@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_they_lead_to_the_page(client: FlaskClient, path: str, there: str, method: str) -> None:
    response = client.open(path, method=method, headers=pages.BROWSER)
    assert (response.status_code, response.headers["Location"]) == (301, there)
    assert client.get(there, headers=pages.BROWSER).status_code == 200


@pytest.mark.parametrize("path", ["/nothing/", "/nothing", "/v1/records/", "/records/no:such/x/", "/embed/"])
def test_what_is_nowhere_stays_so(client: FlaskClient, path: str) -> None:
    assert client.get(path, headers=pages.BROWSER).status_code == 404


def test_nothing_is_sent_elsewhere(client: FlaskClient) -> None:
    assert client.post("/search/", headers=pages.BROWSER).status_code in (404, 405)
