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

KINDS = (
    ("高新技术产业开发区", "High-tech Industrial Development Zone"),
    ("高新技术产业园区", "High-tech Industrial Park"),
    ("经济技术开发区", "Economic and Technological Development Zone"),
    ("经济开发区", "Economic Development Zone"),
    ("综合保税区", "Comprehensive Bonded Zone"),
    ("工业园区", "Industrial Park"),
    ("特别行政区", "Special Administrative Region"),
    ("行政委员会", "Administrative Committee"),
    ("行政区", "Administrative Region"),
    ("自治州", "Autonomous Prefecture"),
    ("自治县", "Autonomous County"),
    ("自治旗", "Autonomous Banner"),
    ("地区", "Prefecture"),
    ("林区", "Forestry District"),
    ("特区", "Special District"),
    ("区", "District"),
    ("县", "County"),
    ("旗", "Banner"),
    ("盟", "League"),
    ("镇", "Town"),
    ("市", ""),
)

_PEOPLE = "|".join(sorted(PEOPLES, key=len, reverse=True))
_AUTONOMOUS = re.compile(rf"^(.*?)((?:(?:{_PEOPLE})族?)+)(自治[州县旗])$")


@cache
def _table(name: str) -> dict[str, str]:
    with (TABLES / name).open(encoding="utf-8", newline="") as lines:
        return {row[0]: row[1] for row in list(csv.reader(lines))[1:]}


@cache
def _parts(name: str) -> tuple[str, str, str]:
    """(what is the place's own, peoples, kind): 恩施土家族苗族自治州 gives 恩施, 土家族苗族, 自治州."""
    autonomous = _AUTONOMOUS.match(name)
    if autonomous:
        return autonomous[1], autonomous[2], autonomous[3]
    kind = next((kind for kind, _ in KINDS if name.endswith(kind) and name != kind), "")
    return name.removesuffix(kind), "", kind


def stem(name: str) -> str:
    """The name without its kind; a one-character stem keeps it, since 吉县 and 吉市 may be far apart."""
    own, _, _ = _parts(name)
    return own if len(own) > 1 else name


def kind(name: str) -> str:
    return _parts(name)[2]


@cache
def _converter() -> opencc.OpenCC:
    return opencc.OpenCC("s2t")


def traditional(code: str, name: str) -> str:
    by_code = _table("traditional.csv")
    return by_code.get(code) or by_code.get(name) or _converter().convert(name)


def reading(code: str, name: str) -> str:
    """Syllables without tones, a space between; `readings.csv` goes before the library's guess."""
    table = _table("readings.csv")
    if code in table:
        return table[code]
    own, peoples, kind = _parts(name)
    known = table.get(name) or table.get(own) or " ".join(lazy_pinyin(own))
    rest = " ".join(lazy_pinyin(peoples + kind))
    return known if name in table else f"{known} {rest}".strip()


def romanised(syllables: str) -> str:
    """One capitalised word, with the apostrophe pinyin wants: `lu an` gives Lu'an."""
    first, *others = syllables.split()
    word = first + "".join(f"'{syllable}" if syllable[0] in "aoe" else syllable for syllable in others)
    return word.replace("v", "ü").capitalize()


def _peoples_in_english(peoples: str) -> str:
    found = [PEOPLES[match] for match in re.findall(_PEOPLE, peoples.replace("族", " "))]
    return " and ".join([", ".join(found[:-1]), found[-1]]) if len(found) > 1 else found[0]


def english(code: str, name: str) -> str:
    """The conventional name from `english.csv`, else pinyin with the kind in English: Shanxian County."""
    table = _table("english.csv")
    if code in table:
        return table[code]
    own, peoples, kind = _parts(name)
    syllables = reading(code, name).split()
    if len(own) == 1 and not peoples:
        spelled = romanised(" ".join(syllables[: 1 + len(kind)]))
    else:
        spelled = romanised(" ".join(syllables[: len(own)])) if own else ""
    among = _peoples_in_english(peoples) if peoples else ""
    return " ".join(part for part in (spelled, among, dict(KINDS).get(kind, "")) if part)
