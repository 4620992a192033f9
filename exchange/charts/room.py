"""About how large a chart is drawn, told before it is: so that a page can keep its place free."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from math import sqrt
from typing import Any

from exchange.charts.theme import LABEL, NOTE, SUBTITLE, TITLE
from exchange.tables.text import width

_LINE = 1.2
"""Of a line of text, in letters' heights."""
_APART = 14
"""Pixels between the title and what is drawn, beyond what the specification tells."""

_AXIS_BELOW, _AXIS_BESIDE, _FIGURES, _SYMBOL = 38, 52, 34, 40
"""Pixels: an axis with its title, under and beside a plot; what is written past a bar's end; a sign of the legend."""

_QUOTED = re.compile(r"'([^']*)'")


@dataclass(frozen=True, slots=True)
class Room:
    """In pixels, at a scale of 1."""

    width: int
    height: int


def room(spec: Mapping[str, Any]) -> Room:
    """Of a chart's specification; the true size is known to the library alone, and is nearly this."""
    view, padding = spec["vconcat"][0], 2 * spec["padding"]
    across = _before(view) + _plot(view, "width", "x") + _after(view)
    down = _above(spec, view) + _plot(view, "height", "y") + _below(view)
    told = max(_widest(spec["title"]["text"], TITLE), _widest(_notes(view), NOTE))
    return Room(round(max(across, told) + padding), round(down + padding))


def _plot(view: Mapping[str, Any], side: str, channel: str) -> float:
    told = view[side]
    if not isinstance(told, Mapping):
        return float(told)
    return float(told["step"] * len(next(_channels(view, channel))["scale"]["domain"]))


def _units(view: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    """The view and its layers."""
    yield view
    yield from view.get("layer", ())


def _channels(view: Mapping[str, Any], channel: str) -> Iterator[Mapping[str, Any]]:
    for one in _units(view):
        if channel in one.get("encoding", {}):
            yield one["encoding"][channel]


def _has_axis(view: Mapping[str, Any], channel: str) -> bool:
    return any(one.get("axis") for one in _channels(view, channel))


def _names(view: Mapping[str, Any], at: str) -> float:
    """The widest name written at an edge of the plot, in pixels."""
    found = (one for one in _units(view) if isinstance(one.get("mark"), Mapping) and one["mark"].get(at) == 0)
    values = [value["name"] for one in found for value in one.get("data", view["data"])["values"]]
    return LABEL * max(map(width, values), default=0)


def _before(view: Mapping[str, Any]) -> float:
    names = _names(view, "x")
    return names + 8 if names else _AXIS_BESIDE if _has_axis(view, "y") else 0


def _after(view: Mapping[str, Any]) -> float:
    """The legend, or the figures past the bars' ends."""
    for one in _channels(view, "color"):
        if one.get("legend") and one["legend"].get("orient", "right") == "right":
            return _SYMBOL + LABEL * max(map(width, _of_legend(one)))
    return _FIGURES if _has_axis(view, "x") and isinstance(view["height"], Mapping) else 0


def _of_legend(colour: Mapping[str, Any]) -> Iterator[str]:
    legend = colour["legend"]
    yield str(legend.get("title") or "")
    yield from _QUOTED.findall(legend["labelExpr"]) if "labelExpr" in legend else map(str, colour["scale"]["domain"])


def _above(spec: Mapping[str, Any], view: Mapping[str, Any]) -> float:
    title = spec["title"]
    said = _LINE * (TITLE * len(_lines(title["text"])) + SUBTITLE * len(title["subtitle"]))
    return said + float(title["offset"]) + _APART + _names(view, "y") / sqrt(2)


def _below(view: Mapping[str, Any]) -> float:
    axis = _AXIS_BELOW if _has_axis(view, "x") else 0
    notes = _notes(view)
    return axis + (view["title"]["offset"] + NOTE * _LINE * len(notes) if notes else 0)


def _notes(view: Mapping[str, Any]) -> list[str]:
    return _lines(view.get("title", {}).get("text", []))


def _lines(text: str | list[str]) -> list[str]:
    return [text] if isinstance(text, str) else text


def _widest(text: str | list[str], size: float) -> float:
    return size * max(map(width, _lines(text)), default=0)
