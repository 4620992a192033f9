"""Colours, type and sizes of charts, light and dark: the colours of the site, held apart by tests for all eyes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

FONT = (
    "'Noto Sans SC', 'Noto Sans CJK SC', 'Source Han Sans SC', 'PingFang SC', 'Microsoft YaHei', "
    "'WenQuanYi Micro Hei', 'Noto Sans', sans-serif"
)
"""What readers' machines have first; the last Chinese one is what our own pictures are drawn with."""

TITLE, SUBTITLE, LABEL, NOTE = 17, 12.5, 12, 11
"""Sizes of letters in pixels."""


@dataclass(frozen=True, slots=True)
class Shade:
    """A colour of a class, and the colour of text upon it."""

    fill: str
    ink: str


@dataclass(frozen=True, slots=True)
class Theme:
    """`series` tell kinds apart; `classes` go from little to much; `lone` is for what is of one kind."""

    background: str
    ink: str
    soft: str
    rule: str
    lone: str
    series: tuple[str, ...]
    classes: tuple[Shade, ...]
    nothing: Shade


LIGHT = Theme(
    background="#fffefb",
    ink="#201d19",
    soft="#635c52",
    rule="#ded7c9",
    lone="#9e2b20",
    series=("#9e2b20", "#837ed6", "#c3752b", "#44548a", "#271464", "#4c110a"),
    classes=(
        Shade("#f1d3c6", "#201d19"),
        Shade("#e0ab98", "#201d19"),
        Shade("#c97b66", "#201d19"),
        Shade("#a94436", "#fffaf5"),
        Shade("#7a1c13", "#fffaf5"),
    ),
    nothing=Shade("#f2ede2", "#635c52"),
)
DARK = Theme(
    background="#1b1917",
    ink="#ece6da",
    soft="#ada595",
    rule="#38342d",
    lone="#ef8d78",
    series=("#ef8d78", "#277c98", "#f5ed81", "#a29ef9", "#ad5427", "#54f3f3"),
    classes=(
        Shade("#5a2f27", "#fffaf5"),
        Shade("#8a4638", "#fffaf5"),
        Shade("#c4725f", "#14110e"),
        Shade("#e39a86", "#14110e"),
        Shade("#f7d5c8", "#14110e"),
    ),
    nothing=Shade("#26221e", "#ada595"),
)


def config(theme: Theme) -> Mapping[str, Any]:
    """The config of Vega-Lite; numbers have their thousands apart in all three languages."""
    axis = {
        "domainColor": theme.soft,
        "tickColor": theme.soft,
        "gridColor": theme.rule,
        "labelColor": theme.ink,
        "titleColor": theme.soft,
        "labelFontSize": LABEL,
        "titleFontSize": LABEL,
        "titleFontWeight": "normal",
        "labelLimit": 0,
        "titlePadding": 8,
    }
    legend = {
        "labelColor": theme.ink,
        "titleColor": theme.soft,
        "labelFontSize": LABEL,
        "titleFontSize": LABEL,
        "titleFontWeight": "normal",
        "labelLimit": 0,
        "titleLimit": 0,
        "symbolStrokeWidth": 0,
    }
    return {
        "font": FONT,
        "view": {"stroke": None},
        "axis": axis,
        "legend": legend,
        "text": {"color": theme.ink, "fontSize": LABEL},
        "title": {"color": theme.ink, "subtitleColor": theme.soft},
        "locale": {"number": {"decimal": ".", "thousands": ",", "grouping": [3], "currency": ["", ""]}},
    }
