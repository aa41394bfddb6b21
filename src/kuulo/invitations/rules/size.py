"""How many answers a wanted margin takes, and how many must be asked for them; pure.

Source throughout: Cochran (1977), Sampling Techniques, 3rd ed., chapter 4. Margins are half-widths of the interval.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from statistics import NormalDist
from typing import Final

from kuulo.base.errors import InputError
from kuulo.base.texts import mark as _

POINTS: Final = 100.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Need:
    """What the wanted margin takes.

    Attributes:
        confidence: Of the interval, 0–1.
        population: How many there are in all; None: far more than are asked.
        response_rate: Share of the asked who will answer, 0–1.
        deff: Design effect expected: variance under the design over that of a simple random sample of the same size.
    """

    confidence: float = 0.95
    population: int | None = None
    response_rate: float = 1.0
    deff: float = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Size:
    """How many.

    Attributes:
        exact: Answers needed before rounding, finite population considered.
        answers: Answers needed.
        invite: How many to ask, at the expected response rate; not more than there are.
        reachable: Whether so many can be asked at all.
    """

    exact: float
    answers: int
    invite: int
    reachable: bool


USUAL: Final = Need()


def size_for_share(margin: float, *, expected: float = 0.5, need: Need = USUAL) -> Size:
    """Return the size for a share with ± ``margin`` (both 0–1): n₀ = z²pq/d², n = n₀/(1 + (n₀ − 1)/N) (eq. 4.1, 4.2).

    An expected share of 0.5 is the worst case.

    Raises:
        InputError: A number lies outside its range.
    """
    _check(0 < expected < 1, _("The expected share lies between 0 and 1."))
    return _size(expected * (1 - expected), margin, need)


def size_for_nps(margin: float, *, promoters: float = 0.5, detractors: float = 0.5, need: Need = USUAL) -> Size:
    """Return the size for an NPS with ± ``margin`` points: the variance of +1, 0, −1 is p + q − (p − q)².

    Half promoters and half detractors are the worst case. Source of the variance: Rocks (2016), Interval estimation for
    the Net Promoter Score.

    Raises:
        InputError: A number lies outside its range.
    """
    inside = promoters >= 0 and detractors >= 0 and promoters + detractors <= 1
    _check(inside, _("Promoters and detractors are shares, together at most 1."))
    variance = promoters + detractors - (promoters - detractors) ** 2
    _check(variance > 0, _("When everybody answers alike, no sample is needed: change the expected shares."))
    return _size(variance, margin / POINTS, need)


def size_for_mean(margin: float, *, deviation: float, need: Need = USUAL) -> Size:
    """Return the size for a mean with ± ``margin`` scale points: n₀ = (zS/d)², n = n₀/(1 + n₀/N) (§4.6).

    Args:
        margin: Half-width in scale points.
        deviation: Expected standard deviation of single answers, with divisor N − 1.
        need: Confidence, population, response rate, design effect.

    Raises:
        InputError: A number lies outside its range.
    """
    _check(deviation > 0, _("The expected standard deviation is more than 0."))
    # Of a variance with divisor N − 1 the finite population takes n₀/N instead of (n₀ − 1)/N.
    return _size(deviation**2, margin, need, lessened=0)


def _size(variance: float, margin: float, need: Need, *, lessened: int = 1) -> Size:
    _check(margin > 0, _("The margin is more than 0."))
    _check(0 < need.confidence < 1, _("The confidence lies between 0 and 1."))
    _check(0 < need.response_rate <= 1, _("The expected response rate is more than 0 and at most 1."))
    _check(need.deff > 0, _("The design effect is more than 0."))
    _check(need.population is None or need.population >= 1, _("The population is at least 1."))
    z = NormalDist().inv_cdf(0.5 + need.confidence / 2)
    infinite = z**2 * variance * need.deff / margin**2
    population = need.population
    exact = infinite if population is None else infinite / (1 + max(infinite - lessened, 0) / population)
    # A hair above a whole number is the whole number: floating point must not ask one more.
    answers = max(math.ceil(round(exact, 9)), 1)
    if population is not None:
        answers = min(answers, population)
    invite = math.ceil(round(answers / need.response_rate, 9))
    reachable = population is None or invite <= population
    return Size(exact=exact, answers=answers, invite=min(invite, population or invite), reachable=reachable)


def _check(holds: bool, rule: str) -> None:  # noqa: FBT001 -- it is the condition itself
    if not holds:
        raise InputError(rule, _("Correct the number."))
