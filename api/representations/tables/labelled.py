"""An engine's table as a finished one: each column with what it holds, and labels in three languages."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

from api.representations.labels import names
from exchange.tables import About, Cell, Column, ColumnType, Table
from exchange.tables.left import Left
from exchange.tables.table import Labels
from search import results
from search.breakdown import Breakdown, Days, Dimension, Metric, Nodes, Regions, Tiles, Values, Years
from search.fields import FIELDS


def _three(hans: str, hant: str, en: str) -> Labels:
    return {"zh-Hans": hans, "zh-Hant": hant, "en": en}


_OTHERS: Mapping[str, Labels] = {
    "grid": _three("网格", "網格", "Grid cell"),
    "month": _three("月份", "月份", "Month"),
    "month-of-year": _three("月份（不分年）", "月份（不分年）", "Month of the year"),
    "weekday": _three("星期", "星期", "Weekday"),
    "year_start": _three("起始年", "起始年", "First year"),
    "year_end": _three("终止年", "終止年", "Last year"),
}
_PLACES: Mapping[str, Labels] = {
    "lat": _three("中心纬度", "中心緯度", "Latitude of the centre"),
    "lon": _three("中心经度", "中心經度", "Longitude of the centre"),
    "west": _three("西界", "西界", "West"),
    "south": _three("南界", "南界", "South"),
    "east": _three("东界", "東界", "East"),
    "north": _three("北界", "北界", "North"),
}
_LONGITUDES = ("lon", "west", "east")
_METRICS: Mapping[str, Labels] = {
    "count": _three("记录数", "記錄數", "Records"),
    "share": _three("占比", "佔比", "Share"),
    "count_distinct": _three("{}（去重计数）", "{}（去重計數）", "{} (distinct)"),
    "min": _three("{}（最小）", "{}（最小）", "{} (least)"),
    "max": _three("{}（最大）", "{}（最大）", "{} (greatest)"),
    "avg": _three("{}（平均）", "{}（平均）", "{} (mean)"),
    "percentile": _three("{}（第 {:g} 百分位）", "{}（第 {:g} 百分位）", "{} (percentile {:g})"),
}
_MEDIAN = _three("{}（中位数）", "{}（中位數）", "{} (median)")
_YEARLY = ("min", "max", "percentile")
_MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]


def labelled(found: results.Table, asked: Breakdown, about: About) -> Table:
    """The whole table; `asked` tells its metrics."""
    dimensions = [_dimension(each, _values(found.rows, place)) for place, each in enumerate(found.by)]
    metrics = [metric_column(metric) for metric in asked.metrics]
    places = [_place(column.name) for column in found.columns if column.kind == "place"]
    other = sum(margin.other_count for margin in found.margins)
    left = tuple(map(_left, found.by, found.margins))
    return Table((*dimensions, *metrics, *places), found.rows, about, other, found.exact, left, found.total)


def _left(dimension: Dimension, margin: results.Margin) -> Left:
    listed = dimension.top if isinstance(dimension, Values) else 0
    return Left(margin.other_count, margin.missing_count, listed)


def _values(rows: Sequence[Sequence[Cell]], place: int) -> list[Cell]:
    return list(dict.fromkeys(row[place] for row in rows))


def dimension_label(dimension: Dimension) -> Labels:
    return _OTHERS.get(dimension.name) or FIELDS[dimension.field].labels


def metric_label(metric: Metric) -> Labels:
    if not metric.field:
        return _METRICS[metric.kind]
    of = _OTHERS.get(metric.field) or FIELDS[metric.field].labels
    said = _MEDIAN if metric.kind == "percentile" and metric.percent == 50 else _METRICS[metric.kind]
    return {language: text.format(of[language], metric.percent) for language, text in said.items()}


def metric_column(metric: Metric) -> Column:
    held: ColumnType = "share" if metric.kind == "share" else "year" if metric.kind in _YEARLY else "number"
    return Column(metric.name, "metric", held, metric_label(metric))


def _dimension(dimension: Dimension, values: Iterable[Cell]) -> Column:
    held, labels = _KINDS[type(dimension)](dimension)
    named = {value: found for value in values if (found := labels(str(value)))} if labels else {}
    step = (dimension.interval or 1) if isinstance(dimension, Years) else 1
    return Column(dimension.name, "dimension", held, dimension_label(dimension), named, step)


Kind = tuple[ColumnType, Callable[[str], Labels] | None]


def _keyword(dimension: Dimension) -> Kind:
    return "text", names(dimension.field)


def _tree(dimension: Dimension) -> Kind:
    return ("period" if dimension.field == "period" else "category"), names(dimension.field)


def _days(dimension: Dimension) -> Kind:
    if dimension.name == "month":
        return "text", _month
    return ("weekday" if dimension.name == "weekday" else "month"), None


def _month(value: str) -> Labels:
    year, month = value.split("-")
    chinese = f"{int(year)}年{int(month)}月"
    return _three(chinese, chinese, f"{_MONTHS[int(month) - 1]} {int(year)}")


_KINDS: Mapping[type, Callable[[Dimension], Kind]] = {
    Values: _keyword,
    Nodes: _tree,
    Regions: lambda _: ("region", names("region")),
    Years: lambda _: ("year", None),
    Tiles: lambda _: ("grid", None),
    Days: _days,
}


def _place(name: str) -> Column:
    return Column(name, "metric", "longitude" if name in _LONGITUDES else "latitude", _PLACES[name])
