"""Figures in up to five classes of about equal size, for maps and heat maps: each class is one colour."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from exchange.charts.drawing import Json, figure_text
from exchange.charts.theme import Shade, Theme
from exchange.tables.table import Column
from exchange.tables.words import Language, said

MOST = 5


@dataclass(frozen=True, slots=True)
class Classes:
    """`bounds` are the lowest and the highest figure of each class, from little to much."""

    bounds: tuple[tuple[float, float], ...]
    shades: tuple[Shade, ...]
    names: tuple[str, ...]

    def of(self, figure: float) -> int:
        return next(place for place, (_, high) in enumerate(self.bounds) if figure <= high)


def classes(figures: Sequence[float], theme: Theme, metric: Column) -> Classes:
    """By quantiles; equal figures are always in one class. Named by what is in them, so that no break is made up."""
    ordered = sorted(figures)
    wanted = min(MOST, len(set(ordered)))
    highs = sorted({ordered[(place + 1) * len(ordered) // wanted - 1] for place in range(wanted)})
    bounds = []
    for low, high in zip([None, *highs], highs, strict=False):
        inside = [figure for figure in ordered if (low is None or figure > low) and figure <= high]
        bounds.append((inside[0], inside[-1]))
    return Classes(tuple(bounds), _shades(theme, len(bounds)), tuple(_name(pair, metric) for pair in bounds))


def _shades(theme: Theme, count: int) -> tuple[Shade, ...]:
    """Spread over the scale: one class has a middle colour, two are far apart."""
    if count == 1:
        return (theme.classes[3],)
    return tuple(theme.classes[round(place * (len(theme.classes) - 1) / (count - 1))] for place in range(count))


def _name(bounds: tuple[float, float], metric: Column) -> str:
    low, high = (figure_text(figure, metric) for figure in bounds)
    return low if low == high else f"{low} – {high}"


def fills(found: Classes, title: str, theme: Theme, language: Language, nothing: bool = False) -> Json:
    """The colour channel: field `class` holds the number of a class, -1 is none."""
    numbers = [*range(len(found.bounds)), *([-1] if nothing else [])]
    shades = [*found.shades, *([theme.nothing] if nothing else [])]
    names = [*found.names, *([said("none here", language)] if nothing else [])]
    words = " : ".join(f"datum.value == {at} ? {_quoted(name)}" for at, name in zip(numbers, names, strict=True))
    legend = {"title": title, "labelExpr": f"{words} : ''", "symbolType": "square", "symbolSize": 180}
    scale = {"domain": numbers, "range": [shade.fill for shade in shades]}
    return {"field": "class", "type": "ordinal", "scale": scale, "legend": legend}


def inks(found: Classes, theme: Theme) -> Json:
    """The colour of text upon a class."""
    shades = [*found.shades, theme.nothing]
    scale = {"domain": [*range(len(found.shades)), -1], "range": [shade.ink for shade in shades]}
    return {"field": "class", "type": "ordinal", "scale": scale, "legend": None}


def _quoted(text: str) -> str:
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'"
