"""The bearers of national intangible heritage (国家级非遗代表性传承人), six batches: one record a person, as listed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from functools import cache, partial
from pathlib import Path
from typing import Any

from indexers.errors import RowRejected, UnreadableFile
from indexers.normalise.licences import UNDETERMINED
from indexers.normalise.places import lies_in, region_in, within
from indexers.readers import read_delimited
from indexers.sources import ich_projects
from indexers.sources.mapped import Mapped, Note
from indexers.sources.source import DatasetInfo, Source
from indexers.sources.values import left_over, needed, optional, refusing, without_nothing

_SCHEME = "国家级非物质文化遗产代表性传承人"
_NAME = "中国非物质文化遗产网"
_NO_PROVINCE = "未知"
_RELATION = "inheritorOf"

_UNKNOWN = Note("province", "未知 stands for unknown and is left out")
_NO_FILE = Note("child_num", "the file of projects is not beside this one; inheritors are not linked")
_BROKEN_FILE = Note("child_num", "the file of projects beside this one cannot be read; inheritors are not linked")
_NO_CODE = Note("project_code", "no project has this code; not linked")
_NO_ENTRY = Note("child_num", "no entry of the project has this number; not linked")
_SEVERAL = Note("child_num", "several entries of the project have this number, region and name; not linked")

_USED = frozenset((
    "raw_record_id", "name", "category", "project_name", "region_raw", "province", "inheritor_batch_no",
    "publish_year", "source_url",
))  # fmt: skip
_RIGHTS = UNDETERMINED.rights("中国非物质文化遗产网（www.ihchina.cn）")

Entry = tuple[str, str, str]
"""The id of a project's record, its region as it is written, its name."""

Entries = Mapping[str, Mapping[str, tuple[Entry, ...]]]
"""Entries by project code and number."""


@refusing
def map_inheritor(row: Mapping[str, Any]) -> Mapped:
    """One person, under the number the entry has on ihchina.cn, with what the list says and nothing else.

    Two persons of one name are two records.
    """
    unknown = optional(row, "province") == _NO_PROVINCE
    extra = left_over(row, _USED)
    record: dict[str, Any] = {
        "id": f"ich-inheritors:{needed(row, 'raw_record_id')}",
        "type": "person",
        "dataset": "ich-inheritors",
        "title": {"zh-Hans": needed(row, "name")},
        "region": _region(row),
        "place": without_nothing({"text": optional(row, "region_raw")}),
        "categories": ["person/inheritor"],
        "subjects": list(dict.fromkeys(filter(None, (optional(row, "project_name"), optional(row, "category"))))),
        "level": "national",
        "designations": [_designation(row)],
        "rights": _RIGHTS,
        "source": without_nothing({"name": _NAME, "url": optional(row, "source_url")}),
        "extra": extra if unknown else {**extra, "province": optional(row, "province")},
    }
    return Mapped((without_nothing(record),), (_UNKNOWN,) if unknown else ())


def map_linked(folder: Path, row: Mapping[str, Any]) -> Mapped:
    """The person with the one entry of the projects' list that bears the same code and number."""
    made = map_inheritor(row)
    found = _entry(row, entries(folder))
    if isinstance(found, Note):
        return Mapped(made.records, (*made.notes, found))
    (record,) = made.records
    return Mapped(({**record, "relations": [{"type": _RELATION, "id": found}]},), made.notes)


def _region(row: Mapping[str, Any]) -> str:
    """The place the row names, where it lies in the province told beside it; else that province."""
    province, named = within("", optional(row, "province")), region_in(optional(row, "region_raw"))
    return named if not province or lies_in(named, province) else province


def _designation(row: Mapping[str, Any]) -> dict[str, Any]:
    year = needed(row, "publish_year")
    if not year.isdecimal():
        raise RowRejected(f"publish_year is {year!r}; it should be a year")
    known = {"scheme": _SCHEME, "level": "national", "batch": optional(row, "inheritor_batch_no"), "year": int(year)}
    return without_nothing(known)


def _entry(row: Mapping[str, Any], known: Entries | Note) -> str | Note:
    if isinstance(known, Note):
        return known
    numbers = known.get(optional(row, "project_code"))
    if numbers is None:
        return _NO_CODE
    found = numbers.get(optional(row, "child_num"), ())
    if len(found) > 1:
        # The publisher gave one number to several entries; their regions, then their names, tell them apart.
        found = tuple(entry for entry in found if entry[1] == optional(row, "region_raw")) or found
        found = tuple(entry for entry in found if entry[2] == optional(row, "project_name"))
        return found[0][0] if len(found) == 1 else _SEVERAL
    return found[0][0] if found else _NO_ENTRY


@cache
def entries(folder: Path) -> Entries | Note:
    """The projects' list of that folder, packed or not; else why it is not known. Read once a process."""
    (name,) = ich_projects.SOURCE.files
    for path in (folder / name, folder / name.removesuffix(".gz")):
        if path.is_file():
            try:
                return _entries(path)
            except UnreadableFile:
                return _BROKEN_FILE
    return _NO_FILE


def _entries(path: Path) -> Entries:
    found: dict[str, dict[str, tuple[Entry, ...]]] = defaultdict(dict)
    for row in ich_projects.SOURCE.read(path):
        value = row.value or {}
        code, number, local = (optional(value, name) for name in ("project_code", "project_num", "raw_record_id"))
        if code and number and local:
            entry = f"ich-projects:{local}", optional(value, "region_raw"), optional(value, "project_name")
            found[code][number] = (*found[code].get(number, ()), entry)
    return dict(found)


def linking(folder: Path) -> partial[Mapped]:
    return partial(map_linked, folder)


SOURCE = Source(
    id="ich-inheritors",
    dataset=DatasetInfo(
        id="ich-inheritors",
        title={
            "zh-Hans": "国家级非物质文化遗产代表性传承人",
            "zh-Hant": "國家級非物質文化遺產代表性傳承人",
            "en": "Bearers of National Intangible Cultural Heritage",
        },
        description={
            "zh-Hans": "国家级非物质文化遗产代表性传承人第一至第六批，与其项目相连。整理者未声明许可，"
            "权利状况不明：仅供测试，勿再发布。",
            "zh-Hant": "國家級非物質文化遺產代表性傳承人第一至第六批，與其項目相連。整理者未聲明許可，"
            "權利狀況不明：僅供測試，勿再發布。",
            "en": "The six batches of the official list, each person with the entry of the list that is borne. Its "
            "compiler states no licence and the rights are not determined: for tests only, not to be published again.",
        },
        publisher=_NAME,
        licence=UNDETERMINED.uri,
        url="https://www.ihchina.cn/",
    ),
    files=("ich-inheritors.csv.gz",),
    read=read_delimited,
    map=map_inheritor,
    linking=linking,
)
