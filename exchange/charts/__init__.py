"""Tables and networks as Vega-Lite charts."""

from exchange.charts.chart import Chart, chart, suggested
from exchange.charts.drawing import ChartKind, Drawing
from exchange.charts.room import Room, room

__all__ = ["Chart", "ChartKind", "Drawing", "Room", "chart", "room", "suggested"]
