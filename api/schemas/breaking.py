"""The parameters of a table: what records are broken down by, how finely, and what is told of each cell."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from marshmallow import Schema, fields

from api.nearest import nearest
from api.schemas import parameters
from api.schemas.forms import OF_TABLES, forms
from api.schemas.parameters import Fields, about, made
from api.schemas.values import EMPTY, Filled, Flag, Listed, OneOf, Text, Whole, refused
from search.breakdown import INTERVALS, MOST_DIMENSIONS, MOST_TOP, REGION_LEVELS, Metric
from search.fields import Kind
from search.geometry import FINEST
from search.reasons import Reason
from search.tables.checking import MOST_METRICS, aggregatable
from search.tables.measures import YEARS
from search.tables.numbered import PARTS

PICKED = aggregatable(Kind.KEYWORD)
TREES = aggregatable(Kind.TREE)
DIMENSIONS = (*aggregatable(Kind.KEYWORD, Kind.TREE), "year", "grid", *PARTS)
"""What records can be broken down by."""

DEPTHS = tuple(name for name in TREES if name != "region")
DEEPEST = 10
MOST_ROWS = 10_000
DEFAULT_ROWS = 1_000
LAYOUTS = ("tidy", "matrix")
SMALL = ("type", "level", "reuse", "has")
"""Closed vocabularies of few values: told whole, since a table of types that lacks one is taken for all of them."""

USUAL = 10
"""How many values of the others are told where nothing is said."""

_PERCENTILE = re.compile(r"p([0-9]{1,3}(?:\.[0-9]{1,3})?):(\w+)")
_COUNTED = (*PICKED, *TREES)
METRICS: Mapping[str, Metric] = {
    "count": Metric(),
    "share": Metric("share"),
    **{f"count_distinct:{name}": Metric("count_distinct", name) for name in _COUNTED},
    **{f"{kind}:{name}": Metric(kind, name) for kind in ("min", "max", "avg") for name in YEARS},
    **{f"median:{name}": Metric("percentile", name) for name in YEARS},
}
"""What can be told of a cell by itself, but for the percentiles other than the median."""

_METRICS_EN = (
    f"count, share, count_distinct:FIELD, and min, max, avg, median or p0 to p100 (p90:FIELD) of {' and '.join(YEARS)}"
)


class MetricName(Text):
    """One thing to tell of a cell, such as `count` or `p90:year_start`."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> Any:
        text = super()._deserialize(value, attr, data, **kwargs)
        found = METRICS.get(text) or _percentile(text)
        if found is None:
            told = f"{text[:80]!r} is no metric; it takes {_METRICS_EN}"
            raise refused(Reason("value-unclear", told), _nearest_metric(text))
        return found


def _percentile(text: str) -> Metric | None:
    match = _PERCENTILE.fullmatch(text)
    if match is None or match[2] not in YEARS or float(match[1]) > 100:
        return None
    return Metric("percentile", match[2], float(match[1]))


def _nearest_metric(text: str) -> str:
    """A column's name (`avg_year_start`) is a likely slip, too."""
    match = _PERCENTILE.fullmatch(text)
    if match is not None:
        return f"p{min(float(match[1]), 100):g}:{nearest(match[2], YEARS) or YEARS[0]}"
    meant = nearest(text.replace(":", "_"), (name.replace(":", "_") for name in METRICS))
    return next((name for name in METRICS if name.replace(":", "_") == meant), "")


class Within:
    """A whole number between two ends; one outside is answered with the nearer end."""

    def __init__(self, low: int, high: int) -> None:
        self.low, self.high = low, high

    def __call__(self, value: int) -> int:
        if not self.low <= value <= self.high:
            nearer = str(min(max(value, self.low), self.high))
            told = f"{value} is out of range; it takes {self.low} to {self.high:,}"
            raise refused(Reason("out-of-range", told, low=str(self.low), high=f"{self.high:,}"), nearer)
        return value


class AnyOf:
    """One of a few whole numbers; another is answered with the nearest."""

    def __init__(self, word: str, known: Sequence[int]) -> None:
        self.word, self.known = word, known

    def __call__(self, value: int) -> int:
        if value not in self.known:
            told = ", ".join((self.word, *map(str, self.known)))
            reason = Reason("not-one-of", f"{value} is none of {told}", known=told)
            raise refused(reason, str(min(self.known, key=lambda one: abs(one - value))))
        return value


class WholeOr(Whole):
    """A whole number, or a word instead of it, which is read as None."""

    def __init__(self, word: str, rule: Within | AnyOf, **kwargs: Any) -> None:
        super().__init__(-(10**9), 10**9, **kwargs)
        self.word, self.rule, self.validators = word, rule, []

    def from_texts(self, texts: Sequence[str]) -> Any:
        return texts[0] if texts[0] == self.word else super().from_texts(texts)

    def _deserialize(self, value: Any, *args: Any, **kwargs: Any) -> Any:
        return None if value == self.word else self.rule(super()._deserialize(value, *args, **kwargs))


class Each(fields.Field[Any]):
    """A setting of dimensions: one value for all that take it, values by dimension, or both.

    `20`, `subject:20,material:5`, `20,subject:5`; in JSON `20` or `{"subject": 20}`. It is read as a mapping,
    with "" for all.
    """

    repeated = False

    def __init__(self, one: Text | Whole, dimensions: Sequence[str], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.one, self.dimensions = one, tuple(dimensions)

    def from_texts(self, texts: Sequence[str]) -> Any:
        found: dict[str, Any] = {}
        for part in texts[0].split(","):
            name, _, value = part.rpartition(":")
            if name in found:
                raise refused(f"is given twice for {name or 'every dimension that takes it'}")
            found[name] = self.one.from_texts([value])
        return found

    def _deserialize(self, value: Any, *_: Any, **__: Any) -> dict[str, Any]:
        given = value if isinstance(value, dict) else {"": value}
        for name in given:
            if name and name not in self.dimensions:
                told = ", ".join(self.dimensions)
                raise refused(f"{name[:80]!r} is no dimension that takes it; those are {told}", _meant(name, self))
        if not given:
            raise refused(EMPTY)
        return {name: self.one.deserialize(one) for name, one in given.items()}


def _meant(name: str, setting: Each) -> str:
    return nearest(name, setting.dimensions)


class Few(Filled):
    """As many dimensions as a table has; of more the first are suggested."""

    def __call__(self, values: Sequence[Any]) -> Any:
        if len(values) > self.most:
            fewer = ",".join(values[: self.most])
            told = f"has {len(values)} dimensions; at most {self.most} are taken, so leave some out"
            raise refused(Reason("too-many-values", told, most=str(self.most)), fewer)
        return super().__call__(values)


class By(Listed):
    """Dimensions, parted by commas."""

    repeated = False

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(Text(validate=OneOf(DIMENSIONS)), most=MOST_DIMENSIONS, **kwargs)
        self.validators = [Few(MOST_DIMENSIONS)]


def _number(low: int, high: int) -> Whole:
    found = Whole(low, high)
    found.validators = [Within(low, high)]
    return found


def _setting(name: str, one: Text | Whole, dimensions: Sequence[str], told: dict[str, Any], pattern: str) -> Fields:
    """How it is written in a link; `pattern` is of one value."""
    named = "|".join(map(re.escape, dimensions))
    part = f"(({named}):)?{pattern}"
    return {name: Each(one, dimensions, metadata={"type": "string", "pattern": f"^{part}(,{part})*$", **told})}


def _in_json(name: str, one: Text | Whole, dimensions: Sequence[str], told: dict[str, Any], kind: str) -> Fields:
    single: dict[str, Any] = {"type": kind}
    each = {"type": "object", "properties": dict.fromkeys(dimensions, single), "additionalProperties": False}
    told = {key: value for key, value in told.items() if key != "example"}
    return {name: Each(one, dimensions, metadata={"anyOf": [single, {**each, "minProperties": 1}], **told})}


def _settings(*, body: bool) -> Fields:
    """Those that several dimensions may take, each in its own way."""
    top = about(
        "Of `type`, `subject` and other fields: how many of the most frequent values. For one dimension `subject:20`. "
        f"Where nothing is said all of {', '.join(SMALL)}, {USUAL} of the others.",
        f"取值最多的前几项；只针对某一维度时写 subject:20。不写时 {'、'.join(SMALL)} 全列，其余列前 {USUAL} 项。",
        "20",
    )
    order = about(
        "Of the same fields: by falling count, or by value.", "这些字段的取值按数量降序，或按取值排序。", "value"
    )
    parent = about(
        "Of `region`, `category`, `period`: only what is below this one. For one dimension `region:110000`.",
        "只取其下级；只针对某一维度时写 region:110000。",
        "region:110000",
    )
    depth = about(
        "Of `category`, `period`: levels below the top or `parent`, from 1; `all` for every level.",
        "类别、时代的层级，自顶层或 parent 之下起，从 1 计；all 为全部层级。",
        "2",
    )
    how_many, sort = _number(1, MOST_TOP), Text(validate=OneOf(("count", "value")))
    deep, above = WholeOr("all", Within(1, DEEPEST)), parameters.text(200)
    if body:
        return {
            **_in_json("top", how_many, PICKED, top, "integer"),
            **_in_json("order", sort, PICKED, {**order, "default": "count"}, "string"),
            **_in_json("parent", above, TREES, parent, "string"),
            "depth": Each(deep, DEPTHS, metadata={"description": depth["description"], "x-zh": depth["x-zh"]}),
        }
    return {
        **_setting("top", how_many, PICKED, top, "[0-9]{1,4}"),
        **_setting("order", sort, PICKED, {**order, "default": "count"}, "(count|value)"),
        **_setting("parent", above, TREES, parent, "[^,:]+"),
        **_setting("depth", deep, DEPTHS, {**depth, "default": "1"}, "([0-9]{1,2}|all)"),
    }


def _own(*, body: bool) -> Fields:
    """Those of one dimension."""
    level = about(
        "Of `region`: the level of the divisions. (`level` is a filter, as in lists: who publishes.)",
        "地区维度的层级（level 仍为发布级别的筛选）。",
        "city",
    )
    interval = about(
        f"Of `year`: years in a stretch, {', '.join(map(str, INTERVALS))}, or `auto` for about a hundred stretches.",
        "年份维度每段的年数，或 auto。",
        "100",
    )
    counted = about(
        "Of `year`: a record counts in each stretch that its years overlap, or in the one it starts in.",
        "跨段的记录计入所有重叠的年段，或只计入起始年段。",
        "start",
    )
    precision = about("Of `grid`: precision of the web map's tiles.", "网格精度（地图瓦片级别）。", 6)
    return {
        "region_level": Text(validate=OneOf(REGION_LEVELS), metadata={**level, "default": REGION_LEVELS[0]}),
        "interval": WholeOr("auto", AnyOf("auto", INTERVALS), metadata={**interval, **_intervals(body=body)}),
        "counted": Text(validate=OneOf(("overlap", "start")), metadata={**counted, "default": "overlap"}),
        "precision": _precision({**precision, "default": 5}),
    }


def _intervals(*, body: bool) -> dict[str, Any]:
    """As they are written in a link, or in JSON."""
    written = INTERVALS if body else map(str, INTERVALS)
    return {"enum": [*written, "auto"], "type": ["integer", "string"] if body else "string", "default": "auto"}


def _precision(told: dict[str, Any]) -> Whole:
    found = _number(0, FINEST)
    found.metadata = {**told, "minimum": 0, "maximum": FINEST}
    return found


def _told(*, body: bool) -> Fields:
    by = about(
        f"What to break down by, 1 to {MOST_DIMENSIONS} dimensions parted by commas.",
        f"统计维度，1 至 {MOST_DIMENSIONS} 个，逗号分隔。",
        ["region", "period"],
    )
    metric = about(
        f"What to tell of each cell, parted by commas: {_METRICS_EN}. A share is of the cell less its last dimension.",
        "每格的指标，逗号分隔：记录数、占比、去重计数、年份的最小、最大、均值、中位数与百分位。",
        ["count", "share"],
    )
    empty = about(
        "Tell cells without records too, where the values there may be are known.", "无记录的格也列出。", True
    )
    named = MetricName(metadata={"pattern": r"^[a-z0-9_.]+(:[a-z_]+)?$"})
    return {
        "by": By(required=True, metadata=by),
        "metric": Listed(named, most=MOST_METRICS, metadata=metric),
        "empty": Flag(metadata={**empty, "default": False}),
        **_own(body=body),
        **_settings(body=body),
    }


def breaking(*, body: bool = False) -> Fields:
    """What a table is asked with, beside the records it is of."""
    layout = about(
        "Of JSON: rows of values and figures, or for two dimensions a matrix with margins.",
        "JSON 的排法：逐行，或两个维度的矩阵（含边际）。",
        "tidy",
    )
    size = about("Of JSON: rows on a page; the other forms hold all.", "JSON 每页行数；其他格式为全部。", 100)
    return {
        **_told(body=body),
        "layout": Text(validate=OneOf(LAYOUTS), metadata={**layout, "default": LAYOUTS[0]}),
        "page_size": Whole(1, MOST_ROWS, metadata={**size, "default": DEFAULT_ROWS}),
        **parameters.cursor("all rows, of JSON", "全部行（JSON）"),
    }


AggregateParameters: type[Schema] = made(
    "AggregateParameters",
    breaking(),
    forms(OF_TABLES),
    parameters.question(),
    parameters.filters(),
    parameters.relaxing(),
    parameters.language(),
)
