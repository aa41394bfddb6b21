"""Reminders drawn by lot: what those say whom only another reminder brings to answer, and what that tells of the rest.

Let u in 0–1 be how hard a person is to move, and an arm with more reminders hear everybody up to its response rate p.
The lot makes the arms alike, so arms differ only in how far up they hear. With E[y | u] = a + bu the mean of an arm's
answers is a + b·p/2, and of everybody a + b/2: a straight line through the arms' means, read at p = 1.

This goes on beyond what was seen, along a line (the continuum of resistance), and its interval says how little that
tells; it is made only where reminders were drawn by lot. Waves of reminders that everybody gets carry no such lot.

Source: Dutz, Huitfeldt, Lacouture, Mogstad, Torgovitsky & van Dijk (2021), Selection in Surveys (NBER 29549); Brinch,
Mogstad & Wiswall (2017) for the line. The range is Manski's (1990) in the arm that answers most.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from kuulo.base.errors import ColumnError
from kuulo.base.estimate import Estimate
from kuulo.base.texts import mark as _
from kuulo.measures.correction.people import People, outcome
from kuulo.measures.correction.shaping import Found, shape_estimate
from kuulo.measures.definitions import Definition
from kuulo.measures.features import Floats

_ANSWERS = 10  # an arm needs


@dataclass(frozen=True, slots=True)
class Arm:
    """Those who were to get so many reminders, by lot.

    Attributes:
        reminders: How many.
        asked: Persons of the arm.
        rate: Share of them that answered.
        mean: Mean outcome of their answers.
        marginal: Mean outcome of those whom the arm heard beyond the arm before it; ``None`` in the first, and where
            the arm heard no more.
        variance: Variance of the mean.
        rate_variance: Variance of the rate.
    """

    reminders: int
    asked: int
    rate: float
    mean: float
    marginal: float | None
    variance: float
    rate_variance: float


def arms(people: People, definition: Definition) -> tuple[Arm, ...]:
    """Return what each arm of the lot answered, fewest reminders first; arms with under ten answers are left out."""
    if people.reminders is None:
        return ()
    lot = people.reminders
    made: list[Arm] = []
    for count in np.unique(lot[people.invited & (lot >= 0)]):
        rows = people.invited & (lot == count)
        d, held = people.base_weight[rows], people.answered[rows]
        if held.sum() < _ANSWERS:
            continue
        y = outcome(people.score[rows][held], definition)
        rate = float(d[held].sum() / d.sum())
        mean = float(d[held] @ y / d[held].sum())
        off, shy = d[held] * (y - mean), d * (held - rate)
        made.append(
            Arm(
                int(count),
                int(rows.sum()),
                rate,
                mean,
                _marginal(made[-1] if made else None, rate, mean),
                float(off @ off / d[held].sum() ** 2),
                float(shy @ shy / d.sum() ** 2),
            )
        )
    return tuple(made)


def _marginal(before: Arm | None, rate: float, mean: float) -> float | None:
    if before is None or rate <= before.rate:
        return None
    return (rate * mean - before.rate * before.mean) / (rate - before.rate)


def reminders(people: People, definition: Definition, *, confidence: float = 0.95) -> Estimate:
    """Return the figure on the line through the arms' means, read where all would answer.

    Variance by the delta method, the rates' own variance included.

    Raises:
        ColumnError: Reminders were not drawn by lot, or the arms do not differ in how many answered.
    """
    found = arms(people, definition)
    rate = np.array([arm.rate for arm in found])
    if len(found) < 2 or np.ptp(rate) < 1e-9:
        raise ColumnError(
            _("Reminders were not drawn by lot, or more of them did not bring more answers."),
            _("Draw by lot who gets how many reminders, at least ten answers in each arm."),
        )
    weight = 1 / np.maximum([arm.variance for arm in found], 1e-12)
    value, slope, pull = _line(rate, np.array([arm.mean for arm in found]), weight)
    by_mean = pull**2 @ np.array([arm.variance for arm in found])
    by_rate = (slope * pull) ** 2 @ np.array([arm.rate_variance for arm in found])
    answers = int(people.answered.sum())
    return shape_estimate(
        people,
        definition,
        Found(value, float(np.sqrt(by_mean + by_rate)), answers - 2),
        confidence=confidence,
        method="reminders by lot",
    )


def _line(rate: Floats, mean: Floats, weight: Floats) -> tuple[float, float, Floats]:
    """Return the weighted line at rate 1, its slope, and how much each mean moves the value.

    A rate moves the line's value as a mean does, times the slope the other way.
    """
    x = np.column_stack([np.ones(len(rate)), rate])
    hat = np.linalg.solve((x * weight[:, None]).T @ x, (x * weight[:, None]).T)
    constant, slope = hat @ mean
    return float(constant + slope), float(slope), hat[0] + hat[1]


def widest_arm(people: People, definition: Definition) -> tuple[float, float] | None:
    """Return the lowest and highest figure that the arm with the most answers allows; ``None`` without arms."""
    found = arms(people, definition)
    least, most = definition.bounds
    if not found or least is None or most is None:
        return None
    best = max(found, key=lambda arm: arm.rate)
    heard = best.rate * best.mean
    return heard + (1 - best.rate) * least, heard + (1 - best.rate) * most
