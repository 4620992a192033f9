"""The exhibitions and loans of the Williams College Museum of Art since 1926 (CC0): one document, a list."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from indexers.errors import RowRejected, UnreadableFile
from indexers.normalise.licences import CC0
from indexers.readers import read_json
from indexers.sources.mapped import Mapped, Note
from indexers.sources.source import DatasetInfo, Source
from indexers.sources.values import left_over, needed, optional, refusing, without_nothing

NAME = "Williams College Museum of Art"
URL = "https://github.com/wcmaart/collection"
RIGHTS = CC0.rights(NAME)
INSTITUTION = {"name": NAME}

_FILE = "wcma-exhibitions.json.gz"
_HERE = "WCMA"
_SHOWN = frozenset((_HERE, "Historical", "Outgoing Loan"))
"""The departments under which something was shown; an extended loan is none of these."""

_DAY = re.compile(r"(?P<year>\d{4})(?:-(?P<month>\d\d)(?:-(?P<day>\d\d))?)?")
_WHOLE = 10

_NO_END = Note("EndISODate", "is empty; the date holds the year it began")
_NO_BEGIN = Note("BeginISODate", "is empty; the date holds the year it ended")
_BACKWARDS = Note("BeginISODate, EndISODate", "run backwards; the date is text alone")
_NOT_A_DAY = Note("BeginISODate, EndISODate", "is a year or a month, which is no day; it stands in the date alone")

_USED = frozenset(("ExhibitionID", "ExhTitle", "BeginISODate", "EndISODate"))


@refusing
def map_exhibition(row: Mapping[str, Any]) -> Mapped:
    """One exhibition or loan, under its number. The works shown stay in `extra.Objects`, by their numbers."""
    notes: list[Note] = []
    begin, end = optional(row, "BeginISODate"), optional(row, "EndISODate")
    date_, backwards = _date(begin, end, notes)
    department = _department(row)
    record: dict[str, Any] = {
        "id": f"wcma-exhibitions:{int(row['ExhibitionID'])}",
        "type": "event",
        "dataset": "wcma-exhibitions",
        "title": {"en": needed(row, "ExhTitle")},
        "date": date_,
        "event": {
            **({} if backwards else _days(begin, end, notes)),
            **({"venue": NAME} if row.get("IsInHouse") and department == _HERE else {}),
        },
        "categories": ["event/exhibition" if department in _SHOWN else "event/other"],
        "institution": INSTITUTION,
        "rights": RIGHTS,
        "source": {"name": NAME, "url": URL},
        "extra": left_over(row, _USED),
    }
    return Mapped((without_nothing(record),), tuple(notes))


def _department(row: Mapping[str, Any]) -> str:
    named = row.get("Department") or []
    return str(named[0]["Department"]) if named else ""


def _date(begin: str, end: str, notes: list[Note]) -> tuple[dict[str, Any], bool]:
    """The run as it is told, its years, and whether it runs backwards."""
    told = [each for each in (begin, end) if each]
    if not told:
        return {}, False
    first, last = span(told[0]), span(told[-1])
    date_ = {"text": " – ".join(dict.fromkeys(told))}
    if first[0] > last[1]:
        notes.append(_BACKWARDS)
        return date_, True
    if len(told) == 1:
        notes.append(_NO_END if begin else _NO_BEGIN)
    return {**date_, "start": first[0].year, "end": last[1].year}, False


def span(text: str) -> tuple[date, date]:
    """The first and the last day of a day, a month or a year; RowRejected for what is none."""
    found = _DAY.fullmatch(text)
    if found is None:
        raise RowRejected(f"{text!r} should be a year, a month or a day, such as 2021-02-19", "date")
    year, month, day = int(found["year"]), found["month"], found["day"]
    if day:
        return (date(year, int(month), int(day)),) * 2
    if month:
        following = date(year + int(month) // 12, int(month) % 12 + 1, 1)
        return date(year, int(month), 1), following - timedelta(days=1)
    return date(year, 1, 1), date(year, 12, 31)


def _days(begin: str, end: str, notes: list[Note]) -> dict[str, str]:
    """Start and end of the event, which are whole days or nothing."""
    if any(each and len(each) < _WHOLE for each in (begin, end)):
        notes.append(_NOT_A_DAY)
    return {name: each for name, each in (("start", begin), ("end", end)) if len(each) == _WHOLE}


@dataclass(frozen=True, slots=True)
class Run:
    """An exhibition in the museum, with its first and last day."""

    id: str
    title: str
    first: date
    last: date


NO_FILE = Note("Description", "the file of exhibitions is not beside this one; events are not linked")
BROKEN_FILE = Note("Description", "the file of exhibitions beside this one cannot be read; events are not linked")


@cache
def runs(folder: Path) -> tuple[Run, ...] | Note:
    """The exhibitions of that folder's file that were in the museum from one day to another; else why none is known.

    Read once a process.
    """
    for path in (folder / _FILE, folder / _FILE.removesuffix(".gz")):
        if path.is_file():
            try:
                return tuple(_runs(path))
            except UnreadableFile:
                return BROKEN_FILE
    return NO_FILE


def _runs(path: Path) -> Iterator[Run]:
    for row in read_json(path):
        if row.value is None:
            continue
        try:
            (record,) = map_exhibition(row.value)
        except RowRejected:
            continue
        told = optional(row.value, "BeginISODate"), optional(row.value, "EndISODate")
        if all(told) and "start" in record["date"] and _department(row.value) == _HERE:
            yield Run(record["id"], record["title"]["en"], span(told[0])[0], span(told[1])[1])


SOURCE = Source(
    id="wcma-exhibitions",
    dataset=DatasetInfo(
        id="wcma-exhibitions",
        title={
            "zh-Hans": "威廉姆斯学院艺术博物馆展览",
            "zh-Hant": "威廉姆斯學院藝術博物館展覽",
            "en": "Williams College Museum of Art: Exhibitions",
        },
        description={
            "zh-Hans": "威廉姆斯学院艺术博物馆的展览与外借，附起止日期与展品编号。",
            "zh-Hant": "威廉姆斯學院藝術博物館的展覽與外借，附起止日期與展品編號。",
            "en": "Exhibitions and loans of the Williams College Museum of Art, with their dates and the numbers of "
            "the works shown.",
        },
        publisher=NAME,
        licence=CC0.uri,
        url=URL,
    ),
    files=(_FILE,),
    read=read_json,
    map=map_exhibition,
)
