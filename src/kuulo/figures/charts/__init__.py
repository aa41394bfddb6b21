"""Charts as plain data: pure builders from Estimates to what a small SVG template draws. No Django, no clock."""

from __future__ import annotations

from kuulo.figures.charts.bounds import BoundsChart, Remains, bounds_chart
from kuulo.figures.charts.differences import Apart, DifferencesChart, differences_chart
from kuulo.figures.charts.distribution import Bar, DistributionChart, distribution_chart
from kuulo.figures.charts.dots import DotsChart, GroupRow, dots_chart
from kuulo.figures.charts.funnel import FunnelChart, Stage, funnel_chart
from kuulo.figures.charts.quantities import Count, Day, Period, Quantity, Unit, quantity_of, unit_of
from kuulo.figures.charts.spread import spread_chart
from kuulo.figures.charts.styles import chart_css
from kuulo.figures.charts.trend import COMPACT, Level, TrendChart, TrendPoint, level_of, trend_chart

__all__ = [
    "COMPACT",
    "Apart",
    "Bar",
    "BoundsChart",
    "Count",
    "Day",
    "DifferencesChart",
    "DistributionChart",
    "DotsChart",
    "FunnelChart",
    "GroupRow",
    "Level",
    "Period",
    "Quantity",
    "Remains",
    "Stage",
    "TrendChart",
    "TrendPoint",
    "Unit",
    "bounds_chart",
    "chart_css",
    "differences_chart",
    "distribution_chart",
    "dots_chart",
    "funnel_chart",
    "level_of",
    "quantity_of",
    "spread_chart",
    "trend_chart",
    "unit_of",
]
