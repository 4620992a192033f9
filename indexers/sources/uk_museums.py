"""The museums of the United Kingdom, open and closed, since 1960 (Mapping Museums, Birkbeck, University of London)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from indexers.errors import RowRejected
from indexers.normalise.licences import UNDETERMINED
from indexers.readers import read_delimited
from indexers.sources.mapped import Mapped, Note
from indexers.sources.source import DatasetInfo, Source
from indexers.sources.values import degrees, left_over, needed, optional, refusing, without_nothing

_NAME = "Mapping Museums, Birkbeck, University of London"
_ABSENT = "na"
_OPENED, _CLOSED = ("year_opened_low", "year_opened_high"), ("year_closed_low", "year_closed_high")
_SAY_NOTHING = frozenset(("Mixed", "Other"))
"""Parts of a subject that only say that it is none of its neighbours."""

_NO_YEAR = {name: Note(name, "na says that there is no such year; it is left out") for name in (*_OPENED, *_CLOSED)}
_PARTS = Note("subject_matter_full", "the parts between / are subjects of their own; the whole is kept apart")

_USED = frozenset((
    "museum_id", "museum_name", "address_line_1", "address_line_2", "city", "postcode", "latitude", "longitude",
    "subject_matter", "subject_matter_subtype_1", "subject_matter_subtype_2", *_OPENED,
))  # fmt: skip
_RIGHTS = UNDETERMINED.rights(_NAME)


@refusing
def map_museum(row: Mapping[str, Any]) -> Mapped:
    """One museum. Its date is the span of years in which it was opened; when it was closed stays in `extra`."""
    notes: list[Note] = []
    address = ", ".join(filter(None, (optional(row, name) for name in ("address_line_1", "address_line_2", "city"))))
    postcode = optional(row, "postcode")
    extra = {name: value for name, value in left_over(row, _USED).items() if value != _ABSENT}
    notes.extend(_NO_YEAR[name] for name in _CLOSED if row.get(name) == _ABSENT)
    record: dict[str, Any] = {
        "id": f"uk-museums:{needed(row, 'museum_id')}",
        "type": "venue",
        "dataset": "uk-museums",
        "title": {"en": needed(row, "museum_name")},
        "date": _opened(row, notes),
        "place": {
            "text": ", ".join(filter(None, (address, postcode))),
            "lat": degrees(row, "latitude"),
            "lon": degrees(row, "longitude"),
        },
        "contact": without_nothing({"address": address, "postcode": postcode}),
        "categories": ["venue/museum"],
        "subjects": _subjects(row, notes),
        "rights": _RIGHTS,
        "source": {"name": _NAME},
        "extra": extra,
    }
    return Mapped((without_nothing(record),), tuple(notes))


def _opened(row: Mapping[str, Any], notes: list[Note]) -> dict[str, Any]:
    told = [needed(row, name) for name in _OPENED]
    if _ABSENT in told:
        notes.extend(_NO_YEAR[name] for name, year in zip(_OPENED, told, strict=True) if year == _ABSENT)
        told = [year for year in told if year != _ABSENT]
    if not all(year.isdecimal() for year in told):
        raise RowRejected(f"the years of opening are {' and '.join(told)}; they should be years, or na", "date")
    if not told:
        return {}
    text = told[0] if told[0] == told[-1] else f"{told[0]}–{told[-1]}"
    return {"text": text, "start": int(told[0]), "end": int(told[-1])}


def _subjects(row: Mapping[str, Any], notes: list[Note]) -> list[str]:
    parts = [part.strip() for part in optional(row, "subject_matter_full").split("/")]
    if len(parts) > 1:
        notes.append(_PARTS)
    return [part for part in parts if part and part not in _SAY_NOTHING]


SOURCE = Source(
    id="uk-museums",
    dataset=DatasetInfo(
        id="uk-museums",
        title={"zh-Hans": "英国博物馆", "zh-Hant": "英國博物館", "en": "Museums of the United Kingdom"},
        description={
            "zh-Hans": "1960 年以来英国的博物馆，含已关闭者，附坐标、主题、隶属与开闭年份。"
            "再整理者未声明许可，权利状况不明：请注明 Mapping Museums；仅供测试，勿再发布。",
            "zh-Hant": "1960 年以來英國的博物館，含已關閉者，附坐標、主題、隸屬與開閉年份。"
            "再整理者未聲明許可，權利狀況不明：請註明 Mapping Museums；僅供測試，勿再發布。",
            "en": "The museums of the United Kingdom since 1960, closed ones among them, with points, subjects, "
            "governance and years of opening and closing. No licence is stated where it was taken from and the "
            "rights are not determined: credit Mapping Museums; for tests only, not to be published again.",
        },
        publisher=_NAME,
        licence=UNDETERMINED.uri,
        url="https://github.com/verbal-ale/uk-museums-dashboard",
    ),
    files=("venues-uk-museums.csv.gz",),
    read=read_delimited,
    map=map_museum,
)
