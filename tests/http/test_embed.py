"""Pages for other sites' frames, and oEmbed: whole without scripts, framed anywhere, credited, deaf to bad values."""

from __future__ import annotations

import socket
import xml.etree.ElementTree as ET
from typing import Any
from urllib.parse import urlencode, urlsplit

import pytest
from flask.testing import FlaskClient

from api.portal.filters import figure
from api.portal.words import Words
from exchange.charts.theme import DARK, LIGHT
from exchange.tables import Cell, Column, ColumnType
from tests.http import pages
from tests.http.asking import faults, get, ids, problem
from tests.http.nodes import Following, record
from tests.http.test_pages_of_records import BAD, HOSTILE

LANGUAGES = ("zh-Hans", "zh-Hant", "en")
RECORD = "classical-poems:jing-ye-si"
LISTS = ("/embed/records", "/embed/search")
FRAMES = (
    "/embed/records?q=月",
    "/embed/records?type=site&region=110000&page_size=2&theme=dark&accent=2f6f4f&font=serif&plain=true",
    "/embed/records?q=zzzzqqqq",
    "/embed/search?q=月&type=literary-work",
    f"/embed/records/{RECORD}",
    "/embed/chart?by=type",
    "/embed/chart?by=type&chart=column&width=500",
)


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("path", FRAMES)
def test_a_page_for_frames_may_be_framed_runs_nothing_and_is_in_the_language(
    client: FlaskClient, path: str, lang: str
) -> None:
    response = client.get(f"{path}{'&' if '?' in path else '?'}lang={lang}", headers=pages.BROWSER)
    page = pages.read(response)
    policy = response.headers["Content-Security-Policy"]
    assert "frame-ancestors *" in policy
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert "X-Frame-Options" not in response.headers
    assert page.one("html").attributes["lang"] == lang == response.headers["Content-Language"]
    assert not page.all("script")
    assert not page.all("style")
    assert not [tag for tag in page.tags if [one for one in tag.attributes if one == "style" or one.startswith("on")]]
    for one in page.all("link", rel="stylesheet"):
        assert client.get(one.attributes["href"]).status_code == 200
    assert len(page.all("h1")) == 1
    more = page.links()[-1]
    assert client.get(more).status_code == 200
    assert len(response.get_data()) <= 40_000


def test_what_is_typed_into_a_frame_is_searched_there_within_its_filters(client: FlaskClient) -> None:
    page = pages.get(client, "/embed/search", q="月", type="literary-work", page_size=2, theme="dark", lang="en")
    form = page.one("form").attributes
    assert (form["method"], form["target"], "action" in form) == ("get", "_self", False)
    sent = {one.attributes["name"]: one.attributes["value"] for one in page.all("input")}
    assert sent == {"q": "月", "type": "literary-work", "page_size": "2", "theme": "dark", "lang": "en"}
    found = pages.get(client, "/embed/search", **{**sent, "q": "山"})
    shown = [one.attributes["href"] for one in found.all("a") if one.of[-1] == "h2"]
    expected = ids(get(client, "/v1/records", q="山", type="literary-work", page_size=2))
    assert [one.partition("?")[0] for one in shown] == [f"/records/{one}" for one in expected]


@pytest.mark.parametrize(
    "path", ["/", "/widgets", "/search", f"/records/{RECORD}", "/datasets", "/docs", "/v1/records", "/nope"]
)
def test_no_other_answer_may_be_framed(client: FlaskClient, path: str) -> None:
    response = client.get(path, headers=pages.BROWSER)
    assert "frame-ancestors 'none'" in response.headers["Content-Security-Policy"]


def test_a_list_shows_what_the_api_finds_with_source_and_licence(client: FlaskClient) -> None:
    page = pages.get(client, "/embed/records", q="月", page_size=4)
    found = get(client, "/v1/records", q="月", page_size=4, fields="title,source,rights")
    shown = [one.attributes["href"] for one in page.all("a") if one.of[-1] == "h2"]
    assert shown == [f"/records/{one}" for one in ids(found)]
    assert str(found["total"]["value"]) in page.one("p", class_="n").inside
    licences = [one.attributes["href"] for one in page.all("a", rel="license external")]
    assert licences == [one["rights"]["uri"] for one in found["records"]]
    for one in found["records"]:
        assert one["source"]["name"] in page.text


def test_a_poems_card_shows_how_it_begins(client: FlaskClient) -> None:
    page = pages.get(client, f"/embed/records/{RECORD}", lang="zh-Hans")
    assert page.one("p", class_="lines").inside.startswith("床前明月光")
    assert page.one("p", class_="lines").attributes["lang"] == "zh-Hans"
    assert not pages.get(client, "/embed/records/persons:li-bai").all("p", class_="lines")


def test_a_page_of_a_chart_is_put_into_another(client: FlaskClient) -> None:
    told = get(client, "/oembed", url="/charts?by=region&type=site", lang="en")
    assert "/embed/chart?by=region" in told["html"]
    assert told["height"] == get(client, "/oembed", url="/embed/chart?by=region")["height"] == 800
    assert get(client, "/oembed", url="/charts?by=type")["height"] == 700
    named = [one.attributes["href"] for one in pages.get(client, "/charts", by="type").all("link", rel="alternate")]
    assert client.get(next(one for one in named if "/oembed" in one)).get_json()["type"] == "rich"
    assert list(faults(client.get("/oembed?url=/charts"))) == ["url"]


def test_less_room_than_can_be_read_is_refused(client: FlaskClient) -> None:
    for name in ("maxwidth", "maxheight"):
        assert list(faults(client.get("/oembed", query_string={"url": "/search?q=月", name: 10}))) == [name]


def test_a_chart_tells_the_figures_of_the_api(client: FlaskClient) -> None:
    page = pages.get(client, "/embed/chart", by="type", lang="en")
    rows = get(client, "/v1/aggregate", by="type", lang="en")["rows"]
    cells = [int(one.inside.replace(",", "")) for one in page.all("td")]
    assert cells == [row[-1] if isinstance(row, list) else row["count"] for row in rows]
    assert len(page.all("svg", role="img")) == 2
    assert page.links()[-1] == "/charts?by=type&lang=en"
    assert page.all("a", rel="license external")


@pytest.mark.parametrize("by", ["region", "type", "type,level"])
def test_a_chart_is_drawn_for_light_and_for_dark_and_as_it_was_asked(client: FlaskClient, by: str) -> None:
    """Each in its own colours: none is left of the other's, which could not be read on its ground."""
    for theme, drawn in (("auto", ("light", "dark")), ("light", ("light",)), ("dark", ("dark",))):
        page = pages.get(client, "/embed/chart", by=by, lang="en", theme=theme)
        assert [one.attributes["class"] for one in page.all("div") if "drawn-" in one.attributes["class"]] == [
            f"drawn-{scheme}" for scheme in drawn
        ]
        assert bool(page.all("div", class_="lone")) == ("," not in by)
        colours = {one.attributes.get(name) for one in page.tags if "svg" in one.of for name in ("fill", "stroke")}
        assert {LIGHT.soft, DARK.soft} & colours == {{"light": LIGHT, "dark": DARK}[scheme].soft for scheme in drawn}


def test_figures_read_the_same_in_a_frame_and_at_home(node: Following) -> None:
    node.put(record(1, date={"start": -221, "end": -206}), record(2, type="site"))
    for path in ("/charts", "/embed/chart"):
        page = pages.get(node.app.test_client(), path, by="type", metric="count,share,median:year_start", lang="en")
        assert [one.inside for one in page.all("td")] == ["1", "50.0%", "221 BCE", "1", "50.0%", "–"]
        assert len(page.all("th", scope="col")) == 4


@pytest.mark.parametrize(
    ("kind", "value", "told"),
    [
        ("number", 1_234_567.5, "1,234,567.5"),
        ("number", 1_234_567, "1,234,567"),
        ("number", None, "–"),
        ("longitude", 116.404, "116.4040"),
        ("latitude", -0.5, "-0.5000"),
    ],
)
def test_a_figure_is_written_for_people(kind: ColumnType, value: Cell, told: str) -> None:
    assert figure(Column("n", "metric", kind), value, Words("en")) == told


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("accent", "red"),
        ("accent", "#2f6f4f"),
        ("accent", "2f6f4f;}*{background:url(//evil.example)}"),
        ("accent", "</style><script>alert(1)</script>"),
        ("theme", "url(javascript:alert(1))"),
        ("font", "Comic Sans"),
        ("plain", "maybe"),
        ("page_size", "51"),
        ("callback", "alert"),
    ],
)
def test_hostile_looks_are_refused_by_name(client: FlaskClient, name: str, value: str) -> None:
    assert list(faults(client.get("/embed/records", query_string={name: value}))) == [name]
    response = client.get("/embed/records", query_string={name: value}, headers=pages.BROWSER)
    assert response.status_code == 400
    assert "frame-ancestors *" in response.headers["Content-Security-Policy"]
    page = pages.read(response)
    assert not page.all("script")
    assert len(page.tags) < 40


def test_the_style_of_an_accent_holds_nothing_but_the_colour(client: FlaskClient) -> None:
    style = client.get("/embed/theme.css?accent=2F6F4F").get_data(as_text=True)
    assert style == ":root { --accent: light-dark(#2f6f4f, color-mix(in oklab, #2f6f4f 60%, white)); }\n"
    assert list(faults(client.get("/embed/theme.css?accent=2f6f4f%0a"))) == ["accent"]
    assert list(faults(client.get("/embed/theme.css"))) == ["accent"]


def test_stored_script_is_text_in_frames_and_in_what_oembed_tells(node: Following) -> None:
    node.put(HOSTILE)
    client = node.app.test_client()
    for path in (*LISTS, "/embed/records/made:66", "/embed/chart?by=subject,creator", "/embed/chart?by=type"):
        page = pages.get(client, path)
        assert not page.all("script")
        assert not [tag for tag in page.tags if [one for one in tag.attributes if one.startswith("on")]], path
        for link in page.links():
            assert urlsplit(link).scheme in ("", "http", "https")
    told = get(client, "/oembed", url="/records/made:66")
    assert told["title"] == BAD
    frame = pages.Page()
    frame.feed(f"<body>{told['html']}</body>")
    assert [tag.name for tag in frame.tags] == ["body", "iframe"]
    assert frame.one("iframe").attributes["title"] == BAD
    assert set(frame.one("iframe").attributes) == {"src", "title", "width", "height", "loading", "sandbox"}
    xml = ET.fromstring(client.get("/oembed?format=xml&url=/records/made:66").get_data(as_text=True))
    assert {one.tag: one.text for one in xml} == {key: str(value) for key, value in told.items()}


@pytest.mark.parametrize(
    ("url", "src"),
    [
        (f"http://localhost/records/{RECORD}?lang=en", f"http://localhost/embed/records/{RECORD}?lang=en"),
        (f"/v1/records/{RECORD}", f"http://localhost/embed/records/{RECORD}"),
        ("http://localhost/search?q=月&show=grid&page=3", "http://localhost/embed/records?q=%E6%9C%88"),
        ("/v1/records?type=site&page_size=900", "http://localhost/embed/records?page_size=50&type=site"),
        ("/v1/aggregate?by=type&format=svg", "http://localhost/embed/chart?by=type"),
    ],
)
def test_oembed_leads_to_a_frame_that_is_there(client: FlaskClient, url: str, src: str) -> None:
    told = get(client, "/oembed", url=url, maxwidth=320, maxheight=200)
    frame = pages.Page()
    frame.feed(told["html"])
    assert frame.one("iframe").attributes["src"] == src
    assert (told["type"], told["version"], told["width"], told["height"]) == ("rich", "1.0", 320, 200)
    assert told["title"]
    assert client.get(src.removeprefix("http://localhost")).status_code == 200


@pytest.mark.parametrize("path", ["/search?q=月&show=map", f"/records/{RECORD}?lang=en"])
def test_a_page_tells_where_oembed_is(client: FlaskClient, path: str) -> None:
    page = pages.get(client, path)
    for media_type in ("application/json+oembed", "text/xml+oembed"):
        href = page.one("link", rel="alternate", type=media_type).attributes["href"]
        response = client.get(href.removeprefix("http://localhost"))
        assert response.status_code == 200
        assert "&lt;iframe" in response.text or "<iframe" in response.text


@pytest.mark.parametrize(
    "url",
    [
        "https://evil.example/records/made:1",
        "http://localhost@evil.example/records/made:1",
        "http://localhost:81/records/made:1",
        "http://localhost.evil.example/search",
        "//evil.example/search",
        "javascript:alert(1)//localhost/search",
        "file:///search",
        "/nope",
        "/",
        "search",
        "http://169.254.169.254/latest/meta-data",
        "/records/../v1/me",
    ],
)
def test_of_addresses_elsewhere_nothing_is_known_and_they_are_never_asked(
    client: FlaskClient, url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[Any] = []
    if "elasticsearch" not in str(client.application.extensions["wenmai"].settings.engine_url):
        monkeypatch.setattr(socket.socket, "connect", lambda self, to: asked.append(to))
        monkeypatch.setattr(socket, "getaddrinfo", lambda *to, **_: asked.append(to))
    problem(client.get(f"/oembed?{urlencode({'url': url})}"), 404, "not-found")
    assert asked == []


@pytest.mark.parametrize(
    "url", ["/search?nosuch=1", "/search?sort=tilte", "/search\\@evil.example", "/search q", "http://[::1/search", ""]
)
def test_what_an_address_asks_wrongly_is_a_fault_of_it(client: FlaskClient, url: str) -> None:
    assert set(faults(client.get(f"/oembed?{urlencode({'url': url})}"))) == {"url"}


def test_records_that_are_gone_have_no_frame(client: FlaskClient) -> None:
    problem(client.get("/oembed?url=/records/made:4"), 410, "withdrawn")
    problem(client.get("/oembed?url=/records/made:999"), 404, "not-found")
    assert client.get("/embed/records/made:4", headers=pages.BROWSER).status_code == 410
    merged = client.get("/embed/records/made:5?theme=dark")
    assert (merged.status_code, merged.headers["Location"]) == (301, "/embed/records/made:6?theme=dark")
    assert set(faults(client.get("/oembed?url=/search&format=yaml"))) == {"format"}
