"""Laws, regulations and interpretations on culture, national and local, as markdown texts (LawRefBook)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from indexers.errors import RowRejected
from indexers.normalise.dates import parse
from indexers.normalise.licences import PUBLIC_DOMAIN
from indexers.normalise.places import NATION, region_in
from indexers.normalise.text import line, lines
from indexers.readers import read_json_lines
from indexers.sources.mapped import Mapped, Note, where
from indexers.sources.source import DatasetInfo, Source
from indexers.sources.values import date_form, left_over, mark, needed, optional, refusing, without_nothing
from records.vocabularies import regions

_URL = "https://github.com/LawRefBook/Laws"
_NAME = "LawRefBook"

_LOCAL = "地方性法规"
_CATEGORIES = (
    ("policy/intangible", re.compile("非物质文化|传统工艺")),
    ("policy/library", re.compile("图书馆")),
    ("policy/museum", re.compile("博物馆")),
    ("policy/archive", re.compile("档案")),
    ("policy/copyright", re.compile("著作权|录音制品")),
    ("policy/film-and-press", re.compile("电影|广播|电视|出版")),
    ("policy/language", re.compile("语言文字")),
    ("policy/public-culture", re.compile("公共文化|文化设施")),
    ("policy/cultural-industry", re.compile("文化经济|文化产业")),
    ("policy/tourism", re.compile("旅游|风景名胜")),
    ("policy/heritage", re.compile("文物|历史文化名|(?<!非物质)文化遗产|古城|长城|红色文化|考古")),
)
"""By what the title speaks of; a law on several themes has several."""

_END_OF_HEAD = "<!-- INFO END -->"
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_HEADING = re.compile(r"^#{1,6}[ \t]*", re.MULTILINE)
_DAY = re.compile(r"(\d{4})年(\d{1,2})月(\d{1,2})日")
_SESSION = re.compile(
    r"(?P<place>[\u4e00-\u9fff]{2,20}?)第[一二三四五六七八九十百]+届(?P<body>人民代表大会(?:常务委员会)?)"
)
_NATIONAL = re.compile(r"第[一二三四五六七八九十百]+届(?P<body>全国人民代表大会(?:常务委员会)?)")
_NATIONAL_BODIES = ("最高人民法院", "最高人民检察院", "国务院")

_USED = frozenset({"title", "date", "region", "text"})
_FULL_TITLE = Note("title", "is short; the full title that heads the text stands first, this one beside it")
_DATE_FROM_HEAD = Note("date", "is empty; the last day told in the head of the text stands for it")
_MAKERS_REGION = Note("region", "is larger than that of the body that made the law, which stands for it")
_NATION = Note("region", "is empty; the region is that of the body that made the law, or the nation")
_SIGNS = Note("text", "is without its title line, its comments and the signs that make headings")
_RIGHTS = PUBLIC_DOMAIN.rights()


@refusing
def map_law(row: Mapping[str, Any]) -> Mapped:
    """One law in one version. The date is that of the file's name; nine have none there, and the last day told in the
    head of the text stands for it (`extra.date_from`). The id is a mark made from the path, which names law and day.
    """
    path, text = needed(row, "path"), _text(row)
    head = text.partition(_END_OF_HEAD)[0] if _END_OF_HEAD in text else ""
    short = needed(row, "title")
    title = _full_title(text) or short
    extra = left_over(row, _USED)
    place, body = _maker(head)
    stated = region_in(optional(row, "region"))
    region = region_in(place) if place else stated or NATION
    record: dict[str, Any] = {
        "id": f"lawrefbook:{mark(path)}",
        "type": "policy",
        "dataset": "lawrefbook",
        "title": {"zh-Hans": title},
        "alternative_titles": [short] if short != title else [],
        "text": {"zh-Hans": _plain(text)},
        "date": _date(row, head, extra),
        "region": region,
        "categories": _categories(title),
        "languages": ["zh-Hans"],
        "institution": without_nothing({"name": body}),
        "level": _level(region),
        "rights": _RIGHTS,
        "source": {"name": _NAME, "url": _URL},
        "extra": extra,
    }
    notes = where(
        (title != short, _FULL_TITLE),
        ("date_from" in extra, _DATE_FROM_HEAD),
        (region not in ("", stated), _NATION if not stated else _MAKERS_REGION),
        (record["text"]["zh-Hans"] != lines(text), _SIGNS),
    )
    return Mapped((without_nothing(record),), notes)


def _text(row: Mapping[str, Any]) -> str:
    text = row.get("text")
    if not isinstance(text, str) or not text.strip():
        raise RowRejected("'text' is empty, and a law is its text")
    return text


def _full_title(text: str) -> str:
    first = text.lstrip().partition("\n")[0]
    return line(first.lstrip("#")) if first.startswith("# ") else ""


def _plain(text: str) -> str:
    """The text without its title line, comments and the signs that make headings."""
    body = text.lstrip()
    if body.startswith("# "):
        body = body.partition("\n")[2]
    return lines(_HEADING.sub("", _COMMENT.sub("", body)))


def _date(row: Mapping[str, Any], head: str, extra: dict[str, Any]) -> dict[str, Any]:
    stated = optional(row, "date")
    if stated:
        return date_form(stated, parse(stated))
    days = [tuple(map(int, found.groups())) for found in _DAY.finditer(head)]
    if not days:
        return {}
    extra["date_from"] = "head of the text"
    year, month, day = max(days)
    text = f"{year:04}-{month:02}-{day:02}"
    return date_form(text, parse(text))


def _maker(head: str) -> tuple[str, str]:
    """The place that made the law and the body that passed it, as far as the head of the text tells."""
    for each in head.splitlines():
        said = line(_DAY.sub("", each))
        if found := _NATIONAL.match(said):
            return "", found["body"]
        if found := _SESSION.match(said):
            return found["place"], found["place"] + found["body"]
        for body in _NATIONAL_BODIES:
            if said.startswith((body, f"中华人民共和国{body}")):
                return "", body
    return "", ""


def _level(region: str) -> str:
    known = regions().get(region)
    return "national" if known is None or known.level == "nation" else known.level


def _categories(title: str) -> list[str]:
    named = [category for category, words in _CATEGORIES if words.search(title)]
    return named or ["policy/other"]


SOURCE = Source(
    id="culture-laws",
    dataset=DatasetInfo(
        id="lawrefbook",
        title={"zh-Hans": "文化法律法规", "zh-Hant": "文化法律法規", "en": "Laws on Culture"},
        description={
            "zh-Hans": "文化、文物、图书馆、档案、旅游、出版等方面的法律、行政法规、司法解释与地方性法规全文，"
            "同一法律可有多个版本。法律法规不受著作权法保护（著作权法第五条）。",
            "zh-Hant": "文化、文物、圖書館、檔案、旅遊、出版等方面的法律、行政法規、司法解釋與地方性法規全文，"
            "同一法律可有多個版本。法律法規不受著作權法保護（著作權法第五條）。",
            "en": "Full texts of national and local laws on culture, heritage, libraries, archives, tourism and the "
            "press; a law may be here in several versions. Laws are outside copyright (Copyright Law, article 5).",
        },
        publisher=_NAME,
        licence=PUBLIC_DOMAIN.uri,
        url=_URL,
    ),
    files=("policy-culture-laws.jsonl.gz",),
    read=read_json_lines,
    map=map_law,
)
