"""The chart of docs/performance.md, drawn from what `growth` kept: a small picture for each kind of question."""

from __future__ import annotations

import json
import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from typing import Any

from bench.common import KEPT, ROOT

FILE = ROOT / "docs" / "performance-growth.svg"
COLUMNS = 4
WIDTH, HEIGHT = 190, 150
LEFT, TOP, GAP_X, GAP_Y = 64, 56, 20, 48
_MEASURES = ("p50", "p99")

_STYLE = """
svg { font: 12px system-ui, sans-serif; }
text { fill: #1f2328; }
.axis { font-size: 10px; }
.grid { stroke: #d1d9e0; stroke-width: 1; }
.p50, .p99 { fill: none; stroke-width: 2; }
.p50 { stroke: #0969da; }
.p99 { stroke: #bc4c00; stroke-dasharray: 5 3; }
circle.p50 { fill: #0969da; }
circle.p99 { fill: #bc4c00; stroke-dasharray: none; }
@media (prefers-color-scheme: dark) {
  text { fill: #e6edf3; }
  .grid { stroke: #3d444d; }
  .p50 { stroke: #58a6ff; }
  .p99 { stroke: #f0883e; }
  circle.p50 { fill: #58a6ff; }
  circle.p99 { fill: #f0883e; }
}
"""


@dataclass(frozen=True, slots=True)
class Scale:
    """A logarithmic axis from 10^`low` to 10^`high`, `length` long."""

    low: float
    high: float
    length: float

    def at(self, value: float) -> float:
        return (math.log10(value) - self.low) / (self.high - self.low) * self.length

    def decades(self) -> range:
        return range(math.ceil(self.low), math.floor(self.high) + 1)


def main() -> None:
    """Write the picture; from the same figures it is the same file, byte by byte."""
    source = KEPT / "growth.json"
    if not source.is_file():
        raise SystemExit(f"{source} is not there; `python -m bench growth` makes it")
    FILE.write_text(drawn(json.loads(source.read_text())["steps"]), encoding="utf-8")
    print(f"wrote {FILE.relative_to(ROOT)}")


def drawn(steps: Sequence[Mapping[str, Any]]) -> str:
    """The picture of all kinds: records to the right, milliseconds up, both logarithmic and the same in all of them."""
    kinds = list(steps[0]["answers"])
    x, y = _scales(steps)
    rows = -(-len(kinds) // COLUMNS)
    width = LEFT + COLUMNS * WIDTH + (COLUMNS - 1) * GAP_X + 16
    height = TOP + rows * HEIGHT + (rows - 1) * GAP_Y + 52
    middle = LEFT + (width - LEFT) / 2
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}" '
        'role="img" aria-labelledby="title desc">',
        '<title id="title">Time to answer by the number of records</title>',
        f'<desc id="desc">{escape(described(steps))}</desc>',
        f"<style>{_STYLE}</style>",
        *_legend(),
        *(part for place, kind in enumerate(kinds) for part in _panel(place, kind, steps, x, y)),
        f'<text x="{middle:.0f}" y="{height - 10}" text-anchor="middle">records (logarithmic)</text>',
        f'<text transform="translate(14 {(height + TOP) / 2:.0f}) rotate(-90)" text-anchor="middle">'
        "milliseconds, one client (logarithmic)</text>",
        "</svg>",
    ]
    return "\n".join(parts) + "\n"


def described(steps: Sequence[Mapping[str, Any]]) -> str:
    """The same in words, for who cannot see it."""
    told = []
    for kind in steps[0]["answers"]:
        figures = [(step["records"], step["answers"][kind]) for step in steps]
        told.append(f"{kind}: " + ", ".join(f"{n:,} records {_ms(a['p50'])} and {_ms(a['p99'])}" for n, a in figures))
    return "Median (p50) and 99th percentile (p99) in milliseconds. " + "; ".join(told) + "."


def _scales(steps: Sequence[Mapping[str, Any]]) -> tuple[Scale, Scale]:
    sizes = [step["records"] for step in steps]
    times = [answer[name] for step in steps for answer in step["answers"].values() for name in _MEASURES]
    edge = 0.15
    low, high = math.log10(min(sizes)) - edge, math.log10(max(sizes)) + edge
    return Scale(low, high, WIDTH), Scale(math.floor(math.log10(min(times))), math.ceil(math.log10(max(times))), HEIGHT)


def _legend() -> Iterator[str]:
    for place, (name, what) in enumerate(zip(_MEASURES, ("p50 (median)", "p99"), strict=True)):
        x = LEFT + place * 140
        yield f'<path class="{name}" d="M{x} 20h30"/><text x="{x + 38}" y="24">{what}</text>'


def _panel(place: int, kind: str, steps: Sequence[Mapping[str, Any]], x: Scale, y: Scale) -> Iterator[str]:
    left, top = LEFT + place % COLUMNS * (WIDTH + GAP_X), TOP + place // COLUMNS * (HEIGHT + GAP_Y)
    yield f'<g transform="translate({left} {top})">'
    yield f'<text x="0" y="-8">{escape(kind)}</text>'
    yield from _grid(x, y, first=place % COLUMNS == 0)
    for name in _MEASURES:
        points = [(x.at(step["records"]), HEIGHT - y.at(step["answers"][kind][name])) for step in steps]
        path = "L".join(f"{across:.1f} {down:.1f}" for across, down in points)
        yield f'<path class="{name}" d="M{path}"/>'
        yield from (f'<circle class="{name}" cx="{across:.1f}" cy="{down:.1f}" r="2"/>' for across, down in points)
    yield "</g>"


def _grid(x: Scale, y: Scale, *, first: bool) -> Iterator[str]:
    """A line for each power of ten; milliseconds are written at the first picture of a row only."""
    for decade in y.decades():
        down = HEIGHT - y.at(10.0**decade)
        yield f'<path class="grid" d="M0 {down:.1f}h{WIDTH}"/>'
        if first:
            yield f'<text class="axis" x="-6" y="{down + 3:.1f}" text-anchor="end">{10.0**decade:,g}</text>'
    for decade in x.decades():
        across = x.at(10.0**decade)
        yield f'<path class="grid" d="M{across:.1f} 0v{HEIGHT}"/>'
        yield f'<text class="axis" x="{across:.1f}" y="{HEIGHT + 14}" text-anchor="middle">{_short(10**decade)}</text>'


def _short(count: int) -> str:
    """10 k, 1 M."""
    if count < 1_000:
        return str(count)
    return f"{count // 1_000} k" if count < 1_000_000 else f"{count // 1_000_000} M"


def _ms(value: float) -> str:
    return f"{value:,.1f} ms"
