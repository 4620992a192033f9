"""Draws docs/images/ from the sample: `python -m docs.gallery` (or `make gallery`)."""

from __future__ import annotations

import json
import math
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import combinations
from pathlib import Path
from typing import Any

from exchange.charts import Drawing, chart
from exchange.pictures import Renderer, png_bytes
from exchange.tables import About, Cell, Column, ColumnType, Link, Network, Node, Table
from exchange.tables.table import Labels
from records.vocabularies import periods, regions, vocabulary

SAMPLE = Path(__file__).parents[1] / "data" / "sample"
IMAGES = Path(__file__).with_name("images")
MADE = datetime(2026, 11, 28, tzinfo=UTC)
LARGEST = 60 * 1024
"""Bytes of a picture that is kept with the docs."""

Record = Mapping[str, Any]

COUNT = Column("count", "metric", "number", {"zh-Hans": "数量", "zh-Hant": "數量", "en": "Count"})
TITLES: Mapping[str, Labels] = {
    "type": {"zh-Hans": "各类资源数量", "zh-Hant": "各類資源數量", "en": "Records by type"},
    "region": {"zh-Hans": "各省级行政区资源数量", "zh-Hant": "各省級行政區資源數量", "en": "Records by province"},
    "period": {"zh-Hans": "各时代资源数量", "zh-Hant": "各時代資源數量", "en": "Records by period"},
    "year": {"zh-Hans": "各世纪资源数量", "zh-Hant": "各世紀資源數量", "en": "Records by century"},
    "category": {"zh-Hans": "资源类别", "zh-Hant": "資源類別", "en": "Records by category"},
    "grid": {"zh-Hans": "资源所在", "zh-Hant": "資源所在", "en": "Where records lie"},
    "pair": {"zh-Hans": "时代与类型", "zh-Hant": "時代與類型", "en": "Period and type"},
    "subject": {"zh-Hans": "常一同出现的主题", "zh-Hant": "常一同出現的主題", "en": "Subjects that occur together"},
}
HEADS: Mapping[str, Labels] = {
    "type": {"zh-Hans": "类型", "zh-Hant": "類型", "en": "Type"},
    "region": {"zh-Hans": "地区", "zh-Hant": "地區", "en": "Region"},
    "period": {"zh-Hans": "时代", "zh-Hant": "時代", "en": "Period"},
    "year": {"zh-Hans": "年代", "zh-Hant": "年代", "en": "Year"},
    "category": {"zh-Hans": "类别", "zh-Hant": "類別", "en": "Category"},
    "grid": {"zh-Hans": "网格", "zh-Hant": "網格", "en": "Cell"},
}
VOCABULARIES = {"type": "types", "region": "regions", "period": "periods", "category": "categories"}


@dataclass(frozen=True, slots=True)
class Picture:
    """A file of docs/images/, what it shows and how."""

    name: str
    shown: Table | Network
    drawing: Drawing


def sample() -> list[Record]:
    texts = (path.read_text(encoding="utf-8") for path in sorted(SAMPLE.glob("*.jsonl")))
    return [json.loads(line) for text in texts for line in text.split("\n") if line]


def pictures(records: Sequence[Record]) -> Iterator[Picture]:
    by_type = counted(records, "type", lambda r: [r["type"]])
    by_region = counted(records, "region", lambda r: regions().path(r["region"])[1:2] if "region" in r else [])
    by_period = counted(records, "period", lambda r: {periods().path(period)[0] for period in r.get("periods", [])})
    by_year = counted(records, "year", _centuries)
    by_cell = counted(records, "grid", _cells)
    by_category = counted(records, "category", lambda r: {"/".join(c.split("/")[:2]) for c in r.get("categories", [])})
    yield Picture("bar", by_type, Drawing("bar", width=400))
    yield Picture("bar-dark", by_type, Drawing("bar", width=400, dark=True, language="en"))
    yield Picture("tilemap", by_region, Drawing("tilemap"))
    yield Picture("tilemap-dark", by_region, Drawing("tilemap", dark=True, language="en"))
    yield Picture("timeline", by_period, Drawing("timeline", width=400, language="zh-Hant"))
    yield Picture("years", by_year, Drawing("bar", width=480))
    yield Picture("line-dark", by_year, Drawing("line", width=480, dark=True))
    yield Picture("area", by_year, Drawing("area", width=480, language="en"))
    yield Picture("heatmap", _pairs(records), Drawing("heatmap", width=420))
    yield Picture("map", by_cell, Drawing("map", width=420))
    yield Picture("points-dark", by_cell, Drawing("points", width=420, dark=True, language="en"))
    yield Picture("treemap", by_category, Drawing("treemap", width=480))
    yield Picture("network-dark", network(records), Drawing("network", width=440, dark=True))


def counted(records: Sequence[Record], field: ColumnType | str, values: Callable[[Record], Any]) -> Table:
    """One dimension, in the order of its vocabulary or of its values, and how many records have each."""
    found = Counter(value for record in records for value in values(record))
    rows = sorted(found.items(), key=lambda row: _order(field, row))
    return Table((_column(field), COUNT), tuple(rows), _about(field))


def _order(field: str, row: tuple[Any, int]) -> Any:
    return row[0] if field in ("year", "grid") else (-row[1], str(row[0]))


def _column(field: str) -> Column:
    labels: dict[Cell, Labels] = {}
    if field in VOCABULARIES:
        labels = {term.id: term.labels for term in vocabulary(VOCABULARIES[field])}
    kind: Any = "text" if field == "type" else field
    return Column(field, "dimension", kind, HEADS[field], labels, step=100)


def _about(field: str) -> About:
    return About(TITLES[field], MADE, source="Wenmai / 文脉, data/sample", licence="CC0 1.0")


def _centuries(record: Record) -> list[int]:
    """By when it began; what is older than 1500 BCE would leave the rest no room."""
    start = record.get("date", {}).get("start")
    return [start // 100 * 100] if start is not None and start >= -1500 else []


def _cells(record: Record) -> list[str]:
    """The cell of the web map's grid at zoom 6."""
    place = record.get("place", {})
    if "lat" not in place:
        return []
    x = int((place["lon"] + 180) / 360 * 64)
    y = int((1 - math.asinh(math.tan(math.radians(place["lat"]))) / math.pi) / 2 * 64)
    return [f"6/{x}/{y}"]


def _pairs(records: Sequence[Record]) -> Table:
    found = Counter(
        (periods().path(period)[0], record["type"]) for record in records for period in record.get("periods", [])
    )
    order = {term.id: place for name in ("periods", "types") for place, term in enumerate(vocabulary(name))}
    rows = sorted(((*pair, count) for pair, count in found.items()), key=lambda row: (order[row[0]], order[row[1]]))
    return Table((_column("period"), _column("type"), COUNT), tuple(rows), _about("pair"))


def network(records: Sequence[Record], support: int = 4, most: int = 40) -> Network:
    """Subjects that at least `support` records have together."""
    alone = Counter(subject for record in records for subject in set(record.get("subjects", [])))
    together = Counter(pair for record in records for pair in combinations(sorted(set(record.get("subjects", []))), 2))
    kept = sorted(((pair, count) for pair, count in together.items() if count >= support), key=lambda p: (-p[1], p[0]))
    names = list(dict.fromkeys(name for pair, _ in kept for name in pair))[:most]
    links = tuple(
        Link(one, other, count, count * len(records) / (alone[one] * alone[other]))
        for (one, other), count in kept
        if one in names and other in names
    )
    return Network(tuple(Node(name, alone[name]) for name in names), links, _about("subject"))


def main() -> None:
    IMAGES.mkdir(exist_ok=True)
    renderer = Renderer()
    for picture in pictures(sample()):
        drawn = png_bytes(renderer, chart(picture.shown, picture.drawing))
        if len(drawn) > LARGEST:
            raise SystemExit(f"{picture.name}: {len(drawn):,} bytes, and at most {LARGEST:,} are kept: draw it smaller")
        (IMAGES / f"{picture.name}.png").write_bytes(drawn)
    renderer.close()


if __name__ == "__main__":
    main()
