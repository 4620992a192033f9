"""What took place in the Williams College Museum of Art (CC0): class sessions, talks, viewings, in one document."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, timedelta
from functools import cache, partial
from pathlib import Path
from typing import Any

from indexers.errors import RowRejected
from indexers.normalise.text import lines
from indexers.readers import read_json
from indexers.sources.mapped import Mapped, Note
from indexers.sources.source import DatasetInfo, Source
from indexers.sources.values import left_over, needed, optional, refusing, without_nothing
from indexers.sources.wcma_exhibitions import INSTITUTION, NAME, RIGHTS, URL, Run, runs

_CATEGORIES = {
    "Gallery talk": "event/lecture",
    "Symposium": "event/lecture",
    "Performance": "event/performance",
    "Workshop": "event/workshop",
}
_OTHER = "event/other"
_RELATION = "about"

_WHEN = re.compile(r"(?P<date>(?P<year>\d{4})(?:-\d\d(?P<day>-\d\d)?)?)(?P<time>T\d\d:\d\d:\d\d)?")
_WORD = re.compile(r"[^\W_]+|[|]")
_MAIL = re.compile(r"<?[\w.+-]+@[\w-]+(?:\.[\w-]+)+>?")

_BEFORE = timedelta(days=60)
"""How long before it opens an exhibition is spoken of: openings, visits behind the scenes."""
_FEWEST_WORDS = 3
"""Shorter titles (Japanese Art, the name of an artist who teaches) stand in texts that mean another thing."""

_LINE_ENDS = Note("Description", "line ends CR LF are written as LF")
_NO_MAIL = Note("Description", "an e-mail address is taken out")
_UNDATED = Note("startDate", "is empty; the event has no date")
_NOT_A_DAY = Note("startDate", "is a year or a month, which is no day; it stands in the date alone")
_NO_OFFSET = Note("startDate", "has a time without an offset; the event starts on that day, the time is kept apart")

_USED = frozenset(("eventId", "eventName", "Description", "startDate", "startYear", "startMonth", "startDay"))


@refusing
def map_event(row: Mapping[str, Any]) -> Mapped:
    """One event, under its number. The works it looked at stay in `extra.relatedObjects`, by their numbers."""
    notes: list[Note] = []
    extra = left_over(row, _USED)
    date_, event = _when(row, extra, notes)
    record: dict[str, Any] = {
        "id": f"wcma-events:{int(row['eventId'])}",
        "type": "event",
        "dataset": "wcma-events",
        "title": {"en": needed(row, "eventName")},
        "description": without_nothing({"en": _description(row, notes)}),
        "date": date_,
        "event": event,
        "categories": _categories(row),
        "institution": INSTITUTION,
        "rights": RIGHTS,
        "source": {"name": NAME, "url": URL},
        "extra": extra,
    }
    return Mapped((without_nothing(record),), tuple(notes))


def map_linked(folder: Path, row: Mapping[str, Any]) -> Mapped:
    """The event with the exhibitions it is about, where that is certain.

    Name or description holds the whole title, which has three words or more and is that of no other exhibition in the
    museum, and the event lies within the exhibition's run or up to sixty days before it. A visit to an exhibition is no
    part of it, so the relation is `about`.
    """
    made = map_event(row)
    known = titles(folder)
    if isinstance(known, Note):
        return Mapped(made.records, (*made.notes, known))
    (record,) = made.records
    found = _spoken_of(record, known)
    if not found:
        return made
    return Mapped(({**record, "relations": [{"type": _RELATION, "id": each} for each in found]},), made.notes)


def _when(row: Mapping[str, Any], extra: dict[str, Any], notes: list[Note]) -> tuple[dict[str, Any], dict[str, str]]:
    """The date and the event; a year, month or day that are columns of their own repeat it."""
    written = optional(row, "startDate")
    if not written:
        notes.append(_UNDATED)
        return {}, {}
    found = _WHEN.fullmatch(written)
    if found is None:
        raise RowRejected(f"startDate is {written!r}; it should be such as 2016-02-11T17:30:00", "event.start")
    year = int(found["year"])
    date_ = {"text": found["date"], "start": year, "end": year}
    if not found["day"]:
        notes.append(_NOT_A_DAY)
        return date_, {}
    if found["time"]:
        notes.append(_NO_OFFSET)
        extra["startDate"] = written
    return date_, {"start": found["date"]}


def _description(row: Mapping[str, Any], notes: list[Note]) -> str:
    written = row.get("Description") or ""
    if "\r\n" in written:
        notes.append(_LINE_ENDS)
    clean = _MAIL.sub("[…]", written)
    if clean != written:
        notes.append(_NO_MAIL)
    return lines(clean)


def _categories(row: Mapping[str, Any]) -> list[str]:
    """By the terms; of a class session with a gallery talk only the talk says what it was."""
    terms = [each["Term"] for each in row.get("terms") or ()]
    known = list(dict.fromkeys(_CATEGORIES[term] for term in terms if term in _CATEGORIES))
    return known or ([_OTHER] if terms else [])


@cache
def titles(folder: Path) -> tuple[tuple[str, Run], ...] | Note:
    """Exhibitions by the words of their title, those alone that are told apart by it; else why none is known."""
    known = runs(folder)
    if isinstance(known, Note):
        return known
    worded = [(_words(run.title), run) for run in known]
    all_words = [words for words, _ in worded]
    return tuple(
        (words, run) for words, run in worded if len(words.split()) >= _FEWEST_WORDS and all_words.count(words) == 1
    )


def _spoken_of(record: Mapping[str, Any], known: tuple[tuple[str, Run], ...]) -> list[str]:
    day = record.get("event", {}).get("start")
    if not day:
        return []
    on = date.fromisoformat(day)
    open_then = [(words, run) for words, run in known if run.first - _BEFORE <= on <= run.last]
    text = _words(f"{record['title']['en']} | {record.get('description', {}).get('en', '')}")
    return [run.id for words, run in open_then if words in text]


def _words(text: str) -> str:
    """The words alone, in lower case, each between two blanks; a bar keeps two texts apart."""
    return f" {' '.join(_WORD.findall(text.casefold()))} "


def linking(folder: Path) -> partial[Mapped]:
    return partial(map_linked, folder)


SOURCE = Source(
    id="wcma-events",
    dataset=DatasetInfo(
        id="wcma-events",
        title={
            "zh-Hans": "威廉姆斯学院艺术博物馆活动",
            "zh-Hant": "威廉姆斯學院藝術博物館活動",
            "en": "Williams College Museum of Art: Events",
        },
        description={
            "zh-Hans": "在威廉姆斯学院艺术博物馆举行的课程、讲座与观摩，附日期、所看藏品编号，并与所谈展览相连。",
            "zh-Hant": "在威廉姆斯學院藝術博物館舉行的課程、講座與觀摩，附日期、所看藏品編號，並與所談展覽相連。",
            "en": "Class sessions, talks and viewings in the Williams College Museum of Art, with their dates, the "
            "numbers of the works looked at, and the exhibitions they are about.",
        },
        publisher=NAME,
        licence=RIGHTS["uri"],
        url=URL,
    ),
    files=("wcma-events.json.gz",),
    read=partial(read_json, pointer="/Events"),
    map=map_event,
    linking=linking,
)
