"""A record's page: every field of it as text, its citations, its forms, what is like it; and nothing of it is run."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from flask.testing import FlaskClient

from api import create_app
from settings import Settings, SettingsError
from tests.http import pages
from tests.http.asking import get
from tests.http.nodes import OPEN, Following, record, sample

BAD = "<script>alert(1)</script>\"onmouseover=\"alert(1)\" 'onfocus='alert(2)' javascript:alert(3)//&lt;b&gt;{{7*191}}"
LINK = "https://example.org/'onmouseover='alert(1)'/%3Cscript%3Ealert(1)%3C/script%3E"
HOSTILE = record(
    66,
    type="event",
    title={"zh-Hans": BAD, "en": BAD, "bo": BAD},
    alternative_titles=[BAD, "javascript:alert(1)"],
    description={"zh-Hans": BAD, "en": BAD},
    text={"zh-Hans": BAD, "en": BAD},
    creators=[{"name": BAD, "role": BAD, "id": BAD}],
    date={"text": BAD, "start": -221, "end": 220},
    periods=["qin"],
    region="110101",
    place={"text": BAD, "lat": 39.9, "lon": 116.4},
    categories=["event/festival"],
    subjects=[BAD, "javascript:alert(1)"],
    materials=[BAD],
    techniques=[BAD],
    languages=[BAD],
    institution={"id": BAD, "name": BAD, "level": "national"},
    level="national",
    designations=[{"scheme": BAD, "level": "national", "number": BAD[:100], "batch": BAD[:100], "year": 1961}],
    event={
        "start": "2026-05-18",
        "end": "2026-08-18",
        "venue": BAD,
        "organiser": BAD,
        "admission": BAD,
        "url": LINK,
        "opening_hours": BAD,
    },
    contact={
        "name": BAD,
        "address": BAD,
        "postcode": "<b>1</b>",
        "phone": BAD,
        "email": "'onx='1'\"@example.org",
        "url": LINK,
        "opening_hours": BAD,
    },
    media=[
        {
            "url": LINK,
            "thumbnail": LINK,
            "type": "image/jpeg",
            "rights": {**OPEN, "attribution": BAD},
            "attribution": BAD,
        }
    ],
    rights={**OPEN, "attribution": BAD},
    identifiers=[{"scheme": BAD, "value": BAD}],
    relations=[{"type": "partOf", "id": "made:1"}, {"type": "about", "id": LINK}],
    source={"name": BAD, "url": LINK, "retrieved": "2026-05-18"},
    extra={BAD: BAD, "list": [BAD, {BAD: [BAD]}], "link": "javascript:alert(1)", "deep": {"a": BAD}},
)


def texts(value: Any) -> Iterator[str]:
    """Every text of a record, and what its own keys are called."""
    if isinstance(value, str):
        yield value
    for key, inner in value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ():
        if isinstance(key, str) and "<" in key:
            yield key
        yield from texts(inner)


def harmless(page: pages.Page) -> None:
    for tag in page.tags:
        assert not [name for name in tag.attributes if name.startswith("on") or name == "style"], tag
        for name in ("href", "src", "action"):
            assert not tag.attributes.get(name, "").strip().lower().startswith(("javascript:", "data:", "vbscript:")), (
                tag
            )
    run = [one for one in page.all("script") if one.attributes.get("type") != "application/ld+json"]
    assert len(run) == 1
    assert not run[0].inside
    assert "1337" not in page.text


@pytest.fixture
def hostile(node: Following) -> FlaskClient:
    """A node where one record holds what attackers write, in every field."""
    node.put(HOSTILE, *(record(number, subjects=[BAD], periods=["qin"], region="110101") for number in range(1, 4)))
    return node.app.test_client()


@pytest.mark.parametrize("lang", ["zh-Hans", "zh-Hant", "en"])
def test_stored_script_is_shown_as_text_in_every_field(hostile: FlaskClient, lang: str) -> None:
    page = pages.get(hostile, "/records/made:66", lang=lang)
    harmless(page)
    seen = pages.squeezed(page.text)
    for text in texts(HOSTILE["extra"]):
        assert pages.squeezed(text) in seen or pages.squeezed(text).replace('"', '\\"') in seen
    told = {
        key: HOSTILE[key]
        for key in HOSTILE
        if key not in ("type", "periods", "region", "categories", "level", "rights", "dataset", "media", "extra")
    }
    links = page.links()
    for text in texts(told):
        if text not in ("national", "partOf", "about", "made:1", "image/jpeg"):
            assert pages.squeezed(text) in seen or text in links, text


@pytest.mark.parametrize(
    "path",
    [
        "/search",
        "/search?show=grid",
        "/search?q=script",
        "/search?q=alert&show=grid",
        "/records/made:1",
        "/",
        "/search?sort=title",
    ],
)
def test_so_is_it_on_every_other_page(hostile: FlaskClient, path: str) -> None:
    for lang in ("zh-Hans", "en"):
        page = pages.get(hostile, f"{path}{'&' if '?' in path else '?'}lang={lang}")
        harmless(page)


@pytest.mark.parametrize("name", ["q", "subject", "creator", "institution", "lang", "sort", "nosuch", "page"])
def test_so_is_what_an_address_says(hostile: FlaskClient, name: str) -> None:
    page = pages.read(hostile.get("/search", query_string={name: BAD}, headers=pages.BROWSER))
    harmless(page)


def test_every_field_of_a_record_is_on_its_page(client: FlaskClient) -> None:
    """Of all records of the sample, each text stands on its page, but ids that are shown by their names."""
    named = ("id", "type", "region", "periods", "categories", "level", "dataset", "languages", "rights")
    for one in list(sample())[::40]:
        page = pages.get(client, f"/records/{one['id']}", lang="zh-Hans")
        seen = pages.squeezed(page.text)
        links = page.links()
        for text in texts({key: value for key, value in one.items() if key not in named}):
            known = pages.squeezed(text) in seen or text in links or text in ("national", "province", "city", "county")
            related = any(f"/records/{text}" in link for link in links)
            relation = text in {each["type"] for each in one.get("relations", ())}
            assert known or related or relation, (one["id"], text)


def test_a_record_is_cited_as_the_api_cites_it(client: FlaskClient) -> None:
    path = "classical-poems:jing-ye-si"
    for lang in ("zh-Hans", "en"):
        page = pages.get(client, f"/records/{path}", lang=lang)
        for name, ending in (("citation", "txt"), ("bibtex", "bib")):
            given = client.get(f"/v1/records/{path}.{ending}?lang={lang}").get_data(as_text=True)
            inside = next(one for one in page.tags if one.attributes.get("id") == name).inside
            assert inside.strip() == given.strip()
            assert f"http://localhost/records/{path}" in inside
            assert "/v1/" not in inside


def test_what_is_json_is_called_so(client: FlaskClient) -> None:
    """A reader who follows the number of a record does not land in braces."""
    page = pages.get(client, "/records/classical-poems:jing-ye-si", lang="en")
    told = [one for one in page.all("a") if "/v1/" in one.attributes["href"] and "type" not in one.attributes]
    assert [one.inside for one in told] == ["History (JSON)"]


def test_every_form_is_linked_and_there(client: FlaskClient) -> None:
    page = pages.get(client, "/records/classical-poems:jing-ye-si")
    forms = [one for one in page.all("a") if "type" in one.attributes]
    assert len(forms) == 8
    for one in forms:
        response = client.get(one.attributes["href"])
        assert response.mimetype == one.attributes["type"]
    told = {
        (one.attributes["href"], one.attributes["type"])
        for one in page.all("link", rel="alternate")
        if "type" in one.attributes and not one.attributes["type"].endswith("+oembed")
    }
    assert told == {(one.attributes["href"], one.attributes["type"]) for one in forms}


def test_what_is_like_it_is_what_the_api_finds(client: FlaskClient) -> None:
    page = pages.get(client, "/records/classical-poems:jing-ye-si")
    alike = [one.attributes["href"] for one in page.all("a") if one.of[-2:] == ("article", "h2")]
    given = get(client, "/v1/records/classical-poems:jing-ye-si/similar", page_size=6)["records"]
    assert alike == [f"/records/{one['id']}" for one in given]


def test_pictures_are_shown_from_named_origins_only(node: Following) -> None:
    medium = {"url": "https://img.example.org/6.jpg", "type": "image/jpeg", "rights": OPEN, "attribution": "某馆"}
    node.put(record(6, media=[medium, {**medium, "url": "https://img.example.org.evil.example/6.jpg"}]))
    page = pages.get(node.app.test_client(), "/records/made:6")
    assert not page.all("img")
    assert medium["url"] in page.links()
    assert "某馆" in page.text
    app = create_app(replace(node.settings, pictures=("https://img.example.org",)))
    for path in ("/records/made:6", "/search?show=grid"):
        response = app.test_client().get(path)
        assert "img-src 'self' https://img.example.org;" in response.headers["Content-Security-Policy"]
        assert [one.attributes["src"] for one in pages.read(response).all("img")] == [medium["url"]]
    app.extensions["wenmai"].close()


def test_pictures_are_named_by_origins() -> None:
    named = Settings.from_env({"WENMAI_PICTURES": "https://img.example.org http://127.0.0.1:9000"})
    assert named.pictures == ("https://img.example.org", "http://127.0.0.1:9000")
    assert Settings.from_env({}).pictures == ()
    for wrong in ("img.example.org", "https://img.example.org/a", "https://a.org; script-src *", "*"):
        with pytest.raises(SettingsError, match="WENMAI_PICTURES"):
            Settings.from_env({"WENMAI_PICTURES": wrong})
