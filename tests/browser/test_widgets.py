"""The widgets in a page of another origin under a strict policy: with data, stored script, no scripts, a host down."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, expect

from api.portal.embedding import editions
from tests.browser import portal
from tests.http import nodes
from tests.http.test_pages_of_records import BAD, HOSTILE
from tests.served import served

pytestmark = pytest.mark.slow

POLICY = (
    "default-src 'none'; script-src {host}; connect-src {host}; frame-src {host}; base-uri 'none'; form-action 'none'; "
    "require-trusted-types-for 'script'"
)
"""That of docs/widgets.md, and stricter."""

HELD = "<p>Read it <a href='https://example.org/'>here</a></p>"
SCRIPT = '<script src="{host}/widgets/1.1.0/wenmai.js" integrity="{sri}" crossorigin="anonymous" defer></script>'
WIDGETS = f"""<!doctype html><html lang="en"><meta charset="utf-8"><title>Elsewhere</title>{SCRIPT}<body>
<wenmai-list query="q=月" size="3">{HELD}</wenmai-list>
<wenmai-card record="classical-poems:jing-ye-si">{HELD}</wenmai-card>
<wenmai-chart query="by=type">{HELD}</wenmai-chart>
<wenmai-map query="type=site">{HELD}</wenmai-map>
<wenmai-search>{HELD}</wenmai-search>"""
HOSTILE_PAGE = f"""<!doctype html><html lang="en"><meta charset="utf-8"><title>Elsewhere</title>{SCRIPT}<body>
<wenmai-list query="ids=made:66">{HELD}</wenmai-list><wenmai-card record="made:66">{HELD}</wenmai-card>
<wenmai-chart query="by=subject,creator&ids=made:66">{HELD}</wenmai-chart>
<wenmai-search query="ids=made:66">{HELD}</wenmai-search>"""
SEARCH = f"""<!doctype html><html lang="en"><meta charset="utf-8"><title>Elsewhere</title>{SCRIPT}<body><main>
<h1>Elsewhere</h1><wenmai-search>{HELD}</wenmai-search></main>"""
LOOKS = (
    "accent=005a3c theme=dark font=serif",
    "accent='red;background-image:url(https://example.org/)' theme='dark;} * {color:red' font='x;--wenmai-accent:red'",
    "accent='}:host{background-image:url(//example.org)' theme=constructor font=toString",
    "accent='fff' theme='DARK' font='__proto__'",
)
"""The first is as it should be, the others are hostile or wrong: each looks as if nothing had been said."""

WRONG = f"""<!doctype html><html lang="en"><meta charset="utf-8"><title>Elsewhere</title>{SCRIPT}<body>
<wenmai-list query="sort=tilte" host="javascript:alert(1)">{HELD}</wenmai-list>"""


@contextmanager
def elsewhere(page: str, host: str, more: str = "") -> Iterator[str]:
    """The page at a port of its own, with the policy that the docs give; `more` is said of connections."""
    body = page.replace("{host}", host).replace("{sri}", editions.integrity("1.1.0")).encode()

    class Site(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.send_header("Content-Security-Policy", POLICY.format(host=host).replace("; frame", f" {more}; frame"))
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: Any) -> None:
            """Nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Site) as site:
        Thread(target=site.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{site.server_port}/"
        site.shutdown()


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Any:
    chosen = nodes.settings(tmp_path_factory.mktemp("site"))
    nodes.fill(chosen)
    nodes.Following(chosen, None).put(HOSTILE, LENGTHY)  # type: ignore[arg-type] # nothing is asked of it here
    return chosen.data


@pytest.fixture(scope="module")
def host(filled: Any) -> Iterator[str]:
    with served(filled, 1, WENMAI_LIMITS="off") as port:
        yield f"http://127.0.0.1:{port}"


LONG = "长" * 200 + "Llanfairpwllgwyngyll" * 8
LENGTHY = nodes.record(
    68,
    title={"zh-Hans": LONG, "en": "Long " * 60},
    media=[
        {
            "url": "http://127.0.0.1:9/gone.jpg",
            "type": "image/jpeg",
            "rights": {"uri": "https://creativecommons.org/publicdomain/zero/1.0/", "reuse": "open"},
        }
    ],
)
"""A title that breaks nowhere, and a picture that cannot be had."""


def complaints(seen: portal.Seen) -> list[str]:
    """All but the icon that the page has none of, and the test's own script, which a sandbox keeps out of frames."""
    return [one for one in seen.complaints if "favicon" not in one and "Blocked script execution" not in one]


def test_every_widget_shows_its_data_under_a_strict_policy(opened: Browser, host: str) -> None:
    with elsewhere(WIDGETS, host) as url, portal.page(opened) as (page, seen):
        page.goto(url)
        expect(page.locator("wenmai-list li")).to_have_count(3)
        expect(page.locator("wenmai-card h3")).not_to_be_empty()
        expect(page.locator("wenmai-card h3 a")).to_have_attribute("href", f"{host}/records/classical-poems:jing-ye-si")
        expect(page.locator("wenmai-chart tr").nth(4)).to_be_attached()
        expect(page.locator("wenmai-map g[part=tile]")).to_have_count(34)
        expect(page.locator("wenmai-list a[href^='https://creativecommons.org/']")).to_have_text(
            ["Public Domain Mark 1.0"] * 3
        )
        border = (
            "getComputedStyle(document.querySelector('wenmai-list').shadowRoot.querySelector('.frame')).borderTopColor"
        )
        assert page.evaluate(border) == "rgb(158, 43, 32)"
        page.evaluate(
            "document.querySelector('wenmai-list').attributeStyleMap.set('--wenmai-accent', 'rgb(0, 90, 60)')"
        )
        assert page.evaluate(border) == "rgb(0, 90, 60)"
        expect(page.locator("wenmai-search p a")).to_be_visible()
        page.locator("wenmai-search input").fill("jingyesi")
        page.keyboard.press("Enter")
        expect(page.locator("wenmai-search li").first).to_be_visible()
        assert not complaints(seen)
        assert all(one.startswith((url, host)) for one in seen.asked)


def test_pinyin_is_suggested_for_and_chosen_by_keys(opened: Browser, host: str) -> None:
    with elsewhere(SEARCH, host) as url, portal.page(opened) as (page, seen):
        page.goto(url)
        box, options = page.get_by_role("combobox", name="Search"), page.get_by_role("option")
        box.press_sequentially("libai", delay=20)
        expect(options.first).to_have_text("李白Creator")
        expect(box).to_have_attribute("aria-expanded", "true")
        expect(page.get_by_text("arrow keys choose")).to_have_count(1)
        wrong = [one for one in Axe().run(page).response["violations"] if one["impact"] in ("serious", "critical")]
        assert not wrong, wrong
        page.keyboard.press("Escape")
        expect(options).to_have_count(0)
        expect(box).to_have_value("libai")
        page.keyboard.press("ArrowDown")
        expect(options.first).to_be_visible()
        page.keyboard.press("ArrowDown")
        expect(options.first).to_have_attribute("aria-selected", "true")
        assert box.get_attribute("aria-activedescendant") == options.first.get_attribute("id")
        page.keyboard.press("Enter")
        expect(page.locator("wenmai-search ol li").first).to_contain_text("李白")
        expect(options).to_have_count(0)
        assert parse_qs(urlsplit(seen.asked[-1]).query)["creator"] == ["李白"]
        box.fill("静夜")
        options.first.click()
        expect(page.locator("wenmai-search ol li h3")).to_have_text(["Quiet Night Thought"])
        assert not complaints(seen)


def test_looks_come_out_of_closed_sets(opened: Browser, host: str) -> None:
    shown = f"<!doctype html><html lang=en><meta charset=utf-8><title>Looks</title>{SCRIPT}<body>" + "".join(
        f"<wenmai-card record='classical-poems:jing-ye-si' {one}></wenmai-card>" for one in LOOKS
    )
    with elsewhere(shown, host) as url, portal.page(opened) as (page, seen):
        page.goto(url)
        expect(page.locator("wenmai-card h3")).to_have_count(len(LOOKS))
        told = page.evaluate(
            "[...document.querySelectorAll('wenmai-card')].map(one => {"
            "  const frame = getComputedStyle(one.shadowRoot.querySelector('.frame')), own = getComputedStyle(one);"
            "  const serif = own.fontFamily.includes('Songti');"
            "  return [frame.borderTopColor, own.colorScheme, serif, own.backgroundImage]; })"
        )
        usual = ["rgb(158, 43, 32)", "normal", False, "none"]
        assert told == [["rgb(0, 90, 60)", "dark", True, "none"], *[usual] * (len(LOOKS) - 1)]
        assert not complaints(seen)
        assert all(one.startswith((url, host)) for one in seen.asked)


def test_stored_script_is_text(opened: Browser, host: str) -> None:
    with elsewhere(HOSTILE_PAGE, host) as url, portal.page(opened) as (page, seen):
        page.on("dialog", lambda one: pytest.fail(one.message))
        page.goto(url)
        expect(page.locator("wenmai-list h3 a")).to_have_text(BAD)
        expect(page.locator("wenmai-card h3 a")).to_have_text(BAD)
        expect(page.locator("wenmai-chart th").first).to_contain_text("<script>alert(1)</script>")
        page.locator("wenmai-search input").fill("script")
        expect(page.get_by_role("option").first).to_contain_text("<script>alert(1)</script>")
        page.get_by_role("option").first.click()
        expect(page.locator("wenmai-search h3 a")).to_have_text(BAD)
        inside = (
            "[...document.querySelectorAll('wenmai-list, wenmai-card, wenmai-chart, wenmai-search')]"
            ".map(one => one.shadowRoot.querySelectorAll("
            "'script, img, iframe, a:not([href^=\"http\"]), [onmouseover], [onfocus], b').length)"
        )
        assert page.evaluate(inside) == [0, 0, 0, 0]
        assert not complaints(seen)


def test_without_scripts_the_content_is_there(opened: Browser, host: str) -> None:
    with elsewhere(WIDGETS, host) as url, portal.page(opened, java_script_enabled=False) as (page, _):
        page.goto(url)
        expect(page.get_by_role("link", name="here")).to_have_count(5)


def test_what_is_wrong_is_said_under_the_content(opened: Browser, host: str) -> None:
    with elsewhere(WRONG, host) as url, portal.page(opened) as (page, _):
        page.goto(url)
        expect(page.locator("wenmai-list [role=status]")).to_contain_text("cannot be asked: sort")
        expect(page.get_by_role("link", name="here")).to_be_visible()


def test_a_host_that_is_gone_or_limits_is_said_quietly(opened: Browser, filled: Any) -> None:
    with served(filled, 1, WENMAI_LIMIT_ANONYMOUS="1/5 minutes, 300/hour, 20000/day") as port:
        host = f"http://127.0.0.1:{port}"
        page_of = WIDGETS.replace("</wenmai-search>", "</wenmai-search><wenmai-list query='q=山'></wenmai-list>")
        with elsewhere(page_of, host) as url, portal.page(opened) as (page, _):
            page.goto(url)
            expect(page.get_by_text("trying again in a moment").first).to_be_visible()
            assert page.get_by_role("link", name="here").count() >= 3
            page.route(f"{host}/v1/**", lambda route: route.abort())
            page.evaluate("document.querySelectorAll('wenmai-list').forEach(one => one.setAttribute('query', 'q=江'))")
            expect(page.get_by_text("cannot be had at the moment").first).to_be_visible()
            expect(page.get_by_role("link", name="here").first).to_be_visible()


RUBBISH = {
    "/html/": (200, b"<script>alert(1)</script>"),
    "/empty/": (200, b"{}"),
    "/null/": (200, b"null"),
    "/wrong/": (200, b'{"records": [{"id": 3, "title": {"en": []}}], "columns": 5, "rows": "x", "title": 4}'),
    "/broken/": (500, b"oops"),
    "/limited/": (429, b"<h1>slow down</h1>"),
    "/down/": (503, b""),
}


@contextmanager
def rubbish() -> Iterator[str]:
    """A host that answers nothing of use: by the first step of the path, see RUBBISH."""

    class Site(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            status, body = RUBBISH[f"/{self.path.split('/')[1]}/"]
            self.send_response(status)
            self.send_header("Access-Control-Allow-Origin", "*")
            self.send_header("Content-Length", str(len(body)))
            self.send_header("Retry-After", "4" if status == 429 else "1")
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: Any) -> None:
            """Nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Site) as site:
        Thread(target=site.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{site.server_port}"
        site.shutdown()


def test_rubbish_is_said_quietly_and_what_stood_there_stays(opened: Browser, host: str) -> None:
    asked = ("list query='q=x'", "card record='a:b'", "chart query='by=type'", "map")
    with rubbish() as other:
        made = "".join(
            f"<wenmai-{one} host='{other}{path.rstrip('/')}'>{HELD}</wenmai-{one.split()[0]}>"
            for path in RUBBISH
            for one in asked
        )
        shown = f"<!doctype html><html lang=en><meta charset=utf-8><title>Rubbish</title>{SCRIPT}<body>{made}"
        with elsewhere(shown, host, other) as url, portal.page(opened) as (page, seen):
            page.on("dialog", lambda one: pytest.fail(one.message))
            page.on("pageerror", lambda error: pytest.fail(str(error)))
            page.goto(url)
            many = len(RUBBISH) * len(asked)
            told = page.get_by_text("The data cannot be had at the moment.")
            expect(told.first).to_be_visible()
            expect(page.get_by_text("trying again").first).to_be_visible()
            expect(told).to_have_count(many, timeout=40_000)
            expect(page.get_by_role("link", name="here")).to_have_count(many)
            assert len([one for one in seen.asked if "/limited/v1/records/" in one]) == 3


KINDS = ("list", "search", "card", "chart", "map")
SHOWN = {"list": "li", "search": "input", "card": "h3", "chart": "tr", "map": "g[part=tile]"}


@pytest.mark.parametrize("kind", KINDS)
def test_the_code_copied_works_in_a_plain_page_of_another_port(opened: Browser, host: str, kind: str) -> None:
    with portal.page(opened, permissions=["clipboard-read", "clipboard-write"]) as (page, seen):
        page.goto(f"{host}/widgets?widget={kind}&type=literary-work&accent=2f6f4f&lang=en")
        expect(page.locator(f"wenmai-{kind} {SHOWN[kind]}").first).to_be_visible()
        copied = []
        for button in page.locator("button[data-copies]").all():
            button.click()
            expect(button).to_have_text("Copied")
            copied.append(page.evaluate("navigator.clipboard.readText()"))
        assert not complaints(seen)
    assert len(copied) == 2
    plain = "<!doctype html><html lang=en><meta charset=utf-8><title>Plain</title><body>" + "".join(copied)
    with elsewhere(plain, host) as url, portal.page(opened) as (page, seen):
        page.goto(url)
        expect(page.locator(f"wenmai-{kind} {SHOWN[kind]}").first).to_be_visible()
        expect(page.frame_locator("iframe").locator("footer .home")).to_have_text("Wenmai")
        assert not complaints(seen)
        if kind == "search":
            frame = page.frame_locator("iframe")
            frame.get_by_role("searchbox").fill("静夜思")
            frame.get_by_role("button").click()
            expect(frame.locator("h2").first).to_have_text("Quiet Night Thought")
    with elsewhere(plain, host) as url, portal.page(opened, java_script_enabled=False) as (page, _):
        page.goto(url)
        expect(page.locator(f"wenmai-{kind} a")).to_be_visible()


EMBEDDED = (
    "/embed/records?q=月&lang=en",
    "/embed/records?q=zzzzqqqq",
    "/embed/records?ids=made:66,made:68&lang=en",
    "/embed/search?q=月",
    "/embed/records/made:66?lang=en",
    "/embed/records/made:68",
    "/embed/records/made:68?theme=dark&accent=ffff00&font=serif&plain=true",
    "/embed/records/classical-poems:jing-ye-si",
    "/embed/records/made:nope",
    "/embed/chart?by=type&lang=en",
    "/embed/chart?by=region&chart=tilemap&region_level=province",
    "/embed/chart?by=regoin&lang=en",
    *(f"/widgets?widget={kind}&lang=en" for kind in KINDS),
    "/widgets?widget=card&record=made:66",
    "/widgets?theme=dakr&accent=red&lang=zh-Hant",
)


@pytest.mark.timeout(1_200)
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_frame_hinders_anyone_runs_over_or_asks_elsewhere(opened: Browser, host: str, scheme: str) -> None:
    with portal.page(opened, viewport={"width": 320, "height": 700}, color_scheme=scheme) as (page, seen):
        for path in EMBEDDED:
            page.goto(host + path)
            page.wait_for_load_state("networkidle")
            assert page.evaluate("document.documentElement.scrollWidth") <= 320, path
            wrong = [one for one in Axe().run(page).response["violations"] if one["impact"] in ("serious", "critical")]
            assert not wrong, (path, [(one["id"], one["nodes"][0]["html"]) for one in wrong])
    assert not [url for url in seen.asked if not url.startswith(host)]
    assert not [one for one in seen.complaints if "status of 4" not in one]


def test_a_frames_chart_is_shown_in_the_readers_scheme(opened: Browser, host: str) -> None:
    for scheme, other in (("light", "dark"), ("dark", "light")):
        with portal.page(opened, color_scheme=scheme) as (page, _):
            page.goto(f"{host}/embed/chart?by=type,level&lang=en")
            expect(page.locator(f".drawn-{scheme} svg")).to_be_visible()
            expect(page.locator(f".drawn-{other} svg")).to_be_hidden()
            page.goto(f"{host}/embed/chart?by=type,level&lang=en&theme={other}")
            expect(page.locator(f".drawn-{other} svg")).to_be_visible()


def test_a_frame_is_read_without_scripts_and_with_pictures_missing(opened: Browser, host: str) -> None:
    with portal.page(opened, java_script_enabled=False, viewport={"width": 320, "height": 700}) as (page, _):
        for path in EMBEDDED:
            page.goto(host + path)
            assert page.locator("h1").inner_text().strip(), path
        page.goto(f"{host}/embed/records/made:68")
        expect(page.locator("h1")).to_have_text(LONG)
        expect(page.locator("footer .home")).to_be_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_frame_stands_in_the_page_in_both_schemes(opened: Browser, host: str, scheme: str) -> None:
    frames = "".join(
        f'<iframe src="{host}{path}" title="{path}" width="600" height="500" sandbox="allow-popups"></iframe>'
        for path in ("/embed/records?q=月&amp;accent=2f6f4f", "/embed/chart?by=type&amp;lang=en", "/embed/records?x=1")
    )
    shown = f"<!doctype html><title>Frames</title><body>{frames}"
    with elsewhere(shown, host) as url, portal.page(opened, color_scheme=scheme) as (page, seen):
        page.goto(url)
        first, second, third = page.frames[1:]
        expect(first.locator("li h2").first).to_be_visible()
        style = "getComputedStyle(document.body)"
        assert first.evaluate(f"{style}.borderTopColor") != first.evaluate(f"{style}.color")
        ground = first.evaluate(f"{style}.backgroundColor")
        assert ground == ("rgb(255, 254, 251)" if scheme == "light" else "rgb(27, 25, 23)")
        text = f"getComputedStyle(document.querySelector('.drawn-{scheme} svg text')).fill"
        expect(second.locator(f".drawn-{scheme} svg")).to_be_visible()
        assert second.evaluate(text) == second.evaluate(f"{style}.color")
        expect(third.locator("main li")).to_have_count(1)
        assert seen.bytes <= 60_000
        assert not [one for one in seen.complaints if "Content Security Policy" in one]
