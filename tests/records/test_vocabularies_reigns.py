"""Reign eras: forty drawn at random and checked by general chronology, and how those of one state follow each other."""

from __future__ import annotations

import csv
from collections import defaultdict
from itertools import pairwise
from pathlib import Path

import pytest

import records.vocabularies

ROWS = list(
    csv.DictReader(
        (Path(records.vocabularies.__file__).parent / "reigns.csv").read_text(encoding="utf-8").splitlines(),
    )
)

KNOWN = """
jin-1115 天辅 1117 1123, qing 宣统 1909 1911, western-han 建平 -6 -3, northern-zhou 大定 581 581, tang 上元 760 761,
northern-wei 承明 476 476, eastern-jin 永和 345 356, southern-han 大宝 958 971, tang 延和 712 712,
western-xia 天祐民安 1090 1097, western-han 永始 -16 -13, republic 洪宪 1916 1916, eastern-jin 升平 357 361,
eastern-han 本初 146 146, northern-wei 太安 455 459, jin-1115 天眷 1138 1140, eastern-han 永建 126 132,
liang 承圣 552 555, wu-zhou 长寿 692 694, western-jin 永宁 301 302, tang 武德 618 626, later-liang 乾化 911 915,
former-qin 甘露 359 364, southern-ming 永历 1647 1662, qing 光绪 1875 1908, wu 永安 258 264,
northern-song 靖康 1126 1127, eastern-han 元初 114 120, wu-zhou 天册万岁 695 696, later-zhou 广顺 951 953,
eastern-wei 兴和 539 542, liu-song 大明 457 464, tang 天祐 904 907, southern-qi 隆昌 494 494, qing 道光 1821 1850,
tang 天复 901 904, tang 元和 806 820, jin-1115 皇统 1141 1149, liu-song 泰豫 472 472, northern-wei 永平 508 512
"""

UNTOLD = {
    ("later-zhao", "建平", "建武"): "the year 334 of Shi Hong",
    ("northern-liang", "玄始", "永和"): "the eras between 428 and 433 are told differently",
    ("tang", "载初", "神龙"): "Empress Wu's own dynasty lay between",
}
"""Pairs of eras of one state with more than a year between them."""


def test_there_are_more_than_three_hundred_and_each_has_a_source() -> None:
    assert len(ROWS) > 500
    assert all(row["source"] for row in ROWS)


@pytest.mark.parametrize("told", [each.split() for each in KNOWN.replace("\n", " ").split(",")], ids=" ".join)
def test_forty_drawn_at_random(told: list[str]) -> None:
    state, name, start, end = told
    years = [(row["start"], row["end"]) for row in ROWS if (row["parent"], row["zh-Hans"]) == (state, name)]
    assert (start, end) in years


def _by_state() -> dict[str, list[tuple[int, int, str]]]:
    found = defaultdict(list)
    for row in ROWS:
        # 民国 runs beside 洪宪, the eighty-three days of an emperor.
        if row["id"] != "republic-minguo":
            found[row["parent"]].append((int(row["start"]), int(row["end"]), row["zh-Hans"]))
    return {state: sorted(eras) for state, eras in found.items()}


def test_eras_run_forwards_and_there_is_no_year_nought() -> None:
    spans = [(int(row["start"]), int(row["end"])) for row in ROWS]
    assert all(start <= end and 0 not in (start, end) for start, end in spans)


def test_eras_of_one_state_overlap_by_one_year_at_most() -> None:
    assert not [
        (state, a, b) for state, eras in _by_state().items() for a, b in pairwise(eras) if a[1] - b[0] > 1
    ]  # fmt: skip


def test_eras_of_one_state_follow_each_other_without_a_gap() -> None:
    gaps = {
        (state, a[2], b[2])
        for state, eras in _by_state().items()
        for a, b in pairwise(eras)
        # From -1 to 1 is one year: there is no year 0.
        if b[0] - a[1] - (a[1] < 0 < b[0]) > 1
    }
    assert gaps == set(UNTOLD)
