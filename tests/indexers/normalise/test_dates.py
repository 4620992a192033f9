"""Dates as publishers write them: a table of real cases, with the years worked out by hand."""

from __future__ import annotations

import csv
import gzip
import io
import json
from collections import Counter

import pytest

from indexers.normalise.dates import ParsedDate, parse
from indexers.normalise.eras import PRESENT
from indexers.normalise.numerals import number
from indexers.normalise.succession import chinese_periods
from tests.shared_folder import shared_file

YEARS = [
    ("1841年", 1841, 1841),
    ("1841", 1841, 1841),
    ("公元658年", 658, 658),
    ("641年", 641, 641),
    ("前221年", -221, -221),
    ("公元前221年", -221, -221),
    ("西元前108年", -108, -108),
    ("-221", -221, -221),
    ("221 BC", -221, -221),
    ("221 BCE", -221, -221),
    ("AD 79", 79, 79),
    ("79 CE", 79, 79),
    ("1860-1863年", 1860, 1863),
    ("1853至1864年", 1853, 1864),
    ("1948年至1981年", 1948, 1981),
    ("1927年至1930年  ", 1927, 1930),
    ("1936年-1937年", 1936, 1937),
    ("1938—1946年", 1938, 1946),
    ("1938～1946年", 1938, 1946),
    ("1938到1946年", 1938, 1946),
    ("1764-96", 1764, 1796),
    ("1826–7", 1826, 1827),
    ("1938-46年", 1938, 1946),
    ("1999-2001", 1999, 2001),
    ("公元前2000年-公元前1500年", -2000, -1500),
    ("500-300 BC", -500, -300),
    ("公元500 -640年", 500, 640),
    ("公元前37-公元 668年", -37, 668),
    ("公元前37-668年", -37, 668),
    ("1921、1948年", 1921, 1948),
    ("1874年、1917年", 1874, 1917),
    ("1971年、1952年", 1952, 1971),
    ("1954年迁建", 1954, 1954),
    ("1893年建", 1893, 1893),
    ("2022-05-25", 2022, 2022),
    ("2022/5/25", 2022, 2022),
    ("1949年10月1日", 1949, 1949),
    ("1919年5月", 1919, 1919),
    ("4 July 1776", 1776, 1776),
    ("July 4, 1776", 1776, 1776),
    ("June 1911", 1911, 1911),
    ("autumn 1887", 1887, 1887),
    ("1938-05", 1938, 1938),
    ("二〇〇六年", 2006, 2006),
    ("一九四九年十月一日", 1949, 1949),
    ("一八四一年", 1841, 1841),
    ("公元前二二一年", -221, -221),
    ("１８４１年", 1841, 1841),
    ("c.1805–10", 1805, 1810),
    ("c. 1821", 1821, 1821),
    ("ca. 1500", 1500, 1500),
    ("circa 1809–11", 1809, 1811),
    ("?1819", 1819, 1819),
    ("?c.1779–80", 1779, 1780),
    ("1889?", 1889, 1889),
    ("约1900年", 1900, 1900),
    ("大约1650年", 1650, 1650),
    ("1900年左右", 1900, 1900),
    ("published 1833", 1833, 1833),
    ("exhibited 1840", 1840, 1840),
    ("first published 1792", 1792, 1792),
    ("1794–c.1830–5", 1794, 1835),
    ("c.1803, c.1805–10", 1803, 1810),
    ("?1824–7, ?c.1800–10", 1800, 1827),
    ("1826–7, reprinted 1892", 1826, 1827),
    ("1970, printed 2011", 1970, 1970),
    ("1917, cast 1965", 1917, 1917),
    ("1976–7, enlarged version 2007", 1976, 1977),
    ("1936 and 1938", 1936, 1938),
    ("19世纪", 1801, 1900),
    ("十九世纪", 1801, 1900),
    ("公元前3世纪", -300, -201),
    ("13世纪至18世纪", 1201, 1800),
    ("13-18世纪", 1201, 1800),
    ("10世纪、1274年、658年", 658, 1274),
    ("20世纪50年代", 1950, 1959),
    ("二十世纪三十年代", 1930, 1939),
    ("1950年代", 1950, 1959),
    ("1970s", 1970, 1979),
    ("1960's", 1960, 1969),
    ("early 1960s", 1960, 1962),
    ("late 1960s", 1967, 1969),
    ("19世纪初", 1801, 1833),
    ("19世纪中叶", 1834, 1867),
    ("19世纪末", 1868, 1900),
    ("19世纪上半叶", 1801, 1850),
    ("19世纪下半叶", 1851, 1900),
    ("18th century", 1701, 1800),
    ("early 19th century", 1801, 1833),
    ("late 18th century", 1768, 1800),
    ("first half of the 17th century", 1601, 1650),
    ("3rd century BC", -300, -201),
    ("18th-19th century", 1701, 1900),
    ("17th to 18th century", 1601, 1800),
    ("1983/84", 1983, 1984),
    ("1983/04", 1983, 1983),
    ("about 1632/34", 1632, 1634),
    ("1989/90", 1989, 1990),
    ("1983/84-1990", 1983, 1990),
    ("1980-1983/84", 1980, 1984),
    ("1831 or 2", 1831, 1832),
    ("1860 or 63", 1860, 1863),
    ("1921, 48", 1921, 1948),
    ("1983、84年", 1983, 1984),
    ("1983/5/12", 1983, 1983),
    ("12/1950", 1950, 1950),
    ("658年、1274年、88年", 88, 1274),
    ("19-20th century", 1801, 2000),
    ("2-3rd century", 101, 300),
    ("19/20th century", 1801, 2000),
    ("19 and 20th century", 1801, 2000),
    ("late 19-early 20th century", 1868, 1933),
    ("12-13th c.", 1101, 1300),
    ("2-1st century BC", -200, -1),
    ("100-50 BC", -100, -50),
]


@pytest.mark.parametrize(("text", "start", "end"), YEARS)
def test_years(text: str, start: int, end: int) -> None:
    assert parse(text) == ParsedDate(start, end, (), understood=True)


ERAS = [
    ("唐", 618, 907, ("tang",)),
    ("唐代", 618, 907, ("tang",)),
    ("唐朝", 618, 907, ("tang",)),
    ("清", 1636, 1911, ("qing",)),
    ("宋", 960, 1279, ("song",)),
    ("元", 1271, 1368, ("yuan",)),
    ("汉", -206, 220, ("han",)),
    ("漢", -206, 220, ("han",)),
    ("东汉", 25, 220, ("eastern-han",)),
    ("東漢時期", 25, 220, ("eastern-han",)),
    ("周", -1046, -256, ("zhou",)),
    ("金", 1115, 1234, ("jin-1115",)),
    ("晋", 266, 420, ("jin-266",)),
    ("北魏", 386, 534, ("northern-wei",)),
    ("曹魏", 220, 265, ("wei",)),
    ("殷", -1600, -1046, ("shang",)),
    ("西夏", 1038, 1227, ("western-xia",)),
    ("南北朝", 386, 589, ("northern-and-southern",)),
    ("五代", 907, 979, ("five-dynasties",)),
    ("十六国", 304, 439, ("sixteen-kingdoms",)),
    ("渤海", 698, 926, ("bohai",)),
    ("民国", 1912, 1949, ("republic",)),
    ("中华人民共和国", 1949, PRESENT, ("prc",)),
    ("新石器时代", -10000, -2071, ("neolithic",)),
    ("旧石器时代", -1_000_000, -10001, ("paleolithic",)),
    ("战国至汉", -475, 220, ("warring-states", "qin", "han")),
    ("唐至清", 618, 1911, ("tang", "five-dynasties", "song", "yuan", "ming", "qing")),
    ("宋-清", 960, 1911, ("song", "yuan", "ming", "qing")),
    ("五代-清", 907, 1911, ("five-dynasties", "song", "yuan", "ming", "qing")),
    ("明至清", 1368, 1911, ("ming", "qing")),
    ("清至民国", 1636, 1949, ("qing", "republic")),
    ("金至清", 1115, 1911, ("jin-1115", "yuan", "ming", "qing")),
    ("辽至金", 907, 1234, ("liao", "jin-1115")),
    ("西夏至明代", 1038, 1644, ("western-xia", "yuan", "ming")),
    ("东周至汉", -770, 220, ("eastern-zhou", "qin", "han")),
    ("西周-宋", -1046, 1279, ("western-zhou", "eastern-zhou", "qin", "han", "three-kingdoms", "jin-266",
                           "northern-and-southern", "sui", "tang", "five-dynasties", "song")),
    ("西汉-西晋", -206, 316, ("western-han", "eastern-han", "three-kingdoms", "western-jin")),
    ("明、清", 1368, 1911, ("ming", "qing")),
    ("明清", 1368, 1911, ("ming", "qing")),
    ("金元", 1115, 1368, ("jin-1115", "yuan")),
    ("辽金元", 907, 1368, ("liao", "jin-1115", "yuan")),
    ("商周", -1600, -256, ("shang", "zhou")),
    ("夏商", -2070, -1046, ("xia", "shang")),
    ("秦汉", -221, 220, ("qin", "han")),
    ("隋唐", 581, 907, ("sui", "tang")),
    ("汉魏", -206, 265, ("han", "wei")),
    ("汉晋", -206, 420, ("han", "jin-266")),
    ("魏晋", 220, 420, ("wei", "jin-266")),
    ("魏晋南北朝", 220, 589, ("wei", "jin-266", "northern-and-southern")),
    ("春秋战国", -770, -221, ("spring-and-autumn", "warring-states")),
    ("六朝", 222, 589, ("wu", "eastern-jin", "southern")),
    ("汉至六朝", -206, 589, ("han", "wu", "eastern-jin", "southern")),
    ("宋、明至清", 960, 1911, ("song", "ming", "qing")),
    ("元、清至民国", 1271, 1949, ("yuan", "qing", "republic")),
    ("战国至汉、隋唐", -475, 907, ("warring-states", "qin", "han", "sui", "tang")),
    ("新石器时代至商、周", -10000, -256, ("neolithic", "xia", "shang", "zhou")),
    ("新石器至青铜时代", -10000, -500, ("neolithic",)),
    ("旧石器至新石器时代", -1_000_000, -2071, ("paleolithic", "neolithic")),
    ("青铜时代", -2000, -500, ()),
    ("近代", 1840, 1949, ()),
    ("近现代", 1840, PRESENT, ()),
    ("唐至今", 618, PRESENT, ("tang", "five-dynasties", "song", "yuan", "ming", "qing", "republic", "prc")),
    ("明清至今", 1368, PRESENT, ("ming", "qing", "republic", "prc")),
    ("清至1994年", 1636, 1994, ("qing",)),
    ("大理（公元937-1094年）", 937, 1094, ("dali",)),
    ("渤海（公元698-926 年）", 698, 926, ("bohai",)),
    ("西夏（公元1032-1227年）", 1032, 1227, ("western-xia",)),
    ("高昌（公元500 -640年）", 500, 640, ()),
    ("清代中期", 1728, 1819, ("qing",)),
    ("清初", 1636, 1727, ("qing",)),
    ("明末", 1553, 1644, ("ming",)),
    ("清末民初", 1820, 1924, ("qing", "republic")),
    ("五代前蜀", 907, 925, ("former-shu",)),
    ("三国吴", 222, 280, ("wu",)),
    ("明万历三年", 1575, 1575, ("ming-wanli",)),
    ("明万历", 1573, 1620, ("ming-wanli",)),
    ("清乾隆", 1736, 1795, ("qing-qianlong",)),
    ("清乾隆年间", 1736, 1795, ("qing-qianlong",)),
    ("清乾隆四十一年", 1776, 1776, ("qing-qianlong",)),
    ("乾隆四十一年", 1776, 1776, ("qing-qianlong",)),
    ("清康熙元年", 1662, 1662, ("qing-kangxi",)),
    ("康熙五十二年", 1713, 1713, ("qing-kangxi",)),
    ("清光绪甲午", 1894, 1894, ("qing-guangxu",)),
    ("光绪三十年(1904年)", 1904, 1904, ("qing-guangxu",)),
    ("清康熙至乾隆", 1662, 1795, ("qing-kangxi", "qing-qianlong")),
    ("Southern Dynasties", 420, 589, ("southern",)),
    ("Northern Dynasties", 386, 581, ("northern",)),
    ("Northern and Southern Dynasties", 386, 589, ("northern-and-southern",)),
    ("Six Dynasties", 222, 589, ("wu", "eastern-jin", "southern")),
    ("Xin dynasty", 9, 23, ("xin",)),
]  # fmt: skip


@pytest.mark.parametrize(("text", "start", "end", "periods"), ERAS)
def test_eras(text: str, start: int, end: int, periods: tuple[str, ...]) -> None:
    assert parse(text) == ParsedDate(start, end, periods, understood=True)


@pytest.mark.parametrize(
    ("text", "periods"),
    [
        ("", ()),
        ("更新世", ()),
        ("date not known", ()),
        ("no date", ()),
        ("after c.1830", ()),
        ("before 1877", ()),
        ("明以前", ()),
        ("153505", ()),
        ("9999年", ()),
        ("公元前", ()),
        ("0年", ()),
        ("年", ()),
        ("清至明", ("qing", "ming")),
        ("1863-1860年", ()),
        ("唐、不详", ("tang",)),
        ("青铜时代至铁器时代", ()),
        ("世纪", ()),
        ("25世纪", ()),
        ("-", ()),
        ("、", ()),
        ("()", ()),
        ("唐(什么)", ()),
        ("Xin", ()),
        ("Three Kingdoms", ()),
        ("Three Kingdoms period", ()),
        ("Wei dynasty", ()),
        ("Jin dynasty", ()),
    ],
)
def test_what_is_not_understood_has_no_years(text: str, periods: tuple[str, ...]) -> None:
    assert parse(text) == ParsedDate(None, None, periods, understood=False)


@pytest.mark.parametrize(
    ("text", "value"),
    [("元", 1), ("十", 10), ("十二", 12), ("四十一", 41), ("廿三", 23), ("卅", 30), ("一百二十", 120),
     ("二〇〇六", 2006), ("一千零八", 1008), ("12", 12), ("", None), ("甲", None), ("十年", None)],
)  # fmt: skip
def test_numbers(text: str, value: int | None) -> None:
    assert number(text) == value


@pytest.mark.parametrize(
    ("start", "end", "periods"),
    [
        (1841, 1841, ("qing",)),
        (1911, 1911, ("qing",)),
        (1908, 1924, ("qing", "republic")),
        (1937, 1946, ("republic",)),
        (1955, 1960, ("prc",)),
        (1400, 1400, ("ming",)),
        (1080, 1080, ()),
        (641, 641, ()),
        (-100, -100, ("han",)),
    ],
)
def test_periods_of_china_that_years_fall_in(start: int, end: int, periods: tuple[str, ...]) -> None:
    assert chinese_periods(start, end) == periods


@pytest.mark.shared
def test_nearly_every_era_of_the_heritage_list_is_understood() -> None:
    with gzip.open(shared_file("heritage-national-key-sites.csv.gz"), "rt", encoding="utf-8", newline="") as file:
        told = [row["时代（中文）"] for row in csv.DictReader(file) if row["时代（中文）"]]
    missed = Counter(text for text in told if not parse(text).understood)
    assert missed == {"更新世": 1, "明以前": 1, "青铜时代至铁器时代": 1}


@pytest.mark.shared
def test_years_agree_with_those_the_tate_worked_out() -> None:
    """Of 63,791 date texts; the Tate takes reprints in, and its own ranges hold slips (1803–5 as 1803)."""
    agreed = total = 0
    with io.TextIOWrapper(gzip.open(shared_file("tate-artworks.jsonl.gz")), "utf-8") as file:
        for line in file:
            row = json.loads(line)
            years = row["dateRange"] or {}
            if isinstance(years.get("startYear"), int) and "endYear" in years:
                total += 1
                parsed = parse(row["dateText"])
                agreed += (parsed.start, parsed.end) == (years["startYear"], years["endYear"])
    assert total == 63_791
    assert agreed / total > 0.97


@pytest.mark.shared
def test_years_agree_with_those_the_carnegie_museum_gives_apart() -> None:
    """Earliest and latest stand beside each text; 28 of the 59,026 differ by the publisher's own slips."""
    told = inside = 0
    for line in gzip.decompress(shared_file("cmoa-teenie-harris.jsonl.gz").read_bytes()).splitlines():
        row = json.loads(line)
        if row["creation_date"] and row["creation_date_earliest"] and row["creation_date_latest"]:
            told += 1
            found = parse(row["creation_date"])
            first, last = int(row["creation_date_earliest"][:4]), int(row["creation_date_latest"][:4])
            inside += found.start is not None and first <= found.start and (found.end or 0) <= last
    assert told > 59_000
    assert inside / told > 0.999
