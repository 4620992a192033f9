"""Of time only what can be seen is drawn, with a line that says so; and cells and years are named for people."""

from __future__ import annotations

import json

import pytest

from exchange.charts import ChartKind, Drawing, chart
from exchange.charts.span import rows_seen, span
from exchange.tables.tiles import cell_name
from exchange.tables.words import years
from tests.exchange.making import counted


def test_what_cannot_be_seen_is_cut_where_it_takes_most_of_the_room() -> None:
    assert span([(-1_000_000, 1), (1800, 500), (1900, 900)]) == (1800, 1900)
    assert span([(1700, 1), (1800, 500), (2000, 900)]) is None
    assert span([(-1_000_000, 90), (1900, 900)]) is None
    assert span([]) is None


@pytest.mark.parametrize("kind", ["bar", "line", "area"])
def test_the_picture_begins_where_there_is_something_to_see(kind: ChartKind) -> None:
    shown = counted("year", {-1_000_000: 1, 1800: 500, 1801: 700}, "year")
    spec = json.loads(chart(shown, Drawing(kind, language="en")).vegalite())["vconcat"][0]
    assert "-1000000" not in json.dumps(spec)
    assert "Shown from 1800 to 1801; no stretch before or after has 1% of the highest" in spec["title"]["text"]
    assert [row[0] for row in rows_seen(shown)[0]] == [1800, 1801]


def test_months_stand_on_an_axis_of_years() -> None:
    shown = counted(
        "month", {f"{year}-{month:02d}": year - 1899 for year in range(1900, 1990) for month in range(1, 13)}
    )
    spec = json.loads(chart(shown, Drawing()).vegalite())["vconcat"][0]
    values = spec["data"]["values"]
    assert len(values) == 90 * 12
    assert (values[0]["from"], values[-1]["to"]) == (1900, pytest.approx(1990))


@pytest.mark.parametrize(
    ("cell", "chinese", "english"),
    [
        ("5/26/12", "北纬31.95–40.98°，东经112.5–123.8°", "31.95–40.98°N, 112.5–123.8°E"),
        ("1/0/1", "南纬0–85.05°，西经0–180°", "0–85.05°S, 0–180°W"),
        ("5/99/1", "5/99/1", "5/99/1"),
    ],
)
def test_a_cell_is_named_by_its_degrees(cell: str, chinese: str, english: str) -> None:
    assert (cell_name(cell, "zh-Hans"), cell_name(cell, "en")) == (chinese, english)


def test_both_ends_of_a_stretch_are_written_alike() -> None:
    assert years(-10_000, 500, "zh-Hans") == "前10,000–前9,501"
    assert years(-9_500, 500, "zh-Hans") == "前9500–前9001"
