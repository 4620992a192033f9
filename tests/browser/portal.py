"""The portal in a real Chromium: a served node, pages opened by Playwright, and what they were found to do."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from playwright.sync_api import Browser, Locator, Page, sync_playwright

from tests.browser import chromium

FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"]
"""Without its sandbox, which needs more than a test's container may; it opens only pages of the tests."""

SHIFTS = """
window.shifted = 0;
new PerformanceObserver(list => { for (const one of list.getEntries()) window.shifted += one.value; })
  .observe({type: "layout-shift", buffered: true});
"""


@dataclass
class Seen:
    """What a page asked for and complained of; `bytes` is what came over the wire."""

    asked: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)
    bytes: int = 0


@contextmanager
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=chromium.binary(), args=FLAGS, timeout=120_000)
        yield opened
        opened.close()


@contextmanager
def page(opened: Browser, **options: Any) -> Iterator[tuple[Page, Seen]]:
    """A page of a browser that knows nothing of others; every error in it is noted."""
    context = opened.new_context(**{"locale": "zh-CN", "viewport": {"width": 1280, "height": 800}, **options})
    seen = Seen()
    found = context.new_page()
    found.add_init_script(SHIFTS)
    found.on("request", lambda asked: seen.asked.append(asked.url))
    found.on("console", lambda told: seen.complaints.append(told.text) if told.type in ("error", "warning") else None)
    found.on("pageerror", lambda error: seen.complaints.append(str(error)))
    wire = context.new_cdp_session(found)
    wire.send("Network.enable")
    wire.on("Network.loadingFinished", lambda told: setattr(seen, "bytes", seen.bytes + int(told["encodedDataLength"])))
    try:
        yield found, seen
    finally:
        context.close()


def shown(page: Page, url: str) -> None:
    """Open it; once more where the store was waited for too long, as it is while the machine is paused."""
    for _ in range(2):
        answer = page.goto(url)
        assert answer is not None, url
        if answer.status != 503:
            return
    raise AssertionError(f"{url} is a 503 twice")


def drawn(picture: Locator, seconds: float = 30) -> None:
    """Wait until a picture has come; asked from here, since the policy of the page lets no text be run in it."""
    until = time.monotonic() + seconds
    while not picture.evaluate("one => one.naturalWidth"):
        assert time.monotonic() < until, "the picture has not come"
        time.sleep(0.05)
