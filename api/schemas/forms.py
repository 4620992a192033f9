"""The forms of tables, networks and records, and the parameters that choose one and say how it is to look."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import get_args

from api.schemas.parameters import Fields, about, made, presentation, searching, typed
from api.schemas.values import Between, Flag, Number, OneOf, Text, Whole
from exchange.charts import ChartKind

LEAST_WIDTH, MOST_WIDTH = 200, 1_600
LEAST_SCALE, MOST_SCALE = 0.5, 4
THEMES = ("light", "dark")
CELLS = ("box", "point")


@dataclass(frozen=True, slots=True)
class Form:
    """`media_type` is what is asked for; `kept`: it is kept as a file rather than shown."""

    name: str
    media_type: str
    ending: str
    kept: bool = False
    parameters: str = ""

    @property
    def content_type(self) -> str:
        return f"{self.media_type}{self.parameters}"


FORMS: Mapping[str, Form] = {
    form.name: form
    for form in (
        Form("json", "application/json", "json"),
        Form("csv", "text/csv", "csv", kept=True, parameters="; charset=utf-8; header=present"),
        Form("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "xlsx", kept=True),
        Form("ndjson", "application/x-ndjson", "ndjson", kept=True),
        Form("parquet", "application/vnd.apache.parquet", "parquet", kept=True),
        Form("geojson", "application/geo+json", "geojson"),
        Form("graphml", "application/graphml+xml", "graphml", kept=True, parameters="; charset=utf-8"),
        Form("vegalite", "application/vnd.vegalite.v6+json", "vl.json"),
        Form("svg", "image/svg+xml", "svg", parameters="; charset=utf-8"),
        Form("png", "image/png", "png"),
        Form("jsonld", "application/ld+json", "jsonld"),
        Form("turtle", "text/turtle", "ttl", parameters="; charset=utf-8"),
        Form("dc", "application/xml", "dc.xml", parameters="; charset=utf-8"),
        Form("dcterms", "application/x-dcterms+xml", "dcterms.xml", parameters="; charset=utf-8"),
        Form("bibtex", "application/x-bibtex", "bib", parameters="; charset=utf-8"),
        Form("csl", "application/vnd.citationstyles.csl+json", "csl.json"),
        Form("gbt7714", "text/plain", "txt", parameters="; charset=utf-8"),
        Form("atom", "application/atom+xml", "atom", parameters="; charset=utf-8"),
        Form("rss", "application/rss+xml", "rss", parameters="; charset=utf-8"),
        Form("jsonfeed", "application/feed+json", "feed.json"),
        Form("ical", "text/calendar", "ics", kept=True, parameters="; charset=utf-8"),
        Form("suggestions", "application/x-suggestions+json", "json"),
        Form("gzip", "application/gzip", "gz", kept=True),
        Form("zstd", "application/zstd", "zst", kept=True),
    )
}
"""Of those that suit a request equally the first is taken."""

Forms = tuple[str, ...]
OF_TABLES: Forms = ("json", "csv", "xlsx", "geojson", "vegalite", "svg", "png")
OF_NETWORKS: Forms = ("json", "csv", "xlsx", "graphml", "vegalite", "svg", "png")
OF_RECORDS: Forms = ("json", "jsonld", "turtle", "dc", "dcterms", "bibtex", "csl", "gbt7714")
OF_LISTS: Forms = ("json", "atom", "rss", "jsonfeed", "ical")
OF_SUGGESTIONS: Forms = ("json", "suggestions")

_KINDS: Mapping[Forms, tuple[str, ...]] = {
    OF_TABLES: tuple(kind for kind in get_args(ChartKind) if kind != "network"),
    OF_NETWORKS: ("network",),
}


def forms(offered: Forms) -> Fields:
    """Which form the answer has, and how it looks; what says nothing of the form chosen is let pass."""
    kinds = _KINDS[offered]
    return {**choice(offered), **bom(), **_drawing(kinds), **(_cells() if "geojson" in offered else {})}


def choice(offered: Forms) -> Fields:
    """Which form the answer has."""
    told = about(
        "Form of the answer; goes before the header `Accept`.", "回答的格式；优先于 Accept 请求头。", offered[1]
    )
    return {"format": Text(validate=OneOf(offered), metadata={**told, "default": offered[0]})}


def bom() -> Fields:
    """How a table opens in a spreadsheet."""
    told = about("CSV with a byte order mark, by which Excel knows UTF-8.", "CSV 前加 BOM，供 Excel 识别 UTF-8。", True)
    return {"bom": Flag(metadata={**told, "default": False})}


def _drawing(kinds: Sequence[str]) -> Fields:
    kind = about("Kind of chart; by the dimensions where nothing is said.", "图表种类；不填则按维度选择。", kinds[0])
    theme = about("Colours of the chart.", "图表配色。", "dark")
    width = about("Width of the plot of a chart, in pixels.", "绘图区宽度（像素）。", 480)
    scale = about("PNG: pixels of the picture for one of the chart.", "PNG 的放大倍数。", 2)
    far = Between(LEAST_SCALE, MOST_SCALE)
    return {
        "chart": Text(validate=OneOf(kinds), metadata=kind),
        "theme": Text(validate=OneOf(THEMES), metadata={**theme, "default": "light"}),
        "width": Whole(LEAST_WIDTH, MOST_WIDTH, metadata={**width, "default": 640}),
        "scale": Number(validate=far, metadata={**scale, "default": 1}),
    }


def _cells() -> Fields:
    told = about("GeoJSON of a grid: its cells as boxes, or as points.", "网格 GeoJSON 的单元：方框或点。", "point")
    return {"cells": Text(validate=OneOf(CELLS), metadata={**told, "default": "box"})}


ListParameters = made("ListParameters", searching(), choice(OF_LISTS))
SuggestParameters = made("SuggestParameters", typed(), choice(OF_SUGGESTIONS))
RecordParameters = made("RecordParameters", presentation(), choice(OF_RECORDS))
