"""The two statistics that watch a series: what they are made of, for one series or for thousands of simulated ones.

Under no change both are about standard normal at every period, whatever each period's variance:

- EWMA with weight 0.25 (Roberts 1959) of the recursive residuals (Brown, Durbin & Evans 1975): each figure less the
  mean of all before it, over the standard error of that difference.
- The generalised likelihood ratio for a step (Siegmund & Venkatraman 1995): the mean of the latest 1 … `window` figures
  less the mean of all before them, over its standard error; the largest of them is the statistic. Means are weighted by
  1/variance.
"""

from __future__ import annotations

import numpy as np

from kuulo.measures.trends.series import Numbers

WEIGHT = 0.25
FEWEST_BEFORE = 4  # figures that what came before must hold


def ewma(values: Numbers, variances: Numbers) -> Numbers:
    """Return the standardised EWMA at each period; linear in the values.

    Args:
        values: Series × periods.
        variances: Of each period.
    """
    weights = 1 / variances
    known = np.cumsum(weights)
    sums = np.cumsum(values * weights, axis=1)
    residuals = np.zeros_like(values)
    with np.errstate(divide="ignore", invalid="ignore"):
        residuals[:, 1:] = (values[:, 1:] - sums[:, :-1] / known[:-1]) / np.sqrt(variances[1:] + 1 / known[:-1])
    found = np.zeros_like(values)
    running = np.zeros(len(values))
    for place in range(1, values.shape[1]):
        running = (1 - WEIGHT) * running + WEIGHT * residuals[:, place]
        found[:, place] = running / np.sqrt(WEIGHT / (2 - WEIGHT) * (1 - (1 - WEIGHT) ** (2 * place)))
    return found


def steps_at(values: Numbers, variances: Numbers, place: int, window: int) -> tuple[Numbers, int]:
    """Return the standardised step of the latest 1 … `window` figures at a period, and where the first begins.

    Columns are the places at which the step would have begun, ascending; linear in the values.
    """
    weights = 1 / variances[: place + 1]
    first = max(FEWEST_BEFORE, place + 1 - window)
    sums = np.cumsum(values[:, : place + 1] * weights, axis=1)
    return _steps(sums, np.cumsum(weights), first), first


def _steps(sums: Numbers, known: Numbers, first: int) -> Numbers:
    before, total = known[first - 1 : -1], known[-1]
    after = total - before
    means = (sums[:, -1:] - sums[:, first - 1 : -1]) / after - sums[:, first - 1 : -1] / before
    return np.asarray(means / np.sqrt(1 / after + 1 / before), dtype=float)


def largest_steps(values: Numbers, variances: Numbers, begins: int, window: int) -> Numbers:
    """Return, for each series, the largest absolute step seen at any period from ``begins`` on."""
    weights = 1 / variances
    known = np.cumsum(weights)
    sums = np.cumsum(values * weights, axis=1)
    largest = np.zeros(len(values))
    for place in range(max(begins, FEWEST_BEFORE), values.shape[1]):
        first = max(FEWEST_BEFORE, place + 1 - window)
        found = np.abs(_steps(sums[:, : place + 1], known[: place + 1], first)).max(axis=1)
        np.maximum(largest, found, out=largest)
    return largest
