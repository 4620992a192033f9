"""The national list of intangible heritage (国家级非遗代表性项目), five batches: one record a regional entry."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from indexers.errors import RowRejected
from indexers.normalise.licences import UNDETERMINED
from indexers.normalise.places import NATION, lies_in, region_in, within
from indexers.readers import read_delimited
from indexers.sources.mapped import Mapped, Note
from indexers.sources.source import DatasetInfo, Source
from indexers.sources.values import left_over, needed, optional, refusing, without_nothing
from records.vocabularies import current_region, regions

_SCHEME = "国家级非物质文化遗产代表性项目名录"
_NAME = "中国非物质文化遗产网"
_CENTRAL = "中直单位"

_CATEGORIES = {
    "民间文学": "intangible/folk-literature",
    "传统音乐": "intangible/traditional-music",
    "传统舞蹈": "intangible/traditional-dance",
    "传统戏剧": "intangible/traditional-drama",
    "曲艺": "intangible/quyi",
    "传统体育、游艺与杂技": "intangible/sports-and-acrobatics",
    "传统美术": "intangible/traditional-fine-art",
    "传统技艺": "intangible/traditional-craft",
    "传统医药": "intangible/traditional-medicine",
    "民俗": "intangible/folk-custom",
}
_USED = frozenset(
    {
        "raw_record_id",
        "project_code",
        "project_num",
        "project_name",
        "category",
        "batch_no",
        "publish_year",
        "protection_unit_normalized",
        "region_raw",
        "source_url",
    }
)
_OF_THE_NATION = Note("province", "中直单位 are central institutions; the region is the nation")
_BY_COUNTY_CODE = Note("region_raw", "no county is read in it; the region is that of county_code")
_BY_CITY_CODE = Note("region_raw", "no city is read in it; the region is that of city_code")
_RIGHTS = UNDETERMINED.rights("中国非物质文化遗产网（www.ihchina.cn）")


@refusing
def map_project(row: Mapping[str, Any]) -> Mapped:
    """One entry, under the number it has on ihchina.cn; several entries share one project code (I-1)."""
    region, notes = _region(row)
    record: dict[str, Any] = {
        "id": f"ich-projects:{needed(row, 'raw_record_id')}",
        "type": "intangible",
        "dataset": "ich-projects",
        "title": {"zh-Hans": needed(row, "project_name")},
        "region": region,
        "place": without_nothing({"text": optional(row, "region_raw")}),
        "categories": [_category(row)],
        "institution": without_nothing({"name": optional(row, "protection_unit_normalized")}),
        "level": "national",
        "designations": [_designation(row)],
        "identifiers": _identifiers(row),
        "rights": _RIGHTS,
        "source": without_nothing({"name": _NAME, "url": optional(row, "source_url")}),
        "extra": left_over(row, _USED),
    }
    return Mapped((without_nothing(record),), notes)


def _region(row: Mapping[str, Any]) -> tuple[str, tuple[Note, ...]]:
    """The county the entry names; else its code, if it lies in the named province; else city, else province.

    Names go before codes: the codes are those of the institution's seat, and some stand in another province.
    Entries of central institutions belong to the nation.
    """
    if optional(row, "province") == _CENTRAL:
        return NATION, (_OF_THE_NATION,)
    province = within("", optional(row, "province"))
    named = region_in(optional(row, "region_raw"))
    named = named if lies_in(named, province) else ""
    county = regions().get(named)
    if county is not None and county.level == "county":
        return named, ()
    stated = named or province
    if lies_in(code := optional(row, "county_code"), stated):
        return current_region(code), (_BY_COUNTY_CODE,)
    code = optional(row, "city_code")
    if named in ("", province) and lies_in(code, stated):
        return current_region(code), (_BY_CITY_CODE,)
    return stated, ()


def _category(row: Mapping[str, Any]) -> str:
    named = needed(row, "category")
    if named not in _CATEGORIES:
        raise RowRejected(f"category is {named!r}; there are {', '.join(_CATEGORIES)}")
    return _CATEGORIES[named]


def _designation(row: Mapping[str, Any]) -> dict[str, Any]:
    year = needed(row, "publish_year")
    if not year.isdecimal():
        raise RowRejected(f"publish_year is {year!r}; it should be a year")
    return {
        "scheme": _SCHEME,
        "level": "national",
        "number": needed(row, "project_code"),
        "batch": needed(row, "batch_no"),
        "year": int(year),
    }


def _identifiers(row: Mapping[str, Any]) -> list[dict[str, str]]:
    number = optional(row, "project_num")
    return [{"scheme": "国家级非遗项目编号", "value": number}] if number else []


SOURCE = Source(
    id="ich-projects",
    dataset=DatasetInfo(
        id="ich-projects",
        title={
            "zh-Hans": "国家级非物质文化遗产代表性项目",
            "zh-Hant": "國家級非物質文化遺產代表性項目",
            "en": "National List of Intangible Cultural Heritage",
        },
        description={
            "zh-Hans": "国家级非物质文化遗产代表性项目名录第一至第五批，按申报地区分列。整理者未声明许可，"
            "权利状况不明：仅供测试，勿再发布。",
            "zh-Hant": "國家級非物質文化遺產代表性項目名錄第一至第五批，按申報地區分列。整理者未聲明許可，"
            "權利狀況不明：僅供測試，勿再發布。",
            "en": "The five batches of the national list, one entry for each region. Its compiler states no licence "
            "and the rights are not determined: for tests only, not to be published again.",
        },
        publisher=_NAME,
        licence=UNDETERMINED.uri,
        url="https://www.ihchina.cn/",
    ),
    files=("ich-national-projects.csv.gz",),
    read=read_delimited,
    map=map_project,
)
