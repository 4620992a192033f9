"""Poems from before the Qin to the early Yuan, in simplified Chinese (Werneror/Poetry): a poem a row."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from indexers.normalise.dates import parse
from indexers.normalise.licences import PUBLIC_DOMAIN
from indexers.readers import read_delimited
from indexers.sources.mapped import Mapped, Note, where
from indexers.sources.poets import NAMELESS
from indexers.sources.source import DatasetInfo, Source
from indexers.sources.values import left_over, mark, needed, refusing, without_nothing

_URL = "https://github.com/Werneror/Poetry"
_NAME = "Werneror/Poetry"
_USED = frozenset({"题目", "作者", "内容"})
_RIGHTS = PUBLIC_DOMAIN.rights("Werneror/Poetry, MIT © 2018 Werner")

_NO_AUTHOR = Note("作者", "says that the author is not known; no creator is named, and the words are kept apart")
_NO_PERIOD = Note("朝代", "is not understood; kept as it is told, without a period")


@refusing
def map_poem(row: Mapping[str, Any]) -> Mapped:
    """One poem. It has no number: its id is a mark made from all four columns, so a row that stands twice is told.

    朝代 may name the turn of two dynasties (宋末元初): both are its periods, and the words stay in `extra`. Authors are
    named in no list that would tell one of a name from another, so the poems lead to none.
    """
    title, dynasty, name, text = (needed(row, column) for column in ("题目", "朝代", "作者", "内容"))
    periods, nameless = parse(dynasty).periods, name in NAMELESS
    extra = left_over(row, _USED)
    if nameless:
        extra["作者"] = name
    local = mark("\n".join((title, dynasty, name, text)))
    record: dict[str, Any] = {
        "id": f"early-poems:{local}",
        "type": "literary-work",
        "dataset": "early-poems",
        "title": {"zh-Hans": title},
        "text": {"zh-Hans": text},
        "creators": [] if nameless else [{"name": name}],
        "periods": list(periods),
        "categories": ["literature/poem"],
        "languages": ["zh-Hans"],
        "rights": _RIGHTS,
        "source": {"name": _NAME, "url": _URL},
        "extra": extra,
    }
    return Mapped((without_nothing(record),), where((nameless, _NO_AUTHOR), (not periods, _NO_PERIOD)))


SOURCE = Source(
    id="early-poems",
    dataset=DatasetInfo(
        id="early-poems",
        title={
            "zh-Hans": "先秦至元初诗歌",
            "zh-Hant": "先秦至元初詩歌",
            "en": "Poems from before the Qin to the early Yuan",
        },
        description={
            "zh-Hans": "先秦、秦汉、魏晋南北朝、隋、辽、金及各朝之交的诗歌近三万首，简体，"
            "据 Werneror/Poetry 整理本（MIT © 2018 Werner）。唐、宋等大朝不在其中。",
            "zh-Hant": "先秦、秦漢、魏晉南北朝、隋、遼、金及各朝之交的詩歌近三萬首，簡體，"
            "據 Werneror/Poetry 整理本（MIT © 2018 Werner）。唐、宋等大朝不在其中。",
            "en": "Some 29,000 poems in simplified characters, from before the Qin to the turn of Song and Yuan, as "
            "edited by Werneror/Poetry (MIT © 2018 Werner). The Tang, the Song and later dynasties are not among them.",
        },
        publisher=_NAME,
        licence=PUBLIC_DOMAIN.uri,
        url=_URL,
    ),
    files=("poetry-simplified-early.csv.gz",),
    read=read_delimited,
    map=map_poem,
)
