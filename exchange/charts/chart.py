"""From a table or network to a chart: the kind that suits it, framed by its title and where it comes from."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC
from typing import Any

import orjson

from exchange.charts.bars import bars
from exchange.charts.drawing import ChartKind, Drawing, Json, View, head, metric_of, points
from exchange.charts.heat import heat
from exchange.charts.lines import areas, lines
from exchange.charts.maps import map_of
from exchange.charts.network import network_view
from exchange.charts.theme import NOTE, SUBTITLE, TITLE, config
from exchange.charts.tilemap import layout, tiles
from exchange.charts.timeline import timeline
from exchange.charts.treemap import treemap
from exchange.errors import CannotShow
from exchange.shapes import Shapes
from exchange.tables.left import sentences
from exchange.tables.network import Network
from exchange.tables.table import About, Table, in_language
from exchange.tables.text import cut, drawn, width
from exchange.tables.words import Language, number, said
from records.vocabularies import current_region, rights

SCHEMA = "https://vega.github.io/schema/vega-lite/v6.json"
READ_OUT = 60
"""Rows that the text alternative tells one by one."""

_KINDS: Mapping[ChartKind, Callable[[Table, Drawing], View]] = {
    "bar": bars,
    "line": lines,
    "area": areas,
    "heatmap": heat,
    "tilemap": tiles,
    "timeline": timeline,
    "treemap": treemap,
}


@dataclass(frozen=True, slots=True)
class Chart:
    """A Vega-Lite specification that holds its data, its title and description; `table` is what it was drawn from."""

    kind: ChartKind
    spec: Mapping[str, Any]
    title: str
    description: str
    table: Table
    drawing: Drawing

    def vegalite(self) -> bytes:
        return orjson.dumps(self.spec)


def chart(shown: Table | Network, drawing: Drawing = Drawing(), shapes: Shapes | None = None) -> Chart:  # noqa: B008 - frozen
    """CannotShow, with what to do instead, where the table does not suit the kind that was asked for."""
    table = shown.table() if isinstance(shown, Network) else shown
    kind = drawing.kind or suggested(shown)
    if (kind == "network") != isinstance(shown, Network):
        raise CannotShow(f"a {kind} cannot be drawn of this: a network is drawn of a network, and that only")
    if len(table.dimensions) > 2 or not table.dimensions:
        raise CannotShow(f"a chart shows one or two dimensions, not {len(table.dimensions)}: break down by fewer")
    view = _view(shown, table, kind, drawing, shapes)
    description = _description(shown, table, drawing)
    title = drawn(in_language(table.about.title, drawing.language))
    spec = _framed(view, title, description, table, drawing)
    return Chart(kind, spec, title, description, table, replace(drawing, kind=kind))


def suggested(shown: Table | Network) -> ChartKind:
    """By the kinds of the dimensions."""
    if isinstance(shown, Network):
        return "network"
    kinds = [column.type for column in shown.dimensions]
    if "grid" in kinds:
        return "map"
    if len(kinds) > 1:
        few = len({row[shown.at(shown.dimensions[1])] for row in shown.rows}) <= 6
        return "heatmap" if not few else "line" if kinds[0] == "year" else "bar"
    if kinds == ["region"] and shown.rows:
        codes = [current_region(str(row[shown.at(shown.dimensions[0])])) for row in shown.rows]
        return "tilemap" if sum(code in layout() for code in codes) > len(codes) / 2 else "bar"
    return "timeline" if kinds == ["period"] else "bar"


def _view(shown: Table | Network, table: Table, kind: ChartKind, drawing: Drawing, shapes: Shapes | None) -> View:
    if isinstance(shown, Network):
        return network_view(shown, drawing) if shown.nodes else _nothing(drawing)
    if not points(table, drawing):
        return _nothing(drawing)
    if kind in ("map", "points"):
        return map_of(table, drawing, kind == "points", shapes)
    return _KINDS[kind](table, drawing)


def _nothing(drawing: Drawing) -> View:
    mark = {"type": "text", "fontSize": 16, "color": drawing.theme.soft}
    text = {"text": {"value": said("nothing", drawing.language)}}
    spec = {"width": drawing.width, "height": 120, "data": {"values": [{}]}, "mark": mark, "encoding": text}
    return View(spec)


def _framed(view: View, title: str, description: str, table: Table, drawing: Drawing) -> Json:
    """Title above, notes below: a view's own title stands below it, the outer one above all."""
    about, width_of_all = table.about, max(drawing.width, 480)
    above = [drawn(in_language(about.description, drawing.language)), *view.lines]
    below = [*view.notes, *sentences(table, drawing.language), _origin(about, drawing.language)]
    spec: Json = {
        "$schema": SCHEMA,
        "description": description,
        "background": drawing.theme.background,
        "padding": 18,
        "title": {
            "text": _wrapped(title, width_of_all / TITLE, 2) or " ",
            "subtitle": [line for text in above for line in _wrapped(text, width_of_all / SUBTITLE, 3)],
            "anchor": "start",
            "fontSize": TITLE,
            "subtitleFontSize": SUBTITLE,
            "subtitlePadding": 6,
            "offset": 8,
        },
        "config": config(drawing.theme),
        "vconcat": [view.spec],
    }
    notes = [line for text in below for line in _wrapped(text, width_of_all / NOTE, 4)]
    if notes:
        spec["vconcat"] = [view.spec | {"title": _under(notes, drawing)}]
    return spec


def _under(notes: list[str], drawing: Drawing) -> Json:
    return {
        "text": notes,
        "orient": "bottom",
        "anchor": "start",
        "frame": "bounds",
        "align": "left",
        "fontSize": NOTE,
        "fontWeight": "normal",
        "color": drawing.theme.soft,
        "offset": 14,
    }


def _origin(about: About, language: Language) -> str:
    told = (
        ("source", about.source),
        ("made", about.made.astimezone(UTC).strftime("%Y-%m-%d")),
        ("licence", _named(about.licence, language)),
    )
    colon, gap = (": ", "  ·  ") if language == "en" else ("：", "　")
    return gap.join(f"{said(word, language)}{colon}{drawn(text)}" for word, text in told if text)


def _named(licence: str, language: Language) -> str:
    """Licences by what people call them, not by their addresses; anything else as it is."""
    return "; ".join(rights().label(one, language) for one in licence.split("; "))


def _wrapped(text: str, room: float, most: int) -> list[str]:
    """Lines of at most `room` letters' heights; what does not fit into `most` lines is cut, visibly."""
    lines: list[str] = []
    while text and len(lines) < most - 1 and width(text) > room:
        line = cut(text, room).removesuffix("…")
        if " " in line[len(line) // 2 :] and not text[len(line) : len(line) + 1].isspace():
            line = line[: line.rindex(" ")]
        lines.append(line)
        text = text[len(line) :].lstrip()
    return [*lines, cut(text, room)] if text else lines


def _description(shown: Table | Network, table: Table, drawing: Drawing) -> str:
    """The text alternative: what it is, how much in all, then row by row."""
    language = drawing.language
    found = points(table, drawing)
    title = drawn(in_language(table.about.title, language))
    stop, sep = (". ", "; ") if language == "en" else ("。", "；")
    if not found:
        return f"{title}{stop}{said('nothing', language)}"
    if isinstance(shown, Network):
        told = said("linked", language, nodes=number(len(shown.nodes)), links=number(len(shown.links)))
    else:
        total = number(sum(point.figure for point in found))
        metric = metric_of(table, drawing)
        summed = metric.name == "count"
        told = said("sums" if summed else "rows are", language, rows=number(len(found)), total=total)
        told = f"{head(metric, language)}{': ' if language == 'en' else '：'}{told}"
    rows = sep.join(cut(point.sentence, 80) for point in found[:READ_OUT])
    more = said("and more", language, count=number(len(found) - READ_OUT)) if len(found) > READ_OUT else ""
    return stop.join(part for part in (title, told, f"{rows}{more}") if part)
