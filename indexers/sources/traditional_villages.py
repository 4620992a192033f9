"""Chinese traditional villages (中国传统村落), batches one to four, each with a point."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from indexers.errors import RowRejected
from indexers.normalise.licences import UNDETERMINED
from indexers.normalise.places import region_of
from indexers.readers import read_delimited
from indexers.sources.mapped import Mapped
from indexers.sources.source import DatasetInfo, Source
from indexers.sources.values import degrees, left_over, mark, needed, optional, refusing, region_notes, without_nothing

_SCHEME = "中国传统村落"
_URL = "https://github.com/Flipped-cloud/ancient-buildings"
_NAME = "中国传统村落名录（Flipped-cloud 整理）"

_BATCHES = {"一": (1, 2012), "二": (2, 2013), "三": (3, 2014), "四": (4, 2016), "五": (5, 2019)}
"""The number of each batch and the year the ministries announced it."""

_USED = frozenset({"Village", "Title", "Batch", "lng_wgs84", "lat_wgs84"})
_RIGHTS = UNDETERMINED.rights()


@refusing
def map_village(row: Mapping[str, Any]) -> Mapped:
    """One village. The list gives no numbers, so its id is a mark made from the full name, which is unique in it."""
    full_name = needed(row, "Title")
    batch, year = _batch(row)
    county = optional(row, "County")
    region = region_of(optional(row, "Province"), optional(row, "City"), county)
    record: dict[str, Any] = {
        "id": f"traditional-villages:{mark(full_name)}",
        "type": "site",
        "dataset": "traditional-villages",
        "title": {"zh-Hans": needed(row, "Village")},
        "alternative_titles": [full_name],
        "region": region,
        "place": {"text": full_name, "lat": degrees(row, "lat_wgs84"), "lon": degrees(row, "lng_wgs84")},
        "categories": ["heritage/traditional-village"],
        "level": "national",
        "designations": [{"scheme": _SCHEME, "level": "national", "batch": str(batch), "year": year}],
        "rights": _RIGHTS,
        "source": {"name": _NAME, "url": _URL},
        "extra": left_over(row, _USED),
    }
    return Mapped((without_nothing(record),), region_notes("County", county, region))


def _batch(row: Mapping[str, Any]) -> tuple[int, int]:
    named = needed(row, "Batch")
    if named not in _BATCHES:
        raise RowRejected(f"Batch is {named!r}; there are {'、'.join(_BATCHES)}")
    return _BATCHES[named]


SOURCE = Source(
    id="traditional-villages",
    dataset=DatasetInfo(
        id="traditional-villages",
        title={"zh-Hans": "中国传统村落", "zh-Hant": "中國傳統村落", "en": "Traditional Villages of China"},
        description={
            "zh-Hans": "列入中国传统村落名录的村落（第一至第四批），附 WGS 84 坐标。整理者未声明许可，权利状况不明："
            "仅供测试，勿再发布。",
            "zh-Hant": "列入中國傳統村落名錄的村落（第一至第四批），附 WGS 84 坐標。整理者未聲明許可，權利狀況不明："
            "僅供測試，勿再發布。",
            "en": "The villages of the first four batches of the national list, with WGS 84 points. Its compiler "
            "states no licence and the rights are not determined: for tests only, not to be published again.",
        },
        publisher=_NAME,
        licence=UNDETERMINED.uri,
        url=_URL,
    ),
    files=("heritage-traditional-villages-b1-4.csv.gz",),
    read=read_delimited,
    map=map_village,
)
