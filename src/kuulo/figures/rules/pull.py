"""How much each touchpoint pulls a figure: its share of the answers times how far it lies from the whole.

A figure that is a weighted mean of what answers stand for (a net score, a share, a mean) is the sum of what its
touchpoints
bring: ``value = Σ share × value of touchpoint``. The pull of a touchpoint, ``share × (its value − the whole)``, is by
how much the whole is higher or lower because this touchpoint is not like the whole; all pulls sum to zero.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt
from statistics import NormalDist


@dataclass(frozen=True, slots=True, kw_only=True)
class Sums:
    """Sums over the persons who answered; ``w`` are weights, ``y`` weight × what the answer stands for.

    A touchpoint's own sums are in lower case, those of all touchpoints of the same person in ``all_…``: ``w_ally`` is
    the sum over persons of (own w) × (w of everything times y of everything), and so on.
    """

    w: float
    y: float
    ww: float
    wy: float
    yy: float
    w_allw: float
    w_ally: float
    y_allw: float
    y_ally: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Whole:
    """The same sums over everything, and how many persons there are."""

    w: float
    y: float
    ww: float
    wy: float
    yy: float
    persons: int

    @property
    def value(self) -> float:
        """The figure of everything."""
        return self.y / self.w


@dataclass(frozen=True, slots=True, kw_only=True)
class Contribution:
    """What one touchpoint does to the whole; ``pull`` is in the measure's unit, below zero where it lowers the value.

    Attributes:
        touchpoint: Its name, or the key of a theme; ``None`` for answers without one.
        n: Answers.
        share: Part of all answers (weighted), 0–1.
        value: The touchpoint's own figure.
        pull: Share × (value − whole).
        low: Lower end of the pull's interval.
        high: Upper end.
        se: Standard error of the pull.
        harmful: Whether the pull's whole interval lies on the side that is worse.
    """

    touchpoint: str | None
    n: int
    share: float
    value: float
    pull: float
    low: float
    high: float
    se: float
    harmful: bool


def contribution(
    sums: Sums, whole: Whole, *, touchpoint: str | None, n: int, confidence: float, better: int
) -> Contribution:
    """Return the pull of one touchpoint with its interval.

    The pull c = (y − V·w) / W, with V the whole, is a smooth function of totals; its variance is Taylor-linearised with
    the person as the cluster: z = [(own y − V·own w) − p·(all y − V·all w) − c·all w] / W per person, p = w / W, and
    Var = P/(P−1) Σ z² over P persons (Σ z = 0).
    """
    v, total = whole.value, whole.w
    share, pull = sums.w / total, (sums.y - v * sums.w) / total
    own = sums.yy - 2 * v * sums.wy + v * v * sums.ww
    every = whole.yy - 2 * v * whole.wy + v * v * whole.ww
    own_every = sums.y_ally - v * sums.y_allw - v * sums.w_ally + v * v * sums.w_allw
    own_weight = sums.y_allw - v * sums.w_allw
    every_weight = whole.wy - v * whole.ww
    squares = (
        own
        + share**2 * every
        + pull**2 * whole.ww
        - 2 * share * own_every
        - 2 * pull * own_weight
        + 2 * share * pull * every_weight
    )
    factor = whole.persons / (whole.persons - 1) if whole.persons > 1 else 1.0
    # The squares are differences of large sums: rounding may leave a hair below zero.
    se = sqrt(max(squares, 0.0) * factor) / total
    margin = NormalDist().inv_cdf(0.5 + confidence / 2) * se
    worst = pull + margin if better > 0 else -(pull - margin)
    return Contribution(
        touchpoint=touchpoint,
        n=n,
        share=share,
        value=sums.y / sums.w,
        pull=pull,
        low=pull - margin,
        high=pull + margin,
        se=se,
        harmful=worst < 0,
    )
