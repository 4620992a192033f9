"""The few words that tables and charts say themselves, in three languages, and how years are written."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

Language = Literal["zh-Hans", "zh-Hant", "en"]
LANGUAGES: tuple[Language, ...] = ("zh-Hans", "zh-Hant", "en")


def _three(hans: str, hant: str, en: str) -> Mapping[str, str]:
    return {"zh-Hans": hans, "zh-Hant": hant, "en": en}


SAID: Mapping[str, Mapping[str, str]] = {
    "unknown": _three("未注明", "未註明", "Not stated"),
    "nothing": _three("没有数据", "沒有資料", "No data"),
    "none here": _three("无数据", "無資料", "No data"),
    "code": _three("代码", "代碼", "code"),
    "table": _three("数据", "資料", "Data"),
    "about": _three("说明", "說明", "About"),
    "title": _three("标题", "標題", "Title"),
    "description": _three("描述", "描述", "Description"),
    "query": _three("查询地址", "查詢網址", "Query"),
    "source": _three("来源", "來源", "Source"),
    "licence": _three("许可", "授權", "Licence"),
    "made": _three("生成时间", "產生時間", "Made"),
    "rows": _three("行数", "列數", "Rows"),
    "other": _three("未列出", "未列出", "Not listed"),
    "exact": _three("数字精确", "數字精確", "Exact"),
    "yes": _three("是", "是", "yes"),
    "no": _three("否（估计值）", "否（估計值）", "no (estimates)"),
    "from": _three("甲", "甲", "One"),
    "to": _three("乙", "乙", "Other"),
    "together": _three("共现次数", "共現次數", "Together"),
    "lift": _three("提升度", "提升度", "Lift"),
    "records": _three("数量", "數量", "Count"),
    "approval": _three("审图号", "審圖號", "Approval number"),
    "shapes": _three("底图", "底圖", "Map"),
    "drawn": _three(
        "共 {all} 行，图中画出前 {drawn} 行",
        "共 {all} 列，圖中畫出前 {drawn} 列",
        "{drawn} of {all} rows are drawn",
    ),
    "others": _three(
        "{of}只列最多的 {count} 项，其余各项合计 {n} 条",
        "{of}只列最多的 {count} 項，其餘各項合計 {n} 條",
        "Only the {count} most frequent ({of}) are listed; all others come to {n}",
    ),
    "unstated": _three(
        "另有 {n} 条记录未注明{of}",
        "另有 {n} 條記錄未註明{of}",
        "Records beside these that state no {of}: {n}",
    ),
    "outside": _three(
        "另有 {n} 条记录不在所列的{of}之内",
        "另有 {n} 條記錄不在所列的{of}之內",
        "Records beside these of no {of} listed here: {n}",
    ),
    "again": _three(
        "一条记录可计入几行，各行之和因此多于记录数",
        "一條記錄可計入幾列，各列之和因此多於記錄數",
        "A record may count in several rows, so these come to more than the records",
    ),
    "span": _three(
        "只显示{first}至{last}年，此外每段都不到最高一段的 {percent}%",
        "只顯示{first}至{last}年，此外每段都不到最高一段的 {percent}%",
        "Shown from {first} to {last}; no stretch before or after has {percent}% of the highest",
    ),
    "unplaced": _three(
        "另有 {count} 项不在图上：{names}",
        "另有 {count} 項不在圖上：{names}",
        "{count} more are not on the map: {names}",
    ),
    "began": _three("（起于{start}）", "（起於{start}）", " (from {start})"),
    "sums": _three("{rows} 行，合计 {total}", "{rows} 列，合計 {total}", "{rows} rows, {total} in all"),
    "rows are": _three("{rows} 行", "{rows} 列", "{rows} rows"),
    "linked": _three(
        "{nodes} 个节点，{links} 条连线", "{nodes} 個節點，{links} 條連線", "{nodes} nodes, {links} links"
    ),
    "and more": _three("……另有 {count} 行", "……另有 {count} 列", "… and {count} more rows"),
}

_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_CALENDAR = {
    **{f"weekday {day}": _three(*(2 * (f"星期{'一二三四五六日'[day - 1]}",)), _DAYS[day - 1]) for day in range(1, 8)},
    **{f"month {month}": _three(*(2 * (f"{month}月",)), _MONTHS[month - 1]) for month in range(1, 13)},
}


def said(word: str, language: Language, **values: object) -> str:
    """One of `SAID`, or a day or month, its places filled; what is not there is given back as it is."""
    found = SAID.get(word) or _CALENDAR.get(word)
    return found[language].format(**values) if found and values else found[language] if found else word


def language_of(tag: str) -> Language:
    """The nearest of our three languages: zh-TW, -HK, -MO and -Hant are zh-Hant, other zh zh-Hans, else en."""
    if tag in LANGUAGES:
        return tag
    parts = tag.lower().split("-")
    if parts[0] != "zh":
        return "en"
    return "zh-Hant" if {"hant", "tw", "hk", "mo"}.intersection(parts) else "zh-Hans"


def year(value: int, language: Language, early: int = 0) -> str:
    """A signed year: -221 is 221 BCE, 前221. Long ones have their thousands apart, and so has one that stands beside an
    `early` one."""
    if value >= 0:
        return str(value)
    before = f"{-value:,}" if min(value, early) <= -10_000 else str(-value)
    return f"{before} BCE" if language == "en" else f"前{before}"


def years(start: int, step: int, language: Language) -> str:
    """The span of `step` years from `start`. There is no year 0: a span that begins with it begins with year 1."""
    if step == 1:
        return year(start, language)
    return f"{year(start or 1, language)}–{year((start + step - 1) or -1, language, start)}"


def number(value: float) -> str:
    """With thousands apart, and at most four digits after the point."""
    if isinstance(value, int) or value == int(value):
        return f"{int(value):,}"
    return f"{value:,.4f}".rstrip("0").rstrip(".")
