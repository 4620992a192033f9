"""Key sites, intangible heritage and traditional villages: rows written out by hand, then the whole files."""

from __future__ import annotations

import re
from collections import Counter
from typing import Any

import pytest

from indexers.errors import RowRejected
from indexers.sources import all_sources
from records.schema import check
from tests.indexers.whole_sources import assert_sound, lost, mapped, noted

SITE = {
    "序号": "2",
    "编号": "3",
    "分类号": "3",
    "单位名称（中文）": "太平天国忠王府\u3000",
    "单位名称（英文）": "Zhongwang Mansion of Taiping Heavenly Kingdom ",
    "时代（中文）": "1860-1863年",
    "时代（英文）": "1860-1863",
    "地址（中文）": "江苏省苏州市东北街",
    "地址（英文）": "Dongbei Street, Suzhou City, Jiangsu Province",
    "类型（中文）": "近现代重要史迹及代表性建筑",
    "类型（英文）": "Important Modern Historical Sites and Representative Buildings",
    "批次（中文）": "第一批",
    "批次（英文）": "The First Batch",
    "省级政区名称（中文）": "江苏省",
    "省级政区名称（英文）": "Jiangsu Province",
    "市级政区名称（中文）": "苏州市",
    "市级政区名称（英文）": "Suzhou City",
    "县级政区名称（中文）": "姑苏区",
    "县级政区名称（英文）": "Gusu District",
}

ENTRY = {
    "subitem_id": "subitem_90001",
    "project_code": "I-999",
    "project_code_raw": "I-999",
    "project_code_normalized": "I-999",
    "project_num": "I-999_01_522630",
    "project_name": "示例古歌",
    "category": "民间文学",
    "batch_no": "1",
    "publish_year": "2006",
    "entry_type": "new",
    "region_raw": "贵州省台江县",
    "province": "贵州省",
    "province_map_name": "贵州省",
    "city_code": "522600",
    "county_code": "522630",
    "protection_unit_normalized": "示例县文化馆",
    "source_url": "http://www.ihchina.cn/Article/Index/getProject.html?category_id=16&type=1&limit=100&p=1",
    "raw_record_id": "90001",
}

VILLAGE = {
    "Province": "江西省",
    "City": "上饶市",
    "County": "婺源县",
    "Town": "示例乡",
    "Village": "示例村",
    "Title": "江西省上饶市婺源县示例镇示例村",
    "Batch": "二",
    "lng_wgs84": "117.5",
    "lat_wgs84": "29.25",
}


def one(source: str, row: dict[str, str], **changed: str) -> dict[str, Any]:
    (record,) = all_sources()[source].map({**row, **changed})
    check(record)
    return dict(record)


def notes_on(source: str, row: dict[str, str], **changed: str) -> list[str]:
    return [str(note) for note in all_sources()[source].map({**row, **changed}).notes]


OTHER_NAME = "is not the name of a division today; the region is the one that took its place, or is called so in short"
LARGER = "is no division that is known; the region is the next larger one"
YEARS_ALONE = "时代（中文）: tells years alone; the period is that of China in those years"
NOT_UNDERSTOOD = "时代（中文）: is not understood; kept as text, without years"
KIND = "单位名称（中文）: tells a kind within its 类型; the category is that kind"
MADE_ID = "编号: is empty; the id holds a mark made from the name"
NATION = "province: 中直单位 are central institutions; the region is the nation"
BY_COUNTY = "region_raw: no county is read in it; the region is that of county_code"
BY_CITY = "region_raw: no city is read in it; the region is that of city_code"


@pytest.mark.parametrize(
    ("changed", "notes"),
    [
        ({}, [YEARS_ALONE]),
        ({"时代（中文）": "清"}, []),
        ({"时代（中文）": "某代"}, [NOT_UNDERSTOOD]),
        ({"时代（中文）": "清", "类型（中文）": "古建筑", "单位名称（中文）": "虎丘塔"}, [KIND]),
        ({"时代（中文）": "清", "编号": ""}, [MADE_ID]),
        ({"时代（中文）": "清", "县级政区名称（中文）": "沧浪区"}, [f"县级政区名称（中文）: {OTHER_NAME}"]),
        ({"时代（中文）": "清", "县级政区名称（中文）": "某某新区"}, [f"县级政区名称（中文）: {LARGER}"]),
    ],
)
def test_what_is_changed_in_a_site_is_said(changed: dict[str, str], notes: list[str]) -> None:
    assert notes_on("key-sites", SITE, **changed) == notes


@pytest.mark.parametrize(
    ("changed", "notes"),
    [
        ({}, []),
        ({"province": "中直单位"}, [NATION]),
        ({"region_raw": "示例公司"}, [BY_COUNTY]),
        ({"region_raw": "示例公司", "county_code": ""}, [BY_CITY]),
    ],
)
def test_what_is_changed_in_an_entry_is_said(changed: dict[str, str], notes: list[str]) -> None:
    assert notes_on("ich-projects", ENTRY, **changed) == notes


@pytest.mark.parametrize(
    ("county", "notes"), [("婺源县", []), ("婺源", [f"County: {OTHER_NAME}"]), ("某旅游区", [f"County: {LARGER}"])]
)
def test_what_is_changed_in_a_village_is_said(county: str, notes: list[str]) -> None:
    assert notes_on("traditional-villages", VILLAGE, County=county) == notes


def test_a_site() -> None:
    assert one("key-sites", SITE) == {
        "id": "key-sites:1-3",
        "type": "site",
        "dataset": "key-sites",
        "title": {"zh-Hans": "太平天国忠王府", "en": "Zhongwang Mansion of Taiping Heavenly Kingdom"},
        "date": {"text": "1860-1863年", "start": 1860, "end": 1863},
        "periods": ["qing"],
        "region": "320508",
        "place": {"text": "江苏省苏州市东北街"},
        "categories": ["heritage/modern-site"],
        "level": "national",
        "designations": [
            {"scheme": "全国重点文物保护单位", "level": "national", "number": "3", "batch": "1", "year": 1961}
        ],
        "rights": {
            "uri": "http://rightsstatements.org/vocab/UND/1.0/",
            "reuse": "restricted",
            "attribution": "全国重点文物保护单位数据集，GEODOI 3503",
        },
        "source": {
            "name": "全球变化科学研究数据出版系统（GEODOI 3503）",
            "url": "https://github.com/kasasasasa/National-Key-Cultural-Relics-Protection-Units-Data-Large-Screen",
        },
        "extra": {
            "序号": "2",
            "分类号": "3",
            "时代（英文）": "1860-1863",
            "地址（英文）": "Dongbei Street, Suzhou City, Jiangsu Province",
            "类型（英文）": "Important Modern Historical Sites and Representative Buildings",
            "批次（英文）": "The First Batch",
            "省级政区名称（中文）": "江苏省",
            "省级政区名称（英文）": "Jiangsu Province",
            "市级政区名称（中文）": "苏州市",
            "市级政区名称（英文）": "Suzhou City",
            "县级政区名称（中文）": "姑苏区",
            "县级政区名称（英文）": "Gusu District",
        },
    }


@pytest.mark.parametrize(
    ("batch", "year"),
    [("第一批", 1961), ("第二批", 1982), ("第三批", 1988), ("第四批", 1996), ("第五批", 2001), ("第六批", 2006),
     ("第七批", 2013), ("第八批", 2019)],
)  # fmt: skip
def test_batches_have_years(batch: str, year: int) -> None:
    record = one("key-sites", SITE, **{"批次（中文）": batch})
    assert record["designations"][0]["year"] == year
    assert record["id"] == f"key-sites:{record['designations'][0]['batch']}-3"


@pytest.mark.parametrize(
    ("number", "part", "expected", "whole"),
    [
        ("442", "248", "5-442", None),
        ("442", "248-1", "5-442-1", "key-sites:5-442"),
        ("41", "7-0041-1-041", "5-41", None),
        ("71", "Ⅰ－71", "5-71", None),
    ],
)
def test_parts_of_a_unit_are_records_of_their_own(number: str, part: str, expected: str, whole: str | None) -> None:
    record = one("key-sites", SITE, 编号=number, 分类号=part, **{"批次（中文）": "第五批"})
    assert record["id"] == f"key-sites:{expected}"
    assert record.get("relations") == ([{"type": "partOf", "id": whole}] if whole else None)


def test_a_unit_without_a_number_has_an_id_from_its_name() -> None:
    blank = {"编号": "", "分类号": ""}
    first = one("key-sites", SITE, **blank, **{"单位名称（中文）": "里耶古城遗址"})
    again = one("key-sites", SITE, **blank, **{"单位名称（中文）": "里耶古城遗址 ", "序号": "9"})
    other = one("key-sites", SITE, **blank, **{"单位名称（中文）": "阿尔寨石窟"})
    assert re.fullmatch(r"key-sites:1-[0-9a-f]{10}", first["id"])
    assert first["id"] == again["id"] != other["id"]
    assert "number" not in first["designations"][0]


def test_an_era_that_is_not_understood_stays_text() -> None:
    assert one("key-sites", SITE, **{"时代（中文）": "更新世"})["date"] == {"text": "更新世"}
    assert "date" not in one("key-sites", SITE, **{"时代（中文）": ""})


@pytest.mark.parametrize(
    ("column", "value", "word"),
    [
        ("单位名称（中文）", " ", "单位名称（中文）"),
        ("批次（中文）", "第九批", "第九批"),
        ("类型（中文）", "古建", "古建"),
        ("编号", "3甲", "3甲"),
    ],
)
def test_a_site_that_cannot_be_told_is_refused(column: str, value: str, word: str) -> None:
    with pytest.raises(RowRejected, match=word):
        all_sources()["key-sites"].map({**SITE, column: value})


def test_an_intangible_entry() -> None:
    record = one("ich-projects", ENTRY)
    assert record["id"] == "ich-projects:90001"
    assert record["title"] == {"zh-Hans": "示例古歌"}
    assert record["region"] == "522630"
    assert record["categories"] == ["intangible/folk-literature"]
    assert record["institution"] == {"name": "示例县文化馆"}
    assert record["designations"] == [
        {
            "scheme": "国家级非物质文化遗产代表性项目名录",
            "level": "national",
            "number": "I-999",
            "batch": "1",
            "year": 2006,
        }
    ]
    assert record["identifiers"] == [{"scheme": "国家级非遗项目编号", "value": "I-999_01_522630"}]
    assert record["extra"]["entry_type"] == "new"


@pytest.mark.parametrize(
    ("told", "province", "city", "county", "region"),
    [
        ("北京市延庆县", "北京市", "110100", "", "110119"),
        ("江苏省苏州市", "江苏省", "320500", "", "320500"),
        ("西藏自治区", "西藏自治区", "", "", "540000"),
        ("西藏自治区", "西藏自治区", "542100", "542125", "540324"),
        ("中国中医科学院", "中直单位", "", "110101", "100000"),
        ("新疆生产建设兵团", "新疆生产建设兵团", "431300", "431382", "650000"),
        ("北京棋院", "北京市", "110100", "110102", "110102"),
        ("天津市", "天津市", "120100", "130224", "120000"),
        ("新疆维吾尔自治区博湖县", "新疆维吾尔自治区", "", "654021", "652829"),
        ("四川省成都市郫都区", "四川省", "", "990437", "510117"),
        ("澳门特别行政区", "澳门特别行政区", "", "0", "820000"),
        ("成都艺术剧院", "四川省", "510100", "", "510100"),
    ],
)
def test_where_an_entry_belongs(told: str, province: str, city: str, county: str, region: str) -> None:
    record = one("ich-projects", ENTRY, region_raw=told, province=province, city_code=city, county_code=county)
    assert record["region"] == region


@pytest.mark.parametrize(
    ("column", "value"),
    [("category", "民间文"), ("publish_year", "二〇〇六"), ("raw_record_id", ""), ("project_name", "")],
)
def test_an_entry_that_cannot_be_told_is_refused(column: str, value: str) -> None:
    with pytest.raises(RowRejected, match=column):
        all_sources()["ich-projects"].map({**ENTRY, column: value})


def test_a_village() -> None:
    record = one("traditional-villages", VILLAGE)
    assert re.fullmatch(r"traditional-villages:[0-9a-f]{10}", record["id"])
    assert record["title"] == {"zh-Hans": "示例村"}
    assert record["alternative_titles"] == ["江西省上饶市婺源县示例镇示例村"]
    assert record["place"] == {"text": "江西省上饶市婺源县示例镇示例村", "lat": 29.25, "lon": 117.5}
    assert record["region"] == "361130"
    assert record["designations"] == [{"scheme": "中国传统村落", "level": "national", "batch": "2", "year": 2013}]
    assert record["extra"]["Town"] == "示例乡"


@pytest.mark.parametrize(("column", "value"), [("lat_wgs84", "29°N"), ("Batch", "2"), ("Title", "")])
def test_a_village_that_cannot_be_told_is_refused(column: str, value: str) -> None:
    with pytest.raises(RowRejected, match=column):
        all_sources()["traditional-villages"].map({**VILLAGE, column: value})


@pytest.mark.shared
def test_all_key_sites() -> None:
    found = mapped("key-sites")
    records = [record for _, record in found]
    assert len(records) == 5_066
    assert_sound(all_sources()["key-sites"], records)
    assert not [
        problem for row, record in found if (problem := lost(row, record, frozenset({"批次（中文）", "类型（中文）"})))
    ]
    assert sum("region" not in record for record in records) == 0
    counted = noted("key-sites")
    undated = sum("start" not in record.get("date", {"start": 0}) for record in records)
    assert (undated, counted[NOT_UNDERSTOOD], counted[MADE_ID]) == (3, 3, 4)
    assert Counter(record["relations"][0]["id"] for record in records if "relations" in record) == {
        "key-sites:5-442": 8
    }


@pytest.mark.shared
def test_all_intangible_entries() -> None:
    found = mapped("ich-projects")
    records = [record for _, record in found]
    assert len(records) == 3_610
    assert_sound(all_sources()["ich-projects"], records)
    assert not [problem for row, record in found if (problem := lost(row, record, frozenset({"category"})))]
    assert sum("region" not in record for record in records) == 0
    assert sum(record["region"] == "100000" for record in records) == noted("ich-projects")[NATION] == 47


@pytest.mark.shared
def test_all_villages() -> None:
    found = mapped("traditional-villages")
    records = [record for _, record in found]
    assert len(records) == 4_153
    assert_sound(all_sources()["traditional-villages"], records)
    assert not [problem for row, record in found if (problem := lost(row, record, frozenset({"Batch"})))]
    assert sum("region" not in record for record in records) == 0
