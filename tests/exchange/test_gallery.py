"""The pictures of the docs: each is made from the sample, and there."""

from __future__ import annotations

import struct

from docs.gallery import IMAGES, LARGEST, pictures, sample
from exchange.charts import chart
from exchange.tables import Network, Table


def test_every_picture_of_the_docs_is_made_and_small() -> None:
    kept = {path.stem: path.read_bytes() for path in IMAGES.glob("*.png")}
    assert sorted(kept) == sorted(picture.name for picture in pictures(sample()))
    for content in kept.values():
        assert content.startswith(b"\x89PNG")
        assert len(content) <= LARGEST
        assert min(struct.unpack(">II", content[16:24])) > 200


def test_pictures_show_what_the_sample_holds() -> None:
    """The same count by another way: every record has one type, and a code that begins with 71 is in Taiwan."""
    records = sample()
    shown = {picture.name: picture.shown for picture in pictures(records)}
    bars, tiles = shown["bar"], shown["tilemap"]
    assert isinstance(bars, Table)
    assert sum(int(row[-1] or 0) for row in bars.rows) == len(records)
    assert isinstance(tiles, Table)
    inside = sum(1 for record in records if record.get("region", "").startswith("71"))
    assert dict(tiles.rows)["710000"] == inside > 0  # type: ignore[arg-type]


def test_all_kinds_of_charts_are_shown() -> None:
    kinds = {chart(picture.shown, picture.drawing).kind for picture in pictures(sample())}
    assert kinds == {"bar", "line", "area", "heatmap", "tilemap", "map", "points", "timeline", "network", "treemap"}
    assert any(isinstance(picture.shown, Network) for picture in pictures(sample()))
