"""Pages: in three languages, with nothing inline or from elsewhere, and found by whoever walks the site."""

from __future__ import annotations

import json
import xml.etree.ElementTree as ET
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlsplit

import orjson
import pytest
from flask.testing import FlaskClient

from records.model import Dataset
from records.store import Store
from tests.http import pages
from tests.http.asking import get, ids, problem
from tests.http.conftest import EngineSettings
from tests.http.nodes import EXPORTED, Following, following, record

LANGUAGES = ("zh-Hans", "zh-Hant", "en")
RECORD = "/records/classical-poems:jing-ye-si"
ALL = (
    "/",
    "/categories",
    "/datasets",
    "/charts",
    "/venues",
    "/events",
    "/policies",
    "/services",
    "/developers",
    "/docs",
    "/charts?by=region,period&type=site",
    "/search?show=map",
    "/search?show=timeline&q=山&period=song",
    "/values/region?within=月",
    "/search",
    "/search?q=月&show=grid",
    "/search?type=site&region=110000",
    "/search?q=zzzzqqqq",
    RECORD,
)

EXPORT = f"/exports/{EXPORTED}"

SITE = (
    *("/", "/categories", "/datasets", "/charts", "/venues", "/events", "/policies", "/services"),
    *("/developers", "/docs", "/widgets"),
)
"""The pages that walkers of the site are told of, beside those of the records."""


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("path", [*ALL, EXPORT])
def test_a_page_runs_nothing_inline_and_loads_nothing_from_elsewhere(client: FlaskClient, path: str, lang: str) -> None:
    response = client.get(f"{path}{'&' if '?' in path else '?'}lang={lang}", headers=pages.BROWSER)
    page = pages.read(response)
    policy = response.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert "*" not in policy
    for tag in page.tags:
        assert not [name for name in tag.attributes if name.startswith("on") or name == "style"], tag
        assert tag.name not in ("style", "iframe", "object", "embed", "base")
        for name in ("src", "srcset", "action"):
            assert not urlsplit(tag.attributes.get(name, "")).netloc, tag
    assert [one.attributes for one in page.all("script") if one.inside.strip()] in (
        [],
        [{"type": "application/ld+json"}],
    )
    for one in page.all("link"):
        loaded = one.attributes["rel"] in ("stylesheet", "icon")
        assert not loaded or client.get(one.attributes["href"]).status_code == 200


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("path", [*ALL, EXPORT])
def test_a_page_tells_its_language_name_and_addresses(client: FlaskClient, path: str, lang: str) -> None:
    response = client.get(f"{path}{'&' if '?' in path else '?'}lang={lang}", headers=pages.BROWSER)
    page = pages.read(response)
    assert page.one("html").attributes["lang"] == lang == response.headers["Content-Language"]
    assert page.one("title").inside.strip()
    assert page.one("meta", name="description").attributes["content"].strip()
    assert len(page.all("h1")) == 1
    canonical = page.one("link", rel="canonical").attributes["href"]
    assert canonical == page.one("meta", property="og:url").attributes["content"]
    assert page.one("meta", property="og:title").attributes["content"] == page.one("title").inside
    versions = {
        one.attributes["hreflang"]: one.attributes["href"]
        for one in page.all("link", rel="alternate")
        if "hreflang" in one.attributes
    }
    assert "lang=" not in versions.pop("x-default")
    assert set(versions) == set(LANGUAGES)
    assert versions[lang] == canonical
    for tag, address in versions.items():
        there = pages.read(client.get(address.removeprefix("http://localhost"), headers=pages.BROWSER))
        assert there.one("html").attributes["lang"] == tag


@pytest.mark.parametrize(
    ("preferred", "lang"),
    [
        ("zh-CN,zh;q=0.9,en;q=0.8", "zh-Hans"),
        ("zh-TW,zh;q=0.9", "zh-Hant"),
        ("zh-HK", "zh-Hant"),
        ("en-GB,en;q=0.9,zh;q=0.5", "en"),
        ("fr-FR,fr;q=0.9,en;q=0.3", "en"),
        ("fr", "en"),
        ("ja,fr;q=0.5", "en"),
        ("*", "zh-Hans"),
        ("", "zh-Hans"),
        ("zh;q=0.1,en;q=0.9", "en"),
    ],
)
def test_where_the_address_says_nothing_the_browser_does(client: FlaskClient, preferred: str, lang: str) -> None:
    for _ in range(2):
        response = client.get("/", headers={**pages.BROWSER, "Accept-Language": preferred})
        assert pages.read(response).one("html").attributes["lang"] == lang
        assert "Accept-Language" in response.headers["Vary"]
    assert pages.read(client.get("/?lang=en", headers={"Accept-Language": "zh"})).one("html").attributes["lang"] == "en"


def test_an_address_without_a_language_is_called_by_itself(client: FlaskClient) -> None:
    """As the sitemap has it."""
    for path in ("/records/classical-poems:jing-ye-si", "/datasets"):
        page = pages.read(client.get(path, headers={**pages.BROWSER, "Accept-Language": "en"}))
        assert page.one("link", rel="canonical").attributes["href"] == f"http://localhost{path}"
        assert page.one("meta", property="og:url").attributes["content"] == f"http://localhost{path}"


def test_links_keep_the_language_that_was_asked_for(client: FlaskClient) -> None:
    page = pages.get(client, "/search", q="月", lang="zh-Hant")
    inner = [link for link in page.links() if link.startswith(("/search", "/records/"))]
    assert len(inner) > 20
    assert all("lang=" in link for link in inner)
    assert {one.attributes["value"] for one in page.all("input", name="lang")} == {"zh-Hant"}


def test_an_unchanged_page_is_not_sent_again(client: FlaskClient) -> None:
    for path in ALL:
        first = client.get(path, headers=pages.BROWSER)
        again = client.get(path, headers={**pages.BROWSER, "If-None-Match": first.headers["ETag"]})
        assert again.status_code == 304, path
        other = {**pages.BROWSER, "If-None-Match": first.headers["ETag"], "Accept-Language": "en"}
        assert client.get(path, headers=other).status_code == 200


@pytest.mark.parametrize(
    ("path", "status", "kind"),
    [
        ("/nope", 404, "not-found"),
        ("/search?sort=tilte", 400, "bad-parameter"),
        ("/search?page=900", 400, "beyond-window"),
        ("/records/made:4", 410, "withdrawn"),
        ("/records/made:99", 404, "not-found"),
        ("/assets/0/nope.css", 404, "not-found"),
    ],
)
@pytest.mark.parametrize("lang", LANGUAGES)
def test_people_are_refused_by_a_page_and_programs_by_a_problem(
    client: FlaskClient, path: str, status: int, kind: str, lang: str
) -> None:
    problem(client.get(path), status, kind)
    problem(client.get(path, headers={"Accept": "application/json"}), status, kind)
    response = client.get(path, headers={**pages.BROWSER, "Accept-Language": lang})
    assert response.status_code == status
    if path.startswith("/assets"):
        problem(response, status, kind)
        return
    page = pages.read(response)
    assert page.one("html").attributes["lang"] == lang
    assert response.headers["X-Request-Id"] in page.text
    assert "default-src 'none'" in response.headers["Content-Security-Policy"]
    assert page.one("meta", name="robots").attributes["content"] == "noindex"
    assert response.headers["Cache-Control"] == "no-store"


def test_a_refusal_is_told_in_the_readers_language(client: FlaskClient) -> None:
    """The API's own sentences are English: they are technical details."""
    page = pages.read(client.get("/search?sort=tilte&year_from=9x&lang=zh-Hans", headers=pages.BROWSER))
    english = page.all("p", lang="en") + page.all("small", lang="en")
    assert "is not a whole number" in english[0].inside
    assert all("details" in one.of for one in english)


SLIPS = {
    "/search?q=(明月": "有一个左括号没有配对",
    "/search?q=tilte:明月": "没有名叫“tilte”的字段",
    "/search?year_from=1900&year_to=1000": "请把两者对调",
    "/search?year_from=2000000": "超出了范围",
    "/search?type=siet": "“类型”中没有“siet”",
    "/search?year_from=9x": "要填整数",
    "/search?nosuch=1": "这里没有这一项",
    "/embed/records?q=(明月": "有一个左括号没有配对",
    "/embed/records?accent=zz": "不是颜色",
    "/charts?by=type&q=(明月": "有一个左括号没有配对",
    "/widgets?accent=zz": "不是颜色",
}


@pytest.mark.parametrize(("path", "said"), SLIPS.items())
def test_a_slip_is_told_in_the_readers_language(client: FlaskClient, path: str, said: str) -> None:
    """Whether the address names it or the browser."""
    for asked in (path, f"{path}&lang=zh-Hans"):
        response = client.get(asked, headers={**pages.BROWSER, "Accept-Language": "zh-CN"})
        page = pages.read(response)
        assert response.status_code == 400
        assert said in page.text
        english = page.all("p", lang="en") + page.all("small", lang="en") + page.all("span", lang="en")
        assert all("details" in one.of for one in english)


def test_what_was_typed_stays_in_the_box(client: FlaskClient) -> None:
    page = pages.read(client.get("/search?q=(明月&type=literary-work&year_from=9x&page=2", headers=pages.BROWSER))
    assert page.one("input", name="q").attributes["value"] == "(明月"
    sent = {one.attributes["name"]: one.attributes["value"] for one in page.all("input", type="hidden")}
    assert sent == {"type": "literary-work"}
    assert page.one("mark").inside == "("
    assert not page.all("p", **{"class": "status"})
    assert page.one("h1").inside == "有的条件不能用"
    alone = pages.read(client.get("/search?q=(明月", headers=pages.BROWSER))
    assert alone.one("h1").inside == "检索词没能看懂"
    assert pages.read(client.get("/nope", headers=pages.BROWSER)).all("p", **{"class": "status"})


def test_ends_upside_down_are_turned_by_a_link(client: FlaskClient) -> None:
    page = pages.read(client.get("/search?year_from=1900&year_to=1000&type=site", headers=pages.BROWSER))
    assert "/search?type=site&year_from=1000&year_to=1900" in page.links()


def test_the_api_tells_faults_in_chinese_where_the_address_asks_so(client: FlaskClient) -> None:
    """Widgets show what it tells; an `Accept-Language` alone, which every browser sends, changes nothing."""
    english = problem(client.get("/v1/records?q=(明月", headers={"Accept-Language": "zh-CN"}), 400, "bad-parameter")
    assert english["detail"] == "q: this parenthesis is never closed; add )"
    told = client.get("/v1/records?q=(明月&lang=zh-Hant&sort=tilte")
    assert told.headers["Content-Language"] == "zh-Hant"
    body = problem(told, 400, "bad-parameter")
    assert [(one["parameter"], one["code"]) for one in body["errors"]] == [
        ("q", "parenthesis-open"),
        ("sort", "not-one-of"),
    ]
    assert body["detail"].startswith("q: 有一個左括號沒有配對：請補上右括號，或把它去掉。")
    assert body["detail"].endswith("（您是不是要找：title）")


def test_the_api_stays_as_it_is_whoever_asks(client: FlaskClient) -> None:
    for path in ("/v1/records?nosuch=1", "/v1/nope"):
        assert client.get(path, headers=pages.BROWSER).content_type == "application/problem+json"


def test_a_refusal_leads_to_what_was_meant(client: FlaskClient) -> None:
    page = pages.read(client.get("/search?tpye=site&lang=en", headers=pages.BROWSER))
    assert "/search?lang=en&type=site" in page.links()
    page = pages.read(client.get("/search?-type=siet&lang=en", headers=pages.BROWSER))
    assert "/search?-type=site&lang=en" in page.links()
    page = pages.read(client.get("/search?facets=tpye&lang=en", headers=pages.BROWSER))
    assert "/search?facets=type&lang=en" in page.links()
    page = pages.read(client.get("/search?region=北京&lang=en", headers=pages.BROWSER))
    assert "/search?lang=en&region=110000" in page.links()
    page = pages.read(client.get("/search?year_from=9x&lang=en", headers=pages.BROWSER))
    assert "/search?lang=en" in page.links()
    page = pages.read(client.get("/search?q=(still+night&lang=en", headers=pages.BROWSER))
    assert "/search?lang=en&q=still%20night" in page.links()
    page = pages.read(client.get(f"/search?q={'moon+' * 500}&lang=en", headers=pages.BROWSER))
    assert "/search?lang=en" in page.links()
    page = pages.read(client.get("/search?q=%22&lang=en", headers=pages.BROWSER))
    assert "/search?lang=en" in page.links()


def test_the_title_of_a_data_set_is_the_one_it_has_now(node: Following, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("api.node.FRESH_S", 0)
    client, store = node.app.test_client(), Store.open(node.settings.database_url)
    node.put(record(1))
    for number, title in enumerate(("Named first", "Named anew")):
        about = orjson.dumps({"id": "made", "title": {"en": title}})
        store.put_dataset(Dataset("made", about, datetime(2026, 1, 1 + number, tzinfo=UTC)))
        for path in ("/search", "/values/dataset", "/charts?by=dataset", "/embed/chart?by=dataset", "/datasets"):
            response = client.get(path, headers={**pages.BROWSER, "Accept-Language": "en"})
            assert title in pages.read(response).text, path
    store.close()


@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/search?q=Test",
        "/datasets",
        "/charts?by=type",
        "/records/made:1",
        "/embed/chart?by=type",
        "/nope",
        "/developers",
        "/docs",
        "/embed/search",
        "/widgets",
        "/widgets?widget=card",
    ],
)
def test_every_link_holds_below_a_path(engine_settings: EngineSettings, tmp_path: Path, path: str) -> None:
    node = following(tmp_path, WENMAI_BASE_URL="https://example.org/culture", **engine_settings())
    node.put(record(1))
    page = pages.read(node.app.test_client().get(path, headers=pages.BROWSER))
    node.app.extensions["wenmai"].close()
    names = ("href", "src", "srcset", "action", "data-search", "data-suggest", "data-records", "data-near")
    led = [one.attributes[name] for one in page.tags for name in names if name in one.attributes]
    inner = [link for link in led if link.startswith("/") or "example.org" in link]
    assert len(inner) > 2
    assert [link for link in inner if not link.removeprefix("https://example.org").startswith("/culture/")] == []


def test_browsers_are_told_how_to_search_and_readers_of_the_feed(client: FlaskClient) -> None:
    for path in ("/", RECORD):
        link = pages.get(client, path).one("link", rel="search").attributes
        assert client.get(link["href"]).mimetype == link["type"] == "application/opensearchdescription+xml"
    asked = {"q": "月", "type": "literary-work", "show": "grid", "facets": "type", "page": 2}
    link = pages.get(client, "/search", **asked).one("link", type="application/atom+xml").attributes
    feed = client.get(link["href"])
    assert feed.mimetype == "application/atom+xml"
    found = ids(get(client, "/v1/records", q="月", type="literary-work", sort="-modified"))
    assert [feed.text.find(f"/records/{one}") > 0 for one in found] == [True] * len(found)


def test_a_merged_record_leads_on_and_a_withdrawn_one_tells_why(client: FlaskClient) -> None:
    response = client.get("/records/made:5?lang=en", headers=pages.BROWSER)
    assert (response.status_code, response.headers["Location"]) == (301, "/records/made:6?lang=en")
    assert "重复发布" in pages.read(client.get("/records/made:4", headers=pages.BROWSER)).text


def test_styles_and_scripts_are_kept_for_ever_under_their_own_name_only(client: FlaskClient) -> None:
    named = pages.get(client, "/").one("link", rel="stylesheet").attributes["href"]
    kept, other = client.get(named), client.get("/assets/0/portal.css")
    assert "immutable" in kept.headers["Cache-Control"]
    assert "immutable" not in other.headers["Cache-Control"]
    assert kept.get_data() == other.get_data()


def test_the_sitemaps_hold_every_record_there_is_once(client: FlaskClient) -> None:
    space = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9"}

    def places(path: str) -> list[str]:
        response = client.get(path)
        assert response.content_type == "application/xml; charset=utf-8"
        return [one.text or "" for one in ET.fromstring(response.get_data()).findall(".//s:loc", space)]

    robots = client.get("/robots.txt").get_data(as_text=True)
    assert "Sitemap: http://localhost/sitemap.xml" in robots
    found = [place for part in places("/sitemap.xml") for place in places(part.removeprefix("http://localhost"))]
    walked = ids(get(client, "/v1/records", page_size=1000))
    assert get(client, "/v1/records")["total"]["value"] == len(walked)
    assert sorted(found) == sorted(
        [
            *(f"http://localhost{path}" for path in SITE),
            *(f"http://localhost/records/{one}" for one in walked),
        ]
    )


def test_linked_data_stands_in_the_page_as_the_api_gives_it(client: FlaskClient) -> None:
    there = json.loads(pages.get(client, RECORD).one("script", type="application/ld+json").inside)
    given = json.loads(client.get("/v1/records/classical-poems:jing-ye-si.jsonld?view=full").get_data())
    assert there == given


def test_the_api_is_explained_in_chinese_too(client: FlaskClient) -> None:
    page = pages.get(client, "/docs", lang="zh-Hans")
    assert "满足其一即可" in page.text
    assert "(with facets)" not in page.text
    assert "（有统计时）" in page.text
    assert "(with facets)" in pages.get(client, "/docs", lang="en").text
