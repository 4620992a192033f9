"""Colours, type and sizes of charts, light and dark; tests hold the colours apart for colour-blind readers."""

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
    background="#ffffff",
    ink="#1a1c20",
    soft="#55595f",
    rule="#dcdfe3",
    lone="#0055aa",
    series=("#0055aa", "#dd7700", "#661111", "#2299ee", "#997788", "#003366"),
    classes=(
        Shade("#b3d0ec", "#10151c"),
        Shade("#7fb0dd", "#10151c"),
        Shade("#4a8cc7", "#10151c"),
        Shade("#1b5f9e", "#ffffff"),
        Shade("#0a3561", "#ffffff"),
    ),
    nothing=Shade("#eeeeee", "#55595f"),
)
DARK = Theme(
    background="#1b1e23",
    ink="#f1f3f5",
    soft="#b4bac2",
    rule="#3a3f47",
    lone="#66aaff",
    series=("#66aaff", "#ffdd66", "#ee2211", "#44eeff", "#ee9988", "#aa33ff"),
    classes=(
        Shade("#2d5378", "#ffffff"),
        Shade("#3b73a8", "#ffffff"),
        Shade("#5b9fd6", "#10151c"),
        Shade("#9acbf2", "#10151c"),
        Shade("#dceefc", "#10151c"),
    ),
    nothing=Shade("#2b2f36", "#b4bac2"),
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
