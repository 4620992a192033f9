"""Regions: whole, rightly nested, rightly read, and withdrawn codes resolved only where that is certain."""

import csv
import gzip
import json

import pytest

from records.vocabularies import current_region, reading, regions
from tests.shared_folder import shared_file


def shared(name):
    path = shared_file(name)
    if path.suffix == ".gz":
        return gzip.open(path, "rt", encoding="utf-8").read()
    return path.read_text(encoding="utf-8")


def rows(name):
    return list(csv.DictReader(shared(name).splitlines()))


def table(text):
    """Reads "key=value; key=value", over any number of lines."""
    return dict(pair.strip().split("=") for line in text.strip().splitlines() for pair in line.split(";"))


def in_force(level):
    return {region.id: region for region in regions() if region.level == level and not region.withdrawn}


PROVINCES = [
    "北京市",
    "天津市",
    "河北省",
    "山西省",
    "内蒙古自治区",
    "辽宁省",
    "吉林省",
    "黑龙江省",
    "上海市",
    "江苏省",
    "浙江省",
    "安徽省",
    "福建省",
    "江西省",
    "山东省",
    "河南省",
    "湖北省",
    "湖南省",
    "广东省",
    "广西壮族自治区",
    "海南省",
    "重庆市",
    "四川省",
    "贵州省",
    "云南省",
    "西藏自治区",
    "陕西省",
    "甘肃省",
    "青海省",
    "宁夏回族自治区",
    "新疆维吾尔自治区",
    "台湾省",
    "香港特别行政区",
    "澳门特别行政区",
]


def test_the_34_provinces_under_one_nation():
    assert [region.id for region in regions().roots] == ["100000"]
    assert [region.labels["zh-Hans"] for region in regions().children("100000")] == PROVINCES


def test_levels_follow_the_tree():
    above = {"province": {"nation"}, "city": {"province"}, "county": {"city", "province"}}
    for region in regions():
        if region.parent is not None and region.id != "100000":
            assert regions().get(region.parent).level in above[region.level], region.id


@pytest.mark.parametrize(
    ("code", "path"),
    [
        ("110101", ("100000", "110000", "110101")),
        ("500230", ("100000", "500000", "500230")),
        ("419001", ("100000", "410000", "419001")),
        ("429021", ("100000", "420000", "429021")),
        ("469005", ("100000", "460000", "469005")),
        ("659012", ("100000", "650000", "659012")),
        ("810011", ("100000", "810000", "810011")),
        ("820004", ("100000", "820000", "820004")),
        ("441900", ("100000", "440000", "441900")),
        ("350203", ("100000", "350000", "350200", "350203")),
    ],
)
def test_paths(code, path):
    assert regions().path(code) == path


def test_no_grouping_code_is_in_the_tree():
    labels = [child.labels["zh-Hans"] for region in regions() for child in regions().children(region.id)]
    assert not {"市辖区", "县", "市", "省直辖县级行政区划"} & set(labels)


@pytest.mark.parametrize(
    ("code", "today"),
    [
        ("110100", "110000"),  # the districts of Beijing, no division of their own
        ("150101", "150100"),
        ("419000", "410000"),
        ("330103", "330105"),  # a source names it: 下城区 became part of 拱墅区
        ("130223", "130284"),
        ("330283", "330213"),  # the same name, another kind: 奉化市, 奉化区
        ("542623", "540481"),  # renumbered (米林县), then made a city (米林市)
        ("341521", "340422"),  # 寿县 moved to another city under its own name
        ("322723", "320581"),  # 常熟县, 常熟市 by an intermediate code
        ("512301", "512301"),  # 涪陵市 was split: nothing certain
        ("371200", "371200"),  # two successors: 莱芜区 and 钢城区
        ("110101", "110101"),
        ("999999", "999999"),
    ],
)
def test_current_region(code, today):
    assert current_region(code) == today


def test_a_withdrawn_code_has_the_path_of_its_one_successor():
    assert regions().path("330103") == ("100000", "330000", "330100", "330105")


def test_a_withdrawn_code_with_two_successors_stays_where_it_was():
    assert regions().get("371200").successors == ("370116", "370117")
    assert regions().path("371200") == ("100000", "370000", "371200")


def test_what_lies_under_a_renamed_prefecture_is_found_under_todays():
    """132100 was 邯郸地区, merged into 邯郸市; its 132101 was a city of its own, with no one successor."""
    assert regions().path("132101") == ("100000", "130000", "130400", "132101")


def test_only_withdrawn_codes_have_successors_and_none_is_its_own():
    for region in regions():
        assert region.withdrawn or not region.successors
        assert region.id not in region.successors
        assert all(code in regions() for code in region.successors)


def test_following_successors_comes_to_an_end_in_force_or_where_no_single_one_is_known():
    for region in regions():
        last = regions().get(current_region(region.id))
        assert not last.withdrawn or len(last.successors) != 1


def test_a_code_given_out_again_means_its_latest_place():
    """139001 was 武安 until 1994 and later 定州; 130422 (武安县) must not end there."""
    assert regions().label(current_region("130422"), "zh-Hans") == "武安市"
    assert regions().label(current_region("139001"), "zh-Hans") == "定州市"


def test_former_names():
    assert "襄樊市" in regions().get("420600").former_names
    assert "思茅市" in regions().get("530800").former_names


RENAMED = table("130502=桥东区; 130503=桥西区; 340103=中市区; 340111=郊区; 410703=新华区; 430104=西区; 510802=市中区")


@pytest.mark.parametrize("code", RENAMED)
def test_districts_renamed_while_another_city_of_the_province_kept_the_name(code):
    assert RENAMED[code] in regions().get(code).former_names


def test_a_code_that_took_the_place_of_another_has_not_its_name():
    """130123 and 130124 changed places in 1993; 420802 was printed as 鄂城区 only while that district moved."""
    assert not {"正定县", "栾城县", "鄂城区", "黄州区"} & {
        name for code in ("130123", "130124", "420802", "420803") for name in regions().get(code).former_names
    }


READINGS = table(
    """
    什邡市=shi fang shi; 单县=shan xian; 六安市=lu an shi; 蚌埠市=beng bu shi; 亳州市=bo zhou shi
    台州市=tai zhou shi; 丽水市=li shui shi; 厦门市=xia men shi; 番禺区=pan yu qu; 东阿县=dong e xian
    涡阳县=guo yang xian; 乐亭县=lao ting xian; 乐清市=yue qing shi; 洪洞县=hong tong xian
    浚县=xun xian; 莘县=shen xian; 尉犁县=yu li xian; 尉氏县=wei shi xian; 黄陂区=huang pi qu
    铅山县=yan shan xian; 歙县=she xian; 黟县=yi xian; 井陉县=jing xing xian; 蔚县=yu xian
    重庆市=chong qing shi; 长子县=zhang zi xian; 长沙市=chang sha shi; 朝阳市=chao yang shi
    乐山市=le shan shi; 乐陵市=lao ling shi; 珲春市=hun chun shi; 曲阜市=qu fu shi; 郫都区=pi du qu
    邛崃市=qiong lai shi; 犍为县=qian wei xian; 天台县=tian tai xian; 鄱阳县=po yang xian
    宝坻区=bao di qu; 渑池县=mian chi xian; 泌阳县=bi yang xian; 大城县=dai cheng xian
    繁峙县=fan shi xian; 六合区=lu he qu; 枞阳县=zong yang xian; 柞水县=zha shui xian
    荥阳市=xing yang shi; 荥经县=ying jing xian; 阆中市=lang zhong shi; 郴州市=chen zhou shi
    耒阳市=lei yang shi; 东莞市=dong guan shi; 儋州市=dan zhou shi; 勐腊县=meng la xian
    甘孜藏族自治州=gan zi zang zu zi zhi zhou; 盱眙县=xu yi xian; 睢宁县=sui ning xian
    衢州市=qu zhou shi; 吕梁市=lv liang shi; 成都市=cheng du shi; 长治市=chang zhi shi
    漯河市=luo he shi; 崆峒区=kong tong qu; 喀什市=ka shi shi; 吴堡县=wu bu xian; 中牟县=zhong mu xian
    百色市=bai se shi; 闵行区=min hang qu; 沙市区=sha shi qu; 万柏林区=wan bai lin qu
    """
)


@pytest.mark.parametrize("name", READINGS)
def test_readings_of_names_that_are_easily_misread(name):
    found = {reading(region.id) for region in regions() if region.labels["zh-Hans"] == name}
    assert found == {READINGS[name]}


def test_every_reading_is_plain_pinyin():
    syllables = {syllable for region in regions() for syllable in region.reading.split()}
    assert all(syllable.isascii() and syllable.isalpha() and len(syllable) <= 6 for syllable in syllables)
    assert all(region.reading for region in regions())
    assert reading("000000") == ""


ENGLISH = table(
    """
    610100=Xi'an; 341500=Lu'an; 320500=Suzhou; 110101=Dongcheng District; 371722=Shanxian County
    230100=Harbin; 650100=Urumqi; 540100=Lhasa; 150100=Hohhot; 653100=Kashgar Prefecture
    422800=Enshi Tujia and Miao Autonomous Prefecture; 469028=Lingshui Li Autonomous County
    220623=Changbai Korean Autonomous County; 141100=Lüliang; 140109=Wanbailin District
    429021=Shennongjia Forestry District; 810011=Tuen Mun; 820004=Sé; 610000=Shaanxi; 140000=Shanxi
    310115=Pudong New Area; 441803=Qingxin District; 610103=Beilin District
    """
)


@pytest.mark.parametrize("code", ENGLISH)
def test_english_names(code):
    assert regions().label(code, "en") == ENGLISH[code]


TRADITIONAL = table(
    """
    710000=臺灣省; 331000=台州市; 370600=煙臺市; 331023=天台縣; 350206=湖里區; 445302=雲城區
    361127=餘干縣; 532300=楚雄彝族自治州; 210100=瀋陽市; 411624=沈丘縣; 430600=岳陽市; 430104=嶽麓區
    150522=科爾沁左翼後旗; 420625=穀城縣; 360500=新餘市; 110116=懷柔區
    """
)


@pytest.mark.parametrize("code", TRADITIONAL)
def test_traditional_names(code):
    assert regions().label(code, "zh-Hant") == TRADITIONAL[code]


@pytest.mark.shared
def test_every_county_code_in_force_is_known_under_its_name():
    for row in rows("admin-areas.csv"):
        region = regions().get(row["code"])
        assert region is not None
        assert region.labels["zh-Hans"] == row["name"]
        assert regions().path(row["code"])[1] == row["provinceCode"] + "0000"


@pytest.mark.shared
def test_every_city_code_in_force_is_known():
    assert not [row["code"] for row in rows("admin-cities.csv") if row["code"] + "00" not in regions()]


@pytest.mark.shared
def test_counts_agree_with_the_tables():
    provinces = {row["code"] + "0000" for row in rows("admin-provinces.csv")}
    assert set(in_force("province")) == provinces | {"710000", "810000", "820000"}
    cities = {row["code"] + "00" for row in rows("admin-cities.csv") if "辖" not in row["name"] and row["name"] != "县"}
    assert set(in_force("city")) == cities
    counties = {row["code"] for row in rows("admin-areas.csv")} - cities - {"620201"}
    ours = {code for code in in_force("county") if code[:2] not in ("81", "82")}
    assert ours == counties


@pytest.mark.shared
def test_districts_of_hong_kong_and_macao():
    named = json.loads(shared("admin-hk-mo-tw.json"))
    hong_kong = {name for part in named["香港特别行政区"].values() for name in part}
    assert {region.labels["zh-Hans"] for region in regions().children("810000")} == hong_kong
    macao = {name.partition("（")[0] for part in named["澳门特别行政区"].values() for name in part}
    ours = {region.labels["zh-Hans"] for region in regions().children("820000")}
    assert macao - ours == {"圣安多尼堂区"}  # the same parish, by its other name
    assert ours - macao == {"花王堂区", "路凼填海区"}
    assert regions().children("710000") == ()  # the standard gives Taiwan's counties no codes


@pytest.mark.shared
def test_codes_of_intangible_heritage_are_known():
    """But for the stand-in numbers of the publisher, which begin with 99, and a lone 0."""
    codes = {row["county_code"] for row in rows("ich-national-projects.csv.gz")} - {"", "0"}
    assert not [code for code in codes if code not in regions() and not code.startswith("99")]
