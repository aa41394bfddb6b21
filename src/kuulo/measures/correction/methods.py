"""The ways of correcting for who did not answer, and what each comes back as."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from kuulo.base.estimate import Estimate
from kuulo.base.texts import Text


class Method(StrEnum):
    """A way of estimating a figure of the whole frame."""

    RAW = "raw"
    POST_STRATIFIED = "post_stratified"
    RAKED = "raked"
    CALIBRATED = "calibrated"
    PROPENSITY = "propensity"
    BOOSTED = "boosted"
    DOUBLY_ROBUST = "doubly_robust"
    MULTILEVEL = "multilevel"
    TWO_PHASE = "two_phase"
    REMINDERS = "reminders"


@dataclass(frozen=True, slots=True)
class Corrected:
    """One corrected figure.

    Attributes:
        method: How it was corrected.
        estimate: The figure; ``raw`` holds the uncorrected one, ``trust`` the claim.
        covers: What it is corrected for.
        assumptions: What must hold for it to be right.
    """

    method: Method
    estimate: Estimate
    covers: Text
    assumptions: Text


@dataclass(frozen=True, slots=True)
class Chosen:
    """The method that what is there allows, and why."""

    method: Method
    why: Text


@dataclass(frozen=True, slots=True)
class Bounds:
    """What the figure may be, as far as the silent are concerned.

    Attributes:
        pattern: ``(delta, value)``: the figure if those who are silent are ``delta`` points of the scale higher than
            the estimate has them, delta ascending (the slider).
        low: Lower end of the plausible range.
        high: Upper end of the plausible range.
        worst_low: The figure if every silent person gave the worst answer (Manski).
        worst_high: The figure if every silent person gave the best answer.
        sentence: The range in one sentence.
    """

    pattern: tuple[tuple[float, float], ...]
    low: float
    high: float
    worst_low: float
    worst_high: float
    sentence: Text
