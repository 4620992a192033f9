"""The gallery of the docs: its pictures are there, its calls work, its tables are what they give."""

from __future__ import annotations

import re
import struct
from collections import Counter
from typing import get_args

import pytest

from docs import gallery
from exchange.charts import ChartKind
from tests.http import nodes


def test_every_picture_of_the_docs_is_there_and_small() -> None:
    kept = {path.stem: path.read_bytes() for path in gallery.IMAGES.glob("*.png")}
    assert sorted(kept) == sorted(picture.name for picture in gallery.PICTURES)
    for content in kept.values():
        assert content.startswith(b"\x89PNG")
        assert len(content) <= gallery.LARGEST
        assert min(struct.unpack(">II", content[16:24])) > 120
    text = gallery.PAGE.read_text(encoding="utf-8")
    assert re.findall(r"images/([\w-]+)\.png", text) == [picture.name for picture in gallery.PICTURES]


@pytest.mark.slow
def test_the_page_tells_what_its_calls_give() -> None:
    with gallery.node() as client:
        assert gallery.PAGE.read_text(encoding="utf-8") == gallery.page(client), "run: make gallery"
        shown = [client.get(f"{one.call}&format=vegalite").get_json(force=True) for one in gallery.PICTURES]
        bars = client.get(f"{gallery.PICTURES[0].call}").get_json()
    assert all(spec["title"]["text"] for spec in shown)
    assert dict(bars["rows"]) == Counter(record["type"] for record in nodes.sample())


def test_all_kinds_of_charts_are_shown() -> None:
    named = {kind for one in gallery.PICTURES for kind in get_args(ChartKind) if kind in one.call or kind in one.name}
    assert named == set(get_args(ChartKind))
