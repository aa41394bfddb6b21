"""How the answers to a named measure fall: the bars of its scale, each in the group the measure counts it in."""

from __future__ import annotations

from collections.abc import Mapping

from kuulo.base.texts import mark as _
from kuulo.base.texts import say
from kuulo.figures.charts.distribution import Bar, DistributionChart, distribution_chart
from kuulo.measures.definitions import Definition

MOST_VALUES = 25


def spread_chart(counts: Mapping[float, int], definition: Definition) -> DistributionChart | None:
    """Return the chart of how many gave each answer; ``None`` when nobody did, or there are too many values to draw."""
    if not counts or len(counts) > MOST_VALUES:
        return None
    values = scale_values(definition) or sorted(counts)
    bars = [Bar(f"{value:g}", counts.get(value, 0), role_of(definition, value)) for value in sorted({*values, *counts})]
    return distribution_chart(bars, title=say(_("How the answers fall")))


def scale_values(measure: Definition) -> list[float]:
    """Return the points of a measure's scale; none where it is open or has none."""
    if measure.scale_min is None or measure.scale_max is None:
        return []
    low, high = int(measure.scale_min), int(measure.scale_max)
    return [float(value) for value in range(low, high + 1)]


def role_of(measure: Definition, value: float) -> str:
    """Return the group in which a measure counts an answer, as the chart names it; empty for means."""
    if measure.favourable is None:
        return ""
    names = ("promoter", "passive", "detractor") if measure.family in {"nps", "enps"} else ("high", "middle", "low")
    if measure.favourable[0] <= value <= measure.favourable[1]:
        return names[0]
    if measure.unfavourable is None:
        return "other"
    return names[2] if measure.unfavourable[0] <= value <= measure.unfavourable[1] else names[1]
