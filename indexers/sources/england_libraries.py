"""The public libraries of England, open and closed, 2010 to 2016 (Open Government Licence)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from indexers.errors import RowRejected
from indexers.normalise.licences import Licence
from indexers.normalise.text import line
from indexers.readers import read_delimited
from indexers.sources.mapped import Mapped, Note
from indexers.sources.source import DatasetInfo, Source
from indexers.sources.values import degrees, left_over, needed, optional, refusing, without_nothing

_NAME = "Libraries Hacked"
_URL = "https://github.com/LibrariesHacked/england-librarydata"

_LICENCE = Licence("https://creativecommons.org/licenses/by/4.0/", "open")
"""The Open Government Licence has no address among those a record may name; it says of itself that it is compatible
with CC BY 4.0, and the credit names it."""

_STATES = {"XL": "closed", "XLR": "closed and replaced", "XLT": "temporarily closed"}
_BOOLEANS = {"t": True, "f": False}
_FLAGS = ("statutory2010", "statutory2016", "replacement")

_ADDRESS = re.compile(r"(?P<scheme>https?://)?(?P<rest>[a-z0-9-]+(?:\.[a-z0-9-]+)*\.[a-z]{2,}(?:[:/?#][^\s]*)?)", re.I)
_MISTYPED = re.compile(r"wwww\.", re.I)

_AS_BOOLEANS = Note(", ".join(_FLAGS), "t and f are written as true and false")
_NO_SCHEME = Note("url", "has no scheme; http:// is set before it")
_SEVERAL = Note("url", "holds several addresses; the first is the record's, all are kept apart")
_NO_URL = Note("url", "is no web address; the words are kept apart")
_STATUS = Note("closed", "the code is kept, with its meaning beside it")

_USED = frozenset(("name", "id", "address", "postcode", "lat", "lng", "url", "opened_year", *_FLAGS))
_RIGHTS = _LICENCE.rights("Contains public sector information licensed under the Open Government Licence")


@refusing
def map_library(row: Mapping[str, Any]) -> Mapped:
    """One library. Its date is the year it was opened, where that is told; closing stays in `extra`."""
    extra = left_over(row, _USED)
    notes = [_AS_BOOLEANS]
    extra.update({name: _flag(row, name) for name in _FLAGS})
    if status := _status(row):
        extra["status"] = status
        notes.append(_STATUS)
    record: dict[str, Any] = {
        "id": f"england-libraries:{needed(row, 'id')}",
        "type": "venue",
        "dataset": "england-libraries",
        "title": {"en": needed(row, "name")},
        "date": _opened(row),
        "place": _place(row),
        "contact": _contact(row, extra, notes),
        "categories": ["venue/library"],
        "rights": _RIGHTS,
        "source": {"name": _NAME, "url": _URL},
        "extra": extra,
    }
    return Mapped((without_nothing(record),), tuple(notes))


def _flag(row: Mapping[str, Any], name: str) -> bool:
    said = needed(row, name)
    if said not in _BOOLEANS:
        raise RowRejected(f"{name} is {said!r}; it should be t or f")
    return _BOOLEANS[said]


def _status(row: Mapping[str, Any]) -> str:
    code = optional(row, "closed")
    if code and code not in _STATES:
        raise RowRejected(f"closed is {code!r}; there are {', '.join(_STATES)}, or nothing for one that is open")
    return _STATES.get(code, "")


def _opened(row: Mapping[str, Any]) -> dict[str, Any]:
    year = optional(row, "opened_year")
    return {"text": year, "start": int(year), "end": int(year)} if year else {}


def _place(row: Mapping[str, Any]) -> dict[str, Any]:
    text = ", ".join(filter(None, (optional(row, "address"), optional(row, "postcode"))))
    return {"text": text, "lat": degrees(row, "lat"), "lon": degrees(row, "lng")}


def _contact(row: Mapping[str, Any], extra: dict[str, Any], notes: list[Note]) -> dict[str, Any]:
    url = _url(row.get("url") or "", extra, notes)
    known = {"address": optional(row, "address"), "postcode": optional(row, "postcode"), "url": url}
    return without_nothing(known)


def _url(written: str, extra: dict[str, Any], notes: list[Note]) -> str:
    words = written.split()
    found = _ADDRESS.fullmatch(words[0]) if words else None
    if not words:
        return ""
    if found is None or _MISTYPED.match(found["rest"]):
        notes.append(_NO_URL)
        extra["url"] = line(written)
        return ""
    if len(words) > 1:
        notes.append(_SEVERAL)
        extra["url"] = line(written)
    if found["scheme"]:
        return words[0]
    notes.append(_NO_SCHEME)
    return f"http://{found['rest']}"


SOURCE = Source(
    id="england-libraries",
    dataset=DatasetInfo(
        id="england-libraries",
        title={"zh-Hans": "英格兰公共图书馆", "zh-Hant": "英格蘭公共圖書館", "en": "Public Libraries of England"},
        description={
            "zh-Hans": "2010 至 2016 年间英格兰的公共图书馆，含已关闭者，附坐标与所在地区指标。"
            "依开放政府许可（OGL）使用，该许可与 CC BY 4.0 兼容。",
            "zh-Hant": "2010 至 2016 年間英格蘭的公共圖書館，含已關閉者，附坐標與所在地區指標。"
            "依開放政府許可（OGL）使用，該許可與 CC BY 4.0 相容。",
            "en": "The public libraries of England from 2010 to 2016, closed ones among them, with points and figures "
            "on their surroundings. Under the Open Government Licence, which is compatible with CC BY 4.0.",
        },
        publisher=_NAME,
        licence=_LICENCE.uri,
        url=_URL,
    ),
    files=("venues-england-libraries.csv.gz",),
    read=read_delimited,
    map=map_library,
)
