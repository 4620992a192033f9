"""The page of widgets: code that leads to what is there, in three languages, and what is wrong told at its field."""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest
from flask.testing import FlaskClient

from api.portal.embedding import editions
from tests.http import pages
from tests.http.asking import get, ids
from tests.http.nodes import Following
from tests.http.test_pages_of_records import BAD, HOSTILE

HERE = "http://localhost"
RECORD = "classical-poems:jing-ye-si"
LOOK = {"theme": "dark", "accent": "2f6f4f", "font": "serif"}
CASES: tuple[tuple[str, dict[str, Any], str], ...] = (
    ("list", {"q": "明月 山", "type": "literary-work", "page_size": 3}, "/embed/records"),
    ("search", {"type": "site", "region": "110000"}, "/embed/search"),
    ("card", {"record": RECORD}, f"/embed/records/{RECORD}"),
    ("chart", {"by": "period", "type": "literary-work", "chart": "bar"}, "/embed/chart"),
    ("map", {"type": "site"}, "/embed/chart"),
)


def code(page: pages.Page, name: str) -> pages.Page:
    """What a browser would read where the code is pasted."""
    pasted = pages.Page()
    pasted.feed(page.one("code", id=name).inside)
    pasted.close()
    assert not pasted._open
    return pasted


@pytest.mark.parametrize("lang", ["zh-Hans", "zh-Hant", "en"])
@pytest.mark.parametrize(("kind", "asked", "path"), CASES)
def test_the_code_says_what_was_chosen(
    client: FlaskClient, kind: str, asked: dict[str, Any], path: str, lang: str
) -> None:
    page = pages.get(client, "/widgets", widget=kind, **asked, **LOOK, lang=lang)
    frame = code(page, "frame").one("iframe").attributes
    split = urlsplit(frame["src"])
    assert (f"{split.scheme}://{split.netloc}", split.path) == (HERE, path)
    assert dict(parse_qsl(split.query)).items() >= {**LOOK, "lang": lang}.items()
    assert client.get(frame["src"].removeprefix(HERE)).status_code == 200
    pasted = code(page, "component")
    script = pasted.one("script").attributes
    assert client.get(script["src"].removeprefix(HERE)).status_code == 200
    assert script["integrity"] == editions.integrity(editions.newest("v1"))
    assert script["crossorigin"] == "anonymous"
    element = pasted.one(f"wenmai-{kind}")
    assert element.attributes.items() >= {**LOOK, "lang": lang}.items()
    if kind == "card":
        assert element.attributes["record"] == RECORD
    else:
        told = {name: str(value) for name, value in asked.items() if name not in ("page_size", "chart")}
        assert dict(parse_qsl(element.attributes["query"])) == told
    assert element.inside.strip()
    assert client.get(pasted.one("a").attributes["href"].removeprefix(HERE)).status_code == 200


@pytest.mark.parametrize("kind", [one for one, _, _ in CASES])
def test_what_was_not_chosen_has_code_too(client: FlaskClient, kind: str) -> None:
    page = pages.get(client, "/widgets", widget=kind)
    assert client.get(code(page, "frame").one("iframe").attributes["src"].removeprefix(HERE)).status_code == 200


def test_the_frame_is_alive_in_its_sandbox_and_only_here(client: FlaskClient) -> None:
    response = client.get("/widgets?q=月", headers=pages.BROWSER)
    assert "frame-src 'self'" in response.headers["Content-Security-Policy"]
    assert "unsafe" not in response.headers["Content-Security-Policy"]
    frame = pages.read(response).one("iframe").attributes
    assert frame["src"].startswith("/embed/records?")
    assert not {"allow-scripts", "allow-same-origin"} & set(frame["sandbox"].split())
    assert "frame-src" not in client.get("/search", headers=pages.BROWSER).headers["Content-Security-Policy"]


def test_a_form_keeps_what_it_has_no_field_for(client: FlaskClient) -> None:
    page = pages.get(client, "/widgets", q="月", region="110000", by="period", lang="en")
    sent = {one.attributes["name"]: one.attributes["value"] for one in page.all("input") if one.of[-2] != "header"}
    assert sent.items() >= {"widget": "list", "q": "月", "region": "110000", "by": "period", "lang": "en"}.items()
    assert "/widgets?by=period&lang=en&q=%E6%9C%88&region=110000&widget=map" in page.links()


@pytest.mark.parametrize(
    ("asked", "field", "leads"),
    [
        ("theme=dakr", "theme", "/widgets?lang=en&theme=dark"),
        ("accent=red", "accent", "/widgets?lang=en"),
        ("accent=2f6f4f;}*{background:url(//evil.example)}", "accent", "/widgets?lang=en"),
        ("font=</style><script>alert(1)</script>", "font", "/widgets?lang=en"),
        ("page_size=51", "page_size", "/widgets?lang=en"),
        ("q=title:", "q", "/widgets?lang=en"),
        ("widget=chart&by=regoin", "by", "/widgets?by=region&lang=en&widget=chart"),
        ("widget=card&record=made:nope", "record", "/widgets?lang=en&widget=card"),
        ("widget=card&record=made:4", "record", "/widgets?lang=en&widget=card"),
        ("widget=card&record=made:5", "record", "/widgets?lang=en&record=made:6&widget=card"),
    ],
)
def test_a_refusal_stands_at_its_field(client: FlaskClient, asked: str, field: str, leads: str) -> None:
    page = pages.refused_at(client, f"/widgets?{asked}&lang=en", field)
    assert leads in page.links()
    assert not page.all("iframe")
    assert all("src" in one.attributes for one in page.all("script"))


def test_a_fault_without_a_field_is_told_above(client: FlaskClient) -> None:
    for asked in ("widget=lits", "year_from=9x", "by=regoin"):
        page = pages.read(client.get(f"/widgets?{asked}&lang=en", headers=pages.BROWSER))
        assert page.one("ul", class_="faults").inside


def test_records_searches_and_charts_lead_to_their_code(client: FlaskClient) -> None:
    asked = {"q": "月", "type": "literary-work", "show": "grid", "page": 2, "lang": "en"}
    for path, query, kind in (
        (f"/records/{RECORD}", {"lang": "en"}, "card"),
        ("/search", asked, "list"),
        ("/charts", {"by": "period", "type": "site", "lang": "en"}, "chart"),
    ):
        links = [one for one in pages.get(client, path, **query).links() if one.startswith("/widgets?")]
        code(pages.get(client, links[0]), "component").one(f"wenmai-{kind}")
    assert "/widgets" in pages.get(client, "/").links()


def test_stored_script_stays_text_in_the_code_and_in_what_the_code_makes(node: Following) -> None:
    node.put(HOSTILE)
    client = node.app.test_client()
    page = pages.get(client, "/widgets", widget="card", record="made:66", lang="en")
    assert page.one("iframe").attributes["title"] == BAD
    for name, tags in (("frame", ["iframe"]), ("component", ["script", "wenmai-card", "a"])):
        pasted = code(page, name)
        assert [one.name for one in pasted.tags] == tags
        assert not [one for tag in pasted.tags for one in tag.attributes if one.startswith("on")]
    assert code(page, "component").one("wenmai-card").inside == BAD
    assert ids(get(client, "/v1/records")) == ["made:66"]


def test_a_node_without_records_says_so(node: Following) -> None:
    page = pages.get(node.app.test_client(), "/widgets", widget="card", lang="en")
    assert "There are no records here yet" in page.text
    assert not page.all("iframe")
