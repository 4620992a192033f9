"""The developers' page: its recipes are run as they stand there, and give what the records themselves say."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from math import asin, cos, radians, sin, sqrt
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient

from tests.http import nodes, pages
from tests.http.conftest import EngineSettings
from tests.served import served

SITES = sorted(one["id"] for one in nodes.sample() if one["type"] == "site")
GUGONG = (39.9163, 116.3972)
EVENTS = [
    nodes.record(70 + day, type="event", event={"start": f"2031-05-0{day}", "end": f"2031-05-0{day}"})
    for day in (1, 2, 3)
]
PROGRAMS = {
    "curl": ["bash", "-euo", "pipefail", "-c"],
    "python": [sys.executable, "-c"],
    "javascript": ["node", "--input-type=module", "--eval"],
    "r": ["Rscript", "--vanilla", "-e"],
}
NEEDED = {"curl": ("curl", "jq"), "javascript": ("node",), "python": (), "r": ("Rscript",)}
RECIPES = ("search", "near", "pages", "chart", "export", "changes", "calendar")


def far(place: dict[str, Any]) -> float:
    """Kilometres from the Forbidden City, on a globe."""
    (lat, lon), (here, there) = GUGONG, (place["lat"], place["lon"])
    half = sin(radians(here - lat) / 2) ** 2
    half += cos(radians(lat)) * cos(radians(here)) * sin(radians(there - lon) / 2) ** 2
    return 2 * 6371.0088 * asin(sqrt(half))


def of_search(told: str, _: Path) -> None:
    total, *found = told.splitlines()
    assert int(total) == 2
    assert "world-heritage-china:813 苏州古典园林" in found


def of_near(told: str, _: Path) -> None:
    near = {
        one["id"]: far(one["place"])
        for one in (*nodes.sample(), *nodes.MADE)
        if "lat" in one.get("place", {}) and one["id"] not in (nodes.WITHDRAWN, nodes.MERGED)
    }
    lines = [re.split(r"[\t ]", line) for line in told.splitlines()]
    assert {one for _, one, *_ in lines} == {one for one, km in near.items() if km <= 60}
    assert [float(km) for km, *_ in lines] == pytest.approx(sorted(km for km in near.values() if km <= 60), abs=0.01)


def of_pages(told: str, _: Path) -> None:
    assert sorted(told.split()) == SITES


def of_chart(told: str, _: Path) -> None:
    rows = [line.replace('"', "").split(",") for line in told.splitlines()]
    counts = {region: int(count) for region, _, count in rows if region != "region"}
    assert {region: label for region, label, _ in rows}["110000"] == "北京市"
    provinces = [one["region"][:2] + "0000" for one in nodes.sample() if one["type"] == "site" and "region" in one]
    assert counts == {code: provinces.count(code) for code in provinces if code != "100000"}


def of_export(told: str, _: Path) -> None:
    assert int(told) == len(SITES)


def of_changes(told: str, _: Path) -> None:
    changes = [re.split(r"[\t ]", line) for line in told.splitlines()]
    assert [int(seq) for seq, *_ in changes] == list(range(1, len(changes) + 1))
    created = [one for _, action, one in changes if action == "created"]
    assert sorted(created) == sorted(one["id"] for one in (*nodes.MADE, *nodes.sample(), *EVENTS))
    assert ["withdrawn", nodes.WITHDRAWN] in [one for _, *one in changes]


def of_calendar(told: str, _: Path) -> None:
    assert int(told) == len(EVENTS)


JUDGES: dict[str, Callable[[str, Path], None]] = {
    name.removeprefix("of_"): judge for name, judge in list(globals().items()) if name.startswith("of_")
}


@pytest.fixture(scope="module")
def port(engine_settings: EngineSettings, tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    chosen = engine_settings()
    settings = nodes.settings(tmp_path_factory.mktemp("recipes"), **chosen)
    nodes.fill(settings)
    nodes.Following(settings, None).put(*EVENTS)  # type: ignore[arg-type] # nothing is asked of it here
    with served(settings.data, 1, **{**nodes.PLENTY, **chosen}) as number:
        yield number


@pytest.fixture(scope="module")
def page(port: int, tmp_path_factory: pytest.TempPathFactory) -> pages.Page:
    """The page as a browser gets it: its addresses are those it was asked at."""
    done = subprocess.run(
        ["curl", "-sS", f"http://127.0.0.1:{port}/developers?lang=zh-Hans"], capture_output=True, check=True, timeout=30
    )
    found = pages.Page()
    found.feed(done.stdout.decode())
    return found


def test_every_recipe_is_judged() -> None:
    assert set(JUDGES) == set(RECIPES)


@pytest.mark.slow
@pytest.mark.parametrize("language", PROGRAMS)
@pytest.mark.parametrize("name", RECIPES)
def test_a_recipe_does_what_it_says(page: pages.Page, tmp_path: Path, name: str, language: str) -> None:
    if missing := [one for one in NEEDED[language] if shutil.which(one) is None]:
        pytest.skip(f"{missing} is not here")
    code = page.one("code", id=f"{name}-{language}").inside
    done = subprocess.run([*PROGRAMS[language], code], capture_output=True, cwd=tmp_path, timeout=60)
    assert done.returncode == 0, done.stderr.decode()
    JUDGES[name](done.stdout.decode(), tmp_path)
    if name == "chart" and language in ("curl", "python"):
        assert (tmp_path / "sites.svg").read_bytes().startswith(b"<svg")


@pytest.mark.slow
def test_the_lines_that_get_and_send_a_key_do(page: pages.Page) -> None:
    asking, sending = (page.one("code", id=f"key-{name}").inside for name in ("asking", "sending"))
    key = json.loads(subprocess.run(["bash", "-c", asking], capture_output=True, check=True, timeout=30).stdout)["key"]
    typed = sending.replace("wenmai_sk_…", key)
    me = json.loads(subprocess.run(["bash", "-c", typed], capture_output=True, check=True, timeout=30).stdout)
    assert (me["anonymous"], me["tier"]) == (False, "standard")


@pytest.mark.parametrize("lang", ["zh-Hans", "zh-Hant", "en"])
def test_all_recipes_are_there_in_all_languages(client: FlaskClient, lang: str) -> None:
    page = pages.get(client, "/developers", lang=lang)
    shown = {one.attributes["id"]: one.inside for one in page.all("code") if "id" in one.attributes}
    wanted = {f"{name}-{language}" for name in RECIPES for language in PROGRAMS}
    assert set(shown) == wanted | {"key-asking", "key-sending"}
    copied = [one.attributes["data-copies"] for one in page.all("button") if "data-copies" in one.attributes]
    assert sorted(copied) == sorted(shown)
    assert not [code for code in shown.values() if "BASE" in code or "LANG" in code]
    assert [code for code in shown.values() if f"lang={lang}" in code]
    opened = [one.attributes["href"] for one in page.all("a") if one.attributes["href"].startswith("/v1/")]
    assert len(opened) == len(RECIPES) + 1
    for link in opened:
        assert client.get(link).status_code == 200, link


def test_it_tells_the_limits_that_hold(engine_settings: EngineSettings, tmp_path: Path) -> None:
    limits = {"WENMAI_LIMITS": "on", "WENMAI_LIMIT_ANONYMOUS": "77/5 seconds, 777/minute, 7777/day"}
    node = nodes.following(tmp_path, **limits, **engine_settings())
    text = pages.get(node.app.test_client(), "/developers", lang="en").text
    assert "77 units in 5 s" in text
    assert "7,777 units in 86,400 s" in text
    node.app.extensions["wenmai"].close()
    free = nodes.following(tmp_path / "free", **engine_settings())
    assert "does not limit how often" in pages.get(free.app.test_client(), "/developers", lang="en").text
    free.app.extensions["wenmai"].close()
