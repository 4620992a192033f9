"""Scenic areas of the highest national grade (国家5A级旅游景区): name and address of each."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from indexers.normalise.licences import UNDETERMINED, Licence
from indexers.normalise.places import lies_in, region_in, region_of
from indexers.readers import read_json_lines
from indexers.sources.mapped import Mapped, Note
from indexers.sources.source import DatasetInfo, Source
from indexers.sources.values import left_over, needed, optional, refusing, without_nothing
from records.vocabularies import regions

_NAME = "5a-express（yuanzhoucq 整理）"
_URL = "https://github.com/yuanzhoucq/5a-express"
_SCHEME = "国家5A级旅游景区"

_LICENCE = Licence(UNDETERMINED.uri, "open")
"""The compiler's MIT licence grants free reuse, but has no address among those a record may name."""

_DISAGREE = Note("address", "names a county outside the city of `city`; the region is the division that holds both")

_USED = frozenset(("id", "name", "address"))
_RIGHTS = _LICENCE.rights("yuanzhoucq/5a-express, MIT")


@refusing
def map_area(row: Mapping[str, Any]) -> Mapped:
    """One area, under the compiler's number (js006: the sixth of Jiangsu)."""
    address = optional(row, "address")
    region, notes = _region(row, address)
    record: dict[str, Any] = {
        "id": f"scenic-areas-5a:{needed(row, 'id')}",
        "type": "venue",
        "dataset": "scenic-areas-5a",
        "title": {"zh-Hans": needed(row, "name")},
        "region": region,
        "place": without_nothing({"text": address}),
        "contact": without_nothing({"address": address}),
        "categories": ["venue/scenic-area"],
        "level": "national",
        "designations": [{"scheme": _SCHEME, "level": "national"}],
        "rights": _RIGHTS,
        "source": {"name": _NAME, "url": _URL},
        "extra": left_over(row, _USED),
    }
    return Mapped((without_nothing(record),), notes)


def _region(row: Mapping[str, Any], address: str) -> tuple[str, tuple[Note, ...]]:
    """What the address begins with, if it lies in the city named beside it; else what holds both."""
    stated = region_of(optional(row, "province"), optional(row, "city"))
    found = region_in(address)
    if not stated or lies_in(found, stated):
        return found, ()
    if not found or lies_in(stated, found):
        return stated, ()
    shared = [step for step in regions().path(stated) if step in regions().path(found)]
    return shared[-1] if shared else "", (_DISAGREE,)


SOURCE = Source(
    id="scenic-areas-5a",
    dataset=DatasetInfo(
        id="scenic-areas-5a",
        title={"zh-Hans": "国家5A级旅游景区", "zh-Hant": "國家5A級旅遊景區", "en": "Scenic Areas of Grade 5A"},
        description={
            "zh-Hans": "国家5A级旅游景区的名称与地址，据 5a-express 项目整理（MIT 许可）。",
            "zh-Hant": "國家5A級旅遊景區的名稱與地址，據 5a-express 項目整理（MIT 許可）。",
            "en": "Names and addresses of China's scenic areas of the highest national grade, as compiled by the "
            "5a-express project (MIT licence).",
        },
        publisher=_NAME,
        licence=UNDETERMINED.uri,
        url=_URL,
    ),
    files=("venues-5a-scenic-areas.jsonl.gz",),
    read=read_json_lines,
    map=map_area,
)
