"""The tile-grid map as a page shows it: each provincial division a tile, its shade by how many records it has."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass

from flask import request

from api.portal.words import Words, number
from exchange.charts.tilemap import layout, short_name
from records.vocabularies import regions
from search.results import Results

SHADES = 5


@dataclass(frozen=True, slots=True)
class Tile:
    """`column` and `row` count from 0; `shade` is 0 for none, then 1 to 5; `href` is empty where nothing is."""

    code: str
    name: str
    count: int
    column: int
    row: int
    shade: int
    href: str
    chosen: bool


def tiles(counts: Mapping[str, int], t: Words, leads: Callable[[str], str], chosen: Collection[str] = ()) -> list[Tile]:
    """From north to south, then from west to east, as they are read."""
    by_count = shades([counts[code] for code in layout() if counts.get(code)])
    found = [
        Tile(
            code,
            short_name(regions().label(code, t.lang)),
            counts.get(code, 0),
            *at,
            by_count.get(counts.get(code, 0), 0),
            leads(code) if counts.get(code) else "",
            code in chosen,
        )
        for code, at in layout().items()
    ]
    return sorted(found, key=lambda one: (one.row, one.column))


def left_out(found: Results, t: Words) -> list[str]:
    """How many records the tiles leave out: those of no region, and those of all of them.

    A count of regions leaves out of account which of them were chosen, so what is of no tile is told where none is.
    """
    (counted,) = (one for one in found.facets if one.field == "region")
    drawn = sum(one.count for one in counted.values if one.value in layout())
    missing = counted.missing_count
    nation = 0 if request.args.get("region") else found.total - drawn - missing
    return [
        *([t("places.missing", n=number(missing))] if missing else []),
        *([t("places.nation", n=number(nation))] if nation > 0 else []),
    ]


def shades(found: list[int]) -> dict[int, int]:
    """By fifths of the divisions, equal counts always alike."""
    ordered = sorted(found)
    return {count: 1 + (SHADES * ordered.index(count)) // len(ordered) for count in ordered}
