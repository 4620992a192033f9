"""The Complete Song Poems (全宋詩) in traditional Chinese, from the chinese-poetry project: a poem a line."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any

from indexers.readers import read_json_lines
from indexers.sources import poems, poets
from indexers.sources.mapped import Mapped
from indexers.sources.song_authors import AUTHORS
from indexers.sources.source import Source
from indexers.sources.values import refusing

_POEMS = poems.Poems("song-poems", AUTHORS)


@refusing
def map_poem(row: Mapping[str, Any]) -> Mapped:
    return poems.poem(row, _POEMS)


SOURCE = Source(
    id="song-poems",
    dataset=poets.dataset(
        "song-poems",
        {"zh-Hans": "全宋诗", "zh-Hant": "全宋詩", "en": "Complete Song Poems"},
        {
            "zh-Hans": "宋代诗歌二十五万四千余首，繁体原文，据 chinese-poetry 项目整理本（MIT © 2016 JackeyGao）。",
            "zh-Hant": "宋代詩歌二十五萬四千餘首，繁體原文，據 chinese-poetry 項目整理本（MIT © 2016 JackeyGao）。",
            "en": "Some 254,000 poems of the Song in traditional characters, as edited by the chinese-poetry project "
            "(MIT © 2016 JackeyGao).",
        },
    ),
    files=("poetry-song-traditional.jsonl.gz",),
    read=read_json_lines,
    map=map_poem,
    linking=partial(poems.linking, map_poem, _POEMS),
)
