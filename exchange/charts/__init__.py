"""Tables and networks as Vega-Lite charts."""

from exchange.charts.chart import Chart, chart, suggested
from exchange.charts.drawing import ChartKind, Drawing

__all__ = ["Chart", "ChartKind", "Drawing", "chart", "suggested"]
