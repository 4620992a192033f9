"""The portal as people use it: typing pinyin, by keyboard alone, on a phone, without scripts; and what it weighs."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, Route, expect

from tests.browser import portal
from tests.browser.conftest import BEGUN
from tests.http.nodes import EXPORTED
from tests.http.test_pages_of_records import BAD

pytestmark = pytest.mark.slow

RECORD = "/records/classical-poems:jing-ye-si"
EXPORT = f"/exports/{EXPORTED}"
PAGES = (
    "/",
    "/search",
    "/search?q=月&lang=en",
    "/search?q=月&show=grid&type=literary-work",
    "/search?show=map&lang=zh-Hant",
    "/search?show=timeline&period=song",
    "/search?q=zzzzqqqq",
    "/values/subject",
    "/categories",
    "/datasets",
    "/charts",
    "/venues",
    "/events?lang=en",
    "/policies?lang=zh-Hant",
    "/services",
    "/developers",
    "/developers?lang=en",
    "/docs",
    "/docs?lang=zh-Hant",
    "/values/creator?q=li&lang=en",
    "/charts?by=region,type&lang=en",
    "/charts?by=regoin&year_from=9x",
    RECORD,
    "/records/made:66?lang=en",
    "/records/made:4",
    EXPORT,
    f"{EXPORT}?lang=en",
    f"/exports/{BEGUN}?lang=zh-Hant",
    "/nope?lang=zh-Hant",
    "/search?sort=tilte",
)
FIRST = (
    *("/", "/search", "/search?show=grid", RECORD, "/developers", "/docs", "/charts"),
    *("/events", "/venues", "/policies", "/services", "/values/subject", "/datasets", "/categories", "/nope"),
)
"""Pages that someone may see first."""

DRAWN = (
    "/charts?by=period",
    "/charts?by=region&lang=en",
    "/charts?by=period,type",
    "/charts?by=region,period&chart=heatmap",
)
"""Charts that differ in their sizes, as far as can be."""

LARGEST = 150_000
READY_MS = 1_000
LOADS = 20


@pytest.mark.timeout(1_200)
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1280])
def test_no_page_hinders_anyone_runs_over_or_asks_elsewhere(
    opened: Browser, site: str, width: int, scheme: str
) -> None:
    with portal.page(opened, viewport={"width": width, "height": 800}, color_scheme=scheme) as (page, seen):
        for path in PAGES:
            portal.shown(page, site + path)
            assert page.evaluate("document.documentElement.scrollWidth") <= width, path
            wrong = [one for one in Axe().run(page).response["violations"] if one["impact"] in ("serious", "critical")]
            assert not wrong, (path, [(one["id"], one["nodes"][0]["html"]) for one in wrong])
    assert not [url for url in seen.asked if not url.startswith(site)]
    refused = [one for one in seen.complaints if "status of 4" not in one and "status of 503" not in one]
    assert not refused, refused


def ready(page: Page) -> float:
    """Milliseconds until the page could be used."""
    return float(page.evaluate("performance.getEntriesByType('navigation')[0].domContentLoadedEventEnd"))


def soonest(page: Page) -> float:
    """`ready` of the soonest load: that is the page's own, the rest the machine's. It loads no more than it takes."""
    found = ready(page)
    for _ in range(LOADS - 1):
        if found <= READY_MS:
            break
        page.reload()
        found = min(found, ready(page))
    return found


def test_the_first_page_is_light_soon_there_and_still(opened: Browser, site: str) -> None:
    for path in FIRST:
        with portal.page(opened) as (page, seen):
            page.goto(site + path)
            page.wait_for_timeout(600)
            assert seen.bytes <= LARGEST, (path, seen.bytes)
            assert page.evaluate("window.shifted") == 0, path
            assert (found := soonest(page)) <= READY_MS, (path, found)
            assert not [url for url in seen.asked if not url.startswith(site)]


@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("path", DRAWN)
def test_a_picture_comes_into_the_place_kept_for_it(opened: Browser, site: str, path: str, width: int) -> None:
    with portal.page(opened, viewport={"width": width, "height": 800}) as (page, seen):
        page.goto(site + path)
        portal.drawn(page.locator(".drawing img"))
        page.wait_for_timeout(300)
        assert page.evaluate("window.shifted") == 0
        kept, own = page.locator(".drawing img").evaluate(
            "one => [one.width / one.height, one.naturalWidth / one.naturalHeight]"
        )
        assert kept == pytest.approx(own, rel=0.15)
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        assert not seen.complaints


def test_from_pinyin_to_a_citation(opened: Browser, site: str) -> None:
    with portal.page(opened, permissions=["clipboard-read", "clipboard-write"]) as (page, seen):
        page.goto(f"{site}/")
        page.get_by_role("combobox").fill("jingye")
        first = page.get_by_role("option").first
        expect(first).to_contain_text("静夜思")
        first.click()
        page.wait_for_url("**/records/**")
        expect(page.locator("h1")).to_have_text("静夜思")
        page.goto(f"{site}/search?q=月")
        page.locator(".facet a", has_text="文学作品").first.click()
        page.wait_for_url("**type=literary-work**")
        page.locator(".facet a", has_text="唐").first.click()
        page.wait_for_url("**period=tang**")
        few = int(page.locator(".total strong").inner_text())
        page.get_by_role("link", name="地图", exact=True).click()
        page.wait_for_url("**show=map**")
        expect(page.locator(".tiles li")).to_have_count(34)
        page.get_by_role("link", name="时间线", exact=True).click()
        page.wait_for_url("**show=timeline**")
        assert int(page.locator(".total strong").inner_text()) == few
        page.get_by_role("link", name="静夜思", exact=True).first.click()
        page.wait_for_url("**/records/**")
        page.get_by_role("button", name="复制", exact=True).first.click()
        expect(page.get_by_role("button", name="已复制")).to_be_visible()
        assert page.evaluate("navigator.clipboard.readText()") == page.locator("#citation").inner_text()
    assert not seen.complaints


def test_by_keyboard_alone(opened: Browser, site: str) -> None:
    with portal.page(opened) as (page, _):
        page.goto(f"{site}/")
        page.keyboard.press("Tab")
        expect(page.locator(".skip")).to_be_focused()
        page.keyboard.press("Enter")
        expect(page.locator("main")).to_be_focused()
        page.keyboard.press("Tab")
        page.keyboard.insert_text("libai")
        expect(page.get_by_role("option").first).to_be_visible()
        page.keyboard.press("ArrowDown")
        chosen = page.locator("[aria-selected=true]")
        expect(chosen).to_have_count(1)
        assert page.get_by_role("combobox").get_attribute("aria-activedescendant") == chosen.get_attribute("id")
        page.keyboard.press("Escape")
        expect(page.get_by_role("option")).to_have_count(0)
        page.keyboard.press("Enter")
        page.wait_for_url("**/search?q=libai**")
        seen = set()
        for _ in range(60):
            page.keyboard.press("Tab")
            seen.add(page.evaluate("document.activeElement.outerHTML.slice(0, 300)"))
            ring = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
            assert ring != "none" or page.evaluate("document.activeElement === document.body")
        assert len(seen) > 40


@pytest.mark.parametrize("key", ["Escape", "Tab"])
def test_a_list_that_was_closed_stays_closed(opened: Browser, site: str, key: str) -> None:
    """Though an answer is still under way then."""
    with portal.page(opened) as (page, _):
        page.goto(f"{site}/")
        options = page.get_by_role("option")
        page.get_by_role("combobox").focus()
        page.keyboard.insert_text("li")
        expect(options.first).to_be_visible()
        held: list[Route] = []
        page.route("**/v1/suggest?**", lambda route: held.append(route))
        page.keyboard.insert_text("bai")
        while not held:
            page.wait_for_timeout(20)
        page.keyboard.press(key)
        expect(options).to_have_count(0)
        held[0].continue_()
        page.wait_for_timeout(500)
        expect(options).to_have_count(0)


def test_without_scripts_everything_is_there(opened: Browser, site: str) -> None:
    with portal.page(opened, java_script_enabled=False) as (page, _):
        page.goto(f"{site}/")
        page.locator("input[name=q]").fill("月")
        page.locator("form.find button").click()
        page.wait_for_url("**/search?q=**")
        page.locator(".facet a", has_text="文学作品").first.click()
        page.wait_for_url("**type=literary-work**")
        page.locator("input[name=year_from]").fill("618")
        page.locator("form.years button").click()
        page.wait_for_url("**year_from=618**")
        assert "year_to" not in page.url
        page.locator(".list h2 a").first.click()
        page.wait_for_url("**/records/**")
        expect(page.locator("#citation")).not_to_be_empty()
        expect(page.locator("button[data-copies]").first).to_be_hidden()


def test_a_chart_is_made_without_scripts(opened: Browser, site: str) -> None:
    with portal.page(opened, java_script_enabled=False) as (page, seen):
        page.goto(f"{site}/charts?lang=en")
        page.get_by_label("Group by").select_option("region")
        page.get_by_label("Kind of records").select_option("site")
        page.get_by_role("button", name="Draw chart").click()
        page.wait_for_url("**/charts?by=region**")
        assert "q=" not in page.url
        portal.drawn(page.locator(".drawing img"))
        expect(page.locator("#call")).to_contain_text("/v1/aggregate?by=region&lang=en&metric=count&type=site")
        page.get_by_label("Then by").select_option("period")
        page.get_by_role("button", name="Draw chart").click()
        page.wait_for_url("**/charts?by=region,period**")
        expect(page.locator(".rows thead th")).to_have_count(3)
    assert not seen.complaints


def test_a_recipe_is_chosen_by_keyboard_and_copied(opened: Browser, site: str) -> None:
    with portal.page(opened, permissions=["clipboard-read", "clipboard-write"]) as (page, seen):
        page.goto(f"{site}/")
        page.get_by_role("link", name="开发者").first.click()
        page.wait_for_url("**/developers")
        recipe = page.locator("article.recipe").first
        expect(recipe.locator("#search-curl")).to_be_visible()
        recipe.locator("summary", has_text="Python").focus()
        page.keyboard.press("Enter")
        expect(recipe.locator("#search-python")).to_be_visible()
        expect(recipe.locator("#search-curl")).to_be_hidden()
        recipe.get_by_role("button", name="复制").click()
        expect(recipe.get_by_role("button", name="已复制")).to_be_visible()
        copied = page.evaluate("navigator.clipboard.readText()")
        assert copied == recipe.locator("#search-python").text_content()
        assert f"{site}/v1/records?" in copied
    assert not seen.complaints
    with portal.page(opened, java_script_enabled=False) as (page, _):
        page.goto(f"{site}/developers?lang=en")
        page.locator("summary", has_text="JavaScript").first.click()
        expect(page.locator("#search-javascript")).to_be_visible()
        page.locator(".contents summary, .glance a", has_text="/v1/suggest").first.click()
        page.wait_for_url("**/docs?lang=en#suggest**")
        expect(page.locator(":target")).to_be_in_viewport()


@pytest.mark.parametrize("lang", ["zh-Hans", "zh-Hant", "en"])
def test_the_ways_of_the_site_are_whole_words_on_a_phone(opened: Browser, site: str, lang: str) -> None:
    with portal.page(opened, viewport={"width": 360, "height": 700}) as (page, _):
        page.goto(f"{site}/?lang={lang}")
        for link in page.locator(".top nav a").all():
            assert link.evaluate("one => one.getClientRects().length") == 1
            assert (link.bounding_box() or {"height": 0})["height"] < 45


def test_what_is_near_is_asked_only_when_it_is_wanted(opened: Browser, site: str) -> None:
    place = {"latitude": 39.9163, "longitude": 116.3972}
    with portal.page(opened, permissions=["geolocation"], geolocation=place) as (page, seen):
        page.goto(f"{site}/venues")
        assert not [url for url in seen.asked if "near=" in url]
        page.locator("button[data-near]").click()
        page.wait_for_url("**/search?**")
        assert "near=39.92%2C116.40" in page.url
        expect(page.locator(".list .kind").first).to_contain_text("公里")
    with portal.page(opened) as (page, _):
        page.goto(f"{site}/venues")
        page.locator("button[data-near]").click()
        expect(page.locator(".nearby [role=status]")).to_contain_text("请按地区查看")
    with portal.page(opened, java_script_enabled=False) as (page, _):
        page.goto(f"{site}/venues")
        expect(page.locator("button[data-near]")).to_be_hidden()
        page.locator(".tiles a").first.click()
        page.wait_for_url("**/search?**type=venue**")


def test_stored_script_does_nothing(opened: Browser, site: str) -> None:
    with portal.page(opened) as (page, seen):
        page.on("dialog", lambda dialog: pytest.fail(f"a script ran: {dialog.message}"))
        for path in ("/records/made:66", "/search?q=alert", "/search?q=alert&show=grid", "/values/subject", "/"):
            page.goto(site + path)
            page.mouse.move(300, 300)
        page.goto(f"{site}/")
        page.get_by_role("combobox").press_sequentially("<script", delay=20)
        page.wait_for_timeout(500)
        page.goto(f"{site}/records/made:66")
        assert page.locator("h1").inner_text() == BAD
    assert not [url for url in seen.asked if not url.startswith(site)]


def test_an_export_is_fetched_and_cited_without_scripts_and_copied_with_them(opened: Browser, site: str) -> None:
    with portal.page(opened, java_script_enabled=False) as (page, _):
        page.goto(f"{site}{EXPORT}?lang=en")
        with page.expect_download() as fetched:
            page.get_by_role("link", name="Download the file").click()
        assert fetched.value.suggested_filename == f"wenmai-{EXPORTED}.ndjson"
        expect(page.locator("#citation")).to_contain_text(f"{site}{EXPORT}")
        page.get_by_text("BibTeX", exact=True).click()
        expect(page.locator("#bibtex")).to_be_visible()
        page.goto(f"{site}/exports/{BEGUN}?lang=en")
        expect(page.get_by_text("20 of 40 records written")).to_be_visible()
        page.get_by_role("link", name="Look again").click()
        expect(page.get_by_role("progressbar")).to_be_visible()
    with portal.page(opened, permissions=["clipboard-read", "clipboard-write"]) as (page, seen):
        page.goto(f"{site}{EXPORT}?lang=en")
        page.locator("[data-copies=citation]").click()
        expect(page.locator("[data-copies=citation]")).to_have_text("Copied")
        assert page.evaluate("navigator.clipboard.readText()") == page.locator("#citation").inner_text()
        assert not seen.complaints
