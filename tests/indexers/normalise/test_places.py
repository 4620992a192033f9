"""Names of places as region codes: today's, withdrawn, former and short names, and what is not sure."""

from __future__ import annotations

import csv
import gzip
import json
from collections import Counter

import pytest

from indexers.normalise.places import lies_in, region_in, region_of
from records.vocabularies import regions
from tests.shared_folder import shared_file


@pytest.mark.parametrize(
    ("names", "code"),
    [
        (("广东省", "广州市", "越秀区"), "440104"),
        (("北京市", "北京市", "密云县"), "110118"),
        (("北京市", "北京市", "崇文区"), "110101"),
        (("重庆市", "重庆市", "渝中区"), "500103"),
        (("江苏省", "苏州市", "姑苏区"), "320508"),
        (("安徽省", "黄山市", "歙县"), "341021"),
        (("山西省", "长治市", "屯留县"), "140405"),
        (("云南省", "保山市", "腾冲县"), "530581"),
        (("山东省", "威海市", "文登市"), "371003"),
        (("青海省", "海东地区", "乐都县"), "630202"),
        (("西藏自治区", "山南地区", "乃东县"), "540502"),
        (("西藏自治区", "日喀则地区", "江孜县"), "540222"),
        (("新疆维吾尔自治区", "伊犁哈萨克自治州", "伊宁市"), "654002"),
        (("新疆维吾尔自治区", "石河子市", ""), "659001"),
        (("海南省", "琼中黎族苗族自治县", "琼中黎族苗族自治县"), "469030"),
        (("湖北省", "潜江市", "潜江市"), "429005"),
        (("河南省", "济源市", "济源市"), "419001"),
        (("内蒙古自治区", "呼和浩特市", "清水河县"), "150124"),
        (("广东", "广州", "越秀"), "440104"),
        (("广西", "桂林", "龙胜县"), "450328"),
        (("云南省", "丽江市", "玉龙县"), "530721"),
        (("云南省", "红河州", "屏边县"), "532523"),
        (("云南省", "大理州", "南涧县"), "532926"),
        (("云南省", "大理白族自治州", "巍山县"), "532927"),
        (("贵州省", "铜仁市", "松桃县"), "520628"),
        (("云南省", "红河哈尼族彝族自治州", "红河县"), "532529"),
        (("浙江省", "杭州市", "下城区"), "330105"),
        (("上海市", "", "南汇区"), "310115"),
        (("天津市", "天津市", "塘沽区"), "120116"),
        (("香港特别行政区",), "810000"),
        (("澳门",), "820000"),
        (("台湾省",), "710000"),
        (("新疆生产建设兵团",), "650000"),
        (("河南省", "开封市", "开封市市辖区"), "410200"),
        (("海南省", "三亚市", "市辖区"), "460200"),
        (("广东省", "东莞市", "东莞市"), "441900"),
        (("广东省", "广州市", "没有这个区"), "440100"),
        (("广东省", "没有这个市", "没有这个区"), "440000"),
        (("广东省", "没有这个市", "越秀区"), "440104"),
        (("河北省", "没有这个市", "桥西区"), "130000"),
        (("河北省", "邢台市", "桥西区"), "130503"),
        (("河北省", "石家庄市", "桥西区"), "130104"),
        (("没有这个省", "没有", ""), ""),
        (("", "苏州市", "姑苏区"), "320508"),
        (("", "", "朝阳区"), ""),
        ((), ""),
    ],
)
def test_from_the_larger_to_the_smaller(names: tuple[str, ...], code: str) -> None:
    assert region_of(*names) == code


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("广东省广州市三元里", "440100"),
        ("江苏省苏州市东北街", "320500"),
        ("贵州省贵阳市清镇市", "520181"),
        ("贵州省台江县", "522630"),
        ("河北省正定县", "130123"),
        ("北京市密云县", "110118"),
        ("河南省郑州市登封市", "410185"),
        ("内蒙古自治区鄂尔多斯市鄂托克旗", "150624"),
        ("山西省和顺县", "140723"),
        ("甘肃省和政县", "622925"),
        ("安徽省和县", "340523"),
        ("天津市和平区", "120101"),
        ("新疆维吾尔自治区和布克赛尔蒙古自治县", "654226"),
        ("山东临沂", "371300"),
        ("山东临沂市", "371300"),
        ("苏州", "320500"),
        ("北京", "110000"),
        ("河南", "410000"),
        ("海南", "460000"),
        ("吉林", "220000"),
        ("全国", "100000"),
        ("浙江省杭州市和宁波市", "330000"),
        ("浙江省杭州市和浙江省宁波市", "330000"),
        ("北京市、河北省、山西省", "100000"),
        ("内蒙古自治区额济纳旗、甘肃省金塔县", "100000"),
        ("山西省平遥县、祁县", "140700"),
        ("新疆师范大学", "650000"),
        ("上海市南京路", "310000"),
        ("440300", "440300"),
        ("110103", "110101"),
        ("朝阳门", ""),
        ("南京路", ""),
        ("朝阳区", ""),
        ("故宫博物院", ""),
        ("", ""),
        ("999999", ""),
    ],
)
def test_what_running_text_begins_with(text: str, code: str) -> None:
    assert region_in(text) == code


def test_lies_in_follows_codes_to_what_they_are_today() -> None:
    assert lies_in("110228", "110000")
    assert lies_in("440104", "440100")
    assert not lies_in("440104", "450000")
    assert not lies_in("", "440000")


def test_every_name_of_today_is_found_within_its_parent() -> None:
    """But those that a parent has twice, there must be none."""
    missed = []
    for region in regions():
        if region.level in ("city", "county") and not region.withdrawn:
            names = [regions().label(code, "zh-Hans") for code in regions().path(region.id)[1:]]
            if region_of(*names) != region.id:
                missed.append((region.id, names))
    assert missed == []


def levels(file: str, columns: tuple[str, ...]) -> Counter[str]:
    with gzip.open(shared_file(file), "rt", encoding="utf-8", newline="") as lines:
        codes = [region_of(*(row[column] for column in columns)) for row in csv.DictReader(lines)]
    found = Counter[str]()
    for code in codes:
        region = regions().get(code)
        found[region.level if region else "none"] += 1
    return found


@pytest.mark.shared
def test_counties_of_the_heritage_list() -> None:
    columns = ("省级政区名称（中文）", "市级政区名称（中文）", "县级政区名称（中文）")
    found = levels("heritage-national-key-sites.csv.gz", columns)
    assert found["none"] == found["province"] == 0
    assert found["county"] / 5_066 > 0.985


@pytest.mark.shared
def test_counties_of_the_traditional_villages() -> None:
    found = levels("heritage-traditional-villages-b1-4.csv.gz", ("Province", "City", "County"))
    assert found["none"] == 0
    assert found["county"] / 4_153 > 0.985


def _published(name: str) -> list[dict[str, str]]:
    with shared_file(name).open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


@pytest.mark.shared
def test_regions_of_the_heritage_list_agree_with_a_published_table_of_divisions() -> None:
    """Another publisher's table, read apart: the province's two digits for all, and the county where both know it."""
    provinces = {row["name"]: row["code"] for row in _published("admin-provinces.csv")}
    cities = {row["code"]: row["name"] for row in _published("admin-cities.csv")}
    counties = {(row["provinceCode"], cities[row["cityCode"]], row["name"]): row["code"]
                for row in _published("admin-areas.csv")}  # fmt: skip
    columns = ("省级政区名称（中文）", "市级政区名称（中文）", "县级政区名称（中文）")
    with gzip.open(shared_file("heritage-national-key-sites.csv.gz"), "rt", encoding="utf-8", newline="") as lines:
        rows = [tuple(row[column].strip() for column in columns) for row in csv.DictReader(lines)]
    codes = [region_of(*row) for row in rows]
    assert all(code[:2] == provinces[row[0]] for row, code in zip(rows, codes, strict=True))
    known = [(code, counties[key]) for row, code in zip(rows, codes, strict=True)
             if (key := (provinces[row[0]], row[1], row[2])) in counties]  # fmt: skip
    assert len(known) > 4_200
    assert [pair for pair in known if pair[0] != pair[1]] == []


@pytest.mark.shared
def test_addresses_of_the_heritage_list_and_of_5a_areas_lie_in_the_province_told_beside_them() -> None:
    """Of 5,066 and 359; 33 differ: provinces of their time (四川省重庆市), slips (扛苏省), several named."""
    provinces = {row["name"]: row["code"] for row in _published("admin-provinces.csv")}
    with gzip.open(shared_file("heritage-national-key-sites.csv.gz"), "rt", encoding="utf-8", newline="") as lines:
        told = [(row["地址（中文）"], row["省级政区名称（中文）"]) for row in csv.DictReader(lines)]
    areas = gzip.decompress(shared_file("venues-5a-scenic-areas.jsonl.gz").read_bytes()).splitlines()
    told += [(row["address"], row["province"]) for row in map(json.loads, areas)]
    right = sum(region_in(address)[:2] == provinces.get(province.strip()) for address, province in told)
    assert right / len(told) > 0.99
