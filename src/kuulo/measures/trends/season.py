"""Seasons: waves of the year and of the quarter, taken as there only where chance could hardly have made them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from kuulo.base.later import Later
from kuulo.base.texts import Text, say
from kuulo.base.texts import mark as _
from kuulo.measures.trends.level import Fit, fit
from kuulo.measures.trends.series import Numbers, Series
from kuulo.measures.trends.words import Amount

stats = Later("scipy.stats")

YEAR = 365.2425
TWO_YEARS = 697  # days between the first days of the first and the last period: 24 months, 101 weeks
FEWEST = 20  # figures
# Two kinds of wave are looked for, each at this level: one series in a hundred without any season is given one.
LEVEL = 0.005
WAVES = {"year": (1, 2), "quarter": (4,)}
NAMES = {
    "year": _("A wave of the year has been found: {size} points from its highest to its lowest week or month."),
    "quarter": _("A wave of the quarter has been found: {size} points from its highest to its lowest week or month."),
    "both": _(
        "Waves of the year and of the quarter have been found: {size} points from the highest to the lowest week or "
        "month."
    ),
}


@dataclass(frozen=True, slots=True)
class Season:
    """A season that was found.

    Attributes:
        kinds: ``year``, ``quarter`` or both.
        values: What it adds to each period, in the measure's unit; it sums to about nothing over a year.
        p_value: The chance of waves this large where there are none (the largest of its kinds).
        size: From its highest to its lowest period.
        text: The same in words.
    """

    kinds: tuple[str, ...]
    values: tuple[float, ...]
    p_value: float
    size: float
    text: Text


def waves(days: Sequence[date], cycles: Sequence[int]) -> Numbers:
    """Return the cosines and sines of so many cycles a year at each day."""
    turns = np.array([day.toordinal() for day in days]) * (2 * np.pi / YEAR)
    return np.column_stack([wave(turns * cycle) for cycle in cycles for wave in (np.cos, np.sin)])


def find_season(series: Series, *, unit: float = 1.0) -> tuple[Season | None, Fit]:
    """Return the season of a series, if any, and the fit of the model with it.

    Each kind of wave is tested by the likelihood ratio against the model without it, the drift fitted in both.

    Args:
        series: At least two years of figures; a shorter one has no season that could be told.
        unit: What the size is multiplied by in words, such as 100 for shares.
    """
    plain = fit(series)
    if not _long_enough(series):
        return None, plain
    found: dict[str, float] = {}
    for kind, cycles in WAVES.items():
        with_waves = fit(series, waves(series.days, cycles))
        ratio = 2 * (with_waves.likelihood - plain.likelihood)
        chance = float(stats.chi2.sf(max(ratio, 0.0), 2 * len(cycles)))
        if chance < LEVEL:
            found[kind] = chance
    if not found:
        return None, plain
    columns = waves(series.days, [cycle for kind in found for cycle in WAVES[kind]])
    fitted = fit(series, columns)
    values = columns @ fitted.effects
    size = float(values.max() - values.min())
    template = NAMES["both" if len(found) > 1 else next(iter(found))]
    return Season(
        kinds=tuple(found),
        values=tuple(float(value) for value in values),
        p_value=max(found.values()),
        size=size,
        text=say(template, size=Amount(size * unit)),
    ), fitted


def _long_enough(series: Series) -> bool:
    seen = [day for day, there in zip(series.days, series.seen, strict=True) if there]
    return len(seen) >= FEWEST and (seen[-1] - seen[0]).days >= TWO_YEARS
