"""The columns of a record in a table: their names, types and order never change within one version of the schema."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any, Literal

from exchange.exports.reading import (
    Read,
    elsewhere,
    identifiers,
    listed,
    member,
    named,
    other_languages,
    plain,
    relations,
    tag_of,
    text_of,
)
from records.model import JsonMap

WHOLE = "extra"
"""The field for which a column is given the whole record."""

SCHEMA_VERSION = "1"
"""Told with every file of columns; a column that goes, or means something else, makes it another."""

Type = Literal["text", "texts", "languages", "integer", "number", "moment", "json"]
"""texts: a list; languages: text by language tag; moment: ISO 8601 UTC; json: a part of the record as JSON."""


@dataclass(frozen=True, slots=True)
class Column:
    """One column; `field` is the record's field whose value `read` takes, `extra` stands for the whole record.

    None stands where there is no value.
    """

    name: str
    type: Type
    field: str
    read: Read
    about: str
    about_zh: str


def _plain(name: str, kind: Type, about: str, about_zh: str) -> Column:
    return Column(name, kind, name, plain, about, about_zh)


def _in_languages(name: str, what: str, what_zh: str) -> tuple[Column, ...]:
    """A text by language as three columns, so that nothing of it is lost and one of them can be read by itself."""
    chosen = "in the language asked for, else zh-Hans, zh-Hant, en, or what there is"
    return (
        Column(name, "text", name, text_of, f"{what}, {chosen}.", f"{what_zh}（所求语言，否则依次简、繁、英）。"),
        Column(f"{name}_language", "text", name, tag_of, f"The language of `{name}`.", f"{name} 的语言标签。"),
        Column(
            f"{name}_other",
            "languages",
            name,
            other_languages,
            f"{what} in all other languages, by tag.",
            f"{what_zh}的其他语言文本。",
        ),
    )


def _of(field: str, part: str, name: str, kind: Type, told: tuple[str, str]) -> Column:
    """A named part of a field."""
    return Column(name, kind, field, member(part), *told)


def _each(field: str, part: str, name: str, told: tuple[str, str]) -> Column:
    """A named part of each member of a field that is a list."""
    return Column(name, "texts", field, listed(part), *told)


COLUMNS: tuple[Column, ...] = (
    _plain("id", "text", "The record's id.", "记录编号。"),
    _plain("type", "text", "Type of resource.", "资源类型。"),
    _plain("dataset", "text", "Data set.", "数据集。"),
    *_in_languages("title", "The title", "名称"),
    _plain("alternative_titles", "texts", "Other names.", "别名。"),
    *_in_languages("description", "The description", "描述"),
    *_in_languages("text", "The full text", "全文"),
    _each("creators", "name", "creators", ("Who made it.", "作者。")),
    _each("creators", "role", "creator_roles", ("The role of each of them, in their order.", "各作者的角色，同序。")),
    _each("creators", "id", "creator_ids", ("The id of each of them, in their order.", "各作者的编号，同序。")),
    _of("date", "text", "date", "text", ("The date as it is told.", "年代的文字表述。")),
    _of("date", "start", "year_start", "integer", ("First year; -221 is 221 BCE.", "起始年；-221 为公元前221年。")),
    _of("date", "end", "year_end", "integer", ("Last year, counted in.", "终止年（含）。")),
    _plain("periods", "texts", "Ids of dynasties and eras.", "朝代、年号编号。"),
    _plain("region", "text", "GB/T 2260 code.", "行政区划代码。"),
    _of("place", "text", "place", "text", ("The spot in words.", "地点。")),
    _of("place", "lat", "lat", "number", ("Latitude, degrees WGS 84.", "纬度（WGS 84）。")),
    _of("place", "lon", "lon", "number", ("Longitude, degrees WGS 84.", "经度（WGS 84）。")),
    _plain("categories", "texts", "Ids of categories.", "类目编号。"),
    _plain("subjects", "texts", "Subjects.", "主题。"),
    _plain("materials", "texts", "Materials.", "材质。"),
    _plain("techniques", "texts", "Techniques.", "技法。"),
    _plain("languages", "texts", "Languages of the work.", "作品语言。"),
    _of("institution", "name", "institution", "text", ("Who keeps it or answers for it.", "所属机构。")),
    _of("institution", "id", "institution_id", "text", ("Its id.", "机构编号。")),
    _of("institution", "level", "institution_level", "text", ("Its level.", "机构层级。")),
    _plain("level", "text", "Level it is published at.", "发布层级。"),
    _each("designations", "scheme", "designations", ("Lists it stands on.", "所列名录。")),
    _of("event", "start", "event_start", "text", ("When it begins: a day, or a moment.", "开始日期或时刻。")),
    _of("event", "end", "event_end", "text", ("When it ends.", "结束日期或时刻。")),
    _of("event", "venue", "event_venue", "text", ("Where it takes place.", "活动地点。")),
    _of("contact", "address", "address", "text", ("Address.", "地址。")),
    _of("contact", "phone", "phone", "text", ("Telephone.", "电话。")),
    _of("contact", "url", "website", "text", ("Web site.", "网站。")),
    _each("media", "url", "media", ("Addresses of pictures, sound, film.", "影像等的网址。")),
    Column(
        "media_rights",
        "texts",
        "media",
        named("rights", "uri"),
        "The rights of each of them, in their order.",
        "各影像的权利声明，同序。",
    ),
    _of("rights", "uri", "rights", "text", ("Licence or rights statement.", "许可或权利声明网址。")),
    _of("rights", "reuse", "reuse", "text", ("`open`, `restricted` or `closed`.", "可否再利用。")),
    _of("rights", "attribution", "attribution", "text", ("Credit to be given.", "署名。")),
    Column("identifiers", "texts", "identifiers", identifiers, "`scheme:value` of each.", "其他编号（体系:值）。"),
    Column("relations", "texts", "relations", relations, "`type id` of each.", "关联（类型 编号）。"),
    _of("source", "name", "source", "text", ("Where it was taken from.", "来源。")),
    _of("source", "url", "source_url", "text", ("Its address.", "来源网址。")),
    _of("source", "retrieved", "source_retrieved", "text", ("When.", "获取日期。")),
    _plain("seq", "integer", "Number of the record's last change.", "最后变更序号。"),
    _plain("version", "integer", "How often it was published.", "版本号。"),
    _plain("created", "moment", "First published here.", "首次发布时刻。"),
    _plain("modified", "moment", "Last changed here.", "最后更新时刻。"),
    Column(
        "more",
        "json",
        "extra",
        elsewhere,
        "`designations`, `event`, `contact`, `media` and `extra` as the record has them, with what no column holds.",
        "上述各列未尽的原始部分。",
    ),
)


def columns_of(fields: Collection[str]) -> tuple[Column, ...]:
    """The columns that are read from these fields (`place.lat` stands for `place`), and `id`; all where none is named.

    `more` comes where `extra` is named.
    """
    names = {name.partition(".")[0] for name in fields}
    return tuple(column for column in COLUMNS if not names or column.field in names or column.name == "id")


@dataclass(frozen=True, slots=True)
class Group:
    """Columns side by side that are read from one field: where the record has it not, none of them is looked at."""

    field: str
    columns: tuple[Column, ...]

    def of(self, record: JsonMap) -> Any:
        return record if self.field == WHOLE else record.get(self.field)


def grouped(columns: Sequence[Column]) -> tuple[Group, ...]:
    by_field = groupby(columns, key=lambda column: column.field)
    return tuple(Group(field, tuple(some)) for field, some in by_field)


def described(columns: Sequence[Column] = COLUMNS) -> Iterator[Mapping[str, Any]]:
    """Each column as CSV on the Web (W3C) tells of it."""
    for column in columns:
        told = {"name": column.name, "dc:description": {"en": column.about, "zh-Hans": column.about_zh}}
        yield {**told, **CSVW[column.type]}


CSVW: Mapping[Type, Mapping[str, Any]] = {
    "text": {"datatype": "string"},
    "texts": {"datatype": "string", "separator": "|"},
    "languages": {"datatype": "json"},
    "integer": {"datatype": "integer"},
    "number": {"datatype": "double"},
    "moment": {"datatype": "dateTimeStamp"},
    "json": {"datatype": "json"},
}
