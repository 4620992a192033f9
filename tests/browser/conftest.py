"""A served node and a browser, one a module."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from datetime import timedelta

import pytest
from playwright.sync_api import Browser, expect

from records.jobs import JobWish
from records.store import Store
from settings import Settings
from tests.browser import chromium, portal
from tests.http import nodes
from tests.http.test_pages_of_records import HOSTILE
from tests.served import served

BEGUN = "export-shan3shan3shan3s"

# A machine that is busy for a moment shows what it shows later.
expect.set_options(timeout=30_000)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A node with the sample, one record that holds stored script in every field, and a venue whose place is known."""
    chosen = nodes.settings(tmp_path_factory.mktemp("site"))
    nodes.fill(chosen)
    venue = nodes.record(67, type="venue", place={"lat": 39.9, "lon": 116.4})
    nodes.Following(chosen, None).put(HOSTILE, venue)  # type: ignore[arg-type] # nothing is asked of it here
    nodes.export(chosen)
    begin_export(chosen)
    with served(chosen.data, 1, WENMAI_LIMITS="off") as port:
        yield f"http://127.0.0.1:{port}"


def begin_export(chosen: Settings) -> None:
    """A job that some worker has in hand, for as long as the tests take."""
    with closing(Store.open(chosen.database_url)) as store:
        store.jobs.make(JobWish({"q": "月"}, "http://localhost", "nobody", 40, 1), job_id=BEGUN)
        claim = store.jobs.take("elsewhere", timedelta(hours=2))
        assert claim is not None
        assert store.jobs.renew(claim, timedelta(hours=2), 20)


@pytest.fixture(scope="module")
def opened() -> Iterator[Browser]:
    """Left out only where that is said; a browser that cannot be had fails the test."""
    if not chromium.allowed():
        pytest.skip(f"{chromium.SWITCH}=off")
    try:
        chromium.binary()
    except chromium.ChromiumMissing as missing:
        pytest.fail(str(missing))
    with portal.browser() as found:
        yield found
