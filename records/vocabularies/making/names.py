"""Names of divisions: their stems, their traditional form, their readings, their English form."""

import csv
import re
from functools import cache
from pathlib import Path

import opencc
from pypinyin import lazy_pinyin

TABLES = Path(__file__).parent

PEOPLES = {
    "蒙古": "Mongol", "回": "Hui", "藏": "Tibetan", "维吾尔": "Uyghur", "苗": "Miao", "彝": "Yi", "壮": "Zhuang",
    "布依": "Bouyei", "朝鲜": "Korean", "满": "Manchu", "侗": "Dong", "瑶": "Yao", "白": "Bai", "土家": "Tujia",
    "哈尼": "Hani", "哈萨克": "Kazakh", "傣": "Dai", "黎": "Li", "傈僳": "Lisu", "佤": "Va", "畲": "She",
    "拉祜": "Lahu", "水": "Sui", "东乡": "Dongxiang", "纳西": "Naxi", "景颇": "Jingpo", "柯尔克孜": "Kyrgyz",
    "土": "Tu", "达斡尔": "Daur", "仫佬": "Mulao", "羌": "Qiang", "布朗": "Blang", "撒拉": "Salar", "毛南": "Maonan",
    "仡佬": "Gelao", "锡伯": "Xibe", "塔吉克": "Tajik", "普米": "Pumi", "怒": "Nu", "鄂温克": "Ewenki",
    "保安": "Bonan", "裕固": "Yugur", "独龙": "Derung", "鄂伦春": "Oroqen", "各": "Various Peoples",
}  # fmt: skip

# The kind a name ends in, its English form, and how many characters the whole name has at least: 新区 is a
# kind in 滨海新区 but not in 清新区.
KINDS = (
    ("高新技术产业开发区", "High-tech Industrial Development Zone", 10),
    ("高技术产业开发区", "High-tech Industrial Development Zone", 9),
    ("高新技术开发区", "High-tech Development Zone", 8),
    ("高新技术产业园区", "High-tech Industrial Park", 9),
    ("经济技术开发区", "Economic and Technological Development Zone", 8),
    ("经济开发区", "Economic Development Zone", 6),
    ("城乡一体化示范区", "Urban-Rural Integration Demonstration Zone", 9),
    ("综合改革示范区", "Comprehensive Reform Demonstration Zone", 8),
    ("航空港经济综合实验区", "Airport Economy Zone", 11),
    ("现代产业园区", "Modern Industrial Park", 7),
    ("综合物流产业聚集区", "Logistics Industry Zone", 10),
    ("循环化工园区", "Recycling Chemical Industry Park", 7),
    ("文化旅游创意园区", "Culture and Tourism Creative Park", 9),
    ("综合保税区", "Comprehensive Bonded Zone", 6),
    ("风景名胜区", "Scenic Area", 6),
    ("工业园区", "Industrial Park", 5),
    ("工业园", "Industrial Park", 4),
    ("开发区", "Development Zone", 5),
    ("示范区", "Demonstration Zone", 5),
    ("管理区", "Administration Zone", 5),
    ("新区", "New Area", 4),
    ("矿区", "Mining District", 4),
    ("特别行政区", "Special Administrative Region", 6),
    ("行政委员会", "Administrative Committee", 6),
    ("行政区", "Administrative Region", 5),
    ("地区", "Prefecture", 4),
    ("特区", "Special District", 4),
    ("群岛", "Islands", 3),
    ("区", "District", 2),
    ("县", "County", 2),
    ("旗", "Banner", 3),
    ("盟", "League", 4),
    ("镇", "Town", 3),
    ("市", "", 2),
)
AUTONOMOUS = {
    "自治州": "Autonomous Prefecture",
    "自治县": "Autonomous County",
    "自治旗": "Autonomous Banner",
    "区": "District",
}

# Some peoples may stand without 族; the short names may not, or 陵水 would be the Sui of 陵.
_LONG = "|".join(people for people in PEOPLES if len(people) > 1)
_PEOPLE = "|".join(sorted(PEOPLES, key=len, reverse=True))
_AMONG = rf"(?:(?:{_PEOPLE})族|{_LONG})"
_AUTONOMOUS = re.compile(rf"^(.*?)({_AMONG}+)(自治[州县旗])$|^(.+?)((?:{_PEOPLE})族)(区)$")

# Zones are named province, city and place in a row; these heads are split off for the English name.
_ZONE = re.compile(r"新区$|..[区园]$")
_PROVINCES = "内蒙古|安徽|河北|河南|湖北|湖南|吉林|山西|山东|西藏"
_ZONE_WORDS = re.compile(rf"^({_PROVINCES})?(?:([^市]{{2,3}})市)?(.*)$")


@cache
def _table(name: str) -> dict[str, str]:
    with (TABLES / name).open(encoding="utf-8", newline="") as lines:
        return {row[0]: row[1] for row in list(csv.reader(lines))[1:]}


@cache
def _parts(name: str) -> tuple[str, str, str]:
    """(what is the place's own, peoples, kind): 恩施土家族苗族自治州 gives 恩施, 土家族苗族, 自治州."""
    autonomous = _AUTONOMOUS.match(name)
    if autonomous:
        own, peoples, kind = (part or "" for part in autonomous.groups()[0 if autonomous[3] else 3 :][:3])
        return own, peoples, kind
    kind = next((kind for kind, _, least in KINDS if name.endswith(kind) and len(name) >= least), "")
    own = name.removesuffix(kind)
    return own.removesuffix("市") if len(kind) > 2 else own, "", kind


def stem(name: str) -> str:
    """The name without its kind; a one-character stem keeps it, since 吉县 and 吉市 may be far apart."""
    own, _, _ = _parts(name)
    return own if len(own) > 1 else name


def kind(name: str) -> str:
    return _parts(name)[2]


@cache
def _converter() -> opencc.OpenCC:
    return opencc.OpenCC("s2t")


def traditional(name: str) -> str:
    return _table("traditional.csv").get(name) or _converter().convert(name)


def reading(name: str) -> str:
    """Syllables without tones, a space between, ü written v; what `readings.csv` has of names, stems and single
    characters goes before the library's guess."""
    table = _table("readings.csv")
    own = _parts(name)[0]
    guess = (table.get(character, guessed) for character, guessed in zip(own, lazy_pinyin(own), strict=True))
    known = table.get(name) or table.get(own) or " ".join(guess)
    # What stands between is the 市 of a zone named after its city.
    rest = " ".join(lazy_pinyin(name[len(own) :]))
    return known if name in table else f"{known} {rest}".strip()


def romanised(syllables: str) -> str:
    """One capitalised word, with the apostrophe pinyin wants: `lu an` gives Lu'an."""
    first, *others = syllables.split()
    word = first + "".join(f"'{syllable}" if syllable[0] in "aoe" else syllable for syllable in others)
    return word.replace("v", "ü").capitalize()


def _peoples_in_english(peoples: str) -> str:
    found = [PEOPLES[match] for match in re.findall(_PEOPLE, peoples.replace("族", " "))]
    return " and ".join([", ".join(found[:-1]), found[-1]]) if len(found) > 1 else found[0]


def _zone_words(own: str) -> str:
    """湖南衡阳松木 gives Hunan Hengyang Songmu; a rest of four characters or more is a city of two and a place."""
    province, city, rest = (part or "" for part in _ZONE_WORDS.fullmatch(own).groups())  # type: ignore[union-attr]
    pair = (rest[:2], rest[2:]) if len(rest) > 3 else (rest,)
    return " ".join(romanised(reading(word)) for word in (province, city, *pair) if word)


def _kind_in_english(kind: str) -> str:
    return AUTONOMOUS.get(kind) or next((english for chinese, english, _ in KINDS if chinese == kind), "")


def english(code: str, name: str) -> str:
    """The conventional name from `english.csv`, else pinyin with the kind in English: Shanxian County."""
    table = _table("english.csv")
    if code in table or name in table:
        return table.get(code) or table[name]
    own, peoples, kind = _parts(name)
    syllables = reading(name).split()
    if len(own) > 3 and _ZONE.search(kind):
        return f"{_zone_words(own)} {_kind_in_english(kind)}"
    if len(own) == 1 and not peoples:
        spelled = romanised(" ".join(syllables[: 1 + len(kind)]))
    else:
        spelled = romanised(" ".join(syllables[: len(own)])) if own else ""
    among = _peoples_in_english(peoples) if peoples else ""
    return " ".join(part for part in (spelled, among, _kind_in_english(kind)) if part)
