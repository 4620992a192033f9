"""Networks: places worked out by ourselves, the same each time; circles by count, lines by how often together."""

from __future__ import annotations

import math
from collections.abc import Sequence

from exchange.charts.drawing import Drawing, Json, View, name_of
from exchange.charts.springs import Place, parted, places
from exchange.errors import CannotShow
from exchange.tables.network import Link, Network
from exchange.tables.text import cut, width
from exchange.tables.words import number, said

MOST = 200
SMALLEST, LARGEST = 50, 1100
"""Of a circle, in square pixels."""

GAP = 2
"""Pixels between two circles, on either side."""

EDGE = 1.08
"""Where the picture ends; nodes lie within -1 to 1."""


def network_view(network: Network, drawing: Drawing) -> View:
    if len(network.nodes) > MOST:
        raise CannotShow(f"a network of {len(network.nodes)} nodes cannot be read, {MOST} can: raise the support")
    at = {node.id: place for place, node in enumerate(network.nodes)}
    pairs = [(at[link.source], at[link.target], float(link.count)) for link in network.links]
    weights = [float(node.count) for node in network.nodes]
    side = min(drawing.width, 640)
    areas = _areas(network)
    radii = [(math.sqrt(area / math.pi) + GAP) * 2 * EDGE / side for area in areas]
    found = parted(places(weights, pairs), radii)
    nodes = _nodes(network, found, areas, side, drawing)
    names = [str(node["full"]) for node in nodes]
    lines = [_line(link, at, found, names) for link in network.links]
    return View({"width": side, "height": side, "layer": _layers(nodes, lines, drawing)})


def _areas(network: Network) -> list[float]:
    most = max(node.count for node in network.nodes)
    return [round(SMALLEST + (LARGEST - SMALLEST) * node.count / most, 1) for node in network.nodes]


def _nodes(network: Network, found: Sequence[Place], areas: Sequence[float], side: int, drawing: Drawing) -> list[Json]:
    nodes = []
    for (x, y), area, node in zip(found, areas, network.nodes, strict=True):
        name = name_of(node.text(drawing.language))
        above = round(y + (math.sqrt(area / math.pi) + 9) * 2 * EDGE / side, 4)
        told = {"full": name, "text": number(node.count), "said": f"{name}: {number(node.count)}"}
        nodes.append({"x": x, "y": y, "above": above, "area": area, "name": cut(name, 10), **told})
    for place in _crowded(nodes, side):
        nodes[place]["name"] = ""
    return nodes


def _crowded(nodes: Sequence[Json], side: int) -> set[int]:
    """Those whose name would lie over the name of one that is counted more often: it is told when pointed at."""
    kept: list[tuple[float, float, float]] = []
    left = set()
    for place in sorted(range(len(nodes)), key=lambda place: (-nodes[place]["area"], place)):
        node = nodes[place]
        x, y = (node[axis] * side / (2 * EDGE) for axis in ("x", "above"))
        half = 6 * width(node["name"]) + 2
        if any(abs(x - other) < half + room and abs(y - line) < 14 for other, line, room in kept):
            left.add(place)
        else:
            kept.append((x, y, half))
    return left


def _line(link: Link, at: dict[str, int], found: Sequence[Place], names: Sequence[str]) -> Json:
    one, other = at[link.source], at[link.target]
    told = f"{names[one]} – {names[other]}"
    text = f"{number(link.count)} (×{number(round(link.lift, 2))})"
    ends = {"x": found[one][0], "y": found[one][1], "x2": found[other][0], "y2": found[other][1]}
    return {**ends, "figure": link.count, "full": told, "text": text, "said": f"{told}: {text}"}


def _layers(nodes: list[Json], lines: list[Json], drawing: Drawing) -> list[Json]:
    scale = {"domain": [-EDGE, EDGE], "nice": False, "zero": False}
    x = {"field": "x", "type": "quantitative", "axis": None, "scale": scale}
    y = {"field": "y", "type": "quantitative", "axis": None, "scale": scale}
    told = [{"field": "full", "type": "nominal", "title": " "}, _counted("text", drawing)]
    said_of = {"tooltip": told, "description": {"field": "said", "type": "nominal"}}
    thick = {"field": "figure", "type": "quantitative", "legend": None, "scale": {"range": [0.8, 6]}}
    size = {"field": "area", "type": "quantitative", "legend": None, "scale": None}
    above = {"field": "above", "type": "quantitative", "axis": None, "scale": scale}
    rule: Json = {
        "data": {"values": lines},
        "mark": {"type": "rule", "color": drawing.theme.soft, "opacity": 0.45, "strokeCap": "round"},
        "encoding": {"x": x, "y": y, "x2": {"field": "x2"}, "y2": {"field": "y2"}, "strokeWidth": thick, **said_of},
    }
    edge = {"stroke": drawing.theme.background, "strokeWidth": 1.5}
    circle: Json = {
        "mark": {"type": "circle", "color": drawing.theme.lone, "opacity": 1, **edge},
        "encoding": {"x": x, "y": y, "size": size, **said_of},
    }
    text = {"x": x, "y": above, "text": {"field": "name", "type": "nominal"}}
    halo: Json = {
        "mark": {"type": "text", "aria": False, "stroke": drawing.theme.background, "strokeWidth": 4},
        "encoding": text,
    }
    name: Json = {"mark": {"type": "text", "aria": False}, "encoding": text}
    return [*([rule] if lines else []), {"data": {"values": nodes}, "layer": [circle, halo, name]}]


def _counted(field: str, drawing: Drawing) -> Json:
    return {"field": field, "type": "nominal", "title": said("records", drawing.language)}
