"""The national list of key heritage sites (全国重点文物保护单位), eight batches from 1961 to 2019, bilingual."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from indexers.errors import RowRejected
from indexers.normalise.dates import parse
from indexers.normalise.kinds import kind_of
from indexers.normalise.licences import UNDETERMINED
from indexers.normalise.places import region_of
from indexers.normalise.succession import chinese_periods
from indexers.readers import read_delimited
from indexers.sources.mapped import Mapped, Note, where
from indexers.sources.source import DatasetInfo, Source
from indexers.sources.values import (
    date_form,
    left_over,
    mark,
    needed,
    optional,
    refusing,
    region_notes,
    without_nothing,
)

_SCHEME = "全国重点文物保护单位"
_URL = "https://github.com/kasasasasa/National-Key-Cultural-Relics-Protection-Units-Data-Large-Screen"
_NAME = "全球变化科学研究数据出版系统（GEODOI 3503）"

_BATCHES = {
    "第一批": (1, 1961),
    "第二批": (2, 1982),
    "第三批": (3, 1988),
    "第四批": (4, 1996),
    "第五批": (5, 2001),
    "第六批": (6, 2006),
    "第七批": (7, 2013),
    "第八批": (8, 2019),
}
"""The number of each batch and the year the State Council announced it."""

_CATEGORIES = {
    "古遗址": "heritage/ancient-site",
    "古墓葬": "heritage/ancient-tomb",
    "古建筑": "heritage/ancient-building",
    "石窟寺及石刻": "heritage/grotto-and-carving",
    "近现代重要史迹及代表性建筑": "heritage/modern-site",
    "其他": "heritage/other",
}

_PART = re.compile(r"\d+-(\d+)")
_REGIONS = ("省级政区名称（中文）", "市级政区名称（中文）", "县级政区名称（中文）")
_USED = frozenset(
    {
        "单位名称（中文）",
        "单位名称（英文）",
        "时代（中文）",
        "地址（中文）",
        "类型（中文）",
        "批次（中文）",
        "编号",
    }
)
_MADE_ID = Note("编号", "is empty; the id holds a mark made from the name")
_KIND = Note("单位名称（中文）", "tells a kind within its 类型; the category is that kind")
_NOT_UNDERSTOOD = Note("时代（中文）", "is not understood; kept as text, without years")
_PERIOD_SUPPLIED = Note("时代（中文）", "tells years alone; the period is that of China in those years")
_RIGHTS = UNDETERMINED.rights("全国重点文物保护单位数据集，GEODOI 3503")


@refusing
def map_site(row: Mapping[str, Any]) -> Mapped:
    """One row of the list.

    编号 starts anew in each batch, so an id is batch and number: `key-sites:5-442`. The Great Wall is one unit with
    eight parts (分类号 248-1 …), each a record of its own that is partOf it: `key-sites:5-442-1`. Four units added
    to a batch later have no number; their id holds a mark made from the name: `key-sites:5-1a2b3c4d5e`.
    """
    name = needed(row, "单位名称（中文）")
    batch, year = _batch(row)
    local, whole = _local_id(row, batch, name)
    date, periods, notes = _dated(optional(row, "时代（中文）"))
    category = _category(row)
    kind = kind_of(category, name)
    *larger, county = (optional(row, column) for column in _REGIONS)
    region = region_of(*larger, county)
    record: dict[str, Any] = {
        "id": f"key-sites:{local}",
        "type": "site",
        "dataset": "key-sites",
        "title": without_nothing({"zh-Hans": name, "en": optional(row, "单位名称（英文）")}),
        "date": date,
        "periods": periods,
        "region": region,
        "place": without_nothing({"text": optional(row, "地址（中文）")}),
        "categories": [kind],
        "level": "national",
        "designations": [_designation(row, batch, year)],
        "relations": [{"type": "partOf", "id": f"key-sites:{whole}"}] if whole else [],
        "rights": _RIGHTS,
        "source": {"name": _NAME, "url": _URL},
        "extra": left_over(row, _USED),
    }
    said = where((not optional(row, "编号"), _MADE_ID), (kind != category, _KIND))
    return Mapped((without_nothing(record),), (*said, *notes, *region_notes(_REGIONS[-1], county, region)))


def _batch(row: Mapping[str, Any]) -> tuple[int, int]:
    named = needed(row, "批次（中文）")
    if named not in _BATCHES:
        raise RowRejected(f"批次（中文） is {named!r}; there are {'、'.join(_BATCHES)}")
    return _BATCHES[named]


def _category(row: Mapping[str, Any]) -> str:
    named = needed(row, "类型（中文）")
    if named not in _CATEGORIES:
        raise RowRejected(f"类型（中文） is {named!r}; there are {'、'.join(_CATEGORIES)}")
    return _CATEGORIES[named]


def _local_id(row: Mapping[str, Any], batch: int, name: str) -> tuple[str, str]:
    """The local id, and that of the unit it is a part of."""
    number = optional(row, "编号")
    if not number:
        return f"{batch}-{mark(name)}", ""
    if not number.isascii() or not number.isdigit():
        raise RowRejected(f"编号 is {number!r}; it should be a number")
    found = _PART.fullmatch(optional(row, "分类号"))
    # In batches 6 to 8 分类号 has other forms (7-0041-1-041), so this is a part of a unit and nothing else.
    return (f"{batch}-{number}-{found[1]}", f"{batch}-{number}") if found else (f"{batch}-{number}", "")


def _dated(text: str) -> tuple[dict[str, Any], list[str], tuple[Note, ...]]:
    """The date and its periods; years alone (1841年) tell the period too, since all these places lie in China."""
    if not text:
        return {}, [], ()
    parsed = parse(text)
    supplied: tuple[str, ...] = ()
    if not parsed.periods and parsed.start is not None and parsed.end is not None:
        supplied = chinese_periods(parsed.start, parsed.end)
    notes = where((not parsed.understood, _NOT_UNDERSTOOD), (supplied, _PERIOD_SUPPLIED))
    return date_form(text, parsed), list(parsed.periods or supplied), notes


def _designation(row: Mapping[str, Any], batch: int, year: int) -> dict[str, Any]:
    known = {"scheme": _SCHEME, "level": "national", "number": optional(row, "编号"), "batch": str(batch), "year": year}
    return without_nothing(known)


SOURCE = Source(
    id="key-sites",
    dataset=DatasetInfo(
        id="key-sites",
        title={
            "zh-Hans": "全国重点文物保护单位",
            "zh-Hant": "全國重點文物保護單位",
            "en": "Major Historical and Cultural Sites Protected at the National Level",
        },
        description={
            "zh-Hans": "国务院公布的第一至第八批全国重点文物保护单位，中英文。上游数据集（GEODOI 3503）未声明再利用条款"
            "：请注明出处，勿再发布。",
            "zh-Hant": "國務院公布的第一至第八批全國重點文物保護單位，中英文。上游數據集（GEODOI 3503）未聲明再利用條款"
            "：請註明出處，勿再發布。",
            "en": "The sites of the eight batches announced by the State Council, in Chinese and English. The data set "
            "it was made from (GEODOI 3503) states no terms of reuse: cite it, and do not publish it again.",
        },
        publisher=_NAME,
        licence=UNDETERMINED.uri,
        url=_URL,
    ),
    files=("heritage-national-key-sites.csv.gz",),
    read=read_delimited,
    map=map_site,
)
