"""From what a request says to a breakdown; and what its parameters cannot say together."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from typing import Any

from api.errors import Fault
from api.questions import filtering
from api.questions.filtering import Asked
from api.schemas.breaking import DEPTHS, DIMENSIONS, PICKED, SMALL, TREES, USUAL
from search.breakdown import REGION_LEVELS, Breakdown, Days, Dimension, Metric, Nodes, Regions, Tiles, Values, Years
from search.choices import choices, is_choice
from search.errors import QueryRefused
from search.query import Query
from search.reasons import Reason
from search.tables.checking import check_breakdown
from search.tables.numbered import PARTS

Given = Collection[str]

TAKEN_BY: Mapping[str, tuple[str, ...]] = {
    "top": PICKED,
    "order": PICKED,
    "parent": TREES,
    "depth": DEPTHS,
    "region_level": ("region",),
    "interval": ("year",),
    "counted": ("year",),
    "precision": ("grid",),
}
"""The dimensions that each setting is for."""


def breakdown(asked: Asked) -> Breakdown:
    """Of a request whose parameters are sound, each by itself."""
    by = tuple(_MAKERS[name](name, asked) for name in asked["by"])
    return Breakdown(by, tuple(asked.get("metric", (Metric(),))), asked.get("empty", False))


def _of(asked: Asked, setting: str, dimension: str, otherwise: Any) -> Any:
    given: Mapping[str, Any] = asked.get(setting, {})
    return given.get(dimension, given.get("", otherwise))


def _values(name: str, asked: Asked) -> Dimension:
    usual = len(choices(name)) if name in SMALL else USUAL
    return Values(name, _of(asked, "top", name, usual), _of(asked, "order", name, "count"))


def _nodes(name: str, asked: Asked) -> Dimension:
    return Nodes(name, _of(asked, "depth", name, 1), _of(asked, "parent", name, ""))


def _regions(name: str, asked: Asked) -> Dimension:
    return Regions(asked.get("region_level", REGION_LEVELS[0]), _of(asked, "parent", name, ""))


def _years(_: str, asked: Asked) -> Dimension:
    return Years(asked.get("interval"), asked.get("counted", "overlap"))


def _tiles(_: str, asked: Asked) -> Dimension:
    return Tiles(asked.get("precision", 5))


def _days(name: str, _: Asked) -> Dimension:
    return Days(name)


_MAKERS: Mapping[str, Callable[[str, Asked], Dimension]] = {
    **dict.fromkeys(PICKED, _values),
    **dict.fromkeys(DEPTHS, _nodes),
    **dict.fromkeys(PARTS, _days),
    "region": _regions,
    "year": _years,
    "grid": _tiles,
}


def clashes(asked: Asked, given: Given) -> Iterator[Fault]:
    """What cannot be asked of a table; nothing of requests for anything else."""
    if "by" not in asked or not set(asked["by"]) <= set(DIMENSIONS):
        return
    found = [fault for rule in _RULES for fault in rule(asked, given)]
    told = {fault.parameter for fault in found}
    yield from (*found, *(fault for fault in _refusals(asked) if fault.parameter not in told))


def _refusals(asked: Asked) -> Iterator[Fault]:
    """What the search would refuse, told together with all else."""
    try:
        check_breakdown(breakdown(asked), Query(filters=filtering.filters(asked)))
    except QueryRefused as refused:
        yield from (Fault(one.parameter, one.reason, one.suggestion) for one in refused.problems)


def _untaken(asked: Asked, given: Given) -> Iterator[Fault]:
    """A setting of a dimension that is not asked for."""
    for setting, takers in TAKEN_BY.items():
        if setting not in given:
            continue
        if not set(takers) & set(asked["by"]):
            told = ", ".join(takers)
            reason = Reason("setting-unused", f"is for {told}, and none of these is in by", known=told)
            yield Fault(setting, reason)
        elif isinstance(value := asked.get(setting), Mapping):
            rest = [name for name in value if name and name not in asked["by"]]
            yield from (Fault(setting, f"is given for {name}, which is not in by") for name in rest)


def _ambiguous_parent(asked: Asked, _: Given) -> Iterator[Fault]:
    trees = [name for name in asked["by"] if name in TREES]
    parent = asked.get("parent", {}).get("")
    if parent is not None and len(trees) > 1:
        meant = next((f"{name}:{parent}" for name in trees if is_choice(name, parent)), "")
        yield Fault("parent", f"may be one of {' or '.join(trees)}; say of which, as in {trees[0]}:…", meant)


def _ambiguous_level(asked: Asked, given: Given) -> Iterator[Fault]:
    """In lists `level` is who publishes; beside regions it may be taken for theirs, and the numbers would be others."""
    levels = [name for name in asked.get("level", ()) if name in REGION_LEVELS]
    if "region" in asked["by"] and levels and "region_level" not in given:
        reason = (
            "chooses records by the level of who publishes them, as in lists; the divisions have region_level. "
            "Give region_level, with or without this"
        )
        yield Fault("level", reason, f"region_level={levels[0]}")


def _no_matrix(asked: Asked, given: Given) -> Iterator[Fault]:
    if asked.get("layout") != "matrix":
        return
    if len(asked["by"]) != 2:
        yield Fault("layout", f"is a matrix, which has 2 dimensions; by has {len(asked['by'])}", "tidy")
    for name in ("page_size", "cursor"):
        if name in given:
            yield Fault(name, "is for rows; a matrix is given whole")


_RULES: tuple[Callable[[Asked, Given], Iterator[Fault]], ...] = (
    _untaken,
    _ambiguous_parent,
    _ambiguous_level,
    _no_matrix,
)
