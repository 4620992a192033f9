"""The authors of the Complete Song Poems (全宋詩), with biographies and years of life: an author a line."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from indexers.readers import read_json_lines
from indexers.sources import poets
from indexers.sources.mapped import Mapped
from indexers.sources.source import Source
from indexers.sources.values import refusing

AUTHORS = poets.Authors("song-authors", "宋", "song", "poetry-authors-song.jsonl.gz")


@refusing
def map_author(row: Mapping[str, Any]) -> Mapped:
    return poets.person(row, AUTHORS)


SOURCE = Source(
    id="song-authors",
    dataset=poets.dataset(
        "song-authors",
        {"zh-Hans": "全宋诗作者", "zh-Hant": "全宋詩作者", "en": "Authors of the Complete Song Poems"},
        {
            "zh-Hans": "全宋诗作者八千九百余人，附小传与生卒年，据 chinese-poetry 项目整理本（MIT © 2016 JackeyGao）。",
            "zh-Hant": "全宋詩作者八千九百餘人，附小傳與生卒年，據 chinese-poetry 項目整理本（MIT © 2016 JackeyGao）。",
            "en": "Some 8,900 authors with short biographies and years of life, as edited by the chinese-poetry "
            "project (MIT © 2016 JackeyGao).",
        },
    ),
    files=(AUTHORS.file,),
    read=read_json_lines,
    map=map_author,
)
