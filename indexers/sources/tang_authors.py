"""The authors of the Complete Tang Poems (全唐詩), with biographies in classical Chinese: an author a line."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from indexers.readers import read_json_lines
from indexers.sources import poets
from indexers.sources.mapped import Mapped
from indexers.sources.source import Source
from indexers.sources.values import refusing

AUTHORS = poets.Authors("tang-authors", "唐", "tang", "poetry-authors-tang.jsonl.gz")


@refusing
def map_author(row: Mapping[str, Any]) -> Mapped:
    return poets.person(row, AUTHORS)


SOURCE = Source(
    id="tang-authors",
    dataset=poets.dataset(
        "tang-authors",
        {"zh-Hans": "全唐诗作者", "zh-Hant": "全唐詩作者", "en": "Authors of the Complete Tang Poems"},
        {
            "zh-Hans": "全唐诗作者三千六百余人，附小传，据 chinese-poetry 项目整理本（MIT © 2016 JackeyGao）。"
            "同名者可能不止一人。",
            "zh-Hant": "全唐詩作者三千六百餘人，附小傳，據 chinese-poetry 項目整理本（MIT © 2016 JackeyGao）。"
            "同名者可能不止一人。",
            "en": "Some 3,700 authors with short biographies, as edited by the chinese-poetry project "
            "(MIT © 2016 JackeyGao). One name may stand for several people.",
        },
    ),
    files=(AUTHORS.file,),
    read=read_json_lines,
    map=map_author,
)
