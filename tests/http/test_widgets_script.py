"""The script of the widgets as it is given out: its editions never change, it is small, no text is HTML."""

from __future__ import annotations

import csv
import gzip
import json
import re
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from api.portal.embedding import editions
from tests.http.asking import problem

ROOT = Path(__file__).resolve().parent.parent.parent
GIVEN_OUT = {
    "1.0.0": "sha384-FbV2sqH+OKxmNGEIqvzslF35rBrJcQ1dnjxDimJ4kbbShSXRXYooQJlg4ywi1Yn7",
    "1.1.0": "sha384-YaJHJyC+8xj5s12whjgKH5gJVekqDH0podMYqVZ4J7d6DLYV/GNtVTzvX1YRiZoB",
}
"""Whoever holds a page to one of these must find it so for ever: a line is added, never changed."""

LARGEST = 30_000
NEVER = (
    "innerHTML",
    "outerHTML",
    "insertAdjacentHTML",
    "document.write",
    "eval(",
    "new Function",
    ".style.",
    "import(",
)


def test_no_edition_ever_changes() -> None:
    assert {number: editions.integrity(number) for number in editions.numbered()} == GIVEN_OUT


@pytest.mark.parametrize("number", GIVEN_OUT)
def test_an_edition_is_kept_for_ever_and_the_version_follows(client: FlaskClient, number: str) -> None:
    edition = client.get(f"/widgets/{number}/wenmai.js")
    assert edition.status_code == 200
    assert edition.content_type == "text/javascript; charset=utf-8"
    assert "immutable" in edition.headers["Cache-Control"]
    assert edition.headers["Access-Control-Allow-Origin"] == "*"
    assert edition.headers["Cross-Origin-Resource-Policy"] == "cross-origin"
    newest = client.get("/widgets/v1/wenmai.js")
    assert newest.get_data() == client.get(f"/widgets/{list(GIVEN_OUT)[-1]}/wenmai.js").get_data()
    assert newest.headers["Cache-Control"] == "public, max-age=3600"
    problem(client.get("/widgets/v2/wenmai.js"), 404, "not-found")
    problem(client.get("/widgets/..%2f/wenmai.js"), 404, "not-found")


@pytest.mark.parametrize("number", GIVEN_OUT)
def test_it_is_small_and_makes_no_html_of_texts(number: str) -> None:
    content = editions.numbered()[number]
    assert len(gzip.compress(content, 9)) <= LARGEST
    for word in NEVER:
        assert word.encode() not in content


def test_the_docs_tell_the_hash_of_the_newest() -> None:
    told = (ROOT / "docs" / "widgets.md").read_text("utf-8")
    newest = editions.newest("v1")
    assert f"/widgets/{newest}/wenmai.js" in told
    assert GIVEN_OUT[newest] in told


def test_the_tiles_of_the_map_are_those_of_the_charts() -> None:
    with (ROOT / "exchange" / "charts" / "tile_layout.csv").open(encoding="utf-8") as lines:
        tiles = {f"{row['code']},{row['column']},{row['row']}" for row in csv.DictReader(lines)}
    told = re.search(rb'TILES = "([^"]*)"', editions.numbered()[editions.newest("v1")])
    assert told
    assert set(told[1].decode().split(" ")) == tiles


def test_the_names_of_kinds_are_those_of_the_vocabulary() -> None:
    text = editions.numbered()[editions.newest("v1")].decode()
    with (ROOT / "records" / "vocabularies" / "types.csv").open(encoding="utf-8") as lines:
        types = list(csv.DictReader(lines))
    named = re.search(r"TYPES = (\[[^\]]*\])", text)
    assert named
    assert json.loads(named[1]) == [row["id"] for row in types]
    for lang, told in zip(("zh-Hans", "zh-Hant", "en"), re.findall(r"kinds: (\[[^\]]*\])", text), strict=True):
        assert json.loads(told)[: len(types)] == [row[lang] for row in types]
