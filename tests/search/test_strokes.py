"""The order of titles in Chinese: by letters, by tone, by strokes, a character at a time; and the table of strokes."""

from __future__ import annotations

import random
import tracemalloc
from itertools import pairwise

import pytest

from search.text import strokes
from search.text.keys import LONGEST_SORT_KEY, sort_key
from search.text.making.__main__ import counted, grouped

STEPS = [
    ("letters before tone", "安岳", "昂仁"),
    ("letters before tone, however few the strokes", "啊", "八"),
    ("tone before strokes: wāng 7, wáng 4", "汪", "王"),
    ("tone before strokes: jiāng 6, jiǎng 12", "江", "蒋"),
    ("jiāng: 6 strokes, then 9", "江", "姜"),
    ("jiǎng 12 after jiāng 9", "姜", "蒋"),
    ("zhāng: 7 strokes, then 11", "张", "章"),
    ("lǐ: 7 strokes, then 11", "李", "理"),
    ("chéng: 6 strokes, then 12", "成", "程"),
    ("qín 10, then qín 12", "秦", "琴"),
    ("sòng 7, then sòng 9", "宋", "送"),
    ("lín 8, then lín 9", "林", "临"),
    ("yú 3, then yú 7", "于", "余"),
    ("yú 7, then yú 11", "余", "渔"),
    ("hé 7, then hé 8", "何", "和"),
    ("hé 8, then hé 10", "和", "荷"),
    ("as many strokes: by code point, 里 U+91CC after 李 U+674E", "李", "里"),
    ("the first character decides, whatever follows", "张载", "章太炎"),
    ("so one surname stands together", "江总", "姜白石"),
    ("then the second: ān before wéi", "王安石", "王维"),
    ("the second by strokes: yī 1, yī 6", "王一", "王衣"),
    ("a title before those that begin with it", "长城", "长城砖"),
    ("zhǎng is not cháng: 长子县 after 重庆", "重庆", "长子县"),
    ("chóng 重阳 before zhòng 重要", "重阳", "重要"),
    ("háng 行 before xíng 行", "行会", "行宫"),
    ("digits first", "1911", "安阳"),
    ("Latin among the letters", "安阳", "apple"),
    ("Latin among the letters", "apple", "长城"),
    ("a Latin word before a syllable that goes on", "Xi River", "西安"),
    ("other scripts last", "坐忘", "བོད"),
]


@pytest.mark.parametrize(("why", "first", "second"), STEPS)
def test_one_step_of_the_rule(why: str, first: str, second: str) -> None:
    assert sort_key(first) < sort_key(second), why


SORTED = [
    "安庆", "安阳", "白居易", "班固", "曹操", "曹植", "岑参", "陈寿", "陈子昂", "崔颢", "杜甫", "杜牧",
    "杜荀鹤", "范成大", "范晔", "范仲淹", "高适", "韩非", "韩愈", "贺知章", "黄庭坚", "贾岛", "江淹", "姜夔",
    "蒋捷", "孔融", "李白", "李贺", "李清照", "李商隐", "李煜", "刘禹锡", "柳永", "柳宗元", "陆游", "孟浩然",
    "欧阳修", "屈原", "苏轼", "陶渊明", "汪元量", "王安石", "王勃", "王维", "韦应物", "辛弃疾", "晏殊", "元稹",
    "张籍", "张继",
]  # fmt: skip


def test_fifty_names_as_a_dictionary_has_them() -> None:
    """范成大, 范晔, 范仲淹 by their second characters: chéng, yè, zhòng; 张籍 jí before 张继 jì."""
    shuffled = random.Random(5).sample(SORTED, len(SORTED))
    assert sorted(shuffled, key=sort_key) == SORTED


def test_both_scripts_have_one_place() -> None:
    assert sort_key("劉禹錫") == sort_key("刘禹锡")
    assert sort_key("張九齡") < sort_key("章碣")


COUNTED = {
    "一": 1,
    "人": 2,
    "山": 3,
    "王": 4,
    "玉": 5,
    "江": 6,
    "李": 7,
    "林": 8,
    "春": 9,
    "秦": 10,
    "章": 11,
    "蒋": 12,
}
MORE = {"龙": 5, "龍": 16, "刘": 6, "劉": 15, "龟": 7, "马": 3, "馬": 10, "鸟": 5, "骨": 9, "及": 3, "鬱": 29, "𠀀": 2}


def test_strokes_are_those_of_a_dictionary() -> None:
    """Counted by hand; the places of fewer strokes come first, and within as many by code point."""
    known = sorted((COUNTED | MORE).items(), key=lambda pair: (pair[1], pair[0]))
    assert all(strokes.place(one) < strokes.place(other) for (one, _), (other, _) in pairwise(known))


def test_every_han_character_has_a_place_of_its_own() -> None:
    blocks = [range(0x3400, 0x4DC0), range(0x4E00, 0xA000), range(0x20000, 0x2A6E0), range(0x2A700, 0x2B73A)]
    places = [strokes.place(chr(code)) for block in blocks for code in block]
    assert len(set(places)) == len(places)
    assert 1 <= min(places) < max(places) < strokes.place("〇") == strokes.place("a")


def test_the_table_is_small() -> None:
    strokes._places.cache_clear()
    tracemalloc.start()
    strokes.place("山")
    held, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert held < 1_000_000


def test_the_table_is_made_from_the_published_form() -> None:
    """范 has two numbers: for mainland China, and for Taiwan."""
    lines = [
        "# kTotalStrokes\tis described elsewhere",
        "U+8303\tkTotalStrokes\t8 9",
        "U+5C71\tkTotalStrokes\t3",
        "U+5C71\tkRSUnicode\t46.0",
        "U+5DDD\tkTotalStrokes\t3",
    ]
    assert grouped(counted(lines)) == {3: "山川", 8: "范"}


def test_a_long_title_sorts_by_its_beginning() -> None:
    title = "重修广州府学记" * 10
    assert len(sort_key(title)) == LONGEST_SORT_KEY
    assert sort_key(title[:17]).startswith(sort_key(title)[:100])
