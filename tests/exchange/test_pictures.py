"""Charts as pictures: every kind is drawn, tells its figures to a reader of XML, and stays harmless."""

from __future__ import annotations

import csv
import io
import re
import struct
import xml.etree.ElementTree as ET
import zlib
from collections.abc import Iterator
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings

from exchange.charts import Chart, ChartKind, Drawing, chart
from exchange.charts.theme import FONT
from exchange.errors import CannotShow
from exchange.pictures import Patience, Renderer, png_bytes, svg_bytes
from exchange.pictures.packing import packed
from exchange.tables import Table, csv_bytes
from exchange.tables.text import cut
from tests.exchange.charted import FIGURES, SAMPLES, SHAPES, long_named
from tests.exchange.making import COUNT, MALICIOUS, counted, dimension, table, tables

pytestmark = pytest.mark.slow

SPACE = "{http://www.w3.org/2000/svg}"
KINDS = list(SAMPLES)


@pytest.fixture(scope="module")
def drawing() -> Iterator[Renderer]:
    made = Renderer(Patience(draw=30, start=60))
    yield made
    made.close()


def _parsed(drawing: Renderer, made: Chart) -> ET.Element:
    return ET.fromstring(svg_bytes(drawing, made))


@pytest.mark.parametrize("kind", KINDS)
def test_every_figure_can_be_read_from_the_picture(drawing: Renderer, kind: ChartKind) -> None:
    root = _parsed(drawing, chart(SAMPLES[kind], Drawing(kind), SHAPES))
    symbols = [element for element in root.iter() if element.get("role") == "graphics-symbol"]
    marks = "\n".join(element.get("aria-label", "") for element in symbols)
    missing = [figure for figure in FIGURES[kind] if not re.search(rf"(?<![\d,]){figure:,}(?![\d,])", marks)]
    assert missing == []


@pytest.mark.parametrize("kind", KINDS)
def test_a_picture_says_what_it_is(drawing: Renderer, kind: ChartKind) -> None:
    made = chart(SAMPLES[kind], Drawing(kind, language="zh-Hant", dark=True), SHAPES)
    root = _parsed(drawing, made)
    title, desc, metadata = list(root)[:3]
    assert (title.tag, desc.tag, metadata.tag) == (f"{SPACE}title", f"{SPACE}desc", f"{SPACE}metadata")
    assert (title.text, desc.text) == ("各地文化資源", made.description)
    assert root.get("role") == "img"
    assert root.get("aria-labelledby") == title.get("id")
    assert root.get("aria-describedby") == desc.get("id")
    assert list(csv.reader(io.StringIO(metadata.text or "", newline=""))) == list(
        csv.reader(io.StringIO(csv_bytes(made.table, "zh-Hant").decode(), newline=""))
    )


@pytest.mark.parametrize("kind", KINDS)
def test_the_same_table_is_the_same_bytes(drawing: Renderer, kind: ChartKind) -> None:
    made = chart(SAMPLES[kind], Drawing(kind), SHAPES)
    assert svg_bytes(drawing, made) == svg_bytes(drawing, made)
    picture = png_bytes(drawing, made)
    assert picture == png_bytes(drawing, made)
    assert picture.startswith(b"\x89PNG")


def test_pictures_have_sensible_sizes(drawing: Renderer) -> None:
    heights = []
    for rows in (0, 1, 20, 500):
        picture = png_bytes(drawing, chart(long_named(rows)))
        across, down = struct.unpack(">II", picture[16:24])
        assert 400 <= across <= 1100
        heights.append(down)
    assert heights[0] < 300
    assert heights[1] < 250
    assert 450 < heights[2] < 900
    assert 1000 < heights[3] < 1600


ALLOWED = {"svg", "title", "desc", "metadata", "g", "path", "rect", "line", "text", "tspan", "defs", "clipPath"}
ALLOWED |= {"linearGradient", "stop", "circle"}


def _harmless(root: ET.Element) -> None:
    for element in root.iter():
        assert element.tag.removeprefix(SPACE) in ALLOWED
        assert not [name for name in element.attrib if name.startswith("on") or name.endswith("href")]


def test_malicious_names_are_drawn_as_they_are(drawing: Renderer) -> None:
    names = [name for name in MALICIOUS if name]
    root = _parsed(drawing, chart(counted("name", dict.fromkeys(names, 7)), Drawing("bar")))
    _harmless(root)
    shown = {text.text for text in root.iter(f"{SPACE}text")}
    assert {"&lt;&amp;&#x0;&xxe;", "@SUM(1+1)", "{{constructor}}", "abcgnp.exe", "datum.value"} <= shown


@pytest.mark.parametrize("name", ["𠮷" * 60, "👨‍👩‍👧" * 60, "长" * 40_000], ids=["rare", "emoji", "endless"])
def test_names_are_cut_by_us_and_never_within_a_character(drawing: Renderer, name: str) -> None:
    """In the legend too: left to the library, half a character was an error, and a long name took minutes."""
    kinds, titled = dimension("kind"), dimension("of")
    rows = [(f"row {at}", f"{name}{at % 2}", 3 + at) for at in range(4)]
    made = table([titled, replace(kinds, label={"en": name}), COUNT], rows)
    root = _parsed(drawing, chart(made, Drawing("bar", language="en")))
    shown = {text.text for text in root.iter(f"{SPACE}text")}
    assert {cut(name, 18), f"{cut(name, 15)} (2)"} <= shown


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(tables())
def test_whatever_a_table_says_it_is_drawn(drawing: Renderer, made: Table) -> None:
    try:
        shown = chart(made)
    except CannotShow:
        return
    _harmless(_parsed(drawing, shown))


def _pixels(picture: bytes) -> bytes:
    at, packed = 8, b""
    while at < len(picture):
        size = struct.unpack(">I", picture[at : at + 4])[0]
        packed += picture[at + 8 : at + 8 + size] if picture[at + 4 : at + 8] == b"IDAT" else b""
        at += 12 + size
    return zlib.decompress(packed)


def test_chinese_characters_have_their_glyphs(drawing: Renderer) -> None:
    """Without a font each would be the same box, or nothing."""
    text = f'<text x="9" y="22" font-family="{FONT}">{{}}</text>'
    svg = f'<svg xmlns="http://www.w3.org/2000/svg" width="60" height="30">{text}</svg>'
    names = ["国", "國", "鬱", "龘", "\U000f0000"]
    assert len({_pixels(drawing.png(svg.format(name))) for name in names}) == len(names)


def test_packing_keeps_every_pixel(drawing: Renderer) -> None:
    haste = drawing.png(drawing.svg(chart(SAMPLES["tilemap"]).spec))
    tight = packed(haste)
    assert _pixels(tight) == _pixels(haste)
    assert len(tight) < 0.6 * len(haste)
    assert tight[:33] == haste[:33]
    assert tight.endswith(b"IEND\xaeB`\x82")


def test_a_page_can_hold_two_pictures(drawing: Renderer) -> None:
    one, other = (svg_bytes(drawing, chart(counted("type", {"a": figure}))) for figure in (1, 2))
    ids = [set(re.findall(rb' id="([^"]+-(?:title|desc|table))"', picture)) for picture in (one, other)]
    assert len(ids[0]) == 3
    assert not ids[0] & ids[1]
