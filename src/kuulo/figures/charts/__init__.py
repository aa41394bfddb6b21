"""Charts as plain data: pure builders from Estimates to what a small SVG template draws. No Django, no clock."""

from __future__ import annotations

from kuulo.figures.charts.distribution import Bar, DistributionChart, distribution_chart
from kuulo.figures.charts.dots import DotsChart, GroupRow, dots_chart
from kuulo.figures.charts.quantities import Count, Day, Period, Quantity, Unit, quantity_of, unit_of
from kuulo.figures.charts.spread import spread_chart
from kuulo.figures.charts.styles import chart_css
from kuulo.figures.charts.trend import COMPACT, TrendChart, TrendPoint, trend_chart

__all__ = [
    "COMPACT",
    "Bar",
    "Count",
    "Day",
    "DistributionChart",
    "DotsChart",
    "GroupRow",
    "Period",
    "Quantity",
    "TrendChart",
    "TrendPoint",
    "Unit",
    "chart_css",
    "distribution_chart",
    "dots_chart",
    "quantity_of",
    "spread_chart",
    "trend_chart",
    "unit_of",
]
