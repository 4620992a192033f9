"""The World Heritage List of UNESCO as of May 2026: one property a member of `results`, in English."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any

from indexers.errors import RowRejected
from indexers.normalise.licences import UNDETERMINED
from indexers.normalise.places import NATION
from indexers.normalise.text import line, plain
from indexers.readers import read_json
from indexers.sources.mapped import Mapped, Note
from indexers.sources.source import DatasetInfo, Source
from indexers.sources.values import left_over, needed, optional, refusing, without_nothing

_NAME = "UNESCO World Heritage Centre"
_SCHEME = "UNESCO World Heritage List"
_PAGE = "https://whc.unesco.org/en/list/{}/"

_CATEGORIES = {
    "Cultural": "heritage/world-heritage/cultural",
    "Natural": "heritage/world-heritage/natural",
    "Mixed": "heritage/world-heritage/mixed",
}

_IN_ONE_PROVINCE = {
    "110000": (449, 880, 881, 1714),
    "130000": (703,),
    "140000": (812, 1039, 1279),
    "150000": (1389, 1638),
    "320000": (813,),
    "330000": (1334, 1592),
    "340000": (547, 1002),
    "350000": (1113, 1541, 1561),
    "360000": (778, 1292),
    "370000": (437, 704),
    "410000": (1003, 1114, 1305),
    "420000": (705,),
    "430000": (640,),
    "440000": (1112,),
    "450000": (1508,),
    "500000": (912,),
    "510000": (637, 638, 779, 1001, 1213),
    "520000": (1559,),
    "530000": (811, 1083, 1111, 1388, 1665),
    "540000": (707,),
    "610000": (441,),
    "620000": (440,),
    "630000": (1540,),
    "640000": (1736,),
    "650000": (1414,),
    "820000": (1110,),
}
"""China's properties that lie in one province, by their numbers on the list: read from their names and descriptions
and compared with their points. Those in several (the Great Wall, the Grand Canal) belong to the nation."""

_PROVINCES = {number: province for province, numbers in _IN_ONE_PROVINCE.items() for number in numbers}

_MARKUP = Note("name", "markup is taken out of the name")
_NO_STATE = Note("country", "none is named, as for properties that lie in several states; the record names none")
_NO_POINT = Note("latitude, longitude", "are empty; the record has no point")
_NO_AREA = Note("area_hectares", "0 stands for unknown and is left out")

_USED = frozenset((
    "id", "official_name", "name", "country", "category", "year_inscribed", "latitude", "longitude",
    "short_description", "area_hectares",
))  # fmt: skip
_RIGHTS = UNDETERMINED.rights("UNESCO World Heritage Centre, whc.unesco.org")


@refusing
def map_property(row: Mapping[str, Any]) -> Mapped:
    """One property, under its number on the list; its page on UNESCO's site has the same number.

    The descriptions are UNESCO's, under terms of its own: not open, and to be credited.
    """
    number = int(row["id"])
    notes: list[Note] = []
    area = row.get("area_hectares")
    if area == 0:
        notes.append(_NO_AREA)
    record: dict[str, Any] = {
        "id": f"world-heritage:{number}",
        "type": "site",
        "dataset": "world-heritage",
        "title": {"en": _name(row, notes)},
        "description": without_nothing({"en": plain(row.get("short_description") or "")}),
        "region": _PROVINCES.get(number, NATION) if row.get("state_party") == "CHN" else "",
        "place": _place(row, notes),
        "categories": [_category(row)],
        "designations": [{"scheme": _SCHEME, "number": str(number), "year": int(row["year_inscribed"])}],
        "rights": _RIGHTS,
        "source": {"name": _NAME, "url": _PAGE.format(number)},
        "extra": {**left_over(row, _USED), **({"area_hectares": area} if area else {})},
    }
    return Mapped((without_nothing(record),), tuple(notes))


def _name(row: Mapping[str, Any], notes: list[Note]) -> str:
    """<em>Tulou</em> without its markup; official_name and name are the same in all rows."""
    written = needed(row, "name")
    name = line(plain(written))
    if name != written:
        notes.append(_MARKUP)
    return name


def _place(row: Mapping[str, Any], notes: list[Note]) -> dict[str, Any]:
    """The state and the point."""
    country, point = optional(row, "country"), (row.get("latitude"), row.get("longitude"))
    if not country:
        notes.append(_NO_STATE)
    place: dict[str, Any] = {"text": country} if country else {}
    if None in point:
        notes.append(_NO_POINT)
        return place
    return {**place, "lat": float(point[0]), "lon": float(point[1])}  # type: ignore[arg-type]


def _category(row: Mapping[str, Any]) -> str:
    named = needed(row, "category")
    if named not in _CATEGORIES:
        raise RowRejected(f"category is {named!r}; there are {', '.join(_CATEGORIES)}")
    return _CATEGORIES[named]


SOURCE = Source(
    id="world-heritage",
    dataset=DatasetInfo(
        id="world-heritage",
        title={"zh-Hans": "世界遗产名录", "zh-Hant": "世界遺產名錄", "en": "World Heritage List"},
        description={
            "zh-Hans": "联合国教科文组织《世界遗产名录》的遗产，附坐标、标准与英文简介。"
            "简介依教科文组织自己的条款使用，请注明出处，勿再发布。",
            "zh-Hant": "聯合國教科文組織《世界遺產名錄》的遺產，附坐標、標準與英文簡介。"
            "簡介依教科文組織自己的條款使用，請註明出處，勿再發布。",
            "en": "The properties of UNESCO's World Heritage List, with points, criteria and short descriptions. The "
            "descriptions are under UNESCO's own terms: credit it, and do not publish them again.",
        },
        publisher=_NAME,
        licence=UNDETERMINED.uri,
        url="https://whc.unesco.org/en/list/",
    ),
    files=("unesco-world-heritage-sites.json.gz",),
    read=partial(read_json, pointer="/results"),
    map=map_property,
)
