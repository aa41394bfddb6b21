"""A trend read as a whole: the level beneath its figures, the breaks found in it, and what it could have shown."""

from __future__ import annotations

from kuulo.figures.queries.figures import trend_for
from kuulo.figures.queries.reading import Reading, kept
from kuulo.figures.queries.scope import Scope
from kuulo.figures.rules.periods import Grain
from kuulo.measures.trends import Smoothed, smooth

LEAST_POINTS = 4


@kept
def read_trend(reading: Reading, scope: Scope, grain: Grain) -> Smoothed | None:
    """Return the level beneath the trend of a scope; ``None`` where too few periods have a figure to tell."""
    points = trend_for(reading, scope, grain)
    if sum(point.estimate.value is not None for point in points) < LEAST_POINTS:
        return None
    return smooth(
        [point.start for point in points],
        [point.estimate for point in points],
        known_breaks=[point.start for point in points if point.break_note is not None],
        grain=grain.value,
    )
