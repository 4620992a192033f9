"""The site when things are not as one would like: no engine, no hits, endless titles, pictures that are not there."""

from __future__ import annotations

import base64
import re
import shutil
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from tests.browser import portal
from tests.http import nodes
from tests.served import served

pytestmark = pytest.mark.slow

WIDTHS = (360, 1280)
DOT = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)
HAN, LATIN = "永" * 300, "Taumatawhakatangihanga" * 14
LONG = (
    *("/", "/search", "/search?show=grid", "/search?show=map", "/policies", "/values/subject", "/charts?by=creator"),
    *("/records/made:1", "/records/made:1?lang=en", "/records/made:2", "/embed/records", "/embed/records/made:1"),
    *(f"/search?q={LATIN}", f"/search?q={HAN}&lang=en"),
)
PICTURED = {11: "/there.png", 12: "/torn.png", 13: "/gone.png"}


def serious(page: Page) -> list[str]:
    found = Axe().run(page).response["violations"]
    return [one["id"] for one in found if one["impact"] in ("serious", "critical")]


@pytest.fixture(scope="module")
def elsewhere() -> Iterator[str]:
    """A publisher's server of pictures: one is there, one is no picture, one is not there."""

    class Pictures(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            there = {"/there.png": DOT, "/torn.png": b"no picture"}
            body = there.get(self.path, b"")
            self.send_response(200 if self.path in there else 404)
            self.send_header("Content-Type", "image/png")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Pictures) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


@pytest.fixture(scope="module")
def odd(tmp_path_factory: pytest.TempPathFactory, elsewhere: str) -> Iterator[str]:
    """A node of a few records: two whose titles have no end, three with pictures elsewhere."""
    data = tmp_path_factory.mktemp("odd")
    node = nodes.following(data)
    long = {"creators": [{"name": LATIN}], "subjects": [HAN], "institution": {"name": HAN}, "place": {"text": LATIN}}
    node.put(
        nodes.record(1, title={"zh-Hans": HAN, "en": LATIN}, description={"zh-Hans": LATIN, "en": HAN}, **long),
        nodes.record(2, type="policy", title={"en": LATIN}, **long),
        *(
            nodes.record(number, media=[{"url": f"{elsewhere}{path}", "type": "image/png", "rights": nodes.OPEN}])
            for number, path in PICTURED.items()
        ),
    )
    node.app.extensions["wenmai"].close()
    with served(data, 1, WENMAI_LIMITS="off", WENMAI_PICTURES=elsewhere) as port:
        yield f"http://127.0.0.1:{port}"


@pytest.fixture(scope="module")
def engineless(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A node with all its records, whose index is gone."""
    chosen = nodes.settings(tmp_path_factory.mktemp("engineless"))
    nodes.fill(chosen)
    nodes.dump(chosen)
    shutil.rmtree(Path(chosen.data) / "index")
    with served(chosen.data, 1, WENMAI_LIMITS="off") as port:
        yield f"http://127.0.0.1:{port}"


@pytest.mark.parametrize(
    ("path", "lang", "told"),
    [
        ("/", "zh-Hans", "检索暂不可用"),
        ("/search?q=月&lang=zh-Hant", "zh-Hant", "檢索暫不可用"),
        ("/records/classical-poems:jing-ye-si?lang=en", "en", "Search does not answer at the moment"),
        ("/policies?lang=en", "en", "Search does not answer at the moment"),
    ],
)
def test_without_an_engine_a_page_says_so_and_leads_on(
    opened: Browser, engineless: str, path: str, lang: str, told: str
) -> None:
    with portal.page(opened, viewport={"width": 360, "height": 700}) as (page, seen):
        answer = page.goto(engineless + path)
        assert answer is not None
        assert answer.status == 503
        expect(page.locator("html")).to_have_attribute("lang", lang)
        expect(page.locator("h1")).to_have_text(told)
        assert "Traceback" not in page.content()
        assert page.evaluate("document.documentElement.scrollWidth") <= 360
        assert serious(page) == []
        there = page.locator(".trouble .aims a")
        links = [one.get_attribute("href") or "" for one in there.all()]
        assert [link.partition("?")[0] for link in links] == ["/datasets", "/developers", "/docs", "/dumps/"]
        for link in links:
            assert page.request.get(engineless + link).status == 200, link
        there.first.click()
        page.wait_for_url("**/datasets**")
        expect(page.locator(".sets h2")).to_have_count(len(list(nodes.sample_datasets())) + 1)
        expect(page.locator("html")).to_have_attribute("lang", lang)
    assert [one for one in seen.complaints if "status of 503" not in one] == []


def test_once_the_engine_is_back_so_is_the_page(opened: Browser, tmp_path: Path) -> None:
    node = nodes.following(tmp_path)
    node.put(nodes.record(1))
    node.app.extensions["wenmai"].close()
    (tmp_path / "index").rename(tmp_path / "away")
    with served(tmp_path, 1, WENMAI_LIMITS="off") as port, portal.page(opened) as (page, _):
        page.goto(f"http://127.0.0.1:{port}/search?q=测试")
        expect(page.locator(".status")).to_have_text("503")
        shutil.rmtree(tmp_path / "index", ignore_errors=True)
        (tmp_path / "away").rename(tmp_path / "index")
        page.wait_for_timeout(2_500)
        page.locator(".advice a").first.click()
        expect(page.locator(".total strong")).to_have_text("1")


@pytest.mark.timeout(1_200)
@pytest.mark.parametrize("width", WIDTHS)
def test_titles_without_an_end_break_nothing(opened: Browser, odd: str, width: int) -> None:
    with portal.page(opened, viewport={"width": width, "height": 800}) as (page, _):
        for path in LONG:
            page.goto(odd + path)
            assert page.evaluate("document.documentElement.scrollWidth") <= width, path
            assert serious(page) == [], path
        page.goto(f"{odd}/records/made:1?lang=en")
        expect(page.locator("h1")).to_have_text(re.compile(f"{LATIN[:100]}.*…"))
        page.locator(".called details summary").click()
        expect(page.locator(".called details p")).to_have_text(LATIN)
        assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_a_picture_that_is_not_there_leaves_its_place_to_the_title(opened: Browser, odd: str, elsewhere: str) -> None:
    with portal.page(opened) as (page, seen):
        page.goto(f"{odd}/search?show=grid&has=image&sort=title")
        shown = page.locator(".face img")
        expect(shown).to_have_count(1)
        assert shown.get_attribute("src") == f"{elsewhere}/there.png"
        portal.drawn(shown)
        assert shown.evaluate("one => one.naturalWidth") == 1
        expect(page.locator(".face .slip")).to_have_count(len(PICTURED))
        assert page.evaluate("window.shifted") == 0
        assert serious(page) == []
        for number in PICTURED:
            page.goto(f"{odd}/records/made:{number}")
            expect(page.locator(".media img")).to_have_count(1 if number == 11 else 0)
            expect(page.locator(".media a").last).to_be_visible()
    assert {url for url in seen.asked if not url.startswith(odd)} == {
        f"{elsewhere}{path}" for path in PICTURED.values()
    }


def test_nothing_found_leads_to_what_was_meant(opened: Browser, site: str) -> None:
    with portal.page(opened, viewport={"width": 360, "height": 700}) as (page, seen):
        page.goto(f"{site}/search?q=huanghelo")
        expect(page.locator(".total strong")).to_have_text("0")
        page.locator(".meant a").first.click()
        expect(page.locator(".list h2").first).to_contain_text("黄鹤楼")
    assert not seen.complaints
