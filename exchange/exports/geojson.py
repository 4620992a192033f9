"""Records as one GeoJSON feature each (RFC 7946), a line a feature; the mark is a foreign member at the end."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import orjson

from exchange.exports.columns import Column, grouped
from exchange.exports.ending import Ending
from exchange.exports.kept import Kept, Shows
from exchange.exports.members import Members
from records.model import JsonMap

_APART = ("id", "lat", "lon")
"""What a feature tells elsewhere than in its properties."""


class GeojsonWriter:
    """A record without a point has no geometry; its properties are the columns that have a value."""

    def __init__(self, columns: Sequence[Column], shows: Shows) -> None:
        self._groups = grouped([column for column in columns if column.name not in _APART])
        self._shows = shows
        self._members = Members(b'{"type":"FeatureCollection","features":[\n')

    def begin(self) -> bytes:
        return self._members.begin

    def add(self, records: Sequence[Kept]) -> bytes:
        return self._members.add([orjson.dumps(self._feature(self._shows(one))) for one in records])

    def last(self) -> bytes:
        return self._members.last()

    def mark(self, ending: Ending | None) -> bytes:
        return self._members.mark(ending)

    def _feature(self, record: JsonMap) -> dict[str, Any]:
        found = ((group.of(record), group) for group in self._groups)
        some = ((value, group) for value, group in found if value is not None)
        read = ((column.name, column.read(value)) for value, group in some for column in group.columns)
        told = {name: value for name, value in read if value is not None}
        return {"type": "Feature", "id": record["id"], "geometry": _point(record), "properties": told}


def _point(record: JsonMap) -> dict[str, Any] | None:
    place = record.get("place") or {}
    if "lat" not in place:
        return None
    return {"type": "Point", "coordinates": [place["lon"], place["lat"]]}
