"""Breaks in the history of a series that nobody told of: dated, with the probability that there is one.

Candidates come from ruptures' kernel change-point detection (KernelCPD; Arlot, Celisse & Harchaoui 2019). Each is then
judged between its neighbours by the posterior over the period it may lie in: the figures have known variances, a step's
size is normal around nothing, a break is expected once in two years, and a level that wanders (`level`) is the rival
explanation wherever it fits the figures better than one that stands still.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from kuulo.base.later import Later
from kuulo.base.texts import Text, say
from kuulo.base.texts import mark as _
from kuulo.measures.trends.level import fit, likelihood
from kuulo.measures.trends.series import Numbers, Places, Series
from kuulo.measures.trends.words import Amount

ruptures = Later("ruptures")

PROBABLE = 0.8
USUAL_STEP = 0.2  # standard deviation of a step over that of one answer
EXPECTED = 2.0  # years from one break to the next
FELL = _(
    "A break has been found: it fell by about {size} points around {day} (80 % sure: between {first} and {last}); "
    "the probability that there is a break is {probability} %."
)
ROSE = _(
    "A break has been found: it rose by about {size} points around {day} (80 % sure: between {first} and {last}); "
    "the probability that there is a break is {probability} %."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundBreak:
    """A break that was found in the figures.

    Attributes:
        day: First day of the period it most probably begins with.
        probability: The probability that there is a break between its neighbours, 0–1.
        text: The same in words.
        first: From here …
        last: … to here it begins with a probability of 80 %.
        change: Size of the step, in the measure's unit.
        se: Its standard error.
    """

    day: date
    probability: float
    text: Text
    first: date
    last: date
    change: float
    se: float


def find_breaks(series: Series, *, unit: float = 1.0) -> tuple[FoundBreak, ...]:
    """Return the breaks of a series in order of time, known ones left out.

    Args:
        series: Without its season.
        unit: What sizes are multiplied by in words, such as 100 for shares.
    """
    found: list[FoundBreak] = []
    for stretch in _stretches(series):
        found.extend(_breaks_within(series, stretch, unit))
    return tuple(found)


def _stretches(series: Series) -> list[Places]:
    """Return the places of figures between known breaks."""
    numbers = np.cumsum(series.starts)
    seen = np.flatnonzero(series.seen)
    return [seen[numbers[seen] == number] for number in np.unique(numbers[seen])]


def _breaks_within(series: Series, places: Places, unit: float) -> list[FoundBreak]:
    edges = _candidates(series, places)
    judged = [_judge(series, places[first:last], unit) for first, last in zip(edges, edges[2:], strict=False)]
    if all(one is not None for one in judged):
        return [one for one in judged if one is not None]
    # What was no break parts nothing: the others are judged again between the neighbours that are left.
    kept = [edge for edge, one in zip(edges[1:-1], judged, strict=True) if one is not None]
    return _judged_again(series, places, [edges[0], *kept, edges[-1]], unit)


def _judged_again(series: Series, places: Places, edges: Sequence[int], unit: float) -> list[FoundBreak]:
    judged = [_judge(series, places[first:last], unit) for first, last in zip(edges, edges[2:], strict=False)]
    return [one for one in judged if one is not None]


def _candidates(series: Series, places: Places) -> list[int]:
    """Return where stretches may begin, the ends included, as numbers among the given places."""
    least, size = series.grain.minimum, len(places)
    if size < 2 * least or size <= series.grain.least:
        return [0, size]
    scaled = series.values[places] / math.sqrt(float(np.median(series.variances[places])))
    detector = ruptures.KernelCPD(kernel="linear", min_size=least).fit(scaled.reshape(-1, 1))
    return [0, *(int(end) for end in detector.predict(pen=2 * math.log(size)))]


def _judge(series: Series, places: Places, unit: float) -> FoundBreak | None:
    """Return the break in a stretch between two neighbours, if it is probable."""
    values, weights = series.values[places], 1 / series.variances[places]
    least = min(2, series.grain.minimum)
    begins = np.arange(least, len(places) - least + 1)
    if not len(begins):
        return None
    known, sums = np.cumsum(weights), np.cumsum(values * weights)
    before, after = known[begins - 1], known[-1] - known[begins - 1]
    changes = (sums[-1] - sums[begins - 1]) / after - sums[begins - 1] / before
    noises = 1 / before + 1 / after
    prior = USUAL_STEP**2 * series.spread
    ratios = 0.5 * (np.log(noises / (noises + prior)) + changes**2 * (1 / noises - 1 / (noises + prior)))
    logs = ratios - math.log(EXPECTED * series.grain.year)
    top = max(float(logs.max()), 0.0)
    masses = np.exp(logs - top)
    probability = float(masses.sum() / (masses.sum() + math.exp(_rival(series, places) - top)))
    if probability < PROBABLE:
        return None
    return _found(series, places[begins], masses / masses.sum(), (changes, np.sqrt(noises)), (probability, unit))


def _rival(series: Series, places: Places) -> float:
    """Return the log of how much better the best without a break explains a stretch than a level that stands still."""
    chosen = places.tolist()
    part = Series(
        days=tuple(series.days[place] for place in chosen),
        values=series.values[chosen],
        variances=series.variances[chosen],
        starts=np.arange(len(chosen)) == 0,
        spread=series.spread,
        grain=series.grain,
    )
    # The step's evidence is averaged over its dates and sizes; that of the best drift pays for being the best of many.
    return max(0.0, fit(part).likelihood - likelihood(part, 0.0) - math.log(len(chosen)))


def _found(
    series: Series, places: Places, shares: Numbers, steps: tuple[Numbers, Numbers], said: tuple[float, float]
) -> FoundBreak:
    best = int(shares.argmax())
    sums = np.cumsum(shares)
    first, last = int(np.searchsorted(sums, 0.1)), min(int(np.searchsorted(sums, 0.9)), len(sums) - 1)
    day, early, late = (series.days[places[place]] for place in (best, min(first, best), max(last, best)))
    change, se = float(steps[0][best]), float(steps[1][best])
    probability, unit = said
    text = say(
        FELL if change < 0 else ROSE,
        size=Amount(abs(change) * unit),
        day=day,
        first=early,
        last=late,
        probability=min(int(100 * probability), 99),
    )
    return FoundBreak(day=day, probability=probability, text=text, first=early, last=late, change=change, se=se)
