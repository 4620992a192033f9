"""The fields of a record and their powers, declared once: index, spec, checks and `/v1/fields` derive from here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class Kind(StrEnum):
    """How the values of a field behave."""

    KEYWORD = "keyword"
    TREE = "tree"
    TEXT = "text"
    YEARS = "years"
    TIME = "time"
    DAY = "day"
    POINT = "point"


class Power(StrEnum):
    """What can be done with a field."""

    SEARCHED = "searched"
    FILTERED = "filtered"
    FACETED = "faceted"
    SORTED = "sorted"
    AGGREGATED = "aggregated"


@dataclass(frozen=True, slots=True)
class Field:
    """One named part of a record.

    `path` says where its values stand in the record form, list members flattened (`creators.name`); it is empty
    where the values are worked out (`has`). A tree's value counts for each of its ancestors too.
    """

    name: str
    kind: Kind
    path: str
    powers: frozenset[Power]
    labels: Mapping[str, str] = field(hash=False)
    vocabulary: str = ""

    def can(self, power: Power) -> bool:
        return power in self.powers


def _labels(zh_hans: str, zh_hant: str, en: str) -> Mapping[str, str]:
    return {"zh-Hans": zh_hans, "zh-Hant": zh_hant, "en": en}


_PICKED = frozenset({Power.FILTERED, Power.FACETED, Power.AGGREGATED})
_SEARCHED = frozenset({Power.SEARCHED})
_NAMED = _PICKED | _SEARCHED

_DECLARED = (
    Field("type", Kind.KEYWORD, "type", _PICKED, _labels("类型", "類型", "Type"), "types"),
    Field("region", Kind.TREE, "region", _PICKED, _labels("地区", "地區", "Region"), "regions"),
    Field("category", Kind.TREE, "categories", _PICKED, _labels("类别", "類別", "Category"), "categories"),
    Field("period", Kind.TREE, "periods", _PICKED, _labels("时代", "時代", "Period"), "periods"),
    Field("dataset", Kind.KEYWORD, "dataset", _PICKED, _labels("数据集", "資料集", "Data set")),
    Field("institution", Kind.KEYWORD, "institution.name", _PICKED, _labels("机构", "機構", "Institution")),
    Field("level", Kind.KEYWORD, "level", _PICKED, _labels("级别", "級別", "Level"), "levels"),
    Field("creator", Kind.KEYWORD, "creators.name", _NAMED, _labels("作者", "作者", "Creator")),
    Field("subject", Kind.KEYWORD, "subjects", _NAMED, _labels("主题", "主題", "Subject")),
    Field("material", Kind.KEYWORD, "materials", _PICKED, _labels("材质", "材質", "Material")),
    Field("technique", Kind.KEYWORD, "techniques", _PICKED, _labels("技法", "技法", "Technique")),
    Field("language", Kind.KEYWORD, "languages", _PICKED, _labels("语言", "語言", "Language")),
    Field("reuse", Kind.KEYWORD, "rights.reuse", _PICKED, _labels("再利用", "再利用", "Reuse")),
    Field("designation", Kind.KEYWORD, "designations.scheme", _PICKED, _labels("名录", "名錄", "Designation")),
    Field("has", Kind.KEYWORD, "", _PICKED, _labels("含有", "含有", "Has")),
    Field(
        "title",
        Kind.TEXT,
        "title",
        _SEARCHED | {Power.SORTED},
        _labels("题名", "題名", "Title"),
    ),
    Field("place", Kind.TEXT, "place.text", _SEARCHED, _labels("地点", "地點", "Place")),
    Field("description", Kind.TEXT, "description", _SEARCHED, _labels("说明", "說明", "Description")),
    Field("text", Kind.TEXT, "text", _SEARCHED, _labels("全文", "全文", "Full text")),
    Field(
        "year",
        Kind.YEARS,
        "date",
        frozenset({Power.FILTERED, Power.SORTED, Power.AGGREGATED}),
        _labels("年份", "年份", "Year"),
    ),
    Field(
        "modified",
        Kind.TIME,
        "modified",
        frozenset({Power.FILTERED, Power.SORTED}),
        _labels("更新时间", "更新時間", "Modified"),
    ),
    Field(
        "event",
        Kind.DAY,
        "event",
        frozenset({Power.FILTERED, Power.SORTED, Power.AGGREGATED}),
        _labels("活动日期", "活動日期", "Event date"),
    ),
    Field(
        "location",
        Kind.POINT,
        "place",
        frozenset({Power.FILTERED, Power.SORTED, Power.AGGREGATED}),
        _labels("位置", "位置", "Location"),
    ),
)

FIELDS: Mapping[str, Field] = {declared.name: declared for declared in _DECLARED}
"""Every declared field by its public name, in the order they are shown."""

KEYWORDS = tuple(f for f in _DECLARED if f.kind in (Kind.KEYWORD, Kind.TREE))
"""The fields whose values are picked from a list: filters, facets."""

SCOPES = tuple(f.name for f in _DECLARED if f.can(Power.SEARCHED))
"""The names that `field:words` takes in a query, and the parts of a record that words are sought in."""

HAS = ("image", "location", "text", "date")
"""The values of the field `has`."""

SORTS = ("relevance", "hot", "title", "year", "event", "modified", "distance")
"""The names a reader may sort by; the plain cursor walks by ordinal."""


def with_power(power: Power) -> tuple[Field, ...]:
    """The declared fields that have a power, in declared order."""
    return tuple(f for f in _DECLARED if f.can(power))
