"""What kind of heritage a Chinese name says it is: 拙政园 is a garden, 白马寺 a temple, 定窑遗址 a kiln site.

Only endings that leave no doubt within their class of the official list are in the tables; all other names keep the
class. A prehistoric site is called after the village it lies at, so 陶寺遗址 is no temple and 高庙遗址 neither.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

_BRACKETS = re.compile(r"[（(][^（()）]*[)）]$")

_ENDINGS: Mapping[str, tuple[tuple[str, str], ...]] = {
    "heritage/ancient-site": (
        ("great-wall", "长城|长城遗址"),
        ("kiln", "窑|窑址|窑遗址|窑址群|瓷窑址"),
        ("city", "故城|城址|古城|山城|故城遗址|古城遗址|旧城"),
        ("palace", "宫殿遗址|行宫遗址"),
        ("mine-and-smelter", "矿遗址|冶铁遗址|冶铜遗址|矿冶遗址|铜矿遗址|冶炼遗址|采石场|银矿遗址|冶铸遗址"),
        ("workshop", "作坊遗址|酒坊遗址|盐业遗址"),
        ("cave", "洞遗址|洞穴遗址|猿人洞"),
        ("military", "烽燧|烽燧群|炮台遗址|要塞遗址"),
        ("road-and-post", "古道|驿道|栈道|栈道遗址|盐道|茶马古道"),
        ("waterworks", "渠遗址|水利工程遗址|水闸遗址|堰遗址"),
        ("wreck", "沉船遗址"),
    ),
    "heritage/ancient-tomb": (
        ("cemetery", "墓群|墓地|古墓群|墓葬群"),
        ("imperial", "帝陵|皇陵|王陵|东陵|西陵|孝陵|昭陵|茂陵|乾陵|十三陵|宋陵|唐陵"),
    ),
    "heritage/ancient-building": (
        ("mosque", "清真寺|清真大寺|礼拜寺"),
        ("pagoda", "塔"),
        ("bridge", "桥"),
        ("great-wall", "长城"),
        ("city-wall", "城墙|城垣|鼓楼|钟楼|钟鼓楼|城楼"),
        ("guildhall", "会馆"),
        ("academy", "书院|文庙|孔庙|贡院|府学|学宫|国子监"),
        ("ancestral-hall", "宗祠|祠堂|家庙|家祠"),
        ("archway", "(?<!作)坊|牌楼|影壁|九龙壁"),
        ("stage", "戏台|戏楼|古戏台"),
        ("yamen", "县衙|府衙|州署|府署|衙署|衙门"),
        ("palace", "王府|故宫|皇宫"),
        ("dwelling", "民居|大院|庄园|宅|故居|大宅|土楼|住宅|古民居|围屋"),
        ("waterworks", "堰|渠|海塘|大堤|坝|运河"),
        ("village", "村古建筑群|寨古建筑群|古村落|古村|村落"),
        ("temple", "寺|庙|观|禅寺|禅院|庵|道观|坛|宫观|大殿|宝殿|大雄宝殿|寺大殿"),
        ("garden", "(?<!庄)园|园林|山庄"),
        ("pavilion", "阁|亭|(?<!碉)楼"),
    ),
    "heritage/grotto-and-carving": (
        ("grotto", "石窟|窟|千佛洞|石窟寺|万佛洞"),
        ("rock-art", "岩画|崖画|岩画群"),
        ("cliff-carving", "摩崖石刻|摩崖造像|摩崖|摩崖题刻|题刻"),
        ("stele", "碑|碑林|碑刻|经幢|幢"),
        ("stone-sculpture", "石雕|石像|石狮"),
    ),
    "heritage/modern-site": (
        ("former-residence", "故居|旧居|公馆"),
        ("martyrs", "烈士墓|烈士陵园|烈士墓群|殉难处|纪念碑"),
        ("religious", "教堂|天主堂|天主教堂|清真寺"),
        ("transport", "车站|车站旧址|大桥|铁桥|灯塔|铁路|火车站旧址|机场旧址"),
        ("military", "炮台"),
        ("finance-and-trade", "银行旧址|洋行旧址|海关旧址"),
        ("education-and-culture", "大学旧址|学校旧址|图书馆|书院|师范学校旧址|学堂旧址"),
        ("industrial", "厂旧址|工厂旧址|矿旧址|水电站|油井|船坞|兵工厂旧址"),
    ),
}


def _compiled(endings: tuple[tuple[str, str], ...]) -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple((kind, re.compile(f".+(?:{ending})")) for kind, ending in endings)


_KINDS = {category: _compiled(endings) for category, endings in _ENDINGS.items()}


def kind_of(category: str, name: str) -> str:
    """The narrower category a name tells, or `category` itself; what a name adds in brackets is passed over."""
    bare = _BRACKETS.sub("", name.strip())
    for kind, ending in _KINDS.get(category, ()):
        if ending.fullmatch(bare):
            return f"{category}/{kind}"
    return category
