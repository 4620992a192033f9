"""Charts as Vega-Lite: valid by its schema, holding the table's figures, harmless whatever the table says."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import jsonschema_rs
import pytest
from hypothesis import HealthCheck, given, settings

from exchange.charts import ChartKind, Drawing, chart, suggested
from exchange.errors import CannotShow
from exchange.tables import Column, Network, Table
from exchange.tables.words import LANGUAGES
from tests import vegalite
from tests.exchange.charted import FIGURES, SAMPLES, SHAPES, long_named
from tests.exchange.making import COUNT, counted, dimension, networks, table, tables

KINDS = list(SAMPLES)


@pytest.fixture(scope="module")
def schema() -> jsonschema_rs.Draft7Validator:
    return vegalite.schema()


def _spec(shown: Table | Network, drawing: Drawing = Drawing()) -> dict[str, Any]:  # noqa: B008
    spec: dict[str, Any] = json.loads(chart(shown, drawing, SHAPES).vegalite())
    return spec


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for name, part in value.items():
            yield name
            yield from _strings(part)
    elif isinstance(value, list):
        for part in value:
            yield from _strings(part)


def _expressions(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        yield from (part for name, part in value.items() if name in ("labelExpr", "expr", "calculate", "filter"))
        for part in value.values():
            yield from _expressions(part)
    elif isinstance(value, list):
        for part in value:
            yield from _expressions(part)


@pytest.mark.parametrize("dark", [False, True])
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_is_valid(schema: jsonschema_rs.Draft7Validator, kind: ChartKind, language: Any, dark: bool) -> None:
    drawing = Drawing(kind, language=language, dark=dark)
    spec = _spec(SAMPLES[kind], drawing)
    schema.validate(spec)
    assert spec["description"].startswith(spec["title"]["text"][0])
    assert chart(SAMPLES[kind], drawing, SHAPES).vegalite() == chart(SAMPLES[kind], drawing, SHAPES).vegalite()


def test_the_schema_refuses_what_is_none(schema: jsonschema_rs.Draft7Validator) -> None:
    spec = _spec(SAMPLES["bar"])
    spec["vconcat"][0]["layer"][0]["mark"]["type"] = "barr"
    assert not schema.is_valid(spec)


@pytest.mark.parametrize("kind", KINDS)
def test_figures_of_the_table_stand_in_the_data(kind: ChartKind) -> None:
    told = "\n".join(_strings(_spec(SAMPLES[kind], Drawing(kind))["vconcat"]))
    missing = [figure for figure in FIGURES[kind] if not re.search(rf"(?<![\d,]){figure:,}(?![\d,])", told)]
    assert missing == []


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind != "network"])
@pytest.mark.parametrize("rows", [0, 1])
def test_none_or_one_row(schema: jsonschema_rs.Draft7Validator, kind: ChartKind, rows: int) -> None:
    whole = SAMPLES[kind]
    assert isinstance(whole, Table)
    spec = _spec(Table(whole.columns, whole.rows[:rows], whole.about), Drawing(kind))
    schema.validate(spec)
    assert ("没有数据" in json.dumps(spec, ensure_ascii=False)) is (rows == 0)


def test_an_empty_network(schema: jsonschema_rs.Draft7Validator) -> None:
    spec = _spec(Network((), (), SAMPLES["network"].about))
    schema.validate(spec)
    assert "没有数据" in json.dumps(spec, ensure_ascii=False)


def test_kinds_are_chosen_by_the_dimensions() -> None:
    chosen = {kind: suggested(shown) for kind, shown in SAMPLES.items()}
    assert chosen == {kind: kind for kind in KINDS} | {"area": "line", "points": "map", "treemap": "bar"}
    assert suggested(counted("region", {"440106": 1}, "region")) == "bar"
    assert suggested(counted("month", {1: 1}, "month")) == "bar"


@pytest.mark.parametrize(
    ("shown", "kind", "said"),
    [
        (counted("type", {"a": 1}), "line", "bar"),
        (counted("type", {"a": 1}), "heatmap", "two dimensions"),
        (counted("type", {"a": 1}), "tilemap", "region"),
        (counted("region", {"440106": 1}, "region"), "tilemap", "level=province"),
        (counted("region", {"440106": 1}, "region"), "map", "another level"),
        (counted("type", {"a": 1}), "map", "grid"),
        (counted("grid", {"99/0/0": 1}, "grid"), "map", "no cell"),
        (counted("type", {"a": 1}), "timeline", "period"),
        (counted("period", {"atlantis": 1}, "period"), "timeline", "take bar"),
        (counted("type", {"a": 0}), "treemap", "take bar"),
        (counted("type", {"a": 1}), "network", "network"),
        (SAMPLES["network"], "bar", "network"),
        (table([dimension("a"), dimension("b"), COUNT], [("x", str(at), 1) for at in range(9)]), "bar", "heatmap"),
        (table([dimension("a"), dimension("b"), dimension("c"), COUNT], []), "bar", "fewer"),
    ],
)
def test_what_does_not_suit_is_refused_with_what_does(shown: Table | Network, kind: ChartKind, said: str) -> None:
    with pytest.raises(CannotShow, match=said):
        chart(shown, Drawing(kind), SHAPES)


def test_a_metric_that_is_not_there_is_refused() -> None:
    with pytest.raises(CannotShow, match="it has: count"):
        chart(SAMPLES["bar"], Drawing(metric="cuont"))


def test_a_map_of_regions_needs_shapes_and_names_their_origin() -> None:
    with pytest.raises(CannotShow, match="WENMAI_SHAPES"):
        chart(SAMPLES["tilemap"], Drawing("map"))
    spec = _spec(SAMPLES["tilemap"], Drawing("map"))
    assert any("GS(2024)0650号" in line and "示例测绘院" in line for line in spec["vconcat"][0]["title"]["text"])


def test_licences_are_told_by_their_names() -> None:
    both = "https://creativecommons.org/licenses/by/4.0/; https://example.org/terms"
    shown = SAMPLES["bar"]
    spec = _spec(replace(shown, about=replace(shown.about, licence=both)), Drawing("bar", language="en"))
    assert any("Licence: CC BY 4.0; https://example.org/terms" in line for line in spec["vconcat"][0]["title"]["text"])


def test_five_hundred_long_names_are_cut_and_told_whole() -> None:
    spec = _spec(long_named(500), Drawing("bar"))
    names = spec["vconcat"][0]["layer"][1]["data"]["values"]
    assert len(names) == 60
    assert all(len(name["name"]) <= 18 and len(name["full"]) > 60 for name in names)
    assert any("500" in line and "60" in line for line in spec["title"]["subtitle"])


def _path(shown: Table, kind: ChartKind) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = _spec(shown, Drawing(kind))["vconcat"][0]["layer"][0]["data"]["values"]
    return found


@pytest.mark.parametrize("kind", ["line", "area"])
def test_where_no_row_tells_of_years_a_line_is_at_nothing(kind: ChartKind) -> None:
    """Straight on from 100 to 500 would say that there are some between."""
    years = dimension("year", "year", step=100)
    path = _path(table([years, COUNT], [(-100, 3), (0, 4), (100, 5), (500, 2), (None, 9)]), kind)
    ends = [(each["year"], each["high"]) for each in path]
    assert ends == [(-100, 3), (0, 4), (100, 5), (200, 0), (400, 0), (500, 2)]
    mean = Column("avg:year_end", "metric", "number")
    assert [each["high"] for each in _path(table([years, mean], [(0, 4), (500, 2)]), "line")] == [4, 2]


def test_no_series_of_an_area_hides_another() -> None:
    """Each year has all of them, one upon the other: what is drawn between years never crosses."""
    rows = [(0, "a", 1), (0, "b", 2), (100, "a", 5), (200, "b", 4), (200, "a", 1)]
    shown = table([dimension("year", "year", step=100), dimension("type"), COUNT], rows)
    path = [(each["year"], each["kind"], each["low"], each["high"]) for each in _path(shown, "area")]
    assert path == [
        (0, "a", 0, 1), (0, "b", 1, 3), (100, "a", 0, 5), (100, "b", 5, 5), (200, "a", 0, 1), (200, "b", 1, 5),
    ]  # fmt: skip


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(tables())
def test_whatever_a_table_says_the_chart_is_valid(schema: jsonschema_rs.Draft7Validator, made: Table) -> None:
    try:
        spec = _spec(made, Drawing("heatmap" if len(made.dimensions) > 1 else "bar"))
    except CannotShow:
        return
    schema.validate(spec)
    _harmless(spec)


@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(networks())
def test_whatever_a_network_says_the_chart_is_valid(schema: jsonschema_rs.Draft7Validator, made: Network) -> None:
    spec = _spec(made)
    schema.validate(spec)
    _harmless(spec)


def _harmless(spec: dict[str, Any]) -> None:
    """No control character, no mark that turns text round, no address, and no expression made of what a table says."""
    assert not [
        text for text in _strings(spec) if re.search("[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufffe\uffff]", text)
    ]
    assert not [name for name in _strings(spec) if name == "url"]
    known = re.compile(r"[\d\s.,?:<>=~+*/()'–%-]|datum\.value|format|abs|BCE|前|[万萬亿億KMB]|r|无数据|無資料|No data")
    assert [known.sub("", expression) for expression in _expressions(spec)] == [""] * len(list(_expressions(spec)))


def _endless(kind: ChartKind) -> Table | Network:
    """The chart's own sample, with a name in each text dimension that no picture has room for."""
    whole, endless = SAMPLES[kind], "长" * 40_000
    if isinstance(whole, Network):
        nodes = (replace(whole.nodes[0], labels={"zh-Hans": endless}), *whole.nodes[1:])
        return replace(whole, nodes=nodes)
    names = {whole.rows[0][at]: {"zh-Hans": endless} for at in range(len(whole.dimensions))}
    columns = [
        replace(column, labels={**column.labels, **names}) if column.kind == "dimension" else column
        for column in whole.columns
    ]
    return replace(whole, columns=tuple(columns))


@pytest.mark.parametrize("kind", KINDS)
def test_a_name_without_end_is_cut_everywhere(kind: ChartKind) -> None:
    """The library measures a name as often as it takes to find where to cut it: one of 40,000 letters for minutes."""
    told = list(_strings(_spec(_endless(kind), Drawing(kind))))
    assert max(map(len, told)) < 40_000 // 10
    if kind not in ("map", "points"):
        assert any("长长长" in text for text in told)
