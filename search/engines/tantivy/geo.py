"""Boxes and distances on the two fast fields of a point; tantivy itself knows no places."""

from __future__ import annotations

from dataclasses import dataclass
from math import asin, cos, degrees, pi, radians, sin, sqrt

from tantivy import DocAddress, FieldType, Occur, Query

from search.engines.tantivy.results import found_count
from search.engines.tantivy.snapshot import Snapshot
from search.geometry import EARTH_KM, distance_km
from search.query import Box, Near, Point

FARTHEST_KM = EARTH_KM * pi
_SLACK = 1e-9
"""Relative: what rounding may do to a bound."""


@dataclass(frozen=True, slots=True)
class Found:
    """A record with a point, so far from the place it is seen from."""

    km: float
    ordinal: int
    address: DocAddress


def box_query(snapshot: Snapshot, box: Box) -> Query:
    """Edges counted; a box whose west is east of its east crosses the date line."""
    lat = _range(snapshot, "lat", box.south, box.north)
    if box.west <= box.east:
        lon = _range(snapshot, "lon", box.west, box.east)
    else:
        sides = [_range(snapshot, "lon", box.west, None), _range(snapshot, "lon", None, box.east)]
        lon = Query.boolean_query([(Occur.Should, side) for side in sides], 1)
    return Query.boolean_query([(Occur.Must, lat), (Occur.Must, lon)])


def near_query(snapshot: Snapshot, near: Near) -> Query:
    """All of an inner box, and of the ring around it those that are measured to be near enough."""
    outer = box_query(snapshot, box_around(near.centre, near.radius_km))
    inner = _box_within(near.centre, near.radius_km)
    if inner is None:
        return _measured(snapshot, near, outer)
    inside = box_query(snapshot, inner)
    ring = Query.boolean_query([(Occur.Must, outer), (Occur.MustNot, inside)])
    return Query.boolean_query([(Occur.Should, inside), (Occur.Should, _measured(snapshot, near, ring))], 1)


def measured(snapshot: Snapshot, centre: Point, among: Query) -> list[Found]:
    """Every record of `among`, which must all have points, with its distance, in no order."""
    count = found_count(snapshot.searcher.search(among, limit=1))
    if not count:
        return []
    addresses = [address for _, address in snapshot.searcher.search(among, limit=count, count=False).hits]
    return [
        Found(distance_km(centre, float(lat), float(lon)), int(ordinal), address)
        for lat, lon, ordinal, address in zip(
            *(snapshot.searcher.fast_field_values(name, addresses) for name in ("lat", "lon", "ordinal")),
            addresses,
            strict=True,
        )
        if lat is not None and lon is not None and ordinal is not None
    ]


def box_around(centre: Point, radius_km: float) -> Box:
    """The smallest box, or a little more, that holds every point within the radius."""
    reach = radius_km / EARTH_KM * (1 + _SLACK) + _SLACK
    up = degrees(reach)
    south, north = centre.lat - up, centre.lat + up
    if south <= -90 or north >= 90:
        return Box(-180.0, max(south, -90.0), 180.0, min(north, 90.0))
    wide = degrees(asin(min(1.0, sin(reach) / cos(radians(centre.lat))))) * (1 + _SLACK)
    return Box(_wrapped(centre.lon - wide), south, _wrapped(centre.lon + wide), north)


def _box_within(centre: Point, radius_km: float) -> Box | None:
    """A box that lies within the radius with all its corners, its farthest points; None near poles and edges."""
    up = degrees(radius_km / EARTH_KM / sqrt(2))
    if abs(centre.lat) + up > 85 or up > 40:
        return None
    wide = up / cos(radians(abs(centre.lat) + up))
    if abs(centre.lon) + wide > 180:
        return None
    for _ in range(40):
        corners = [(centre.lat + up, wide), (centre.lat - up, wide)]
        if all(distance_km(centre, lat, centre.lon + side) < radius_km * (1 - 1e-7) for lat, side in corners):
            return Box(centre.lon - wide, centre.lat - up, centre.lon + wide, centre.lat + up)
        up, wide = up * 0.97, wide * 0.97
    return None


def _measured(snapshot: Snapshot, near: Near, among: Query) -> Query:
    found = measured(snapshot, near.centre, among)
    ordinals = [each.ordinal for each in found if each.km <= near.radius_km]
    return Query.term_set_query(snapshot.schema, "ordinal", ordinals) if ordinals else Query.empty_query()


def _range(snapshot: Snapshot, field: str, least: float | None, most: float | None) -> Query:
    return Query.range_query(snapshot.schema, field, FieldType.Float, lower_bound=least, upper_bound=most)


def _wrapped(lon: float) -> float:
    if -180 <= lon <= 180:
        return lon
    return (lon + 180) % 360 - 180
