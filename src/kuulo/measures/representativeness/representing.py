"""From cells of persons to how far the answerers stand for everybody."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np

from kuulo.base.estimate import Estimate
from kuulo.base.texts import Text, say
from kuulo.base.texts import mark as _
from kuulo.measures.intervals import wilson, z_quantile
from kuulo.measures.representativeness.crowd import Crowd, Floats
from kuulo.measures.representativeness.design import design_of
from kuulo.measures.representativeness.differences import differences
from kuulo.measures.representativeness.indicator import Indicator, indicator
from kuulo.measures.representativeness.results import Extremes, Representation, Turnout
from kuulo.measures.representativeness.verdicts import UNKNOWN, verdict

ANSWERED_MEANS = say(_("gave an answer to this question"))
_RIDGE = 1e-3


@dataclass(frozen=True, slots=True, kw_only=True)
class Telling:
    """How representativeness is told.

    Attributes:
        confidence: Confidence level of intervals.
        floor: Fewest persons anything is said about; smaller levels are pooled.
        sentences: Sentences for levels that are missing, by attribute and level.
        answered_means: What counts as an answer.
        whole: Whether the frame is everybody; otherwise nobody knows who did not answer.
    """

    confidence: float = 0.95
    floor: int = 0
    sentences: Mapping[tuple[str, str], Text] = field(default_factory=dict)
    answered_means: Text = ANSWERED_MEANS
    whole: bool = True


def represent(crowd: Crowd, telling: Telling, modelled: Crowd | None = None) -> Representation:
    """Return how far those who answered stand for everybody.

    Args:
        crowd: Everybody.
        telling: How it is told.
        modelled: The same with fewer, wider levels, for the models of answering and of the score; ``crowd`` itself
            where there is none.
    """
    turnout = Turnout(
        frame=round(float(crowd.frame.sum())),
        invited=_count(crowd.invited),
        reached=_count(crowd.reached),
        answered=round(float(crowd.answered.sum())),
        answered_means=telling.answered_means,
    )
    levels, wholes, pooled = differences(crowd, telling.floor)
    for_models = crowd if modelled is None else modelled
    found = indicator(for_models, telling.confidence)
    n_eff = effective(crowd)
    answered = float(crowd.answered.sum())
    judged = verdict(levels, answered, crowd.x, telling.sentences) if telling.whole else UNKNOWN
    return Representation(
        turnout=turnout,
        differences=levels,
        overall=wholes,
        r_indicator=found.estimate if found else None,
        partial=found.partial if found else {},
        variation=found.variation if found else None,
        extremes=_extremes(for_models, telling.confidence),
        n_eff=n_eff,
        deff=answered / n_eff if n_eff else None,
        verdict=judged,
        notes=_notes(pooled, found),
    )


def effective(crowd: Crowd) -> float | None:
    """Return Kish's effective number of answers, (Σw)² / Σw²."""
    base = crowd.answered if crowd.weight is None else crowd.weight
    squares = crowd.answered if crowd.weight_squares is None else crowd.weight_squares
    squared = float(squares.sum())
    return float(base.sum()) ** 2 / squared if squared > 0 else None


def _count(counts: Floats | None) -> int | None:
    return None if counts is None else round(float(counts.sum()))


def _notes(pooled: int, found: Indicator | None) -> tuple[Text, ...]:
    notes = []
    if pooled:
        notes.append(say(_("Levels with few persons, told together: {count}."), count=pooled))
    if found is not None:
        notes += found.estimate.notes
    return tuple(notes)


def _extremes(crowd: Crowd, confidence: float) -> Extremes | None:
    """Return the share of extreme scores seen, and what a linear model of it expects of everybody."""
    if crowd.extreme is None or not crowd.answered.sum():
        return None
    total = float(crowd.answered.sum())
    share = float(crowd.extreme.sum()) / total
    low, high = wilson(np.array([share]), np.array([total]), confidence)
    observed = _share(share, (float(low[0]), float(high[0])), np.sqrt(share * (1 - share) / total), total, confidence)
    expected = _expected(crowd, confidence)
    ratio = share / expected.value if expected.value else None
    return Extremes(observed=observed, expected=expected, ratio=ratio)


def _expected(crowd: Crowd, confidence: float) -> Estimate:
    design = design_of(crowd.x, len(crowd.frame))
    answered = crowd.answered
    inverse = np.linalg.pinv(design.gram(answered) + _RIDGE * np.eye(len(design.kept)))
    extreme = crowd.extreme if crowd.extreme is not None else np.zeros(len(answered))
    beta = inverse @ design.sums(extreme)
    at = design.sums(crowd.frame / crowd.frame.sum())
    value = float(np.clip(at @ beta, 0.0, 1.0))
    fitted = np.clip(design.predict(beta), 0.0, 1.0)
    # Of 0-or-1 outcomes with k of m in a cell, the squared residuals sum up to k(1 − f)² + (m − k)f².
    middle = design.gram(extreme * (1 - fitted) ** 2 + (answered - extreme) * fitted**2)
    error = float(np.sqrt(max(float(at @ inverse @ middle @ inverse @ at), 0.0)))
    half = z_quantile(confidence) * error
    return _share(value, (max(value - half, 0.0), min(value + half, 1.0)), error, float(answered.sum()), confidence)


def _share(value: float, ends: tuple[float, float], error: float, n: float, confidence: float) -> Estimate:
    return Estimate(
        measure="share",
        value=value,
        low=ends[0],
        high=ends[1],
        se=float(error),
        confidence=confidence,
        n=round(n),
        n_eff=None,
        deff=None,
        invited=None,
        answered=None,
        method="model",
        definition="share@1",
    )
