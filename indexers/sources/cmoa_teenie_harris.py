"""The negatives of Charles "Teenie" Harris in the Carnegie Museum of Art, Pittsburgh (CC0 metadata): one a line."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from indexers.errors import RowRejected
from indexers.normalise.dates import parse
from indexers.normalise.licences import CC0, UNDETERMINED
from indexers.normalise.text import line
from indexers.readers import read_json_lines
from indexers.sources.broken import readable
from indexers.sources.mapped import Mapped, Note
from indexers.sources.source import DatasetInfo, Source
from indexers.sources.values import date_form, left_over, needed, optional, refusing, without_nothing

_NAME = "Carnegie Museum of Art"
_THING = "cmoa:things/"

_CATEGORIES = {"Photographic Negative": "museum/photograph"}
_SIZES = ("item_width", "item_height", "item_depth", "item_diameter")
_ENDS = ("creation_date_earliest", "creation_date_latest")
_MEDIUM = re.compile(r"(?P<process>black and white|color): ?(?P<material>\S.*)")
_DAY = re.compile(r"(?P<year>\d+)-(?P<day>\d\d-\d\d)")
_PADDED = "01-01"

_NO_SIZE = {name: Note(name, "0.0 stands for unknown and is left out") for name in _SIZES}
_PADDING = Note("creation_date_earliest, _latest", "01-01 fills up an unknown month and day; the year alone is kept")
_BACKWARDS = Note("creation_date_earliest, _latest", "years that run backwards are not used; creation_date stands")
_TOO_LATE = Note("creation_date_earliest, _latest", "a year after the acquisition is not used; creation_date stands")
_ELSEWHEN = Note("creation_date_earliest, _latest", "years that creation_date contradicts; the date is text alone")
_NOBODY = Note("creator", "a name that says the maker is unknown is left out of creators")

_USED = frozenset(("title", "creation_date", *_ENDS, "accession_number", "id", *_SIZES, "web_url", "images"))
_RIGHTS = CC0.rights(_NAME)
_INSTITUTION = {"name": _NAME}
_PICTURE_RIGHTS = UNDETERMINED.rights()

Dated = tuple[dict[str, Any], bool, Note | None]


@refusing
def map_negative(row: Mapping[str, Any]) -> Mapped:
    """One negative, under what follows `cmoa:things/` in its id.

    The museum's years are wider than the words of `creation_date` (c. 1944 is 1939 to 1949) and stand before them.
    """
    notes: list[Note] = []
    extra = left_over(row, _USED)
    materials, techniques = _made(row.get("medium") or "")
    category = _CATEGORIES.get(row.get("classification") or "")
    record: dict[str, Any] = {
        "id": f"cmoa-teenie-harris:{_local_id(row)}",
        "type": "artwork",
        "dataset": "cmoa-teenie-harris",
        "title": {"en": readable(needed(row, "title"), "title", notes)},
        "creators": _creators(row, notes),
        "date": _date(row, extra, notes),
        "categories": [category] if category else [],
        "materials": list(materials),
        "techniques": list(techniques),
        "institution": _INSTITUTION,
        "media": _pictures(row),
        "identifiers": [{"scheme": "accession number", "value": needed(row, "accession_number")}],
        "rights": _RIGHTS,
        "source": without_nothing({"name": _NAME, "url": optional(row, "web_url")}),
        "extra": {**extra, **_sizes(row, notes)},
    }
    return Mapped((without_nothing(record),), tuple(notes))


def _local_id(row: Mapping[str, Any]) -> str:
    number = needed(row, "id")
    if not number.startswith(_THING):
        raise RowRejected(f"id is {number!r}; it should begin with {_THING}")
    return number.removeprefix(_THING)


def _creators(row: Mapping[str, Any], notes: list[Note]) -> list[dict[str, str]]:
    """`full_name` says a name in its order (Charles "Teenie" Harris), `cited_name` turns it round."""
    creators = []
    for maker in row["creator"]:
        if maker["full_name"].startswith("unknown"):
            notes.append(_NOBODY)
        else:
            creators.append(without_nothing({"name": maker["full_name"], "role": maker["role"]}))
    return creators


def _date(row: Mapping[str, Any], extra: dict[str, Any], notes: list[Note]) -> dict[str, Any]:
    earliest, latest = row[_ENDS[0]], row[_ENDS[1]]
    date, padded, fault = _dated(row["creation_date"], earliest, latest, (row.get("date_acquired") or "")[:4])
    if padded:
        notes.append(_PADDING)
    else:
        extra.update(zip(_ENDS, (earliest, latest), strict=True))
    if fault:
        notes.append(fault)
    return dict(date)


@lru_cache(maxsize=16_384)
def _dated(text: str, earliest: str, latest: str, acquired: str) -> Dated:
    """The date, whether its two days are nothing but padding, and why they were not used."""
    first, last = _DAY.fullmatch(earliest), _DAY.fullmatch(latest)
    if first is None or last is None:
        raise RowRejected(f"the days are {earliest!r} and {latest!r}; they should be such as 1944-01-01", "date")
    start, end = int(first["year"]), int(last["year"])
    fault = _fault(text, start, end, int(acquired or 9999))
    if fault is not None:
        # Which of two years that contradict each other is wrong, nobody can tell; one that cannot be is another matter.
        return {"text": text} if fault is _ELSEWHEN else date_form(text, parse(text)), False, fault
    return {"text": text, "start": start, "end": end}, first["day"] == last["day"] == _PADDED, None


def _fault(text: str, start: int, end: int, acquired: int) -> Note | None:
    if max(start, end) > acquired:
        return _TOO_LATE
    if start > end:
        return _BACKWARDS
    told = parse(text)
    if told.start is None or told.end is None or (told.start <= end and start <= told.end):
        return None
    return _ELSEWHEN


@lru_cache(maxsize=1024)
def _made(medium: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """“black and white: Kodak Safety Film” is a material and a process; the words stay in `extra` too."""
    found = _MEDIUM.fullmatch(line(medium))
    return ((found["material"],), (found["process"],)) if found else ((), ())


def _pictures(row: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Pictures are not part of the CC0 dedication, and nobody says what may be done with them."""
    return [{"url": each["image_url"], "type": "image", "rights": _PICTURE_RIGHTS} for each in row["images"]]


def _sizes(row: Mapping[str, Any], notes: list[Note]) -> dict[str, float]:
    known = {name: row[name] for name in _SIZES if row.get(name)}
    notes.extend(_NO_SIZE[name] for name in _SIZES if row.get(name) == 0)
    return known


SOURCE = Source(
    id="cmoa-teenie-harris",
    dataset=DatasetInfo(
        id="cmoa-teenie-harris",
        title={
            "zh-Hans": "卡内基艺术博物馆：查尔斯·“蒂尼”·哈里斯摄影档案",
            "zh-Hant": "卡內基藝術博物館：查爾斯·「蒂尼」·哈里斯攝影檔案",
            "en": 'Carnegie Museum of Art: Charles "Teenie" Harris Archive',
        },
        description={
            "zh-Hans": "查尔斯·“蒂尼”·哈里斯拍摄的底片约五万九千件的元数据，多摄于匹兹堡。图像不在 CC0 范围内。",
            "zh-Hant": "查爾斯·「蒂尼」·哈里斯拍攝的底片約五萬九千件的元數據，多攝於匹茲堡。圖像不在 CC0 範圍內。",
            "en": 'Metadata of about 59,000 negatives by the Pittsburgh photographer Charles "Teenie" Harris. '
            "The images are not part of the CC0 dedication.",
        },
        publisher=_NAME,
        licence=CC0.uri,
        url="https://github.com/cmoa/collection",
    ),
    files=("cmoa-teenie-harris.jsonl.gz",),
    read=read_json_lines,
    map=map_negative,
)
