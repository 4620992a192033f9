"""The Complete Tang Poems (全唐詩) in traditional Chinese, from the chinese-poetry project: a poem a line."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any

from indexers.readers import read_json_lines
from indexers.sources import poems, poets
from indexers.sources.mapped import Mapped
from indexers.sources.source import Source
from indexers.sources.tang_authors import AUTHORS
from indexers.sources.values import refusing

_POEMS = poems.Poems("tang-poems", AUTHORS)


@refusing
def map_poem(row: Mapping[str, Any]) -> Mapped:
    return poems.poem(row, _POEMS)


SOURCE = Source(
    id="tang-poems",
    dataset=poets.dataset(
        "tang-poems",
        {"zh-Hans": "全唐诗", "zh-Hant": "全唐詩", "en": "Complete Tang Poems"},
        {
            "zh-Hans": "唐代诗歌五万七千余首，繁体原文，据 chinese-poetry 项目整理本（MIT © 2016 JackeyGao）。",
            "zh-Hant": "唐代詩歌五萬七千餘首，繁體原文，據 chinese-poetry 項目整理本（MIT © 2016 JackeyGao）。",
            "en": "Some 57,600 poems of the Tang in traditional characters, as edited by the chinese-poetry project "
            "(MIT © 2016 JackeyGao).",
        },
    ),
    files=("poetry-tang-traditional.jsonl.gz",),
    read=read_json_lines,
    map=map_poem,
    linking=partial(poems.linking, map_poem, _POEMS),
)
