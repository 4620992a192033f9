"""The page of an export job: where its citation leads, in every state, and what it says is what the API tells."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import orjson
import pytest
from flask import Flask
from flask.testing import FlaskClient

from api import create_app
from records.jobs import Claim, Job, JobWish
from settings import Settings
from tests.http import nodes, pages
from tests.http.asking import get, problem

LANGUAGES = ("zh-Hans", "zh-Hant", "en")
LEASE = timedelta(seconds=30)
ASKED: dict[str, Any] = {"q": "月", "filter": {"type": ["literary-work"], "year_to": 907}, "format": "csv"}
STATES = ("waiting", "running", "done", "failed", "cancelled", "expired")
FACTS = {"en": ("Asked for", "Finished", "Checksum (SHA-256)", "As of"), "zh-Hans": ("申请时间", "校验和（SHA-256）")}


@pytest.fixture
def own(filled: Settings, tmp_path: Path) -> Iterator[Flask]:
    """The filled node with a store and exports of its own."""
    app = create_app(replace(filled, data=tmp_path, database_url=f"sqlite:///{tmp_path}/records.db"))
    for one in nodes.sample_datasets():
        app.extensions["wenmai"].store.put_dataset(one)
    yield app
    app.extensions["wenmai"].close()


def job(app: Flask, asked: dict[str, Any] | None = None, at: datetime | None = None) -> Job:
    wish = JobWish(ASKED if asked is None else asked, "http://localhost", "nobody", 1_234, 5)
    found: Job = app.extensions["wenmai"].store.jobs.make(wish, at=at)[0]
    return found


def brought_to(app: Flask, state: str) -> Job:
    """A job that came to stand so in the way that jobs do."""
    queue = app.extensions["wenmai"].store.jobs
    found = job(app)
    if state in ("done", "expired"):
        nodes.work_all(app)
    if state == "expired":
        queue.expire(at=datetime.now(UTC) + timedelta(days=8))
    if state == "cancelled":
        queue.cancel(found.id)
    if state in ("running", "failed"):
        claim: Claim = queue.take("a", LEASE)
        assert queue.begun(claim, 1_234, 5, relaxed=False)
        assert queue.renew(claim, LEASE, 617)
        assert state != "failed" or queue.fail(claim, "the disk of this node is full")
    told = get(app.test_client(), f"/v1/exports/{found.id}")
    assert told["state"] == state
    return found


def seen(app: Flask, one: Job | str, lang: str = "en") -> pages.Page:
    return pages.get(app.test_client(), f"/exports/{one if isinstance(one, str) else one.id}", lang=lang)


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("state", STATES)
def test_every_state_has_a_page(own: Flask, state: str, lang: str) -> None:
    one = brought_to(own, state)
    page = seen(own, one, lang)
    text = page.text
    assert page.one("html").attributes["lang"] == lang
    assert one.id in text
    assert page.one("meta", name="robots").attributes["content"] == "noindex"
    told = get(own.test_client(), f"/v1/exports/{one.id}", lang=lang)
    has_file = f"/v1/exports/{one.id}/file" in page.links()
    assert has_file == (state == "done")
    assert bool(page.all("p", id="citation")) == (state in ("done", "expired"))
    # The language menu leads to this very page too.
    here = [link for link in page.links() if link == f"/exports/{one.id}?lang={lang}"]
    assert len(here) == 1 + (state in ("waiting", "running"))
    assert bool(page.all("progress")) == (state == "running")
    if "citation" in told:
        assert page.one("p", id="citation").inside == told["citation"]["gbt7714"]
        assert page.one("pre", id="bibtex").inside == told["citation"]["bibtex"].strip()
        assert told["sha256"] in text
    assert not [word for word in ("{", "None", "export.") if word in page.one("h1").inside]


def test_the_citation_leads_to_the_page_and_page_and_api_to_each_other(own: Flask) -> None:
    client, one = own.test_client(), brought_to(own, "done")
    told = client.get(f"/v1/exports/{one.id}")
    there, api = f"http://localhost/exports/{one.id}", f"/v1/exports/{one.id}"
    assert told.headers["Link"] == f'<{there}>; rel="alternate cite-as"; type="text/html"'
    assert told.get_json()["links"]["html"] == there
    assert told.get_json()["citation"]["csl"]["URL"] == there
    assert client.get(f"/v1/exports/{one.id}/file").headers["Link"] == f'<{there}>; rel="cite-as"'
    response = client.get(f"/exports/{one.id}", headers=pages.BROWSER)
    assert response.headers["Link"] == f'<http://localhost{api}>; rel="alternate"; type="application/json"'
    assert pages.read(response).one("link", rel="alternate", type="application/json").attributes["href"] == api
    assert response.headers["Cache-Control"] == "no-store"


def test_it_tells_what_the_api_tells(own: Flask) -> None:
    one = brought_to(own, "done")
    told, page = get(own.test_client(), f"/v1/exports/{one.id}", lang="en"), seen(own, one)
    text = pages.squeezed(page.text)
    for licence in told["licences"]:
        assert licence["uri"] in page.links()
        assert f"{licence['count']:,} record" in text
    for dataset in told["datasets"]:
        assert f"/search?dataset={dataset['id']}&lang=en" in page.links()
        assert dataset["title"]["en"] in text
    assert f"change {told['as_of']:,}" in text
    assert f"/v1/changes?since={told['as_of']}" in page.links()
    for label in FACTS["en"]:
        assert label in text
    expires = datetime.fromisoformat(told["expires"]) + timedelta(hours=8)
    assert f"{expires:%Y-%m-%d %H:%M} UTC+8" in text
    assert told["file"]["name"] in text
    assert f"{told['file']['bytes'] / 1000:.1f} kB" in text


def test_what_changed_since_can_be_asked(client: FlaskClient) -> None:
    (link,) = [one for one in pages.get(client, f"/exports/{nodes.EXPORTED}").links() if "/v1/changes" in one]
    assert get(client, link)["changes"] == []


def test_what_was_asked_is_told_in_words_and_as_it_was_asked(own: Flask) -> None:
    page = seen(own, brought_to(own, "done"))
    assert page.one("h1").inside == "Words: 月; Type: Literary work; Years · To: 907"
    assert orjson.loads(page.one("pre", id="json").inside) == ASKED
    assert seen(own, job(own, {}), "zh-Hans").one("h1").inside == "全部记录"
    without = seen(own, job(own, {"filter": {"-type": ["venue"]}}), "zh-Hans").one("h1").inside
    assert without == "不含 类型：文化场馆"
    nested = seen(own, job(own, {"q": "山", "filter": {"or": [{"type": ["site"]}, {"dataset": ["made"]}]}}))
    assert nested.one("h1").inside == "Words: 山; Filters: nested, see the JSON below"
    assert not [link for link in nested.links() if link.startswith("/v1/export?")]


def test_the_same_can_be_asked_again_in_every_way_it_tells(own: Flask) -> None:
    client, one = own.test_client(), brought_to(own, "expired")
    page, told = seen(own, one), get(client, f"/v1/exports/{one.id}")
    (stream,) = [link for link in page.links() if link.startswith("/v1/export?")]
    assert client.get(stream).get_data(as_text=True).count("\r\n") == told["count"] + 2
    (search,) = [link for link in page.links() if link.startswith("/search?") and "year_to" in link]
    asked = dict(parse_qsl(urlsplit(search).query))
    assert asked == {"q": "月", "type": "literary-work", "year_to": "907", "lang": "en"}
    assert f"{told['count']}" in re.sub(r"\D", " ", pages.get(client, search).one("p", class_="total").inside).split()
    words = shlex.split(page.one("pre", id="command").inside.replace("\\\n", " "))
    assert words[:4] == ["curl", "-X", "POST", "http://localhost/v1/exports"]
    again = client.post("/v1/exports", data=words[-1], headers={"Content-Type": words[5].partition(": ")[2]})
    assert (again.status_code, again.get_json()["query"]) == (202, told["query"])


def test_a_hostile_question_is_shown_as_text(own: Flask) -> None:
    asked = {"q": "<script>alert(1)</script>'; rm -rf /", "filter": {"creator": ["</pre><b>x"]}}
    page = seen(own, job(own, asked))
    assert not [one for one in page.all("script") if "alert" in one.inside]
    assert not page.all("b")
    assert shlex.split(page.one("pre", id="command").inside.replace("\\\n", " "))[-1] == orjson.dumps(asked).decode()


def test_an_unknown_id_is_told_to_people_and_programs(own: Flask) -> None:
    client = own.test_client()
    for path in ("/exports/export-aaaaaaaaaaaaaaaa", "/exports/nosuch"):
        problem(client.get(path), 404, "not-found")
        response = client.get(path, headers=pages.BROWSER)
        assert response.status_code == 404
        assert pages.read(response).one("h1").inside


def test_why_it_failed_is_told_as_a_detail(own: Flask) -> None:
    page = seen(own, brought_to(own, "failed"), "zh-Hans")
    (why,) = page.all("p", lang="en")
    assert why.inside == "the disk of this node is full"
    assert "details" in why.of


@pytest.mark.parametrize(
    ("count", "told"),
    [(0, "0 B"), (999, "999 B"), (1_000, "1.0 kB"), (1_234_567, "1.2 MB"), (10**9, "1.0 GB"), (10**15, "1000.0 TB")],
)
def test_sizes_are_told_in_the_unit_one_counts_by(count: int, told: str) -> None:
    from api.portal.views.exports import size

    assert size(count) == told
