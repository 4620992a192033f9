"""The Complete Tang Poems (全唐詩) in traditional Chinese, from the chinese-poetry project: a poem a line."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from indexers.errors import RowRejected
from indexers.normalise.licences import PUBLIC_DOMAIN
from indexers.readers import read_json_lines
from indexers.sources.source import DatasetInfo, Source
from indexers.sources.values import left_over, needed, optional, refusing, without_nothing
from records.model import JsonMap

_URL = "https://github.com/chinese-poetry/chinese-poetry"
_NAME = "chinese-poetry"
_USED = frozenset({"id", "title", "author", "paragraphs", "tags", "_dynasty"})
_PERIODS = {"唐": "tang"}
_RIGHTS = PUBLIC_DOMAIN.rights("chinese-poetry, MIT © 2016 JackeyGao")
_STOPS = "，。！？；、,.!?; 　"
_UNTITLED = "[無題]"


@refusing
def map_poem(row: Mapping[str, Any]) -> tuple[JsonMap, ...]:
    """One poem. It has no years of its own: only the period is known.

    A poem without a title (168 of them) is named by its first line in square brackets, as cataloguers do, and says
    so in `extra.untitled`; three have no line either and are named [無題].
    """
    lines = _lines(row)
    title = optional(row, "title")
    extra = left_over(row, _USED)
    if not title:
        extra["untitled"] = True
    dynasty = row.get("_dynasty")
    if dynasty not in _PERIODS:
        extra["_dynasty"] = dynasty
    record: dict[str, Any] = {
        "id": f"tang-poems:{needed(row, 'id')}",
        "type": "literary-work",
        "dataset": "tang-poems",
        "title": {"zh-Hant": title or _supplied(lines)},
        "text": {"zh-Hant": "\n".join(lines)} if any(line.strip(_STOPS) for line in lines) else {},
        "creators": _creators(row),
        "periods": [_PERIODS[dynasty]] if dynasty in _PERIODS else [],
        "categories": ["literature/poem"],
        "subjects": row.get("tags"),
        "languages": ["zh-Hant"],
        "rights": _RIGHTS,
        "source": {"name": _NAME, "url": _URL},
        "extra": extra,
    }
    return (without_nothing(record),)


def _lines(row: Mapping[str, Any]) -> list[str]:
    lines = row.get("paragraphs")
    if not isinstance(lines, list) or not all(isinstance(line, str) for line in lines):
        raise RowRejected("'paragraphs' should be a list of lines")
    return lines


def _supplied(lines: list[str]) -> str:
    first = next((line.strip(_STOPS) for line in lines if line.strip(_STOPS)), "")
    return f"[{first}]" if first else _UNTITLED


def _creators(row: Mapping[str, Any]) -> list[dict[str, str]]:
    name = optional(row, "author")
    return [{"name": name}] if name else []


SOURCE = Source(
    id="tang-poems",
    dataset=DatasetInfo(
        id="tang-poems",
        title={"zh-Hans": "全唐诗", "zh-Hant": "全唐詩", "en": "Complete Tang Poems"},
        description={
            "zh-Hans": "唐代诗歌五万七千余首，繁体原文，据 chinese-poetry 项目整理本（MIT © 2016 JackeyGao）。",
            "zh-Hant": "唐代詩歌五萬七千餘首，繁體原文，據 chinese-poetry 項目整理本（MIT © 2016 JackeyGao）。",
            "en": "Some 57,600 poems of the Tang in traditional characters, as edited by the chinese-poetry project "
            "(MIT © 2016 JackeyGao).",
        },
        publisher=_NAME,
        licence=PUBLIC_DOMAIN.uri,
        url=_URL,
    ),
    files=("poetry-tang-traditional.jsonl.gz",),
    read=read_json_lines,
    map=map_poem,
)
