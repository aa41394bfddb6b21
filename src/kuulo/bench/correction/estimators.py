"""What the experiment asks of each round: every estimator's figure, and the bounds. None of it sees the truth."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final

from kuulo.base.estimate import Estimate
from kuulo.measures import definition
from kuulo.measures.correction import Bounds, Method, People, bounds, correct
from kuulo.measures.correction.assisting import assist
from kuulo.measures.correction.bounding import followed_stand_ins
from kuulo.measures.correction.followed import followed_figure, hansen_hurwitz, those_asked, weigh
from kuulo.measures.correction.tilt import learn_tilt

NPS: Final = definition("nps@1")
TWO_PHASE: Final = "two-phase, half answer, assist and odds learnt before"
WITH_FOLLOW_UP: Final = "bounds, follow-up that half answer"
WITHOUT_FOLLOW_UP: Final = "bounds, no follow-up"
DEMOGRAPHIC: Final = ("region", "age", "kind")
MODELS: Final = {
    "propensity, logistic": Method.PROPENSITY,
    "propensity, boosting": Method.BOOSTED,
    "doubly robust": Method.DOUBLY_ROBUST,
    "multilevel": Method.MULTILEVEL,
}


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one estimator said: a value with its interval, or a range with Manski's beside it."""

    name: str
    value: float | None
    low: float
    high: float
    worst: float | None = None


def estimate_round(full: People, half: People, seed: int) -> Iterator[Outcome]:
    """Yield every estimator's outcome for one round.

    Args:
        full: The frame with a follow-up that all answered.
        half: The same with a follow-up that about half answered, and the lesson of an earlier one.
        seed: Of the folds.
    """
    yield from by_weights(half)
    yield from by_models(half, seed)
    yield _told("two-phase, all answer, no model", hansen_hurwitz(full, NPS))
    yield _told("two-phase, all answer, assist", correct(full, NPS, Method.TWO_PHASE, seed=seed).estimate)
    yield from by_follow_up(half, seed)


def by_weights(half: People) -> Iterator[Outcome]:
    """Yield what weights alone say, and the bounds around it; nobody silent is asked again."""
    unasked = _unasked(half)
    yield _told("raw", correct(unasked, NPS, Method.RAW).estimate)
    yield _told("raked, demographic only", correct(unasked.knowing(DEMOGRAPHIC), NPS, Method.RAKED).estimate)
    raked = correct(unasked, NPS, Method.RAKED).estimate
    yield _told("raked", raked)
    yield _ranged(WITHOUT_FOLLOW_UP, bounds(unasked, NPS, raked))


def by_models(half: People, seed: int) -> Iterator[Outcome]:
    """Yield what models of answering and of the score say; nobody silent is asked again."""
    unasked = _unasked(half)
    for name, method in MODELS.items():
        yield _told(name, correct(unasked, NPS, method, seed=seed).estimate)


def _unasked(half: People) -> People:
    return replace(half, phase2=None, phase2_weight=None, phase2_answered=None, lesson=None)


def by_follow_up(half: People, seed: int) -> Iterator[Outcome]:
    """Yield the figures of the follow-up that half answered: no model, assist, assist with the odds learnt before."""
    yield _told("two-phase, half answer, no model", hansen_hurwitz(replace(half, lesson=None), NPS))
    asked = those_asked(half)
    known, then = assist(asked, NPS, seed)
    frame = len(half)
    blind = weigh(asked, NPS, known, learn_tilt(None, None, NPS))
    yield _told("two-phase, half answer, assist", followed_figure(blind, NPS, frame=frame))
    taught = weigh(asked, NPS, known, learn_tilt(half.lesson, then, NPS))
    figure = followed_figure(taught, NPS, frame=frame)
    yield _told(TWO_PHASE, figure)
    yield _ranged(WITH_FOLLOW_UP, bounds(half, NPS, figure, silent=followed_stand_ins(taught)))


def _told(name: str, estimate: Estimate) -> Outcome:
    low, high = (-100.0 if estimate.low is None else estimate.low), (100.0 if estimate.high is None else estimate.high)
    return Outcome(name, estimate.value, low, high)


def _ranged(name: str, found: Bounds) -> Outcome:
    return Outcome(name, None, found.low, found.high, worst=found.worst_high - found.worst_low)
