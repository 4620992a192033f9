"""The parameters of a question, as they stand in a link; filters are derived from the declared fields."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from marshmallow import Schema, fields, validate

from api.schemas.values import (
    NOT_A_DAY,
    NOT_A_MOMENT,
    Between,
    Chosen,
    Flag,
    Listed,
    Many,
    Moment,
    Number,
    Numbers,
    OneOf,
    Question,
    RecordField,
    Said,
    Shaped,
    Sized,
    Text,
    Whole,
)
from records.key_checking import LONGEST_WHY, wrong_why
from search.check import MAX_IDS, MAX_RADIUS_KM, MAX_YEAR
from search.fields import HAS, KEYWORDS, SORTS, Field, Kind, Power, with_power
from search.grammar import MAX_LENGTH
from search.query import MAX_PAGE_SIZE, MOST_HOT, WINDOW
from search.reasons import Reason

MOST_FACET_VALUES = 1_000
DEFAULT_FACET_VALUES = 10
DEFAULT_PAGE_SIZE = 20
DEFAULT_WALK_SIZE = 100
CURSOR_DAYS = 30
"""How long a cursor holds after it was made; each step of a walk gives a new one."""

LONGEST_CURSOR = 16_000
"""Cursors hold the words that no record holds, which are as long as `q`: two thousand characters take some 7,000."""

LEAST_RADIUS_KM = 0.001
REUSE = ("open", "restricted", "closed")
VIEWS = ("card", "full")
LANGUAGE_TAG = r"^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8}){0,3}$"
MOMENT = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}(T[0-9]{2}:[0-9]{2}(:[0-9]{2}(\.[0-9]{1,6})?)?(Z|[+-][0-9]{2}:[0-9]{2})?)?$"
NOT_A_TAG = Reason("not-a-language", "is not a language tag such as zh-Hans, zh-Hant, en, bo")
DAY = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$"
SORT_NAMES = tuple(sign + name for name in SORTS for sign in ("", "-"))
FACETS = tuple(field.name for field in KEYWORDS if field.can(Power.FACETED))

QUESTION = {"type": "string", "maxLength": MAX_LENGTH}

Fields = dict[str, fields.Field[Any]]

_EXAMPLES = {
    "type": "site",
    "region": "110000",
    "category": "heritage/ancient-site",
    "period": "tang",
    "dataset": "classical-poems",
    "institution": "故宫博物院",
    "level": "national",
    "creator": "李白",
    "subject": "月亮",
    "material": "青铜",
    "technique": "设色",
    "language": "zh",
    "reuse": "open",
    "designation": "国家历史文化名城",
    "has": "location",
}
_CLOSED: Mapping[str, tuple[str, ...]] = {"has": HAS, "reuse": REUSE}


def about(en: str, zh: str, example: Any = None) -> dict[str, Any]:
    """What the spec says of a parameter, in both languages, and a value that works."""
    told = {"description": en, "x-zh": zh}
    return told if example is None else {**told, "example": example}


def text(most: int, **kwargs: Any) -> Text:
    """A text that is not empty."""
    return Text(validate=Sized(1, most), **kwargs)


def _value(field: Field) -> Text:
    if field.name in _CLOSED:
        return Text(validate=OneOf(_CLOSED[field.name]))
    if field.vocabulary:
        return Text(validate=[validate.Length(min=1, error="is empty; leave it out"), Chosen(field.name)])
    return text(500)


def _picked(field: Field) -> Fields:
    subtree_en = ", each with all below it" if field.kind is Kind.TREE else ""
    subtree_zh = "（含其下各级）" if field.kind is Kind.TREE else ""
    en, zh = field.labels["en"], field.labels["zh-Hans"]
    example = [_EXAMPLES[field.name]]
    only = about(
        f"{en}: one of these values{subtree_en}. Repeat it for more.", f"{zh}：取其一{subtree_zh}，可重复。", example
    )
    never = about(f"{en}: none of these values{subtree_en}.", f"{zh}：排除这些值{subtree_zh}，可重复。", example)
    return {field.name: Many(_value(field), metadata=only), f"-{field.name}": Many(_value(field), metadata=never)}


def _years(_: Field) -> Fields:
    start = about(
        "First year; records whose years overlap are found. -221 is 221 BCE.",
        "起始年，按重叠匹配；-221 为公元前221年。",
        618,
    )
    end = about("Last year, counted in.", "终止年（含）。", 907)
    return {
        "year_from": Whole(-MAX_YEAR, MAX_YEAR, metadata=start),
        "year_to": Whole(-MAX_YEAR, MAX_YEAR, metadata=end),
    }


def moment(en: str, zh: str, example: str) -> Text:
    shape = Shaped(MOMENT, error=NOT_A_MOMENT)
    return Text(validate=validate.And(shape, Moment()), metadata=about(en, zh, example))


def _times(_: Field) -> Fields:
    return {
        "modified_from": moment(
            "Last changed on this day or moment, or later.", "最后更新不早于此日期或时刻。", "2020-01-01"
        ),
        "modified_to": moment(
            "Last changed on this day or moment, or earlier; a day counts whole.",
            "最后更新不晚于此（日期按整日计）。",
            "2099-12-31",
        ),
    }


def _day(en: str, zh: str, example: str) -> Text:
    shape = Shaped(DAY, error=NOT_A_DAY)
    return Text(validate=validate.And(shape, Moment()), metadata=about(en, zh, example))


def _days(_: Field) -> Fields:
    return {
        "event_from": _day(
            "Takes place on this day or later; events that are under way are found.",
            "活动日期不早于此日（含进行中的）。",
            "2020-01-01",
        ),
        "event_to": _day("Takes place on this day or earlier.", "活动日期不晚于此日。", "2099-12-31"),
    }


def _points(_: Field) -> Fields:
    box = about(
        "west,south,east,north in degrees, WGS 84; west > east crosses the date line.",
        "西,南,东,北（度，WGS 84）。",
        [115.0, 39.0, 118.0, 41.5],
    )
    near = about(
        "lat,lon in degrees: gives each record its `distance`, lets `sort=distance`, and with `radius` filters.",
        "纬度,经度：给出距离，可按距离排序；与 radius 同用时筛选。",
        [39.9163, 116.3972],
    )
    radius = about("Kilometres around `near`.", "以 near 为中心的公里数。", 50)
    far = Between(LEAST_RADIUS_KM, MAX_RADIUS_KM, "km")
    return {
        "bbox": Numbers(("west", "south", "east", "north"), (180, 90, 180, 90), metadata=box),
        "near": Numbers(("lat", "lon"), (90, 180), metadata=near),
        "radius": Number(validate=far, metadata=radius),
    }


_BY_KIND: Mapping[Kind, Callable[[Field], Fields]] = {
    Kind.KEYWORD: _picked,
    Kind.TREE: _picked,
    Kind.YEARS: _years,
    Kind.TIME: _times,
    Kind.DAY: _days,
    Kind.POINT: _points,
}


def record_ids(example: str = "classical-poems:jing-ye-si") -> Listed:
    ids = about("Records with these ids, parted by commas.", "指定记录编号，逗号分隔。", [example])
    return Listed(text(200), most=MAX_IDS, metadata=ids)


def filters() -> Fields:
    """Every filter there is, by parameter name."""
    found: Fields = {}
    for field in with_power(Power.FILTERED):
        found.update(_BY_KIND[field.kind](field))
    return {**found, "ids": record_ids()}


def question() -> Fields:
    """The text asked for."""
    told = about(
        'Words, "phrases", -without, OR, ( ), prefix*, field:value; either script, pinyin, initials; empty: all.',
        '词语、"短语"、-排除、OR、( )、前缀*、字段:值；简繁、拼音、首字母均可。留空为全部。',
        "明月",
    )
    return {"q": Question(metadata={**QUESTION, **told})}


def facets() -> Fields:
    names = about(
        "Fields to count the values of, parted by commas.", "要统计取值的字段，逗号分隔。", ["type", "region", "period"]
    )
    size = about("How many values of each.", "每个字段列出的取值数。", 5)
    return {
        "facets": Listed(Text(validate=OneOf(FACETS)), most=len(FACETS), metadata=names),
        "facet_size": Whole(1, MOST_FACET_VALUES, metadata={**size, "default": DEFAULT_FACET_VALUES}),
    }


def ordering() -> Fields:
    told = about(
        "Order; `-` for descending. `relevance` is always best first, `hot` what was read most in seven days, and then "
        "the rest. Ties end in an order that never changes.",
        "排序，前加 - 为降序；hot 为近七日热点在前。",
        "-year",
    )
    return {"sort": Text(validate=OneOf(SORT_NAMES), metadata=told)}


def numbered_pages() -> Fields:
    page = about(
        f"Page number from 1; page × page_size stays within {WINDOW}.", f"页码，自 1 起；页码×页长不超过 {WINDOW}。", 1
    )
    size = about("Records on a page; 0 asks for totals and facets only.", "每页条数；0 只要总数与统计。", 10)
    return {
        # What lies beyond the window is refused where a walk can be offered.
        "page": Whole(1, 10**9, metadata={**page, "default": 1, "maximum": WINDOW}),
        "page_size": Whole(0, MAX_PAGE_SIZE, metadata=size),
    }


def cursor(what: str = "everything found, however much", what_zh: str = "全部结果") -> Fields:
    """Where a walk stands."""
    told = about(
        f"`*` begins a walk over {what}; then the `page.cursor` of the answer before, which holds for {CURSOR_DAYS} "
        "days and may be sent again.",
        f"* 开始逐批遍历{what_zh}，其后用上一次回答中的 page.cursor（{CURSOR_DAYS} 天内有效，可重发）。",
        "*",
    )
    return {"cursor": text(LONGEST_CURSOR, metadata=told)}


def paging() -> Fields:
    return {**numbered_pages(), **cursor()}


def language() -> Fields:
    told = about(
        "Language of labels, and the one language kept of each text, or the nearest there is.",
        "标签的语言；各语言文本也只保留最接近的一种。",
        "en",
    )
    tag = Shaped(LANGUAGE_TAG, error=NOT_A_TAG)
    return {"lang": Text(validate=tag, metadata=told)}


def chosen_fields() -> Fields:
    """Which parts of records are shown."""
    names = about(
        "Only these fields, parted by commas; dots reach inside (`place.lat`). `id` always comes, `text` if asked.",
        "只返回这些字段，逗号分隔，可用点号深入；id 总在其中。",
        ["title", "region"],
    )
    return {"fields": Listed(Text(validate=RecordField()), metadata=names)}


def presentation() -> Fields:
    """How records are shown."""
    view = about(
        "`card`: what a list shows. `full`: everything, `text` too.", "card 为列表所需，full 为全部（含全文）。", "card"
    )
    return {
        **chosen_fields(),
        "view": Text(validate=OneOf(VIEWS), metadata=view),
        **language(),
    }


def relaxing() -> Fields:
    told = about(
        "Where the words find nothing, read them more loosely, and say so in `relaxed` and `unmatched`; and tell what "
        "else may have been meant. With `false` they mean what they say.",
        "检索词无结果时放宽匹配（并在 relaxed、unmatched 中说明），并给出可能的正确写法；false 为严格匹配。",
        False,
    )
    return {"relax": Flag(metadata={**told, "default": True})}


def highlighting() -> Fields:
    told = about("Show where the words stand.", "标出命中的位置。", True)
    return {"highlight": Flag(metadata={**told, "default": False})}


def made(name: str, *parts: Fields) -> type[Schema]:
    """A schema out of groups of parameters."""
    return Schema.from_dict({key: field for part in parts for key, field in part.items()}, name=name)


def searching() -> Fields:
    """All that a list of records takes, but its form."""
    return {
        **question(),
        **filters(),
        **facets(),
        **ordering(),
        **paging(),
        **presentation(),
        **highlighting(),
        **relaxing(),
    }


SearchParameters = made("SearchParameters", searching())
SimilarParameters = made(
    "SimilarParameters",
    {"page_size": Whole(1, 100, metadata={**about("How many.", "条数。", 5), "default": 10})},
    presentation(),
)
HotParameters = made(
    "HotParameters",
    filters(),
    {"page_size": Whole(1, MOST_HOT, metadata={**about("How many.", "条数。", 5), "default": 20})},
    presentation(),
)
HistoryParameters = made("HistoryParameters", numbered_pages())
LanguageParameters = made("LanguageParameters", language())
RevokeParameters = made(
    "RevokeParameters",
    {
        "reason": Text(
            validate=Said(wrong_why),
            metadata={
                **about("Told to whoever uses the key from now on.", "撤销原因。", "seen in a public repository"),
                "minLength": 1,
                "maxLength": LONGEST_WHY,
            },
        )
    },
)
TreeParameters = made("TreeParameters", question(), filters(), language())


def typed() -> Fields:
    """What was typed, and how many suggestions it is to give."""
    told = about(
        "What was typed so far: Han of either script, pinyin, initials, Latin.",
        "已输入的内容：汉字、拼音、首字母。",
        "jing",
    )
    limit = about("How many.", "条数。", 5)
    return {
        "q": text(100, required=True, metadata=told),
        "limit": Whole(1, 50, metadata={**limit, "default": 10}),
        **filters(),
    }


_WITHIN = about(
    "Count only among the records found by this text: the `q` of /v1/records.", "仅统计此检索词命中的记录。", "月"
)
FacetParameters = made(
    "FacetParameters",
    {
        "q": text(
            100,
            metadata=about(
                "Only values whose label or id holds this; pinyin and either script too.",
                "取值或标签含此内容者。",
                "山",
            ),
        ),
        "within": Question(metadata={**QUESTION, **_WITHIN}),
        "page": Whole(1, WINDOW, metadata={**about("Page number from 1.", "页码，自 1 起。", 1), "default": 1}),
        "page_size": Whole(
            1, MAX_PAGE_SIZE, metadata={**about("Values on a page.", "每页取值数。", 50), "default": 100}
        ),
    },
    cursor("all values in an order that never changes, their own", "全部取值（按取值本身排序）"),
    filters(),
    relaxing(),
    language(),
)
NoParameters = made("NoParameters")
