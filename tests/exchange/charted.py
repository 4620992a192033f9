"""Tables that bring out every kind of chart, with real codes and names."""

from __future__ import annotations

from collections.abc import Mapping

from exchange.charts import ChartKind
from exchange.shapes import Shapes
from exchange.tables import Cell, Column, Link, Network, Node, Table
from exchange.tables.table import Labels
from records.vocabularies import categories, periods, regions, types
from records.vocabularies.vocabulary import Vocabulary
from tests.exchange.making import ABOUT, COUNT, counted, dimension, table


def named(vocabulary: Vocabulary[object]) -> dict[Cell, Labels]:  # type: ignore[type-var]
    return {term.id: term.labels for term in vocabulary}  # type: ignore[attr-defined]


PROVINCES = [region.id for region in regions().children("100000")]
DYNASTIES = ["neolithic", "shang", "han", "tang", "song", "yuan", "ming", "qing"]
TYPE = dimension("type", "text", named(types()))  # type: ignore[arg-type]
YEAR = dimension("year", "year", step=50)
YEARS = range(-300, 1950, 50)


def _square(at: int) -> dict[str, object]:
    west, south = 80 + at % 6 * 8, 20 + at // 6 * 5
    ring = [[west, south], [west + 7, south], [west + 7, south + 4], [west, south + 4], [west, south]]
    return {"type": "Polygon", "coordinates": [ring]}


SHAPES = Shapes("示例测绘院", "GS(2024)0650号", {code: _square(at) for at, code in enumerate(PROVINCES)})

SAMPLES: Mapping[ChartKind, Table | Network] = {
    "bar": counted("subject", {f"主题{at}": 1000 - at for at in range(12)}),
    "line": table([YEAR, TYPE, COUNT], [(y, t, (y + 300) // 10 + 7) for y in YEARS for t in ("site", "person")]),
    "area": table([YEAR, TYPE, COUNT], [(y, t, (y + 300) // 10 + 7) for y in YEARS for t in ("site", "person")]),
    "heatmap": table(
        [dimension("a"), dimension("b"), COUNT], [(f"行{i}", f"列{j}", i * j + 1) for i in range(9) for j in range(8)]
    ),
    "tilemap": counted("region", {code: 3 + at * at for at, code in enumerate(PROVINCES)}, "region", named(regions())),  # type: ignore[arg-type]
    "map": counted("grid", {f"6/{50 + at % 5}/{24 + at // 5}": 5 + at * 3 for at in range(20)}, "grid"),
    "points": counted("grid", {f"6/{50 + at % 5}/{24 + at // 5}": 5 + at * 3 for at in range(20)}, "grid"),
    "timeline": counted("period", {code: 11 + at * 7 for at, code in enumerate(DYNASTIES)}, "period", named(periods())),  # type: ignore[arg-type]
    "treemap": counted(
        "category",
        {term.id: 5 + at for at, term in enumerate(categories()) if term.id.count("/") == 1},
        "category",
        named(categories()),  # type: ignore[arg-type]
    ),
    "network": Network(
        tuple(Node(f"主题{at}", 10 + at) for at in range(12)),
        tuple(Link(f"主题{at}", f"主题{at % 4}", at, at / 3) for at in range(4, 12)),
        ABOUT,
    ),
}

FIGURES: Mapping[ChartKind, list[int]] = {
    kind: [node.count for node in shown.nodes] + [link.count for link in shown.links]
    if isinstance(shown, Network)
    else [int(row[-1]) for row in shown.rows if row[-1] is not None]
    for kind, shown in SAMPLES.items()
}


def long_named(rows: int) -> Table:
    return counted("subject", {f"名称很长的主题{'啊' * 60}第{at}号": 1 + at for at in range(rows)})


COLUMNS: tuple[Column, ...] = (TYPE, YEAR)
