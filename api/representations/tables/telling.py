"""The title of a table, made from what was asked: what is counted, by what, of which records."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from api.representations.labels import names
from api.representations.tables.labelled import dimension_label, metric_label
from exchange.tables.table import Labels, in_language
from exchange.tables.words import LANGUAGES, Language, year
from search.breakdown import Breakdown
from search.fields import FIELDS
from search.query import (
    AllOf,
    AnyOf,
    Box,
    Clause,
    DayRange,
    Every,
    Filter,
    Ids,
    Near,
    Not,
    Phrase,
    Prefix,
    Query,
    Terms,
    TimeRange,
    Words,
    YearRange,
)

MOST_NAMED = 4
"""Values of a filter that are named; of more it is said how many there are."""


@dataclass(frozen=True, slots=True)
class _Style:
    """How a language puts things together."""

    title: str
    comma: str
    semicolon: str
    colon: str
    more: str
    without: str
    quoted: str


_STYLES: Mapping[Language, _Style] = {
    "zh-Hans": _Style("按{by}统计：{metrics}", "、", "；", "：", "等 {} 项", "不含{}", "“{}”"),
    "zh-Hant": _Style("按{by}統計：{metrics}", "、", "；", "：", "等 {} 項", "不含{}", "「{}」"),
    "en": _Style("{metrics} by {by}", ", ", "; ", ": ", " and others, {} in all", "without {}", "“{}”"),
}
_SAID: Mapping[str, Labels] = {
    "years": {"zh-Hans": "年份", "zh-Hant": "年份", "en": "Years"},
    "modified": {"zh-Hans": "更新时间", "zh-Hant": "更新時間", "en": "Modified"},
    "place": {"zh-Hans": "地理范围", "zh-Hant": "地理範圍", "en": "Area"},
    "near": {"zh-Hans": "附近", "zh-Hant": "附近", "en": "Near"},
    "ids": {"zh-Hans": "指定的记录", "zh-Hant": "指定的記錄", "en": "Chosen records"},
    "words": {"zh-Hans": "检索词", "zh-Hant": "檢索詞", "en": "Search"},
    "more": {"zh-Hans": "其他条件", "zh-Hant": "其他條件", "en": "Further conditions"},
}

_WITHIN: Labels = {"zh-Hans": "{} 公里以内", "zh-Hant": "{} 公里以內", "en": "within {} km"}


def title(asked: Breakdown, query: Query) -> Labels:
    """By language."""
    return {language: _title(asked, query, language) for language in LANGUAGES}


def _title(asked: Breakdown, query: Query, language: Language) -> str:
    style = _STYLES[language]
    by = style.comma.join(dimension_label(each)[language] for each in asked.by)
    metrics = style.comma.join(metric_label(metric)[language] for metric in asked.metrics)
    return narrowed(style.title.format(by=_lowered(by, language), metrics=metrics), query, language)


def narrowed(told: str, query: Query, language: Language) -> str:
    """A title, and behind it what narrows the records it is of."""
    of = conditions(query, language)
    return told if not of else f"{told} ({of})" if language == "en" else f"{told}（{of}）"


def conditions(query: Query, language: Language) -> str:
    """What narrows the records, as one sentence; empty where nothing does."""
    return _STYLES[language].semicolon.join(_conditions(query, language))


def _lowered(text: str, language: Language) -> str:
    return text.lower() if language == "en" else text


def _conditions(query: Query, language: Language) -> Iterator[str]:
    """What narrows the records; of words those that were typed."""
    style = _STYLES[language]
    for chosen in query.filters:
        yield _FILTERS[type(chosen)](chosen, language)
    words = " ".join(_words(query.clause))
    if words:
        yield f"{_SAID['words'][language]}{style.colon}{style.quoted.format(words[:60])}"
    if _nested(query.clause):
        yield _SAID["more"][language]


def _terms(chosen: Any, language: Language) -> str:
    style, labels = _STYLES[language], names(chosen.field)
    values = [in_language(labels(value), language) or value for value in chosen.values]
    told = f"{FIELDS[chosen.field].labels[language]}{style.colon}{_few(values, style)}"
    return style.without.format(told) if chosen.exclude else told


def _few(values: Sequence[str], style: _Style) -> str:
    """Named as far as they are few."""
    shown = style.comma.join(value[:60] for value in values[:MOST_NAMED])
    return shown if len(values) <= MOST_NAMED else f"{shown}{style.more.format(len(values))}"


def _years(chosen: Any, language: Language) -> str:
    ends = ["" if end is None else year(end, language) for end in (chosen.start, chosen.end)]
    return f"{_SAID['years'][language]}{_STYLES[language].colon}{'–'.join(ends)}"


def _days(chosen: Any, language: Language) -> str:
    """A single day is told once."""
    ends = ["" if end is None else date.fromordinal(end).isoformat() for end in (chosen.start, chosen.end)]
    return f"{FIELDS['event'].labels[language]}{_STYLES[language].colon}{'–'.join(dict.fromkeys(ends))}"


def _near(chosen: Any, language: Language) -> str:
    """How far; where from is a place of the reader's, which no title names."""
    return f"{_SAID['near'][language]}{_STYLES[language].colon}{_WITHIN[language].format(f'{chosen.radius_km:g}')}"


def _plainly(word: str) -> Callable[[Any, Language], str]:
    return lambda _, language: _SAID[word][language]


_FILTERS: Mapping[type[Filter], Callable[[Any, Language], str]] = {
    Terms: _terms,
    YearRange: _years,
    TimeRange: _plainly("modified"),
    DayRange: _days,
    Box: _plainly("place"),
    Near: _near,
    Ids: _plainly("ids"),
}


def _words(clause: Clause) -> Iterator[str]:
    if isinstance(clause, Words | Phrase | Prefix):
        yield f"{clause.text}*" if isinstance(clause, Prefix) else clause.text
    elif isinstance(clause, AllOf | Every | AnyOf):
        for part in clause.clauses:
            yield from _words(part)
    elif isinstance(clause, Not):
        yield from (f"-{word}" for word in _words(clause.clause))


def _nested(clause: Clause) -> bool:
    """Whether filters stand inside."""
    if isinstance(clause, AllOf | Every | AnyOf):
        return any(map(_nested, clause.clauses))
    return _nested(clause.clause) if isinstance(clause, Not) else isinstance(clause, Filter)
