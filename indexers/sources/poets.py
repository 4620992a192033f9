"""Authors of the chinese-poetry project, a dynasty's a file: as persons, and as ids that poems may lead to."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from indexers.errors import UnreadableFile
from indexers.normalise.dates import ParsedDate
from indexers.normalise.licences import PUBLIC_DOMAIN
from indexers.normalise.persons import courtesy_names, life_told_in, life_years
from indexers.normalise.text import lines
from indexers.readers import read_json_lines
from indexers.sources.mapped import Mapped, Note, where
from indexers.sources.source import DatasetInfo
from indexers.sources.values import date_form, left_over, needed, optional, without_nothing

URL = "https://github.com/chinese-poetry/chinese-poetry"
PUBLISHER = "chinese-poetry"
RIGHTS = PUBLIC_DOMAIN.rights("chinese-poetry, MIT © 2016 JackeyGao")

NAMELESS = frozenset(
    ("不詳", "不详", "無名氏", "无名氏", "佚名", "闕名", "阙名", "缺名", "失名", "失撰人名", "作者未詳", "作者未详")
)
"""What is written for an author whose name is not known."""

_USED = frozenset({"id", "name", "desc", "_dynasty"})
_NO_BIOGRAPHY = "無傳。"

_NOBODY = Note("name", "says that the name is not known; kept as the heading of such works")
_LEFT_OUT = Note("desc", "無傳。 says that there is no biography; left out")
_LIFE = Note("desc", "years of life in its opening stand in the date as well")
_LIFE_NOT_UNDERSTOOD = Note("desc", "years of life in its opening are not understood; the date is text alone")
_OTHER_NAMES = Note("desc", "names in its opening (字, 號) stand among the other names as well")
_NO_FILE = Note("author", "the file of authors is not beside this one; poems are not linked")
_BROKEN_FILE = Note("author", "the file of authors beside this one cannot be read; poems are not linked")


@dataclass(frozen=True, slots=True)
class Authors:
    """The authors of one dynasty: their data set, what `_dynasty` calls it, its period, and the name of their file."""

    dataset: str
    dynasty: str
    period: str
    file: str

    @property
    def outside(self) -> Note:
        """For a row of some other dynasty."""
        return Note("_dynasty", f"is not {self.dynasty}; kept as it is told, without a period")


def dataset(name: str, title: Mapping[str, str], description: Mapping[str, str]) -> DatasetInfo:
    """A data set of that project."""
    return DatasetInfo(name, title, description, PUBLISHER, PUBLIC_DOMAIN.uri, URL)


def person(row: Mapping[str, Any], of: Authors) -> Mapped:
    """One author. A name may stand in a file several times: those are different people, or two accounts of one."""
    name, biography = needed(row, "name"), _biography(row)
    extra = left_over(row, _USED)
    dynasty = row.get("_dynasty")
    if dynasty != of.dynasty:
        extra["_dynasty"] = dynasty
    told = life_told_in(biography)
    life = life_years(told) if told else ParsedDate()
    others = [other for other in courtesy_names(biography) if other != name]
    record: dict[str, Any] = {
        "id": f"{of.dataset}:{needed(row, 'id')}",
        "type": "person",
        "dataset": of.dataset,
        "title": {"zh-Hant": name},
        "alternative_titles": others,
        "description": {"zh-Hant": biography} if biography else {},
        "date": date_form(told, life) if told else {},
        "periods": [of.period] if dynasty == of.dynasty else [],
        "categories": ["person/writer"],
        "rights": RIGHTS,
        "source": {"name": PUBLISHER, "url": URL},
        "extra": extra,
    }
    notes = where(
        (dynasty != of.dynasty, of.outside),
        (name in NAMELESS, _NOBODY),
        (optional(row, "desc") == _NO_BIOGRAPHY, _LEFT_OUT),
        (life.understood, _LIFE),
        (told and not life.understood, _LIFE_NOT_UNDERSTOOD),
        (others, _OTHER_NAMES),
    )
    return Mapped((without_nothing(record),), notes)


def _biography(row: Mapping[str, Any]) -> str:
    told = row.get("desc")
    text = lines(told) if isinstance(told, str) else ""
    return "" if text == _NO_BIOGRAPHY else text


@cache
def ids_by_name(folder: Path, authors: Authors) -> Mapping[str, str] | Note:
    """The id of each author of a folder's file by name, "" where several are called so; else why they are not known.

    Read once a process.
    """
    for path in (folder / authors.file, folder / authors.file.removesuffix(".gz")):
        if path.is_file():
            try:
                return _ids(path, authors)
            except UnreadableFile:
                return _BROKEN_FILE
    return _NO_FILE


def _ids(path: Path, authors: Authors) -> Mapping[str, str]:
    found: dict[str, str] = {}
    for name, local in _named(path):
        found[name] = "" if name in found else f"{authors.dataset}:{local}"
    return found


def _named(path: Path) -> Iterator[tuple[str, str]]:
    """Name and number of every row that has both."""
    for row in read_json_lines(path):
        value = row.value or {}
        name, local = optional(value, "name"), optional(value, "id")
        if name and local:
            yield name, local
