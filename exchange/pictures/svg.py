"""A chart as SVG and PNG: drawn, then made readable to who cannot see it."""

from __future__ import annotations

import re
from hashlib import sha256
from html import escape

from exchange.charts import Chart
from exchange.pictures.packing import packed
from exchange.pictures.renderer import Renderer
from exchange.tables.csv import csv_bytes
from exchange.tables.text import xml_text

_OPENING = re.compile(r"<svg\b[^>]*>")


def svg_bytes(renderer: Renderer, chart: Chart) -> bytes:
    """With `title`, `desc`, `role="img"`, and the whole table as CSV in `metadata`."""
    return _dressed(renderer.svg(chart.spec), chart).encode()


def png_bytes(renderer: Renderer, chart: Chart, scale: float = 1) -> bytes:
    return packed(renderer.png(renderer.svg(chart.spec), scale))


def _dressed(svg: str, chart: Chart) -> str:
    """The ids come from what is drawn, so that several pictures can stand in one page."""
    mark = f"chart-{sha256(svg.encode()).hexdigest()[:10]}"
    language = chart.drawing.language
    table = csv_bytes(chart.table, language).decode()
    told = (
        f'<title id="{mark}-title">{_text(chart.title)}</title>'
        f'<desc id="{mark}-desc">{_text(chart.description)}</desc>'
        f'<metadata id="{mark}-table" data-type="text/csv">{_text(table)}</metadata>'
    )
    opening = _OPENING.search(svg)
    if opening is None:
        return svg
    attributes = f' role="img" lang="{language}" aria-labelledby="{mark}-title" aria-describedby="{mark}-desc">'
    return f"{opening[0][:-1]}{attributes}{told}{svg[opening.end() :]}"


def _text(text: str) -> str:
    """A carriage return is written by its number: readers of XML would take it for a line feed."""
    return escape(xml_text(text), quote=False).replace("\r", "&#13;")
